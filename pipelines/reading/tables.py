"""A file of any kind that is read, as records under one header: delimited text, JSON lines or Parquet."""

import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from pipelines.reading.dialects import detect_dialect
from pipelines.reading.headers import find_header
from pipelines.reading.record_frames import split_records
from pipelines.reading.records import line_end, to_utf8
from schemas.layouts import HEAD_BYTES, PARQUET_SIGNATURE, Dialect

_BEGINS_AN_OBJECT = re.compile(rb'\s*\{\s*["}]')
_SCHEMA: dict[str, type[pl.DataType] | pl.DataType] = {
    "start": pl.Int64,
    "end": pl.Int64,
    "line": pl.Int64,
    "lines": pl.Int64,
    "is_unterminated": pl.Boolean,
    "fields": pl.List(pl.String),
}


@dataclass(frozen=True)
class Table:
    """The text of a file in UTF-8, its header, and its records as `record_frames.split_records` returns them.

    `delimiter` is null if no line of the text is the header, and every record has a field for each of its names.
    """

    text: bytes
    header: list[str]
    records: pl.DataFrame
    delimiter: str | None

    @property
    def why_broken(self) -> str:
        """What is wrong with a record that `is_unterminated`."""
        return "a quote is opened and never closed" if self.delimiter else "it is no JSON object"


def read_table(data: bytes, declared: Dialect) -> Table:
    """The records of a file, detected by its first bytes to be Parquet, JSON lines or else delimited text.

    A row of Parquet, or an object of JSON lines, is one record on one line: the number of the row. Its names are those
    of all objects in order of appearance; a value that is a list or an object is its JSON, and null an empty field.
    A line that contains no object `is_unterminated`. Raises polars' ComputeError for Parquet that is damaged.
    """
    if data.startswith(PARQUET_SIGNATURE):
        frame = pl.read_parquet(io.BytesIO(data)).select(pl.exclude(pl.Binary))
        return _read_json_lines(frame.write_ndjson().encode(), frame.columns)
    dialect = detect_dialect(data[:HEAD_BYTES], declared)
    text = to_utf8(data, dialect.encoding)
    if holds_json_lines(text):
        return _read_json_lines(text)
    records = split_records(text, dialect.delimiter)
    return Table(text, find_header(records), records, dialect.delimiter)


def holds_json_lines(text: bytes) -> bool:
    """Whether the first line of a text in UTF-8 is a JSON object, or may be the beginning of one that is cut off."""
    if not _BEGINS_AN_OBJECT.match(text):
        return False
    first, line_break, _ = text.lstrip().partition(b"\n")
    return not line_break or _read_object(first) is not None


def _read_json_lines(text: bytes, columns: Iterable[str] = ()) -> Table:
    lines = list(_lines(text))
    objects = [_read_object(text[start:end]) for start, end in lines]
    header = list(dict.fromkeys([*columns, *(name for found in objects for name in found or ())]))
    rows = []
    for number, ((start, end), found) in enumerate(zip(lines, objects, strict=True), start=1):
        is_blank = not text[start:end].strip()
        fields = [_as_field(found.get(name)) for name in header] if found else []
        rows.append((start, end, number, 1, found is None and not is_blank, fields))
    records = pl.DataFrame(rows, _SCHEMA, orient="row")
    return Table(text, [_without_surrogates(name) for name in header], records, None)


def _lines(text: bytes) -> Iterator[tuple[int, int]]:
    start, break_ = 0, line_end(text)
    while start < len(text):
        end = text.find(break_, start) + 1 or len(text)
        yield start, end
        start = end


def _read_object(line: bytes) -> dict[str, object] | None:
    try:
        value = json.loads(
            line, parse_float=str, parse_int=str, parse_constant=str
        )  # numbers keep their spelling
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _as_field(value: object) -> str | None:
    if value is None:
        return None
    return _without_surrogates(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _without_surrogates(text: str) -> str:
    """JSON may escape half a character, which no UTF-8 holds."""
    return text if text.isascii() else text.encode(errors="replace").decode()
