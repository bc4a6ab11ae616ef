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
)
from pipelines.drafting.column_headers import HeaderLexicon
from schemas.sources import RawColumn

LEAST_CONFIDENCE = 0.3
"""Header and content together; below it a column is not read."""
_OF_NO_VALUES = 0.5
"""What a column without values fits: its header alone speaks for it."""
_BY_CONTENT = 0.5
"""How sure a reading by content alone is."""
_LEAST_SHARES = {
    "url": 0.9,
    "description": 0.8,
    "posted_on": 0.9,
    "title": 0.5,
    "location": 0.8,
    "company": 0.2,
}
"""The share of values that must look like it for a column to be read without its header; few firms name their form."""


@dataclass(frozen=True)
class Reading:
    """One header read as one raw column: by `header`, `similar header` or `content`, and how sure (0 to 1)."""

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
        by_header = lexicon.match(header)
        for raw_column, likeness in by_header.items():
            fits = share_fitting(values, raw_column, occupations, readers) if len(values) else _OF_NO_VALUES
            by = "header" if likeness == 1.0 else "similar header"
            readings.append(Reading(header, raw_column, by, likeness * fits))
        if not by_header and not lexicon.knows(header) and len(values):
            readings += _read_by_content(header, values, occupations, readers)
    filled = {header: table[header].count() for header in table.columns}
    return sorted(
        (reading for reading in readings if reading.confidence >= LEAST_CONFIDENCE),
        key=lambda reading: (-reading.confidence, -filled[reading.header]),
    )


def choose(readings: list[Reading]) -> dict[RawColumn, Reading]:
    """One header for each raw column and one raw column for each header: the surest first."""
    chosen: dict[str, Reading] = {}
    for reading in readings:
        taken = {other.header for other in chosen.values()}
        if reading.raw_column not in chosen and reading.header not in taken:
            chosen[reading.raw_column] = reading
    return {raw_column: chosen[raw_column] for raw_column in get_args(RawColumn) if raw_column in chosen}


def _read_by_content(
    header: str, values: pl.Series, occupations: frozenset[str], readers: ValueReaders
) -> list[Reading]:
    """What values show by themselves: addresses, long texts, dates, titles, places and firms."""
    is_title = share_naming(values, occupations)
    shares: dict[RawColumn, float] = {
        "url": share_fitting(values, "url", occupations, readers),
        "description": share_fitting(values, "description", occupations, readers),
        "posted_on": _share_of_written_dates(values, readers),
        "title": is_title * share_fitting(values, "title", occupations, readers),
        "location": share_of_places(values, readers),
        "company": share_of_firms(values) * (1 - is_title),
    }
    return [
        Reading(header, raw_column, "content", _BY_CONTENT)
        for raw_column, share in shares.items()
        if share >= _LEAST_SHARES[raw_column]
    ]


def _share_of_written_dates(values: pl.Series, readers: ValueReaders) -> float:
    """Bare numbers may be years or anything else, and tell nothing."""
    written = values.filter(~values.str.contains(r"^[\d.]+$"))
    return (len(written) - len(find_date_formats(written, readers).unread)) / len(values)
