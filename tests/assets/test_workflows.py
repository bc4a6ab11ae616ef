"""The workflows for GitHub, and what they call: each command is one of make's."""

import re
import shutil
import subprocess
import sys

import pytest
import yaml

from warehouse.settings import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
GH = """#!/usr/bin/env bash
echo "$@" >> "$(dirname "$0")/asked"
case "$1 $2" in
    "release list") cat "$(dirname "$0")/tags" ;;
    "release view") exit 1 ;;
    "issue list") cat "$(dirname "$0")/open" ;;
esac
"""
"""Stands for GitHub's client: notes what it is asked, and answers from files beside it."""


def list_steps():
    for path in WORKFLOWS:
        for job in yaml.safe_load(path.read_text())["jobs"].values():
            yield from job["steps"]


def list_targets():
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))


def make(*arguments, path=None):
    environment = {"PATH": f"{path}:/usr/bin:/bin"} if path else None
    return subprocess.run(
        ["make", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def client(tmp_path):
    """A folder with the client, which knows ten releases of data, one of the code, and no issue."""
    for name, content in (("gh", GH), ("open", ""), ("asked", "")):
        (tmp_path / name).write_text(content)
    (tmp_path / "gh").chmod(0o755)
    tags = [f"data-2026{month:02}01T000000.000-000000000000" for month in range(1, 11)]
    (tmp_path / "tags").write_text("\n".join(["v0.1.0", *tags]) + "\n")
    return tmp_path


@pytest.fixture
def packed(tmp_path):
    """A folder as `make release` packs it."""
    folder = tmp_path / "dist"
    folder.mkdir()
    (folder / "BUILD").write_text("20261129T051700.000-aaaaaaaaaaaa\n")
    return folder


def test_the_workflows_are_valid():
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    check = subprocess.run([*command, *map(str, WORKFLOWS)], capture_output=True, text=True)
    assert check.returncode == 0, check.stdout


def test_every_command_of_a_workflow_is_one_of_make():
    commands = [step["run"] for step in list_steps() if "run" in step]
    assert {"make check", "make run FETCH=1", "make release DIR=dist"} <= set(commands)
    for command in commands:
        program, target, *variables = command.split()
        assert program == "make"
        assert target in list_targets()
        assert all(re.fullmatch(r"[A-Z]+=\w+", one) for one in variables)


def test_workflows_only_read_unless_a_job_says_more_and_use_githubs_own_actions():
    for path in WORKFLOWS:
        assert yaml.safe_load(path.read_text())["permissions"] == {"contents": "read"}
    assert {step["uses"].split("/")[0] for step in list_steps() if "uses" in step} == {"actions"}


def test_a_release_holds_database_parquet_and_the_checksums_of_both(built, tmp_path):
    folder = tmp_path / "dist"
    made = make("release", f"DIR={folder}", f"WAREHOUSE={built.root}")
    assert made.returncode == 0, made.stderr
    exported = built.root / "published" / "exports" / "parquet"
    names = {path.name for path in folder.iterdir()}
    assert names == {"ml_job_market.duckdb", "CITATION.cff", "BUILD", "SHA256SUMS"} | {
        path.name for path in exported.iterdir()
    }
    check = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    done = subprocess.run(check, cwd=folder, capture_output=True, check=True)
    assert len(done.stdout.splitlines()) == len(names) - 1


def test_a_release_is_not_packed_over_another_nor_before_there_is_a_build(built, tmp_path):
    again = make("release", f"DIR={tmp_path}", f"WAREHOUSE={built.root}")
    assert again.returncode
    assert "File exists" in again.stderr
    nothing = make("release", f"DIR={tmp_path}/dist", f"WAREHOUSE={tmp_path}")
    assert nothing.returncode
    assert "nothing is published yet" in nothing.stdout


def test_an_upload_makes_a_release_and_removes_the_oldest_of_data(client, packed):
    assert make("upload", f"DIR={packed}", "KEEP=8", path=client).returncode == 0
    asked = (client / "asked").read_text().splitlines()
    tag = "data-20261129T051700.000-aaaaaaaaaaaa"
    assert any(line.startswith(f"release create {tag} {packed}/BUILD") for line in asked)
    deleted = [line.split()[-1] for line in asked if line.startswith("release delete")]
    assert [tag[5:13] for tag in deleted] == ["20260201", "20260101"]


def test_a_build_that_is_released_is_not_released_again(client, packed):
    (client / "gh").write_text(GH.replace("exit 1", "exit 0"))
    assert make("upload", f"DIR={packed}", path=client).returncode == 0
    assert "release create" not in (client / "asked").read_text()


@pytest.mark.parametrize(("found", "asked"), [("", "issue create --title"), ("7", "issue comment 7 --body")])
def test_a_failure_opens_an_issue_or_adds_to_the_open_one(client, found, asked):
    (client / "open").write_text(found)
    assert make("tell-failure", "RUN=https://example.org/runs/1", path=client).returncode == 0
    line = (client / "asked").read_text().splitlines()[-1]
    assert line.startswith(asked)
    assert "https://example.org/runs/1 says what to do" in line


@pytest.mark.skipif(not shutil.which("actionlint"), reason="needs actionlint")
def test_actionlint_finds_nothing():
    check = subprocess.run(["actionlint", *map(str, WORKFLOWS)], capture_output=True, text=True)
    assert check.returncode == 0, check.stdout
