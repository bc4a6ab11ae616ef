"""Faults on purpose, for `make soak`: those of `faults`, a full disk, files that change, readers meanwhile."""

import hashlib
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from schemas import TABLES
from tests.conftest import Project
from tests.endurance.faults import FAULTS, make_undisturbed
from tests.endurance.stress import leftovers as leftovers_of_stress
from tests.endurance.stress import stress
from warehouse.lake.tables import Lake
from warehouse.settings import ROOT

DISTURBED = 3
UNFINISHED_BUILD = re.compile(r"\.[0-9a-f]{12}")
"""Its pieces that are whole wait there, unseen, for the next run."""
BUILDS = 20
READERS = 8
POSTINGS = Path(os.environ.get("POSTINGS") or ROOT / "data" / "sample").resolve()


@dataclass(frozen=True)
class Undisturbed:
    """What a run makes when nothing goes wrong: its content, the seconds it takes and the bytes it writes."""

    content: dict[str, str]
    seconds: float
    bytes: int


def start(project: Project) -> subprocess.Popen:
    """Runs the job in a process group of its own, so that it can be killed from outside."""
    command = [sys.executable, "-m", "tests.conftest", str(project.root), str(project.postings)]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def content(project: Project) -> dict[str, str]:
    """What a run made: sha256 of every current part, and of every published table's rows in order."""
    tables = {table: Lake(project.lake).read(table) for table in TABLES}
    made = {
        f"{table}/{part.name}": _sha256(path.read_bytes())
        for table, parts in tables.items()
        for part, path in zip(parts.parts, parts.paths, strict=True)
    }
    with duckdb.connect(str(project.database), read_only=True) as connection:
        for (table,) in connection.sql("select table_name from duckdb_tables() order by all").fetchall():
            made[table] = _sha256(repr(connection.sql(f"from {table}").fetchall()).encode())
    return made


def _must_equal(project: Project, undisturbed: Undisturbed) -> None:
    """Names what a run has made that is not as the undisturbed one made it."""
    made = content(project).items() ^ undisturbed.content.items()
    assert not made, f"made something else: {sorted({name for name, _ in made})}"


def leftovers(project: Project) -> list[Path]:
    """Unfinished files: a temporary part, manifest, build or link."""
    hidden = [path for path in project.root.rglob(".*") if path.name not in (".lock", ".lock_holder")]
    return [path for path in hidden if "data" not in path.relative_to(project.root).parts]


def a_full_disk_is_no_loss(project: Project, undisturbed: Undisturbed) -> str:
    """The lake and the builds on a small tmpfs (needs root): the run fails; with room again it completes."""
    if os.geteuid() != 0:
        return "skipped: a small tmpfs can be mounted by root only"
    _mount(project.root, f"size={_bytes(ROOT / 'data') + undisturbed.bytes // 2}")
    try:
        shutil.copytree(ROOT / "data", project.data)
        assert start(project).wait() != 0, "the run did not notice that the disk is full"
        half_written = [path for path in leftovers(project) if not UNFINISHED_BUILD.fullmatch(path.name)]
        assert not half_written, half_written
        _mount(project.root, "remount,size=8g")
        assert start(project).wait() == 0, "the run with room again failed"
        _must_equal(project, undisturbed)
    finally:
        subprocess.run(["umount", project.root], check=True)
    return "the run failed, left nothing half-written, and completed once there was room"


def files_that_change_are_noticed(project: Project, undisturbed: Undisturbed) -> str:
    """Files that vanish, grow and come back while runs go on; then one run over what is there in the end."""
    original = project.postings
    project = Project(project.root, project.root / "drop")
    shutil.copytree(original, project.postings)
    victims = sorted(path for path in project.postings.rglob("*.csv"))
    moments = random.Random(1)
    for _ in range(DISTURBED):
        run = start(project)
        victim = moments.choice(victims)
        bytes_before = victim.read_bytes()
        try:
            run.wait(timeout=moments.uniform(0, undisturbed.seconds))
        except subprocess.TimeoutExpired:
            if moments.random() < 0.5:
                victim.unlink()
            else:
                victim.write_bytes(bytes_before[: len(bytes_before) // 2])
        run.wait()
        if project.database.exists():
            _is_readable(project.database)
        victim.write_bytes(bytes_before)
    assert start(project).wait() == 0, "the run after the changes failed"
    _must_equal(project, undisturbed)
    return (
        f"{DISTURBED} runs disturbed, the next one made the same {len(undisturbed.content)} parts and tables"
    )


def readers_see_whole_builds(project: Project, undisturbed: Undisturbed) -> str:
    """Builds published under readers, by writers that are killed at random, and rolled back at times."""
    root = project.root / "stress"
    root.mkdir()
    outcome = stress(root, BUILDS, READERS)
    seen = outcome.reading
    assert not seen.errors, seen.errors[:3]
    assert not seen.torn, seen.torn[:3]
    assert not leftovers_of_stress(root), leftovers_of_stress(root)
    return (
        f"{READERS} readers made {seen.queries:,} queries, {seen.builds:,} connections of theirs were held, while "
        f"{outcome.published} builds were published, {outcome.killed} writers killed and {outcome.rolled_back} builds "
        "rolled back: no error, no torn read, nothing left over"
    )


def main() -> None:
    """Meets every fault, or those named, and compares with what an undisturbed run makes."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _meet(FAULTS, lambda: make_undisturbed(root / "market", POSTINGS), lambda name: root / name)
        _meet(OF_PROJECTS, lambda: _run_undisturbed(root / "project"), lambda name: _project(root / name))


def _meet(
    faults: Sequence[Callable[[Any, Any], str]], run: Callable[[], object], place: Callable[[str], object]
) -> None:
    """Meets faults, each in a place of its own, and tells what came of it; `run` makes the undisturbed result."""
    chosen = [fault for fault in faults if not sys.argv[1:] or fault.__name__ in sys.argv]
    undisturbed = run() if chosen else None
    for fault in chosen:
        print(f"{fault.__name__.replace('_', ' ')}: ", end="", flush=True)
        started = time.monotonic()
        print(f"{fault(place(fault.__name__), undisturbed)} ({time.monotonic() - started:.0f} s)", flush=True)


def _run_undisturbed(root: Path) -> Undisturbed:
    project = _project(root)
    bytes_before, started = _bytes(root), time.monotonic()
    assert start(project).wait() == 0, "the undisturbed run failed"
    return Undisturbed(content(project), time.monotonic() - started, _bytes(root) - bytes_before)


OF_PROJECTS = (a_full_disk_is_no_loss, files_that_change_are_noticed, readers_see_whole_builds)


def _project(root: Path) -> Project:
    shutil.copytree(ROOT / "data", root / "data")
    return Project(root, POSTINGS)


def _is_readable(database: Path) -> None:
    with duckdb.connect(str(database), read_only=True) as connection:
        assert connection.sql("select count(*) from role_skill_demand").fetchall()[0][0] > 0


def _mount(folder: Path, options: str) -> None:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if not options.startswith("remount"):
        shutil.rmtree(folder)
        folder.mkdir()
    subprocess.run(command, check=True)


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    main()
