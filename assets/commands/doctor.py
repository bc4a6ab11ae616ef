"""Examines lake, builds, links, Dagster's history, disk and memory, and says what is wrong and what to do."""

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import dagster as dg

from assets.killed_runs import find_killed, mark_killed
from assets.resources import Folders, LakeIOManager
from warehouse.builds.folders import Builds, find_damaged_pieces
from warehouse.lake.locks import LockError, WriteLock
from warehouse.lake.machine import LEAST_BYTES, MemoryLimitError, count_cores, count_memory
from warehouse.lake.storage import open_storage
from warehouse.lake.tables import Lake
from warehouse.settings import history_folder

LEAST_FREE_BYTES = 2_000_000_000
"""Below this, a run of real postings may fill the disk."""


@dataclass(frozen=True)
class Finding:
    """A problem, its remedy, and a function that applies the remedy; None if a person must."""

    problem: str
    remedy: str
    mend: Callable[[], object] | None = None


def examine(folders: Folders, io_manager: LakeIOManager, home: Path) -> Iterator[Finding]:
    """All problems found; Dagster's history, in the folder `home`, must be in order for those of its runs."""
    yield from _examine_machine([Path(folders.published), home])
    history = list(_examine_history(home))
    yield from history
    if not history:
        yield from _examine_runs(io_manager, home)
    yield from _examine_lake(Lake(io_manager.address))
    yield from _examine_builds(folders.builds)


def _examine_machine(written: list[Path]) -> Iterator[Finding]:
    if count_memory() < LEAST_BYTES:
        yield Finding(
            f"a run may use only {count_memory() / 1e6:,.0f} MB of memory",
            f"raise the limit of its container or service to {LEAST_BYTES / 1e6:,.0f} MB or more",
        )
    for folder in written:
        free = shutil.disk_usage(folder).free
        if free < LEAST_FREE_BYTES:
            yield Finding(
                f"only {free / 1e9:.1f} GB are free on the disk of {folder}",
                f"free {LEAST_FREE_BYTES / 1e9:.0f} GB or more",
            )


def _examine_history(home: Path) -> Iterator[Finding]:
    for path in sorted(home.rglob("*.db")):
        try:
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
                said = database.execute("pragma quick_check(1)").fetchone()[0]
        except sqlite3.Error as error:
            said = str(error)
        if said != "ok":
            yield Finding(
                f"{path} (Dagster's history) is damaged ({' '.join(said.split())})",
                "stop `make dev` and its services, and rename the file: past runs are lost, but no data",
                lambda path=path: path.rename(path.with_name(f"{path.name}.damaged")),
            )


def _examine_runs(io_manager: LakeIOManager, home: Path) -> Iterator[Finding]:
    with dg.DagsterInstance.from_config(str(home)) as instance:
        killed = find_killed(io_manager, instance)
    for run in killed:
        yield Finding(
            f"run {run.run_id[:8]} has the status started, but its process is gone",
            "mark it as failed, so that it does not block other runs",
            lambda run=run: _mark_killed(home, run),
        )


def _mark_killed(home: Path, run: dg.DagsterRun) -> None:
    with dg.DagsterInstance.from_config(str(home)) as instance:
        mark_killed(instance, run)


def _examine_lake(lake: Lake) -> Iterator[Finding]:
    for table, names in lake.find_damage().items():
        for name in names:
            yield Finding(
                f"{lake.root}/{table}/{name} is missing or does not match its checksum",
                "rename it; `make run` makes it again",
                lambda table=table, name=name: lake.set_aside(table, name),
            )


def _examine_builds(builds: Builds) -> Iterator[Finding]:
    if not builds.list_all():
        yield Finding("nothing is published yet", "make run")
        return
    remedy = "link the newest intact build and remove damaged ones; then `make run` makes them again"
    if builds.published is None or not (builds.root / "ml_job_market.duckdb").is_file():
        yield Finding(f"the links in {builds.root} are broken", remedy, builds.mend_links)
    for build in builds.list_all():
        if damaged := find_damaged_pieces(build):
            yield Finding(f"{build} is damaged: {', '.join(damaged)}", remedy, builds.mend_links)


def main(is_to_mend: bool) -> str | None:
    """Prints what is wrong and, if asked, repairs it; returns what is left to do, None if nothing."""
    folders, io_manager = Folders(), LakeIOManager()
    lock = WriteLock(open_storage(io_manager.address).local.root)
    lock.acquire("make doctor")
    try:
        print(f"cores: {count_cores()}, memory: {count_memory() / 1e9:.1f} GB")
        left = 0
        for finding in list(examine(folders, io_manager, history_folder())):
            is_mended = is_to_mend and finding.mend is not None
            if is_mended and finding.mend:
                finding.mend()
            left += not is_mended
            print(f"{finding.problem}: {'done: ' if is_mended else ''}{finding.remedy}")
    finally:
        lock.release()
    if left:
        return f"problems left: {left}; do what each line says" + (
            "" if is_to_mend else ", or make doctor FIX=1"
        )
    print("nothing else is wrong")
    return None


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:] == ["fix"]))
    except (LockError, MemoryLimitError) as error:
        sys.exit(str(error))
