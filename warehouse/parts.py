"""The lake: every table as Parquet parts named by content, and a manifest that says which are current."""

import json
import os
import sys
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import polars as pl
from pandera.errors import SchemaErrors

from schemas import TABLES
from warehouse.versions import ROOT, code_version, digest

POOL_FLOOR_BYTES = 4_000_000
"""Less pending input than this is made in this process: starting workers would take longer."""


SECONDS_BETWEEN_REPORTS = 1.0


class ContractError(ValueError):
    """A table was about to be written that breaks its contract."""


@dataclass(frozen=True)
class Part:
    """One Parquet file of a table: its name says what it was made from and by which version."""

    key: str
    digest: str
    rows: int
    bytes: int

    @property
    def name(self) -> str:
        """The file's path inside the table's folder."""
        return f"{self.key}-{self.digest}.parquet"

    @property
    def source_id(self) -> str:
        """The source it came from: the first half of `<source>/<sha256 of the file>`."""
        return self.key.split("/")[0]


class BySource(dict[str, Any]):
    """An argument of which each part is given only its own source's value."""


@dataclass(frozen=True)
class Prepared:
    """An argument that each process builds once for all its parts: `build(*arguments)`, a pure function or class."""

    build: Callable[..., Any]
    arguments: tuple

    @cached_property
    def digest(self) -> str:
        """Changes when what is built may have changed."""
        return digest(code_version(self.build), *self.arguments)

    @classmethod
    def of(cls, build: Callable[..., Any], *arguments: Any) -> "Prepared":
        """Prepares `build(*arguments)`."""
        return cls(build, arguments)


@dataclass(frozen=True)
class Task:
    """How to make one part: a picklable call that returns its frame."""

    key: str
    digest: str
    run: Callable[[], pl.DataFrame]
    input_bytes: int


@dataclass(frozen=True)
class Plan:
    """How to make a table: one task per part. Nothing runs before the lake stores it."""

    tasks: tuple[Task, ...]

    def collect(self) -> pl.DataFrame:
        """Makes the table here and now, without storing it."""
        return pl.concat(task.run() for task in self.tasks)


@dataclass(frozen=True)
class Parts:
    """The current parts of one stored table."""

    folder: Path
    parts: tuple[Part, ...]

    @property
    def paths(self) -> list[Path]:
        """The Parquet files."""
        return [self.folder / part.name for part in self.parts]

    @property
    def digest(self) -> str:
        """Changes exactly when the content of the table may have changed."""
        return digest([part.name for part in self.parts])

    @property
    def rows(self) -> int:
        """Rows in all parts."""
        return sum(part.rows for part in self.parts)

    @property
    def bytes(self) -> int:
        """Bytes of all parts."""
        return sum(part.bytes for part in self.parts)

    def scan(self) -> pl.LazyFrame:
        """The whole table, lazily."""
        return pl.scan_parquet(self.paths, glob=False)

    def map(self, function: Callable[..., pl.DataFrame], *arguments: Any) -> Plan:
        """Plans a table made part by part: `function(part, *arguments)`, a pure function of frames."""
        return Plan(tuple(self._task(part, function, arguments) for part in self.parts))

    def _task(self, part: Part, function: Callable[..., pl.DataFrame], arguments: tuple) -> Task:
        own = tuple(value[part.source_id] if isinstance(value, BySource) else value for value in arguments)
        contents = [value.digest if isinstance(value, Prepared) else value for value in own]
        made_by = digest(part.name, code_version(function), *contents)
        return Task(part.key, made_by, partial(_apply, function, self.folder / part.name, own), part.bytes)


def combine(function: Callable[..., pl.DataFrame], *arguments: Any) -> Plan:
    """Plans a table made of whole tables: `function(*arguments)`, pure; it is given Parts as lazy frames."""
    made_by = [value.digest if isinstance(value, Parts) else value for value in arguments]
    size = sum(value.bytes for value in arguments if isinstance(value, Parts))
    run = partial(_apply_to_whole, function, arguments)
    return Plan((Task("all", digest(code_version(function), *made_by), run, size),))


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
        parts = tuple(_describe(folder, task) for task in sorted(tasks, key=lambda task: task.key))
        manifest = json.dumps({"parts": [asdict(part) for part in parts]}, indent=1)
        write_atomically(folder / "manifest.json", manifest.encode())
        stored = Parts(folder, parts)
        report(f"{stored.rows:,} rows in {len(parts)} parts, {len(missing)} of them made now")
        return stored

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


def validate(table: str, frame: pl.DataFrame, where: str, first_line: int | None = None) -> pl.DataFrame:
    """Returns the frame if it keeps its table's contract.

    Raises ContractError that names the table, where it came from, and the first broken rules with their values; rows
    are counted from 0, or as lines of a file whose first row stands on `first_line`.
    """
    try:
        return TABLES[table].validate(frame, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases.select("column", "check", "failure_case", "index").unique(
            maintain_order=True
        )
        shown = "\n".join(
            f"  column {column}, {_place(index, first_line)}: {case!r} breaks {check}"
            for column, check, case, index in cases.head(5).iter_rows()
        )
        raise ContractError(f"{table} ({where}) breaks its contract, {len(cases)} times:\n{shown}") from None


def _place(index: int | None, first_line: int | None) -> str:
    if index is None:
        return "the column"
    return f"row {index}" if first_line is None else f"line {index + first_line}"


def write_atomically(path: Path, data: bytes) -> None:
    """Writes a file so that nobody ever sees half of it: temporary name, fsync, rename."""
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _whole(frame: pl.DataFrame) -> Plan:
    return Plan((Task("all", digest(frame), lambda: frame, 0),))


def _apply(function: Callable[..., pl.DataFrame], path: Path, arguments: tuple) -> pl.DataFrame:
    built = (_build_once(value) if isinstance(value, Prepared) else value for value in arguments)
    return function(pl.read_parquet(path, glob=False), *built)


_BUILT: dict[str, Any] = {}
"""What this process has built already, by digest."""


def _build_once(prepared: Prepared) -> Any:
    if prepared.digest not in _BUILT:
        _BUILT[prepared.digest] = prepared.build(*prepared.arguments)
    return _BUILT[prepared.digest]


def _apply_to_whole(function: Callable[..., pl.DataFrame], arguments: tuple) -> pl.DataFrame:
    return function(*(value.scan() if isinstance(value, Parts) else value for value in arguments))


def _make_part(table: str, folder: Path, task: Task) -> None:
    frame = validate(table, task.run(), task.key)
    path = _path(folder, task)
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        frame.write_parquet(temporary, compression="zstd", compression_level=3)
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


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
