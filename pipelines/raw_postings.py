"""The records of one source file, each with what became of it."""

import hashlib
import re
from pathlib import PurePosixPath

import polars as pl

from pipelines.dialects import complete_dialect
from pipelines.records import Record, decode, read_records
from schemas import SourceCard
from schemas.postings import RawPostings
from schemas.sources import HEAD_BYTES

SCHEMA = RawPostings.polars_schema()
COLUMNS = SCHEMA.names()


def read_postings(data: bytes, file: str, file_sha256: str, card: SourceCard) -> pl.DataFrame:
    """Reads one file by its card: the contract RawPostings, one row per record, in file order.

    Values keep the source's spelling; what the card calls missing is null and what it corrects is corrected. A record
    that is no posting is kept as `rejected` with its raw text, or counted as `skipped` (header and blank lines).
    """
    dialect = complete_dialect(card.dialect, data[:HEAD_BYTES])
    records = read_records(decode(data, dialect.encoding), dialect.delimiter)
    reader = _FileReader(file, file_sha256, card)
    rows = [reader.read(record) for record in records]
    columns = zip(*rows, strict=True) if rows else ((),) * len(SCHEMA)
    return pl.DataFrame(dict(zip(SCHEMA, map(list, columns), strict=True)), schema=SCHEMA)


class _FileReader:
    """Reads the records of one file; it remembers the header."""

    def __init__(self, file: str, file_sha256: str, card: SourceCard) -> None:
        self.file, self.file_sha256, self.card = file, file_sha256, card
        self.header: list[str] | None = None
        self.places: dict[str, list[int]] = {}
        self.missing = set(card.missing)
        self.constants = {**card.constants, **_facts_in_name(file, card)}

    def read(self, record: Record) -> tuple:
        outcome, reason = self._judge(record)
        values = self._values(record.fields) if outcome == "posting" else {}
        if outcome == "posting" and values.get("title") is None:
            outcome, reason = "rejected", "it has no title"
        row = {
            "posting_id": self._id(record.line),
            "source_id": self.card.source_id,
            "file": self.file,
            "file_sha256": self.file_sha256,
            "line": record.line,
            "lines": record.lines,
            "outcome": outcome,
            "reason": reason,
            "raw_text": record.raw_text if outcome == "rejected" else None,
        }
        return tuple(map((row | values if outcome == "posting" else row).get, COLUMNS))

    def _judge(self, record: Record) -> tuple[str, str | None]:
        fields = record.fields
        if record.is_unterminated:
            return "rejected", "a quote is opened and never closed"
        if not any(field.strip() for field in fields):
            return "skipped", "blank line"
        if self.header is None:
            self.header = fields
            names = [name.strip() for name in fields]
            for column, headers in self.card.columns.items():
                wanted = (headers,) if isinstance(headers, str) else headers
                self.places[column] = [names.index(name.strip()) for name in wanted]
            return "skipped", "header line"
        if fields == self.header:
            return "skipped", "repeated header line"
        width = len(self.header)
        if len(fields) < width:
            return "rejected", f"it has {len(fields)} fields where the header has {width}"
        if any(fields[width:]):
            return "rejected", f"it has {len(fields)} fields where the header has {width}"
        return "posting", None

    def _values(self, fields: list[str]) -> dict[str, str | None]:
        values = dict(self.constants)
        for column, places in self.places.items():
            value = next((v for place in places if (v := fields[place]).strip() not in self.missing), None)
            if value is not None:
                corrections = self.card.corrections.get(column, {})
                values[column] = corrections.get(value, value)
        return values

    def _id(self, line: int) -> str:
        return hashlib.sha256(f"{self.file}\n{self.file_sha256}\n{line}".encode()).hexdigest()[:16]


def _facts_in_name(file: str, card: SourceCard) -> dict[str, str]:
    found = re.search(card.name_pattern, PurePosixPath(file).name) if card.name_pattern else None
    return {name: value for name, value in found.groupdict().items() if value} if found else {}
