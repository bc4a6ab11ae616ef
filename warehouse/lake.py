"""The lake: every table as Parquet parts named by content, and a manifest that says which are current."""

import json
import os
import sys
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import polars as pl

from schemas import TABLES
from warehouse.contracts import validate
from warehouse.parts import Part, Parts, Plan, Task
from warehouse.versions import ROOT, code_version, digest

POOL_FLOOR_BYTES = 4_000_000
"""Less pending input than this is made in this process: starting workers would take longer."""

SECONDS_BETWEEN_REPORTS = 1.0

GRACE_DAYS = 7
"""How long a part that is no longer current is kept, so that going back to a former card or folder is quick."""


@dataclass(frozen=True)
class Lake:
    """A folder with one folder per table."""

    root: Path
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)

    def read(self, table: str) -> Parts:
        """The current parts of a table. Raises FileNotFoundError where it was never stored."""
        manifest = self._folder(table) / "manifest.json"
        if not manifest.is_file():
            raise FileNotFoundError(f"the lake has no table {table}: materialise the asset {table} first")
        parts = tuple(Part(**part) for part in json.loads(manifest.read_text())["parts"])
        return Parts(self._folder(table), parts)

    def store(
        self, table: str, content: pl.DataFrame | Plan, report: Callable[[str], None] = lambda _: None
    ) -> Parts:
        """Writes what of a table is not there yet, then its manifest, and returns its parts.

        `report` is told the progress in plain words. Raises ContractError where a part breaks the contract; the
        table's former manifest stays in force then.
        """
        contract_version = code_version(TABLES[table])
        plan = content if isinstance(content, Plan) else _whole(content)
        tasks = [replace(task, digest=digest(task.digest, contract_version)) for task in plan.tasks]
        folder = self._folder(table)
        missing = [task for task in tasks if not _path(folder, task).is_file()]
        for progress in _track(missing, self._make(table, missing)):
            report(progress)
        parts = tuple(
            _describe(folder, task) for task in sorted(tasks, key=lambda task: (task.key, task.digest))
        )
        manifest = json.dumps({"parts": [asdict(part) for part in parts]}, indent=1)
        with _written_atomically(folder / "manifest.json") as temporary:
            temporary.write_text(manifest)
        stored = Parts(folder, parts)
        report(f"{stored.rows:,} rows in {len(parts)} parts, {len(missing)} of them made now")
        return stored

    def sweep(self) -> None:
        """Removes what killed runs left half-written, and parts that no manifest has named for GRACE_DAYS.

        Only for the one run that may write: another's unfinished file looks the same.
        """
        for folder in self.root.glob("*/"):
            current = set(self.read(folder.name).paths) if (folder / "manifest.json").is_file() else set()
            for path in folder.rglob("*"):
                is_unfinished = path.name.startswith(".")
                is_obsolete = path.suffix == ".parquet" and path not in current
                age_days = (time.time() - path.stat().st_mtime) / 86_400
                if is_unfinished or (is_obsolete and age_days > GRACE_DAYS):
                    path.unlink()

    def _make(self, table: str, tasks: list[Task]) -> Iterator[Task]:
        make = partial(_make_part, table, self._folder(table))
        if self.workers == 1 or len(tasks) == 1 or sum(task.input_bytes for task in tasks) < POOL_FLOOR_BYTES:
            for task in tasks:
                make(task)
                yield task
            return
        if str(ROOT) not in sys.path:  # workers look for our packages where this process does
            sys.path.append(str(ROOT))
        with ProcessPoolExecutor(self.workers, mp_context=get_context("spawn")) as pool:
            largest_first = sorted(tasks, key=lambda task: -task.input_bytes)
            pending = {pool.submit(make, task): task for task in largest_first}
            try:
                for future in as_completed(pending):
                    future.result()
                    yield pending[future]
            finally:
                pool.shutdown(cancel_futures=True)

    def _folder(self, table: str) -> Path:
        return self.root / table


@contextmanager
def _written_atomically(path: Path) -> Iterator[Path]:
    """A temporary path that becomes `path` once it is written and safe on disk: nobody ever sees half a file."""
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield temporary
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _whole(frame: pl.DataFrame) -> Plan:
    return Plan((Task("all", digest(frame), lambda: frame, 0),))


def _make_part(table: str, folder: Path, task: Task) -> None:
    frame = validate(table, task.run(), task.key)
    with _written_atomically(_path(folder, task)) as temporary:
        frame.write_parquet(temporary, compression="zstd", compression_level=3)


def _path(folder: Path, task: Task) -> Path:
    return folder / f"{task.key}-{task.digest}.parquet"


def _describe(folder: Path, task: Task) -> Part:
    path = _path(folder, task)
    rows = pl.scan_parquet(path, glob=False).select(pl.len()).collect().item()
    return Part(task.key, task.digest, rows, path.stat().st_size)


def _track(tasks: list[Task], made: Iterable[Task]) -> Iterator[str]:
    """Says how far the work has come, at most once a second, while there is more to come."""
    started = said = time.monotonic()
    done_bytes, all_bytes = 0, sum(task.input_bytes for task in tasks)
    for done, task in enumerate(made, start=1):
        done_bytes += task.input_bytes
        now = time.monotonic()
        if done < len(tasks) and now - said >= SECONDS_BETWEEN_REPORTS:
            rate = done_bytes / (now - started)
            left = (all_bytes - done_bytes) / rate if rate else 0.0
            said = now
            yield (
                f"{done} of {len(tasks)} parts, {done_bytes / 1e6:.1f} of {all_bytes / 1e6:.1f} MB, "
                f"{rate / 1e6:.1f} MB/s, {left:.0f} s left"
            )
