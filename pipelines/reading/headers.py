"""The header of a file, and where the columns of a source card stand in it."""

import re
from collections import Counter
from collections.abc import Iterable

from pipelines.reading.records import read_records
from schemas.sources import Layout, RawColumn


def find_header(text: bytes, delimiter: str) -> list[str]:
    """The fields of the first record that is whole and not blank, of a delimited text in UTF-8; else none."""
    for record in read_records(text, delimiter):
        fields = [field.decode() for field in record.fields]
        if any(map(str.strip, fields)):
            return fields
    return []


def name_columns(header: Iterable[str]) -> list[str]:
    """Names of a file's columns as cards write them: without space around them, `Name#2` for the second `Name`."""
    names: list[str] = []
    seen: Counter[str] = Counter()
    for cell in header:
        name = cell.strip("\ufeff").strip()
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return names


def place_columns(header: Iterable[str], card: Layout) -> dict[RawColumn, list[int]]:
    """The columns that the card maps and the file has, each with the places (from 0) of its headers there."""
    places = {name: place for place, name in reversed(list(enumerate(name_columns(header))))}
    found = {
        column: [places[name.strip()] for name in names if name.strip() in places]
        for column, names in card.mapped_headers.items()
    }
    return {column: places for column, places in found.items() if places}


def find_missing_columns(header: Iterable[str], card: Layout) -> list[str]:
    """Headers that the card maps and the file lacks."""
    names = set(name_columns(header))
    return [name for name in card.headers if name.strip() not in names]


def find_unlisted_columns(header: Iterable[str], card: Layout) -> list[str]:
    """Headers that the card neither maps nor ignores; a repeat of an ignored one is ignored with it."""
    mapped = {name.strip() for name in card.headers}
    ignored = {name.strip() for name in card.ignored_columns}
    return [
        name
        for name in name_columns(header)
        if name not in mapped | ignored and re.sub(r"#\d+$", "", name) not in ignored
    ]
