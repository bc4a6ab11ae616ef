"""The header of a file, and where the columns of a source card are in it."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import polars as pl

from schemas.layouts import Layout, RawColumn

SEPARATOR_LINE = r"(?i)^\s*sep=.?\s*$"
"""What a spreadsheet writes above the header to say by what the fields are cut."""
_MEMBER = re.compile(r"(.+?)((?:\[[^\[\]]+\])+)")


class Place(NamedTuple):
    """Where a value stands: the number of its column from 0, and the keys that lead to it in a printed dict."""

    column: int
    keys: tuple[str, ...] = ()


def find_header(records: pl.DataFrame) -> list[str]:
    """The fields of the first record that is whole and neither blank nor a separator line.

    Takes `fields` and `is_unterminated` of records.
    """
    for fields, is_cut in records.select("fields", "is_unterminated").iter_rows(buffer_size=1):
        shown = "".join(map(str.strip, fields))
        if shown and not is_cut and not re.match(SEPARATOR_LINE, shown):
            return list(fields)
    return []


def name_columns(header: Iterable[str]) -> list[str]:
    """Names of a file's columns as cards write them: all white space one blank, `Name#2` for the second `Name`."""
    names: list[str] = []
    seen: Counter[str] = Counter()
    for cell in header:
        name = _plain(cell)
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return names


def place_columns(header: Iterable[str], card: Layout) -> dict[RawColumn, list[Place]]:
    """The columns that the card maps and the file has, each with the places of its headers there."""
    places = _number(header)
    found = {column: _find_all(names, places) for column, names in card.mapped_headers.items()}
    return {column: places for column, places in found.items() if places}


def place_sections(header: Iterable[str], card: Layout) -> list[tuple[str, Place]]:
    """The further columns of text that the file has, each with its heading, as the card orders them."""
    places = _number(header)
    return [
        (heading, place) for name, heading in card.sections.items() for place in _find_all([name], places)
    ]


def place_personal_columns(header: Iterable[str], card: Layout) -> list[int]:
    """Numbers of the columns that contain personal data."""
    return [place.column for place in _find_all(card.personal_columns, _number(header))]


def find_missing_columns(header: Iterable[str], card: Layout) -> list[str]:
    """Of each raw column that the card maps and the file has under no header, those headers."""
    placed = place_columns(header, card)
    return [" or ".join(names) for column, names in card.mapped_headers.items() if column not in placed]


def find_unlisted_columns(header: Iterable[str], card: Layout) -> list[str]:
    """Headers that the card neither maps nor ignores; a repeat of an ignored one is ignored with it."""
    names = name_columns(header)
    ignored = {_plain(name) for name in (*card.ignored_columns, *card.personal_columns)}
    mapped = place_columns(header, card).values()
    listed = {place.column for places in mapped for place in places}
    listed |= {place.column for _, place in place_sections(header, card)}
    return [
        name
        for number, name in enumerate(names)
        if number not in listed and name not in ignored and re.sub(r"#\d+$", "", name) not in ignored
    ]


def _plain(name: str) -> str:
    return " ".join(name.strip("\ufeff").split())


def _number(header: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in reversed(list(enumerate(name_columns(header))))}


def _find_all(names: Iterable[str], numbers: dict[str, int]) -> list[Place]:
    return [place for name in names if (place := _find(_plain(name), numbers))]


def _find(name: str, numbers: dict[str, int]) -> Place | None:
    if name in numbers:
        return Place(numbers[name])
    member = _MEMBER.fullmatch(name)
    if member and member[1] in numbers:
        return Place(numbers[member[1]], tuple(member[2][1:-1].split("][")))
    return None
