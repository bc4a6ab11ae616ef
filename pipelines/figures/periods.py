"""Periods: which rows of a table are of which."""

from collections.abc import Iterator

import polars as pl


def split_periods(rows: pl.DataFrame, periods: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """The rows of each period, by its name: those whose day `dated_on` is in it; of `all`, every row.

    `periods` has the columns of the contract `Periods`. The same rule is the macro `is_in_period`.
    """
    for period, first_day, last_day in periods.sort("period").iter_rows():
        is_in = pl.lit(True) if period == "all" else pl.col("dated_on").is_between(first_day, last_day)
        yield period, rows.filter(is_in)
