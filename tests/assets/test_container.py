"""The container: its files are linted, its steps run in a folder, and with an engine it is built and run."""

import fnmatch
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
import yaml

from warehouse.settings import ROOT

DEPLOYMENT = ROOT / "docs" / "deployment"
DOCKERFILE = DEPLOYMENT / "Dockerfile"
COMPOSE = yaml.safe_load((DEPLOYMENT / "compose.yaml").read_text())
SERVICES = ("code", "webserver", "daemon")


def list_steps():
    """The instructions of the last stage, each as its name and what follows."""
    joined = DOCKERFILE.read_text().replace("\\\n", " ")
    steps = [line.split(maxsplit=1) for line in joined.splitlines() if line and not line.startswith("#")]
    last = max(number for number, (name, _) in enumerate(steps) if name == "FROM")
    return steps[last:]


def arguments_of(name):
    return [what for step, what in list_steps() if step == name]


def is_sent(path):
    """Whether a file is sent to the engine: the last pattern of .dockerignore that matches decides."""
    is_there = True
    for line in (DEPLOYMENT / "Dockerfile.dockerignore").read_text().splitlines():
        pattern = line.removeprefix("!")
        if any(fnmatch.fnmatch(str(one), pattern) for one in (path, *path.parents)):
            is_there = line.startswith("!")
    return is_there


@dataclass(frozen=True)
class Image:
    """What the last stage makes, in a folder that stands for the root; its code cannot be written."""

    root: Path

    @property
    def code(self) -> Path:
        return self.locate(arguments_of("WORKDIR")[0])

    @property
    def environment(self) -> dict[str, str]:
        pairs = [pair.split("=", 1) for what in arguments_of("ENV") for pair in what.split()]
        return {name: value if name == "PATH" else str(self.locate(value)) for name, value in pairs}

    def locate(self, path: str) -> Path:
        return self.root / path.lstrip("/")


@pytest.fixture
def image(tmp_path) -> Iterator[Image]:
    """The files that the steps COPY, with this environment where the libraries' stage would be."""
    image = Image(tmp_path)
    image.code.mkdir(parents=True)
    for what in arguments_of("COPY"):
        *sources, target = [word for word in what.split() if not word.startswith("--chown")]
        if sources[0].startswith("--from"):
            (image.code / target).symlink_to(ROOT / target)
        elif sources == ["."]:
            for path in list_context():
                (image.code / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / path, image.code / path)
        else:
            image.locate(target).mkdir(parents=True)
            for source in sources:
                assert is_sent(Path(source))
                shutil.copy(ROOT / source, image.locate(target))
    folders = [
        image.code,
        *(path for path in image.code.rglob("*") if path.is_dir() and not path.is_symlink()),
    ]
    for path in [*image.code.rglob("*"), image.code]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222)
    yield image
    for path in folders:
        path.chmod(0o755)


def list_context() -> list[Path]:
    """The files of the checkout that are sent to the engine."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [Path(name) for name in listed if is_sent(Path(name)) and (ROOT / name).is_file()]


def test_the_dockerfile_and_the_shell_in_it_pass_the_linter():
    check = subprocess.run(
        [Path(sys.executable).with_name("hadolint"), DOCKERFILE], capture_output=True, text=True
    )
    assert check.returncode == 0, check.stdout


def test_the_compose_file_is_valid():
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    check = subprocess.run([*command, DEPLOYMENT / "compose.yaml"], capture_output=True, text=True)
    assert check.returncode == 0, check.stdout


def test_services_run_as_no_root_write_to_volumes_only_and_listen_on_loopback():
    assert int(arguments_of("USER")[0]) > 0
    for name in SERVICES:
        service = COMPOSE["services"][name]
        assert service["read_only"]
        assert "state:/var/lib/ml-job-market" in service["volumes"]
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
    assert set(json.loads(arguments_of("VOLUME")[0])) == {
        volume.split(":")[1] if "$" not in volume else "/srv/postings" for volume in service["volumes"]
    }


def test_the_services_start_as_those_of_systemd_do():
    for name in SERVICES:
        unit = (DEPLOYMENT / f"ml-job-market-{name}.service").read_text()
        started = re.search(r"^ExecStart=\S+/bin/(.*)$", unit, re.M)[1]
        assert " ".join(COMPOSE["services"][name]["command"]).replace("0.0.0.0", "127.0.0.1") == started


def test_the_webserver_and_the_daemon_find_the_code_and_the_database_of_the_history():
    (location,) = yaml.safe_load(COMPOSE["configs"]["workspace"]["content"])["load_from"]
    server = location["grpc_server"]
    assert server["host"] in COMPOSE["services"]
    assert str(server["port"]) in COMPOSE["services"][server["host"]]["command"]
    settings = yaml.safe_load((DEPLOYMENT / COMPOSE["configs"]["dagster"]["file"]).read_text())
    assert (
        settings["storage"]["postgres"]["postgres_url"]["env"] in COMPOSE["services"]["code"]["environment"]
    )


def test_only_code_and_curated_data_go_into_the_image():
    top = {path.parts[0] for path in list_context()}
    assert {"assets", "data", "pipelines", "schemas", "warehouse", "pyproject.toml", "uv.lock"} <= top
    assert not {"tests", ".git", ".env", ".venv", "docs"} & top
    assert not is_sent(Path("warehouse/state/lake/part.parquet"))


# Root may write whatever a file's mode says, unless it has given up the capability to.
AS_ORDINARY_USER = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"]


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root needs setpriv")
def test_the_command_of_the_image_builds_the_sample_where_the_code_is_read_only(image):
    kept = {k: v for k, v in os.environ.items() if k not in {"LAKE", "POSTINGS", "VIRTUAL_ENV"}}
    own = image.environment
    environment = {**kept, **own, "PATH": f"{ROOT}/.venv/bin:{os.environ['PATH']}"}
    prefix = AS_ORDINARY_USER if os.geteuid() == 0 else []

    def run(*command: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [*prefix, *command], cwd=image.code, env=environment, capture_output=True, text=True, check=False
        )

    assert run("touch", str(image.code / "warehouse" / "written")).returncode != 0
    result = run(*json.loads(arguments_of("CMD")[0]))
    assert result.returncode == 0, (result.stdout + result.stderr)[-5000:]
    with duckdb.connect(f"{own['WAREHOUSE']}/ml_job_market.duckdb", read_only=True) as market:
        assert market.sql("select count(*) > 0 from posting_skills").fetchall() == [(True,)]


def has_engine() -> bool:
    return (
        bool(shutil.which("docker"))
        and not subprocess.run(["docker", "info"], capture_output=True).returncode
    )


@pytest.mark.skipif(not has_engine(), reason="needs a container engine")
def test_the_image_is_built_and_builds_the_sample():
    build = ["docker", "build", "--quiet", "--file", DOCKERFILE, ROOT]
    made = subprocess.run(build, capture_output=True, text=True, check=True).stdout.strip()
    subprocess.run(["docker", "run", "--rm", made], capture_output=True, check=True)
