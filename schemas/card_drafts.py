"""Contracts of what helps to read unknown files: the headers that publishers use and their missing values."""

from typing import get_args

import pandera.polars as pa

from schemas.contract import Contract
from schemas.layouts import RawColumn


class ColumnHeaders(Contract):
    """One row per header that publishers use, raw column and language."""

    header: str = pa.Field(
        str_length={"min_value": 1},
        description="The header, without articles; case, accents and punctuation are ignored.",
    )
    raw_column: str = pa.Field(
        nullable=True,
        isin=[*get_args(RawColumn), "personal", "connecting"],
        description="The raw column it may name; `personal` for personal data, which is never read; `connecting` for "
        "an article or preposition; empty if none of our columns fits, such as the size of a company.",
    )
    language: str = pa.Field(str_matches=r"^[a-z]{2}$", description="ISO 639-1 code.")

    class Config:
        unique = ["header", "raw_column", "language"]


class MissingValues(Contract):
    """One row per text that publishers write for a missing value, and language."""

    value: str = pa.Field(str_length={"min_value": 1}, description="The text; case is ignored.")
    language: str = pa.Field(str_matches=r"^[a-z]{2}$", description="ISO 639-1 code.")

    class Config:
        unique = ["value", "language"]
