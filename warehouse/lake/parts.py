"""The parts of a table, and plans to make them; nothing here runs or stores anything by itself."""

import gc
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.lake.storage import open_storage
from warehouse.lake.versions import code_version, digest


@dataclass(frozen=True)
class Part:
    """One Parquet file of a table, named by its input, version and content."""

    key: str
    digest: str
    checksum: str
    rows: int
    bytes: int

    @property
    def name(self) -> str:
        """The file's path inside the table's folder."""
        return f"{self.key}-{self.digest}-{self.checksum}.parquet"

    @property
    def source_id(self) -> str:
        """The source of the part: the first half of `<source>/<sha256 of the file>`."""
        return self.key.split("/")[0]


class BySource(dict[str, Any]):
    """An argument that gives each part only the value of its source."""


class ByPart(dict[str, list[Any]]):
    """An argument that gives each part only its own values, or None."""

    @classmethod
    def of(cls, frame: pl.DataFrame, column: str) -> "ByPart":
        """The values of a column, grouped by the part (source_id and file_sha256) of each row."""
        parts = frame.group_by("source_id", "file_sha256", maintain_order=True).agg(column)
        return cls({f"{source_id}/{sha256}": values for source_id, sha256, values in parts.iter_rows()})


@dataclass(frozen=True)
class Prepared:
    """An argument that each process builds once for all its parts, by a pure `build(*arguments)`.

    An argument that is Prepared too is handed over as built.
    """

    build: Callable[..., Any]
    arguments: tuple[Any, ...]

    @cached_property
    def digest(self) -> str:
        """Changes when the built object may have changed."""
        return digest(self.build.__qualname__, code_version(self.build), *self.arguments)

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

    @property
    def source_id(self) -> str:
        """The source that it is made of alone; of a task that makes a whole table, `all`."""
        return self.key.split("/")[0]


@dataclass(frozen=True)
class Plan:
    """How to make a table: one task per part; nothing runs until the lake stores it.

    Tasks `in_turn`, those of DuckDB, are made one after the other in the process of the run: each uses all cores and
    the memory left.
    """

    tasks: tuple[Task, ...]
    in_turn: bool = False

    def collect(self) -> pl.DataFrame:
        """Makes the table immediately, without storing it."""
        return pl.concat(task.run() for task in self.tasks)


@dataclass(frozen=True)
class Parts:
    """The current parts of one stored table, in a folder on disk or on object storage."""

    folder: Path | str
    parts: tuple[Part, ...]
    made: int = field(default=0, compare=False)
    """How many of them the call that stored the table made: the others were there already."""

    @property
    def paths(self) -> list[Path]:
        """The Parquet files on this machine's disk: the parts, or copies of parts on object storage."""
        storage = open_storage(self.folder)
        return [storage.fetch(part.name) for part in self.parts]

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
        return pl.scan_parquet([self._locate(part) for part in self.parts], glob=False)

    def map(self, function: Callable[..., pl.DataFrame], *arguments: Any) -> Plan:
        """Plans a table made part by part: `function(part, *arguments)`, a pure function of frames."""
        return Plan(tuple(self._task(part, function, arguments) for part in self.parts))

    def _task(self, part: Part, function: Callable[..., pl.DataFrame], arguments: tuple[Any, ...]) -> Task:
        own = tuple(_own(value, part) for value in arguments)
        made_by = digest(part.name, code_version(function), *own)
        return Task(part.key, made_by, partial(_apply, function, self._locate(part), own), part.bytes)

    def _locate(self, part: Part) -> str:
        return f"{self.folder}/{part.name}"


def combine(function: Callable[..., pl.DataFrame], *arguments: Any) -> Plan:
    """Plans a table made from whole tables by a pure `function(*arguments)`.

    The function receives Parts as lazy frames and Prepared arguments as built.
    """
    made_by = digest(code_version(function), *arguments)
    size = sum(value.bytes for value in arguments if isinstance(value, Parts))
    return Plan((Task("all", made_by, partial(_apply_to_whole, function, arguments), size),))


def _own(value: Any, part: Part) -> Any:
    if isinstance(value, BySource):
        return value[part.source_id]
    return value.get(part.key) if isinstance(value, ByPart) else value


def _apply(function: Callable[..., pl.DataFrame], address: str, arguments: tuple[Any, ...]) -> pl.DataFrame:
    return function(pl.read_parquet(address, glob=False), *map(_ready, arguments))


_BUILT: dict[str, Any] = {}
"""Objects that this process has built, by digest."""


def forget_built() -> None:
    """Frees what was built for the parts of a table: the next table builds it again."""
    _BUILT.clear()
    gc.collect()  # a lexicon and its caches refer to each other


def _build_once(prepared: Prepared) -> Any:
    if prepared.digest not in _BUILT:
        _BUILT[prepared.digest] = prepared.build(*map(_ready, prepared.arguments))
    return _BUILT[prepared.digest]


def _apply_to_whole(function: Callable[..., pl.DataFrame], arguments: tuple[Any, ...]) -> pl.DataFrame:
    return function(*map(_ready, arguments))


def _ready(value: Any) -> Any:
    """An argument as the function receives it: Parts as a lazy frame, Prepared as built."""
    if isinstance(value, Parts):
        return value.scan()
    return _build_once(value) if isinstance(value, Prepared) else value
