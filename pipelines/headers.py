"""The header of a file, and where the columns of a source card stand in it."""

from collections import Counter
from collections.abc import Iterable

from schemas import SourceCard


def name_columns(header: Iterable[str]) -> list[str]:
    """Names of a file's columns as cards write them: without space around them, `Name#2` for the second `Name`."""
    names, seen = [], Counter()
    for cell in header:
        name = cell.strip("\ufeff").strip()
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return names


def place_columns(header: Iterable[str], card: SourceCard) -> dict[str, list[int]]:
    """For each column that the card maps, the places (from 0) of its headers in the file; absent ones are left out."""
    places = {name: place for place, name in reversed(list(enumerate(name_columns(header))))}
    return {
        column: [places[name.strip()] for name in names if name.strip() in places]
        for column, names in card.mapped_headers.items()
    }


def find_missing_columns(header: Iterable[str], card: SourceCard) -> list[str]:
    """Headers that the card maps and the file lacks."""
    names = set(name_columns(header))
    return [name for name in card.headers if name.strip() not in names]


def find_unlisted_columns(header: Iterable[str], card: SourceCard) -> list[str]:
    """Headers that the card neither maps nor ignores; a repeat of an ignored one is ignored with it."""
    mapped = {name.strip() for name in card.headers}
    ignored = {name.strip() for name in card.ignored_columns}
    return [
        name
        for name in name_columns(header)
        if name not in mapped | ignored and name.rpartition("#")[0] not in ignored
    ]
