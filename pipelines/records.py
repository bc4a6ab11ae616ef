"""Bytes of a delimited file to records, losing nothing: every physical line belongs to exactly one record."""

import codecs
import csv
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

csv.field_size_limit(sys.maxsize)

_LONE_CR = re.compile(r"\r(?!\n|\Z)")
_PRIVATE_USE = range(0xE000, 0xF900)
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Record:
    """One record: where it stands, its fields, and its text exactly as in the file."""

    line: int
    lines: int
    fields: list[str]
    raw_text: str
    is_unterminated: bool = False


def _read_byte_as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    data = error.object[error.start : error.end]
    return "".join(_CP1252.get(byte, chr(byte)) for byte in data), error.end


_CP1252 = {
    byte: bytes([byte]).decode("cp1252") for byte in range(128, 256) if byte not in b"\x81\x8d\x8f\x90\x9d"
}
codecs.register_error("cp1252_bytes", _read_byte_as_cp1252)


def decode(data: bytes, encoding: str = "utf-8") -> str:
    """Decodes a file without ever failing or losing a byte.

    A byte order mark wins over the stated encoding. A byte that the encoding does not know is read as cp1252, or as
    latin-1 where cp1252 has no such byte: the two encodings that pass for each other in published files.
    """
    for mark, marked_encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            data, encoding = data[len(mark) :], marked_encoding
            break
    return data.decode(encoding, errors="cp1252_bytes")


def read_records(text: str, delimiter: str = ",") -> Iterator[Record]:
    """Splits a delimited text into records by RFC 4180, reading what breaks it as far as it can be read.

    Line breaks are LF or CRLF (CR alone only where the text has no LF); a quoted field may hold any of them. A quote
    that is never closed costs its own line, not the rest of the file: that record says `is_unterminated`.
    A blank line is a record without fields.
    """
    lines = _split_lines(text)
    stand_in = next((char for char in map(chr, _PRIVATE_USE) if char not in text), "\r")
    start = 0
    while start < len(lines):
        for record in _read_from(lines, start, delimiter, stand_in):
            yield record
            start = record.line - 1 + record.lines


def _split_lines(text: str) -> list[str]:
    if "\n" not in text and "\r" in text:
        return _keep_ends(text, "\r")
    return _keep_ends(text, "\n")


def _keep_ends(text: str, end: str) -> list[str]:
    *lines, last = text.split(end)
    return [line + end for line in lines] + ([last] if last else [])


def _read_from(lines: list[str], start: int, delimiter: str, stand_in: str) -> Iterator[Record]:
    """Reads until the end, or until a quote that is never properly closed makes a new start necessary.

    In strict mode the csv module objects to a quoted field that does not end at a delimiter or a line end: within one
    line it is read as well as it can be; over several lines its opening quote was a stray one, and what follows it are
    records of their own.
    """
    reader = csv.reader(_without_lone_cr(lines, start, stand_in), delimiter=delimiter, strict=True)
    first = start
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error:
            spans_lines = start + reader.line_num - first > 1
            if spans_lines or lines[first].count('"') % 2:
                yield Record(first + 1, 1, [], lines[first], is_unterminated=True)
            else:
                line = _without_lone_cr(lines[first : first + 1], 0, stand_in)
                fields = next(csv.reader(line, delimiter=delimiter))
                yield Record(first + 1, 1, _restore_cr(fields, stand_in), lines[first])
            return
        count = start + reader.line_num - first
        raw_text = "".join(lines[first : first + count])
        yield Record(first + 1, count, _restore_cr(fields, stand_in), raw_text)
        first += count


def _without_lone_cr(lines: list[str], start: int, stand_in: str) -> Iterator[str]:
    """The csv module takes a lone CR for a line break; in published files it is part of a text."""
    for index in range(start, len(lines)):
        line = lines[index]
        yield _LONE_CR.sub(stand_in, line) if "\r" in line else line


def _restore_cr(fields: list[str], stand_in: str) -> list[str]:
    if any(stand_in in field for field in fields):
        return [field.replace(stand_in, "\r") for field in fields]
    return fields
