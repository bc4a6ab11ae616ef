"""The lake: every table as Parquet parts named by content, with a manifest of the current ones."""

import json
import re
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl

from schemas import TABLES
from warehouse.lake.checksums import checksum, read_checksum
from warehouse.lake.contracts import validate
from warehouse.lake.fanout import Batch, Failure, Fanout, Inline, Outcome, Pool, Report
from warehouse.lake.machine import is_memory_scarce, warn_of_size
from warehouse.lake.parts import Part, Parts, Plan, Task, forget_built
from warehouse.lake.storage import File, Storage, open_storage
from warehouse.lake.versions import code_version, digest

MANIFEST = "manifest.json"

DAMAGED = ".damaged"
"""The suffix of a damaged part."""

FANOUT_FLOOR_BYTES = 4_000_000
"""Smaller inputs are processed without workers, because starting workers would take longer."""

BATCH_BYTES = 4_000_000
"""Small parts are made together up to this much input, because a contract check costs the same for few rows."""

SECONDS_BETWEEN_REPORTS = 10.0

GRACE_DAYS = 7
"""How long a part is kept after it was last current, so that returning to a former card or folder is quick."""


_PART_NAME = re.compile(r"(?P<stem>(?P<key>.+)-(?P<digest>[0-9a-f]{12}))-(?P<checksum>[0-9a-f]{8})\.parquet")


class DamagedPartError(RuntimeError):
    """A part is damaged; the message says how to rebuild it."""


class PartsFailedError(RuntimeError):
    """Parts of a table could not be made; the message names them."""


@dataclass(frozen=True)
class Lake:
    """One folder per table, below a folder on disk or an address `s3://bucket/prefix`."""

    root: Path | str
    fanout: Fanout = field(default_factory=Pool)

    @property
    def storage(self) -> Storage:
        """The storage of its files."""
        return open_storage(self.root)

    def read(self, table: str) -> Parts:
        """The current parts of a table, all verified.

        Raises FileNotFoundError if the table was never stored, and DamagedPartError for a part that is missing or does
        not match its checksum.
        """
        remedy = f"materialise the asset {table} first, which builds what is missing"
        current = self._current(table)
        if current is None:
            raise FileNotFoundError(f"the lake has no table {table}, or its manifest is damaged: {remedy}")
        for part in current:
            if not self._is_intact(table, part.name, part.checksum):
                raise DamagedPartError(f"{self._folder(table)}/{part.name} is damaged or missing: {remedy}")
        return Parts(self._folder(table), current)

    def store(
        self,
        table: str,
        content: pl.DataFrame | Plan,
        report: Report = lambda _: None,
        force: bool = False,
        force_sources: Collection[str] = (),
    ) -> Parts:
        """Writes what of a table is not there yet, then its manifest, and returns its parts.

        With `force`, it also rewrites existing parts, and with `force_sources` those of these sources. `report` gets
        progress messages. Raises PartsFailedError if parts fail or break the contract. The others are still made, and
        the table's previous manifest stays in force.
        """
        contract_version = code_version(TABLES[table])
        plan = content if isinstance(content, Plan) else _whole(content)
        tasks = [replace(task, digest=digest(task.digest, contract_version)) for task in plan.tasks]
        kept = {_stem(task) for task in tasks if not force and task.source_id not in force_sources}
        stored = self._find_parts(table, kept, report)
        missing = [task for task in tasks if _stem(task) not in stored]
        made = _gather(
            table, _track(missing, self._make(table, replace(plan, tasks=tuple(missing)), report), report)
        )
        if is_memory_scarce():
            forget_built()
        parts = tuple(
            made.get(_stem(task)) or stored[_stem(task)]
            for task in sorted(tasks, key=lambda task: (task.key, task.digest))
        )
        for name in {part.name for part in self._current(table) or ()} - {part.name for part in parts}:
            with suppress(FileNotFoundError):
                self.storage.touch(f"{table}/{name}")  # its days of grace begin
        self.storage.write(f"{table}/{MANIFEST}", _write_manifest(parts))
        return Parts(self._folder(table), parts, made=len(missing))

    def find_damage(self) -> dict[str, list[str]]:
        """Missing or damaged files of the stored tables, by table: names of parts, or of the manifest.

        Storing the table again mends it.
        """
        damaged = dict[str, list[str]]()
        for name in sorted(self.storage.list()):
            table = name.removesuffix(f"/{MANIFEST}")
            if table == name:
                continue
            current = self._current(table)
            found = [
                part.name for part in current or () if not self._is_intact(table, part.name, part.checksum)
            ]
            if found or current is None:
                damaged[table] = found or [MANIFEST]
        return damaged

    def set_aside(self, table: str, name: str) -> None:
        """Renames a damaged part so that no table reads it; does nothing if it is missing."""
        with suppress(FileNotFoundError):
            self.storage.write(f"{table}/{name}{DAMAGED}", self.storage.read(f"{table}/{name}"))
            self.storage.remove(f"{table}/{name}")

    def sweep(self) -> None:
        """Removes unfinished files of killed runs, and parts that no manifest has named for GRACE_DAYS.

        Call it only while holding the lock: the unfinished files of a live run look the same.
        """
        files = self.storage.list()
        tables = [name.removesuffix(f"/{MANIFEST}") for name in files if name.endswith(f"/{MANIFEST}")]
        current = {f"{table}/{part.name}" for table in tables for part in self._current(table) or ()}
        for storage in {self.storage, self.storage.local}:
            for name, file in storage.list().items():
                is_unfinished = "/" in name and PurePosixPath(name).name.startswith(".")
                is_obsolete = name.endswith((".parquet", DAMAGED)) and name not in current
                age_days = (time.time() - file.written_at) / 86_400
                if is_unfinished or (is_obsolete and age_days > GRACE_DAYS):
                    storage.remove(name)

    def _make(self, table: str, plan: Plan, report: Report) -> Iterator[Outcome]:
        batches = _batch(sorted(plan.tasks, key=lambda task: -task.input_bytes))
        largest = max((task.input_bytes for task in plan.tasks), default=0)
        if not plan.in_turn and (warning := warn_of_size(largest)):
            report(warning)
        is_little = sum(task.input_bytes for task in plan.tasks) < FANOUT_FLOOR_BYTES
        runs_here = plan.in_turn or len(batches) == 1
        if runs_here and not is_little:
            self.fanout.rest()  # the memory of workers is this table's now
        fanout = Inline() if runs_here or is_little else self.fanout
        return fanout.map(partial(_make_batch, table, self._folder(table)), batches, report)

    def _current(self, table: str) -> tuple[Part, ...] | None:
        """The parts in the manifest; None if there is no manifest, or it is not as it was written."""
        try:
            return _read_manifest(self.storage.read(f"{table}/{MANIFEST}"))
        except FileNotFoundError:
            return None

    def _find_parts(self, table: str, stems: set[str], report: Report) -> dict[str, Part]:
        """The stored and intact parts with these stems, by stem; damaged ones are renamed."""
        known = {part.name: part for part in self._current(table) or ()}
        found: dict[str, Part] = {}
        for name, file in self.storage.list(table).items():
            match = _PART_NAME.fullmatch(name)
            if not match or match["stem"] not in stems or (match["stem"] in found and name not in known):
                continue
            if self._is_intact(table, name, match["checksum"]):
                found[match["stem"]] = known.get(name) or self._describe(table, match, file)
            else:
                report(f"{name} is damaged and is built again; it is kept as {name}{DAMAGED}")
                self.set_aside(table, name)
        return found

    def _is_intact(self, table: str, name: str, expected: str) -> bool:
        """Whether a part matches its checksum. Object storage checks that itself; only its copies are read here."""
        try:
            return read_checksum(self.storage.local.root / table / name) == expected
        except FileNotFoundError:
            return self.storage is not self.storage.local

    def _describe(self, table: str, name: re.Match[str], file: File) -> Part:
        """A part made by a run that did not reach its manifest."""
        rows = pl.scan_parquet(f"{self._folder(table)}/{name[0]}", glob=False).select(pl.len())
        return Part(name["key"], name["digest"], name["checksum"], rows.collect().item(), file.bytes)

    def _folder(self, table: str) -> Path | str:
        return self.root / table if isinstance(self.root, Path) else f"{self.root}/{table}"


