"""Contracts of what is known of unknown files: the headers publishers use, and what they write for nothing."""

from typing import get_args

import pandera.polars as pa

from schemas.contract import Contract
from schemas.layouts import RawColumn


class ColumnHeaders(Contract):
    """One row per header of a publisher's column, in one language."""

    header: str = pa.Field(
        str_length={"min_value": 1},
        description="A header, without articles; case, accents and marks do not count.",
    )
    raw_column: str = pa.Field(
        nullable=True,
        isin=[*get_args(RawColumn), "personal", "connecting"],
        description="The raw column it may name; `personal` where it names persons, whose columns are never read; "
        "`connecting` for an article or preposition; empty where it names none of ours, such as the size of a company.",
    )
    language: str = pa.Field(str_matches=r"^[a-z]{2}$", description="ISO 639-1 code.")

    class Config:
        unique = ["header", "raw_column", "language"]


class MissingValues(Contract):
    """One row per value that publishers write where they have none, in one language."""

    value: str = pa.Field(str_length={"min_value": 1}, description="The value; its case does not count.")
    language: str = pa.Field(str_matches=r"^[a-z]{2}$", description="ISO 639-1 code.")

    class Config:
        unique = ["value", "language"]
