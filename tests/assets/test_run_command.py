"""`make run` and `make doctor` as an operator meets them: what they print last, and what stands in the history."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import dagster as dg
import pytest

from assets.commands.doctor import examine
from assets.commands.run import LOCATION, keep_history_open
from assets.old_runs import delete_old_runs
from assets.resources import Folders, LakeIOManager
from warehouse.settings import ROOT


@pytest.fixture
def home(tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "dagster.yaml").write_text(
        "python_logs: {python_log_level: INFO}\ntelemetry: {enabled: false}\n"
    )
    return tmp_path / "home"


def start(home, command, **settings):
    """A command in a process of its own, which writes to a folder of its own."""
    environment = (
        os.environ | {"DAGSTER_HOME": str(home), "WAREHOUSE": str(home.parent / "warehouse")} | settings
    )
    return subprocess.run(
        [sys.executable, "-m", command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_a_failed_run_ends_with_its_cause_and_stands_in_the_history(home):
    ended = start(home, "assets", POSTINGS="/nowhere")
    assert ended.returncode == 1
    last = ended.stderr.splitlines()[-1]
    assert last.endswith(
        "source_files: the postings folder /nowhere does not exist: create it or set POSTINGS to another"
    )
    assert len((ended.stdout + ended.stderr).splitlines()) <= 16
    with dg.DagsterInstance.from_config(str(home)) as instance:
        (run,) = instance.get_runs()
        assert run.status == dg.DagsterRunStatus.FAILURE
        assert run.remote_job_origin.location_name == LOCATION


@pytest.mark.parametrize(
    ("setting", "word", "sentence"),
    [
        ("FANOUT", "abacus", "FANOUT is 'abacus': set it to inline, pool or ray"),
        ("FETCH", "yes", "FETCH is 'yes': set it to 1 or 0"),
        (
            "MAX_DOWNLOAD_MB",
            "big",
            "MAX_DOWNLOAD_MB is 'big': set it to a number of at least 0, such as 1000",
        ),
        (
            "SECONDS_UNTIL_STABLE",
            "-1",
            "SECONDS_UNTIL_STABLE is '-1': set it to a number of at least 0, such as 60",
        ),
        (
            "LAKE",
            "gs://ours/lake",
            "LAKE is 'gs://ours/lake': set it to a folder, or to an address such as s3://bucket/prefix",
        ),
        (
            "WAREHOUSE",
            "/etc/hostname",
            "WAREHOUSE is /etc/hostname, which is no folder: set it to one, or to a path where one can be made",
        ),
    ],
)
def test_a_wrong_setting_ends_a_run_in_one_sentence(home, setting, word, sentence):
    ended = start(home, "assets", **{setting: word})
    assert ended.returncode == 1
    assert (ended.stdout + ended.stderr).splitlines() == [sentence]


def test_the_history_stays_open_while_a_run_writes_to_it(tmp_path):
    file, log = tmp_path / "history" / "runs.db", tmp_path / "history" / "runs.db-wal"
    file.parent.mkdir()
    for statement in ("pragma journal_mode = wal", "create table runs (id int)"):
        write(file, statement)
    assert not log.exists()
    with keep_history_open(tmp_path, "no run has this id"):
        write(file, "insert into runs values (1)")
        assert log.exists()
    assert not log.exists()
    assert write(file, "select * from runs") == [(1,)]


def write(file, statement):
    """What a connection of its own returns."""
    with closing(sqlite3.connect(file)) as connection, connection:
        return connection.execute(statement).fetchall()


def findings(project, instance):
    folders = Folders(data=str(project.data), published=str(project.root))
    return [
        finding
        for finding in examine(folders, LakeIOManager(root=project.lake), instance)
        if " are free " not in finding.problem
    ]


def test_doctor_finds_damage_and_mends_it(copy_of_built, home):
    project = copy_of_built
    with dg.DagsterInstance.from_config(str(home)) as instance:
        assert findings(project, instance) == []
        part = next((project.root / "lake" / "posting_skills").rglob("*.parquet"))
        part.write_bytes(part.read_bytes()[:-1] + b"?")
        (project.root / "lake" / "skills" / "manifest.json").write_text("{")
        (project.root / "published").unlink()
        found = findings(project, instance)
        assert [finding.problem.split("/")[-1] for finding in found[:2]] == [
            f"{part.name} is missing or does not match its checksum",
            "manifest.json is missing or does not match its checksum",
        ]
        assert found[2].problem.endswith("are broken")
        for finding in found:
            finding.mend()
        assert (project.root / "ml_job_market.duckdb").is_file()
        assert project.refresh().success
        assert findings(project, instance) == []


def test_history_keeps_the_last_runs_and_those_that_made_what_is_current(monkeypatch):
    @dg.asset
    def skills():
        """A table."""

    @dg.job
    def look():
        """Makes nothing."""

    monkeypatch.setattr("assets.old_runs.RUNS_KEPT", 1)
    with dg.instance_for_test() as instance:
        made = dg.materialize([skills], instance=instance).run_id
        looked = [look.execute_in_process(instance=instance).run_id for _ in range(3)]
        assert delete_old_runs(instance) == 2
        assert {run.run_id for run in instance.get_runs()} == {made, looked[-1]}
