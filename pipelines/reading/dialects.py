"""Encoding and delimiter of a file, detected from its first bytes."""

import codecs
import re
from collections import Counter
from itertools import islice

from pipelines.reading.records import read_records, to_utf8
from schemas.layouts import CompleteDialect, Dialect

_NOTHING = Dialect()
DELIMITERS = (",", ";", "\t", "|")

_RECORDS_LOOKED_AT = 100
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_FOREIGN_BYTE = re.compile(rb"[\x80-\xff]")


def detect_dialect(head: bytes, declared: Dialect = _NOTHING) -> CompleteDialect:
    """Encoding and delimiter of the file that begins with `head`; the more of it, the surer.

    Encoding: see `detect_encoding`. Delimiter: the declared one, or else the one of `,` `;` TAB `|` that cuts most
    records to the header's width, and of equals the one that cuts them into most fields; `,` where there is one column
    only.
    """
    encoding = detect_encoding(head, declared.encoding)
    delimiter = declared.delimiter or _detect_delimiter(to_utf8(head, encoding))
    return CompleteDialect(encoding=encoding, delimiter=delimiter)


def detect_encoding(head: bytes, declared: str | None = None) -> str:
    """Encoding of the file that begins with `head`: by its byte order mark, or else the declared one, or else by its
    bytes.

    Bytes: UTF-16 where every other one is zero; UTF-8 where most beyond ASCII form its sequences; else cp1252, which
    holds all printable characters of latin-1 (the WHATWG encoding standard reads latin-1 as cp1252 too).
    """
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if declared:
        return declared
    half = max(len(head) // 2, 1)
    zeros_in_even, zeros_in_odd = head[0::2].count(0) / half, head[1::2].count(0) / half
    if max(zeros_in_even, zeros_in_odd) > 0.5 and min(zeros_in_even, zeros_in_odd) < 0.1:
        return "utf-16-le" if zeros_in_odd > zeros_in_even else "utf-16-be"
    in_sequences = sum(len(found) for found in _UTF8_SEQUENCE.findall(head))
    foreign = len(_FOREIGN_BYTE.findall(head)) - _bytes_of_cut_sequence(head)
    return "utf-8" if 2 * in_sequences >= foreign else "cp1252"


def _bytes_of_cut_sequence(head: bytes) -> int:
    """How many of the last bytes begin a UTF-8 sequence whose rest lies after the head."""
    cut = re.search(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z", head)
    return len(cut[0]) if cut and len(head) > len(cut[0]) else 0


def _detect_delimiter(text: bytes) -> str:
    return max(DELIMITERS, key=lambda delimiter: _rate(text, delimiter))


def _rate(text: bytes, delimiter: str) -> tuple[float, int]:
    """How well a delimiter fits: the share of records as wide as the header (0 if that has one field), its width."""
    records = islice(read_records(text, delimiter), _RECORDS_LOOKED_AT)
    widths = [len(record.fields) for record in records if any(field.strip() for field in record.fields)]
    if not widths or widths[0] < 2:
        return 0.0, 0
    return Counter(widths)[widths[0]] / len(widths), widths[0]
