"""The files a team deploys with agree with each other and with the code."""

import re
import shutil
import subprocess
from configparser import ConfigParser

import pytest
import yaml

from warehouse.settings import ROOT

DEPLOYMENT = ROOT / "docs" / "deployment"
UNITS = sorted(DEPLOYMENT.glob("*.service"))


def read_unit(name: str) -> ConfigParser:
    unit = ConfigParser(interpolation=None)
    unit.optionxform = str
    unit.read(DEPLOYMENT / f"ml-job-market-{name}.service")
    return unit


def read_env_file() -> dict[str, str]:
    lines = (DEPLOYMENT / "ml-job-market.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if not line.startswith("#"))


def test_every_variable_the_code_reads_is_in_the_table_of_settings():
    read = set(re.findall(r'_read_\w+\("(\w+)"', (ROOT / "warehouse" / "settings.py").read_text()))
    listed = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs" / "deployment.md").read_text()))
    assert {"POSTINGS", "MAX_DOWNLOAD_MB", "UNPACKED_RATIO_LIMIT", "ALERT_WEBHOOK"} <= read
    assert read <= listed


def test_everything_listens_on_loopback_only():
    for name in ("code", "webserver"):
        assert "--host 127.0.0.1" in read_unit(name)["Service"]["ExecStart"]


def test_the_webserver_and_the_daemon_look_for_the_code_where_it_is_served():
    (location,) = yaml.safe_load((DEPLOYMENT / "workspace.yaml").read_text())["load_from"]
    started = read_unit("code")["Service"]["ExecStart"]
    assert f"--port {location['grpc_server']['port']} " in started
    for name in ("webserver", "daemon"):
        assert "--workspace workspace.yaml" in read_unit(name)["Service"]["ExecStart"]


def test_services_may_write_where_the_environment_sends_them():
    for unit in UNITS:
        service = read_unit(unit.stem.removeprefix("ml-job-market-"))["Service"]
        assert service["WorkingDirectory"] == read_env_file()["DAGSTER_HOME"]
        assert read_env_file()["DAGSTER_HOME"] in service["ReadWritePaths"].split()
    code = read_unit("code")["Service"]
    assert any(read_env_file()["WAREHOUSE"].startswith(path) for path in code["ReadWritePaths"].split())


def test_the_report_is_served_from_where_builds_are_published():
    report = f"{read_env_file()['WAREHOUSE']}/published/report/"
    assert f"alias {report};" in (DEPLOYMENT / "nginx.conf").read_text()


def test_one_run_at_a_time_on_a_server_as_on_a_laptop():
    for settings in (DEPLOYMENT / "dagster.yaml", ROOT / ".dagster_home" / "dagster.yaml"):
        assert yaml.safe_load(settings.read_text())["concurrency"]["runs"]["max_concurrent_runs"] == 1


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_systemd_understands_the_services(tmp_path):
    for unit in UNITS:
        (tmp_path / unit.name).write_text(unit.read_text().replace("/srv/ml-job-market", str(ROOT)))
    command = ["systemd-analyze", "verify", *map(str, tmp_path.glob("*.service"))]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
