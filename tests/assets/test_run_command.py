"""`make run` and `make doctor` as an operator meets them: what they print last, and what stands in the history."""

import os
import runpy
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import dagster as dg
import pytest

from assets.commands import run
from assets.commands.doctor import examine
from assets.commands.run import LOCATION, describe_result
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


def start(home, command, *arguments, **settings):
    """A command in a process of its own, which writes to a folder of its own."""
    environment = (
        os.environ | {"DAGSTER_HOME": str(home), "WAREHOUSE": str(home.parent / "warehouse")} | settings
    )
    return subprocess.run(
        [sys.executable, "-m", command, *arguments],
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
            "WAREHOUSE is /etc/hostname, but /etc/hostname is not a folder: set it to a folder, or to a new path",
        ),
        (
            "LAKE",
            "/etc/hostname/lake",
            "LAKE is /etc/hostname/lake, but /etc/hostname is not a folder: set it to a folder, or to a new path",
        ),
        ("LAKE", "s3://", "LAKE is 's3://': set it to a folder, or to an address such as s3://bucket/prefix"),
        ("POSTINGS", ":", "POSTINGS is ':', which names no folder: set it to the folders of postings"),
    ],
)
def test_a_wrong_setting_ends_a_run_in_one_sentence(home, setting, word, sentence):
    ended = start(home, "assets", **{setting: word})
    assert ended.returncode == 1
    assert (ended.stdout + ended.stderr).splitlines() == [sentence]


@pytest.mark.parametrize("folder", ["", "relative", "/nowhere"])
def test_a_run_without_a_folder_for_its_history_is_refused_in_one_sentence(home, folder):
    ended = start(home, "assets", DAGSTER_HOME=folder)
    assert ended.returncode == 1
    assert (ended.stdout + ended.stderr).splitlines() == [
        f"DAGSTER_HOME is {folder!r}: set it to the full path of a folder that exists, or run the command by make"
    ]


def test_a_run_tells_of_its_own_publication_and_not_of_a_later_one():
    @dg.asset
    def publication(context):
        said = {"is new": True, "records in": int(context.run.tags["records"]), "postings and pay records": 1}
        context.add_output_metadata({**said, "tables": 1, "made from": "the sample", "database": "a.duckdb"})

    with dg.DagsterInstance.ephemeral() as instance:
        own, later = (
            dg.materialize([publication], instance=instance, tags={"records": records}).run_id
            for records in ("7", "8")
        )
        assert describe_result(instance, own).startswith("published 7 records")
        assert describe_result(instance, later).startswith("published 8 records")


@pytest.mark.parametrize(
    ("command", "arguments", "said"),
    [
        ("evaluate", ("{folder}", ""), "{folder} holds no labels: name a folder with titles.csv, "),
        (
            "sample_labels",
            ("{folder}/new.csv", "{folder}", "titles", "many", "2"),
            "usage: make sample-labels ",
        ),
    ],
)
def test_a_command_that_is_called_wrongly_says_so_in_one_line(home, tmp_path, command, arguments, said):
    (tmp_path / "empty").mkdir()
    folder = str(tmp_path / "empty")
    ended = start(home, f"assets.commands.{command}", *(each.format(folder=folder) for each in arguments))
    assert ended.returncode == 1
    assert (ended.stdout + ended.stderr).startswith(said.format(folder=folder))
    assert len(ended.stderr.splitlines()) == 1


def test_a_run_that_is_stopped_while_it_starts_says_so(home):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    make = subprocess.Popen(
        ["make", "run", f"WAREHOUSE={home.parent / 'warehouse'}"],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not (started := find_python(make.pid)):
        assert make.poll() is None
    os.kill(started, signal.SIGTERM)
    assert "The run was stopped before it began" in make.communicate()[1]


def find_python(session):
    """The process of a session that runs our command, once there is one."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            of_session = (folder / "stat").read_text().rpartition(")")[2].split()[3] == str(session)
            if of_session and (folder / "cmdline").read_bytes().split(b"\0")[-2:-1] == [b"assets"]:
                return int(folder.name)
    return None


def test_a_run_that_cannot_be_noted_has_published_and_warns(copy_of_built, home):
    note = copy_of_built.folders().note
    note.mkdir(parents=True)
    for _ in range(2):
        ended = start(home, "assets", WAREHOUSE=str(copy_of_built.root), LAKE=copy_of_built.lake)
        assert ended.returncode == 0, ended.stderr
        warning, last = ended.stdout.splitlines()[-2:]
        assert warning.endswith(
            f"published, but {note} could not be noted (Is a directory): the next run makes everything"
        )
        assert "published" in last


@pytest.mark.parametrize(
    ("breaks", "said"), [("begin", "the run did not start. "), ("finish", "the run failed. ")]
)
def test_what_breaks_a_run_is_said_of_its_start_only_before_it_starts(home, monkeypatch, breaks, said):
    def fail(*_):
        raise ZeroDivisionError("seven by zero")

    monkeypatch.setenv("DAGSTER_HOME", str(home))
    monkeypatch.setattr(run, "begin", lambda _: None)
    monkeypatch.setattr(run, breaks, fail)
    with pytest.raises(SystemExit, match=f"{said}ZeroDivisionError: seven by zero"):
        runpy.run_module("assets", run_name="__main__")


def findings(project, home):
    folders = Folders(data=str(project.data), published=str(project.root))
    return [
        finding
        for finding in examine(folders, LakeIOManager(root=project.lake), home)
        if " are free " not in finding.problem
    ]


def test_doctor_finds_damage_and_mends_it(copy_of_built, home):
    project = copy_of_built
    assert findings(project, home) == []
    part = next((project.root / "lake" / "posting_skills").rglob("*.parquet"))
    part.write_bytes(part.read_bytes()[:-1] + b"?")
    (project.root / "lake" / "skills" / "manifest.json").write_text("{")
    (project.root / "published").unlink()
    found = findings(project, home)
    assert [finding.problem.split("/")[-1] for finding in found[:2]] == [
        f"{part.name} is missing or does not match its checksum",
        "manifest.json is missing or does not match its checksum",
    ]
    assert found[2].problem.endswith("are broken")
    for finding in found:
        finding.mend()
    assert (project.root / "ml_job_market.duckdb").is_file()
    assert project.refresh().success
    assert findings(project, home) == []


def test_doctor_sets_a_history_aside_that_does_not_open(home):
    damaged = home / "history" / "runs.db"
    damaged.parent.mkdir()
    damaged.write_bytes(b"SQLite format 3\0" + b"x" * 9000)
    ended = start(home, "assets")
    assert "`make doctor FIX=1` sets it aside" in ended.stderr.splitlines()[-1]
    ended = start(home, "assets.commands.doctor")
    assert ended.stdout.count("is damaged") == 1
    assert "make doctor FIX=1" in ended.stderr
    ended = start(home, "assets.commands.doctor", "fix")
    assert "rename the file" in ended.stdout
    assert not damaged.exists()


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
