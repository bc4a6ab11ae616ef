"""The lake: every table as Parquet parts named by content, and a manifest that says which are current."""

import json
import os
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path

import polars as pl

from schemas import TABLES
from warehouse.contracts import validate
from warehouse.fanout import Batch, Failure, Fanout, Inline, Outcome, Pool, Report
from warehouse.parts import Part, Parts, Plan, Task
from warehouse.versions import code_version, digest

FANOUT_FLOOR_BYTES = 4_000_000
"""Less pending input than this is made in this process: starting workers would take longer."""

BATCH_BYTES = 4_000_000
"""Small parts are made together up to this much input: checking a contract costs the same for few rows as for many."""

SECONDS_BETWEEN_REPORTS = 1.0

GRACE_DAYS = 7
"""How long a part that is no longer current is kept, so that going back to a former card or folder is quick."""


class PartsFailedError(RuntimeError):
    """Parts of a table could not be made; the message names each."""


@dataclass(frozen=True)
class Lake:
    """A folder with one folder per table."""

    root: Path
    fanout: Fanout = field(default_factory=Pool)

    def read(self, table: str) -> Parts:
        """The current parts of a table. Raises FileNotFoundError where it was never stored."""
        if not self._manifest(table).is_file():
            raise FileNotFoundError(f"the lake has no table {table}: materialise the asset {table} first")
        return Parts(self._folder(table), self._current(table))

    def store(self, table: str, content: pl.DataFrame | Plan, report: Report = lambda _: None) -> Parts:
        """Writes what of a table is not there yet, then its manifest, and returns its parts.

        `report` is told the progress in plain words. Raises PartsFailedError where parts fail or break the contract:
        the others are made all the same, and the table's former manifest stays in force.
        """
        contract_version = code_version(TABLES[table])
        plan = content if isinstance(content, Plan) else _whole(content)
        tasks = [replace(task, digest=digest(task.digest, contract_version)) for task in plan.tasks]
        folder = self._folder(table)
        known = {part.name: part for part in self._current(table)}
        missing = [task for task in tasks if not _path(folder, task).is_file()]
        made = _gather(table, _track(missing, self._make(table, missing, report), report))
        parts = tuple(
            known.get(_name(task)) or made.get(_name(task)) or _describe(folder, task)
            for task in sorted(tasks, key=lambda task: (task.key, task.digest))
        )
        manifest = json.dumps({"parts": [asdict(part) for part in parts]}, indent=1)
        with _written_atomically(self._manifest(table)) as temporary:
            temporary.write_text(manifest)
        stored = Parts(folder, parts)
        report(f"{stored.rows:,} rows in {len(parts)} parts, {len(missing)} of them made now")
        return stored

    def sweep(self) -> None:
        """Removes what killed runs left half-written, and parts that no manifest has named for GRACE_DAYS.

        Only for the one run that may write: another's unfinished file looks the same.
        """
        for folder in self.root.glob("*/"):
            current = set(Parts(folder, self._current(folder.name)).paths)
            for path in folder.rglob("*"):
                is_unfinished = path.name.startswith(".")
                is_obsolete = path.suffix == ".parquet" and path not in current
                age_days = (time.time() - path.stat().st_mtime) / 86_400
                if is_unfinished or (is_obsolete and age_days > GRACE_DAYS):
                    path.unlink()

    def _make(self, table: str, tasks: list[Task], report: Report) -> Iterator[Outcome]:
        batches = _batch(sorted(tasks, key=lambda task: -task.input_bytes))
        is_little = sum(task.input_bytes for task in tasks) < FANOUT_FLOOR_BYTES
        fanout = Inline() if is_little or len(batches) == 1 else self.fanout
        return fanout.map(partial(_make_batch, table, self._folder(table)), batches, report)

    def _current(self, table: str) -> tuple[Part, ...]:
        manifest = self._manifest(table)
        parts = json.loads(manifest.read_text())["parts"] if manifest.is_file() else []
        return tuple(Part(**part) for part in parts)

    def _manifest(self, table: str) -> Path:
        return self._folder(table) / "manifest.json"

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


def _batch(tasks: list[Task]) -> list[list[Task]]:
    batches: list[list[Task]] = []
    room = 0
    for task in tasks:
        if task.input_bytes > room or not batches:
            batches.append([])
            room = BATCH_BYTES
        batches[-1].append(task)
        room -= task.input_bytes
    return batches


def _make_batch(table: str, folder: Path, tasks: Batch) -> list[Outcome]:
    """Makes parts together; where that fails one by one, which tells those that fail from the others."""
    try:
        return list(_make_parts(table, folder, tasks))
    except Exception as error:
        if len(tasks) == 1:
            return [Failure.of(tasks[0], error)]
        return [outcome for task in tasks for outcome in _make_batch(table, folder, [task])]


def _make_parts(table: str, folder: Path, tasks: Batch) -> Iterator[Part]:
    frames = [task.run() for task in tasks]
    where = tasks[0].key if len(tasks) == 1 else f"{len(tasks)} parts"
    validate(table, pl.concat(frames), where)
    for task, frame in zip(tasks, frames, strict=True):
        with _written_atomically(_path(folder, task)) as temporary:
            frame.write_parquet(temporary, compression="zstd", compression_level=1)
        yield Part(task.key, task.digest, frame.height, _path(folder, task).stat().st_size)


def _gather(table: str, outcomes: Iterable[Outcome]) -> dict[str, Part]:
    """The parts that were made, by name. Raises PartsFailedError that names those that were not."""
    made, failures = {}, list[Failure]()
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            failures.append(outcome)
        else:
            made[outcome.name] = outcome
    if failures:
        lines = "\n".join(f"  {failure.key}: {failure.reason}" for failure in sorted(failures))
        error = PartsFailedError(
            f"{table}: {len(failures)} of {len(failures) + len(made)} parts failed; "
            f"run again once the cause is mended, only they will be made:\n{lines}"
        )
        error.add_note(f"The first failed here:\n{failures[0].trace}")
        raise error
    return made


def _name(task: Task) -> str:
    return f"{task.key}-{task.digest}.parquet"


def _path(folder: Path, task: Task) -> Path:
    return folder / _name(task)


def _describe(folder: Path, task: Task) -> Part:
    path = _path(folder, task)
    rows = pl.scan_parquet(path, glob=False).select(pl.len()).collect().item()
    return Part(task.key, task.digest, rows, path.stat().st_size)


def _track(tasks: list[Task], outcomes: Iterable[Outcome], report: Report) -> Iterator[Outcome]:
    """Passes outcomes on and says how far the work has come, at most once a second, while there is more to come."""
    started = said = time.monotonic()
    size = {task.key: task.input_bytes for task in tasks}
    done_bytes, all_bytes = 0, sum(task.input_bytes for task in tasks)
    for done, outcome in enumerate(outcomes, start=1):
        yield outcome
        done_bytes += size[outcome.key]
        now = time.monotonic()
        if done < len(tasks) and now - said >= SECONDS_BETWEEN_REPORTS:
            rate = done_bytes / (now - started)
            left = (all_bytes - done_bytes) / rate if rate else 0.0
            said = now
            report(
                f"{done} of {len(tasks)} parts, {done_bytes / 1e6:.1f} of {all_bytes / 1e6:.1f} MB, "
                f"{rate / 1e6:.1f} MB/s, {left:.0f} s left"
            )
