"""Files that end in the middle of a record."""

import polars as pl

_INCOMPLETE = r"^it has \d+ fields where|^a quote is opened and never closed$|^it is no JSON object$"
"""The reasons for which `read_postings` rejects a record that is not whole."""


def find_incomplete_ends(raw_postings: pl.LazyFrame) -> pl.DataFrame:
    """The files whose last record is not whole, as when a transfer broke off: it lacks fields or the end of a quote.

    In: the contract RawPostings. Out: file, line and problem, ordered by file. Blank lines at the end are passed over.
    """
    last = pl.col("line", "reason").sort_by("line").last()
    return (
        raw_postings.filter(pl.col("outcome") != "skipped")
        .group_by("file")
        .agg(last)
        .filter(pl.col("reason").str.contains(_INCOMPLETE))
        .select(
            "file",
            "line",
            problem=pl.format("{} ends in the middle of a record (line {}: {})", "file", "line", "reason"),
        )
        .sort("file")
        .collect()
    )
