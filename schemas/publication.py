"""Contract of the table that says what a build was made from."""

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract

COMPONENTS = ["table", "source", "code", "library"]


class Build(Contract):
    """One row per component this build was made from: tables and sources with their rows, code and libraries."""

    kind: str = pa.Field(isin=COMPONENTS, description="What it is.")
    name: str = pa.Field(description="Its name.")
    version: str = pa.Field(
        description="Of a table, a source and our code: a digest of what it is made of, which changes when that does. "
        "Of a library and Python: its release."
    )
    parts: pl.Int64 = pa.Field(
        nullable=True, ge=0, description="Parquet parts of a table; files of a source."
    )
    rows: pl.Int64 = pa.Field(nullable=True, ge=0, description="Rows of a table; records of a source.")

    class Config:
        unique = ["kind", "name"]
