"""Bytes of a delimited file to records one by one, losing nothing: every physical line belongs to one record."""

import codecs
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

_QUOTED = re.compile(rb'"((?:[^"]++|"")*+)"')
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARKS = tuple(mark for mark, _ in _BYTE_ORDER_MARKS)


@dataclass(frozen=True, slots=True)
class Record:
    """One record: the place of its first and after its last byte, and its fields in UTF-8."""

    start: int
    end: int
    fields: list[bytes]
    is_unterminated: bool = False


class _StrayQuote(Exception):  # noqa: N818, it never leaves this module
    """A quoted field does not end properly; `place` is after the quote that should have ended it."""

    def __init__(self, place: int) -> None:
        super().__init__(place)
        self.place = place


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


def to_utf8(data: bytes, encoding: str = "utf-8") -> bytes:
    """A file's text in UTF-8 without byte order mark, decoded as `decode` does; its own bytes where they are that."""
    if codecs.lookup(encoding).name == "utf-8" and not data.startswith(_MARKS) and _is_utf8(data):
        return data
    return decode(data, encoding).encode(errors="replace")


def _is_utf8(data: bytes) -> bool:
    ends = pa.py_buffer(struct.pack("=qq", 0, len(data)))
    try:
        pa.Array.from_buffers(pa.large_string(), 1, [None, ends, pa.py_buffer(data)]).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def line_end(text: bytes) -> bytes:
    """What ends the lines of a text: LF (a CR before it belongs to it), or CR where there is no LF at all."""
    return b"\r" if b"\n" not in text and b"\r" in text else b"\n"


def read_records(text: bytes, delimiter: str) -> Iterator[Record]:
    """Splits a delimited text in UTF-8 into records, in order; `RecordReader` says how."""
    reader, start = RecordReader(text, delimiter), 0
    while start < len(text):
        record = reader.read(start)
        yield record
        start = record.end


class RecordReader:
    """Reads a record at any place where one starts, by RFC 4180 and, where a text breaks it, as far as it can be read.

    A quoted field may hold delimiters, line breaks and doubled quotes; a quote inside a field that does not start with
    one is a character. Text after a closing quote is kept, if both quotes stand on the record's first line. Where a
    quote is never properly closed, it costs its own line, not the rest of the file: that record `is_unterminated` and
    has no fields.

    It remembers quotes that led nowhere, so that no text is read more than twice however many stray quotes there are.
    """

    def __init__(self, text: bytes, delimiter: str) -> None:
        self._text = text
        self._line_end = line_end(text)
        self._delimiter = delimiter.encode()
        stop = re.escape(self._delimiter), re.escape(self._line_end)
        cr_of_break = rb"(?:\r(?=\n|\Z))?" if self._line_end == b"\n" else b""
        self._field = re.compile(
            rb'(?:"((?:[^"]++|"")*+)"%s|((?!")[^%s%s]*+))(%s|%s|\Z)' % (cr_of_break, *stop, *stop)
        )
        self._stray: dict[int, int] = {}

    def read(self, start: int) -> Record:
        """The record that starts at this byte."""
        line = self._text[start : self._end_of_line(start)]
        end = start + len(line)
        if b'"' not in line:
            return Record(start, end, self._without_break(line).split(self._delimiter))
        try:
            return Record(start, *self._read_quoted(start))
        except _StrayQuote as stray:
            fields = None
            if stray.place <= end and line.count(b'"') % 2 == 0:
                fields = self._read_leniently(self._without_break(line))
            return Record(start, end, fields or [], is_unterminated=fields is None)

    def _end_of_line(self, start: int) -> int:
        return self._text.find(self._line_end, start) + 1 or len(self._text)

    def _without_break(self, line: bytes) -> bytes:
        if self._line_end == b"\n":
            return line.removesuffix(b"\n").removesuffix(b"\r")
        return line.removesuffix(b"\r")

    def _read_quoted(self, start: int) -> tuple[int, list[bytes]]:
        """Where a record ends that has quotes on its first line, and its fields; raises _StrayQuote."""
        place = start
        fields: list[bytes] = []
        opened: list[int] = []
        while True:
            field = None if place in self._stray else self._field.match(self._text, place)
            if field is None:
                stray = self._find_stray_quote(place)
                self._stray.update(dict.fromkeys([*opened, place], stray))
                raise _StrayQuote(stray)
            quoted, plain, separator = field.groups()
            if quoted is not None:
                opened.append(place)
                fields.append(quoted.replace(b'""', b'"'))
            else:
                fields.append(plain if separator == self._delimiter else plain.removesuffix(b"\r"))
            place = field.end()
            if separator != self._delimiter:
                return place, fields

    def _find_stray_quote(self, place: int) -> int:
        """Behind which quote the field that opens here should have ended, or the text's end where there is none."""
        if place in self._stray:
            return self._stray[place]
        quoted = _QUOTED.match(self._text, place)
        return quoted.end() if quoted else len(self._text)

    def _read_leniently(self, line: bytes) -> list[bytes] | None:
        """The fields of one line with text behind closing quotes, or None if a quote is not closed in it."""
        fields, place = [], 0
        while place <= len(line):
            value = b""
            if line.startswith(b'"', place):
                quoted = _QUOTED.match(line, place)
                if quoted is None:
                    return None
                value, place = quoted[1].replace(b'""', b'"'), quoted.end()
            end = line.find(self._delimiter, place)
            end = len(line) if end < 0 else end
            fields.append(value + line[place:end])
            place = end + 1
        return fields
