"""Which columns of an unknown table are which raw columns, by header and by content."""

from dataclasses import dataclass
from typing import get_args

import polars as pl

from pipelines.cleaning.postings import ValueReaders
from pipelines.drafting.column_evidence import (
    find_date_formats,
    share_fitting,
    share_naming,
    share_of_firms,
    share_of_places,
    share_of_remote,
)
from pipelines.drafting.column_headers import HeaderLexicon
from schemas.layouts import RawColumn

LEAST_CONFIDENCE = 0.3
"""Header and content together; below it a column is not read."""
_OF_NO_VALUES = 0.5
"""What a column without values fits: its header alone speaks for it, if it is a known one."""
_BY_ELIMINATION, _FEWEST_OTHERS = 0.3, 3
"""How sure the one column of lines is that is left over where at least so many others are read."""
_MAY_SAY_REMOTE: set[RawColumn] = {"employment_type", "location"}
_FLAG = r"(?i)^(?:true|false|yes|no|[tfyn]|[\d.]+)$"
_FEW = 5
"""Values from which one and the same day is no day of posting."""
_OF_A_KEY, _OF_AN_UNKNOWN_KEY = 0.9, 0.7
"""How like a known header an entry is by its key, `extras[posted_at]`, or else by its column, `place[shown_as]`."""
_BY_CONTENT = 0.5
"""How sure a reading by content alone is."""
_LEAST_SHARES = {
    "url": 0.9,
    "description": 0.8,
    "posted_on": 0.9,
    "title": 0.5,
    "location": 0.8,
    "company": 0.2,
    "remote": 0.95,
}
"""The share of values that must look like it for a column to be read without its header; few firms name their form."""


@dataclass(frozen=True)
class Reading:
    """One header read as one raw column, and how sure (0 to 1).

    By `header`, `similar header`, `content`, or `elimination` where it is the only one left.
    """

    header: str
    raw_column: RawColumn
    by: str
    confidence: float


def read_columns(
    table: pl.DataFrame, lexicon: HeaderLexicon, occupations: frozenset[str], readers: ValueReaders
) -> list[Reading]:
    """The readings of a table of texts, surest first, several of one header or one raw column included.

    Nulls are missing values. `occupations` are words for occupations in lower case.
    """
    readings = []
    for header in table.columns:
        values = table[header].drop_nulls()
        by_header = _match(header, lexicon)
        if (
            "employment_type" in by_header
            and len(values)
            and share_of_remote(values, readers) >= _LEAST_SHARES["remote"]
        ):
            by_header = {"remote": by_header["employment_type"]}
        for raw_column, likeness in by_header.items():
            if not len(values) and likeness < 1.0:
                continue
            fits = share_fitting(values, raw_column, occupations, readers) if len(values) else _OF_NO_VALUES
            by = "header" if likeness == 1.0 else "similar header"
            readings.append(Reading(header, raw_column, by, likeness * fits))
        if len(values) and not by_header and not lexicon.knows(header):
            readings += _read_by_content(header, values, occupations, readers)
        elif len(values) and "[" not in header and not lexicon.names(header) and "company" not in by_header:
            readings += _read_addresses(header, values, occupations, readers)
        elif len(values) and not by_header and _says_remote(values, readers):
            readings.append(Reading(header, "remote", "content", _BY_CONTENT))
    if not any(reading.raw_column == "title" for reading in readings):
        readings += _find_titles(table, occupations, readers) or _find_left_over(
            table, readings, occupations, readers
        )
    filled = {header: table[header].count() for header in table.columns}
    return sorted(
        (reading for reading in readings if reading.confidence >= LEAST_CONFIDENCE),
        key=lambda reading: (-reading.confidence, -filled[reading.header]),
    )


