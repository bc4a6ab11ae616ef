"""Contract of the table that says what a build was made from."""

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract

COMPONENTS = ["table", "source", "code", "library", "count", "evaluation", "period"]


class Build(Contract, group="publication"):
    """One row per component this build was made from, per count of what came in and out, per measure of quality, and
    one for the months of the period `latest`."""

    kind: str = pa.Field(isin=COMPONENTS, description="What it is.")
    name: str = pa.Field(description="Its name; of a period with its first and last month.")
    version: str = pa.Field(
        description="Of a table, a source and our code: a digest of what it is made of, which changes when that does. "
        "Of a library and Python: its release. Else: as of the table it was taken from."
    )
    parts: pl.Int64 = pa.Field(
        nullable=True, ge=0, description="Parquet parts of a table; files of a source."
    )
    rows: pl.Int64 = pa.Field(
        nullable=True, ge=0, description="Rows of a table; records of a source; a count."
    )
    figure: float = pa.Field(
        nullable=True,
        in_range={"min_value": 0.0, "max_value": 1.0},
        description="Of an evaluation: precision, recall or F1 on the labelled titles or sentences, or the part of all "
        "distinctive skills that chance is expected to give.",
    )

    class Config:
        unique = ["kind", "name"]
