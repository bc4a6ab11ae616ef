"""The contract of the periods that figures are given for."""

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract


class Periods(Contract, group="demand"):
    """One row per period: a year, `latest`, the last 24 months that the sources cover, or `all`."""

    period: str = pa.Field(
        unique=True, str_matches=r"^(\d{4}|latest|all)$", description="A year such as 2025, latest, or all."
    )
    first_day: pl.Date = pa.Field(description="Its first day.")
    last_day: pl.Date = pa.Field(
        description="Its last day. Of latest that of the last month with 10 postings or more."
    )