def _match(header: str, lexicon: HeaderLexicon) -> dict[RawColumn, float]:
    """By the header as a whole; an entry of a dict else by its key, unless the dict is of a thing that is known.

    `client[name]` is the name of a client, `extras[posted_at]` the day of posting.
    """
    column, _, key = header.rstrip("]").rpartition("[")
    found = lexicon.match(header)
    if not column or 1.0 in found.values():
        return found
    of_column, by_key = lexicon.match(column), lexicon.match(key)
    is_name = "title" in by_key and lexicon.names(column)  # of a place or a team
    if not lexicon.names(key) or (is_name and "company" not in of_column):
        return {raw_column: _OF_AN_UNKNOWN_KEY for raw_column, like in of_column.items() if like == 1.0}
    if "company" in of_column:
        return {}
    return {raw_column: _OF_A_KEY for raw_column, like in by_key.items() if like == 1.0}


def choose(readings: list[Reading]) -> dict[RawColumn, Reading]:
    """One header for each raw column and one raw column for each header: the surest first."""
    chosen: dict[str, Reading] = {}
    for reading in readings:
        taken = {other.header for other in chosen.values()}
        if reading.raw_column not in chosen and reading.header not in taken:
            chosen[reading.raw_column] = reading
    return {raw_column: chosen[raw_column] for raw_column in get_args(RawColumn) if raw_column in chosen}


def _read_addresses(
    header: str, values: pl.Series, occupations: frozenset[str], readers: ValueReaders
) -> list[Reading]:
    """An address is one whatever a part of its header says."""
    is_address = share_fitting(values, "url", occupations, readers) >= _LEAST_SHARES["url"]
    return [Reading(header, "url", "content", _BY_CONTENT)] if is_address else []


def _find_titles(table: pl.DataFrame, occupations: frozenset[str], readers: ValueReaders) -> list[Reading]:
    """Where no header says so, the column that names most occupations holds the titles, if most of its values do."""
    shares = {
        header: share_naming(values, occupations) * share_fitting(values, "title", occupations, readers)
        for header in table.columns
        if len(values := table[header].drop_nulls())
    }
    best = max(shares, key=lambda header: shares[header], default=None)
    if best is None or shares[best] < _LEAST_SHARES["title"]:
        return []
    return [Reading(best, "title", "content", _BY_CONTENT)]


def _find_left_over(
    table: pl.DataFrame, readings: list[Reading], occupations: frozenset[str], readers: ValueReaders
) -> list[Reading]:
    """The first column of lines that is read as nothing, in a table whose other columns are a posting's."""
    read = {reading.header for reading in readings}
    if len({reading.raw_column for reading in readings}) < _FEWEST_OTHERS:
        return []
    left = (
        header
        for header in table.columns
        if header not in read and len(values := table[header].drop_nulls()) and values.n_unique() > 1
        if share_fitting(values, "title", occupations, readers) >= _LEAST_SHARES["title"]
    )
    return [Reading(header, "title", "elimination", _BY_ELIMINATION) for header in left][:1]


def _read_by_content(
    header: str, values: pl.Series, occupations: frozenset[str], readers: ValueReaders
) -> list[Reading]:
    """What values show by themselves: addresses, long texts, dates, titles, places and firms."""
    is_title = share_naming(values, occupations)
    shares: dict[RawColumn, float] = {
        "url": share_fitting(values, "url", occupations, readers),
        "description": share_fitting(values, "description", occupations, readers),
        "posted_on": _share_of_written_dates(values, readers)
        if values.n_unique() > 1 or len(values) < _FEW
        else 0.0,
        "title": is_title * share_fitting(values, "title", occupations, readers),
        "location": share_of_places(values, readers),
        "company": share_of_firms(values) * (1 - is_title),
        "remote": float(_says_remote(values, readers)),
    }
    return [
        Reading(header, raw_column, "content", _BY_CONTENT)
        for raw_column, share in shares.items()
        if share >= _LEAST_SHARES[raw_column]
    ]


def _says_remote(values: pl.Series, readers: ValueReaders) -> bool:
    """Whether nearly all values say in words, and not all in the same, whether work is remote."""
    if values.n_unique() < 2 or values.str.contains(_FLAG).any():
        return False
    return share_of_remote(values, readers) >= _LEAST_SHARES["remote"]


def _share_of_written_dates(values: pl.Series, readers: ValueReaders) -> float:
    """Bare numbers may be years or anything else, and tell nothing."""
    written = values.filter(~values.str.contains(r"^[\d.]+$"))
    return (len(written) - len(find_date_formats(written, readers).unread)) / len(values)