def _write_manifest(parts: tuple[Part, ...]) -> bytes:
    listed = [asdict(part) for part in parts]
    return json.dumps({"checksum": _checksum_list(listed), "parts": listed}, indent=1).encode()


def _read_manifest(data: bytes) -> tuple[Part, ...] | None:
    """The parts that a manifest lists; None where one bit of it is another, so that no count of rows is misread."""
    try:
        manifest = json.loads(data)
        listed = manifest["parts"]
        written = manifest.get("checksum", _checksum_list(listed))  # former versions wrote none
        return tuple(Part(**part) for part in listed) if written == _checksum_list(listed) else None
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _checksum_list(listed: list[dict[str, Any]]) -> str:
    return checksum(json.dumps(listed).encode())


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


def _make_batch(table: str, folder: Path | str, tasks: Batch) -> list[Outcome]:
    """Makes parts together; if that fails, one by one, which isolates the failing parts."""
    try:
        return list(_make_parts(table, open_storage(folder), tasks))
    except Exception as error:
        if len(tasks) == 1:
            return [Failure.of(tasks[0], error)]
        return [outcome for task in tasks for outcome in _make_batch(table, folder, [task])]


def _make_parts(table: str, folder: Storage, tasks: Batch) -> Iterator[Part]:
    frames = [task.run() for task in tasks]
    where = tasks[0].key if len(tasks) == 1 else f"{len(tasks)} parts"
    validate(table, pl.concat(frames), where)
    for task, frame in zip(tasks, frames, strict=True):
        parquet = BytesIO()
        frame.write_parquet(parquet, compression="zstd", compression_level=1)
        part = Part(task.key, task.digest, checksum(parquet.getvalue()), frame.height, parquet.tell())
        folder.write(part.name, parquet.getvalue())
        yield part


def _gather(table: str, outcomes: Iterable[Outcome]) -> dict[str, Part]:
    """The parts that were made, by name; raises PartsFailedError with the names of failed parts."""
    made, failures = {}, list[Failure]()
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            failures.append(outcome)
        else:
            made[_stem(outcome)] = outcome
    if failures:
        failures.sort()
        reasons = "; ".join(f"{failure.key}: {failure.reason}" for failure in failures)
        error = PartsFailedError(
            f"parts of {table} that failed: {len(failures)} of {len(failures) + len(made)}: {reasons}"
        )
        error.add_note(f"{failures[0].key} failed here:\n{failures[0].trace}")
        raise error
    return made


def _stem(part: Task | Part) -> str:
    """The name of a part before its checksum: what it was made from."""
    return f"{part.key}-{part.digest}"


def _track(tasks: list[Task], outcomes: Iterable[Outcome], report: Report) -> Iterator[Outcome]:
    """Passes outcomes on and says now and then how far the work has come, while there is more to come."""
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
