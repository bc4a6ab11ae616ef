"""Precision and recall of groups of labels, such as those of one language or year, with intervals."""

import polars as pl

from pipelines.figures.drift import wilson_ends


def rate_groups(judged: pl.DataFrame, column: str) -> pl.DataFrame:
    """Precision and recall of each value of a column, the one with most labels first.

    In: one row per label with the column, and is_labelled, is_given and is_right: whether the label names a thing (a
    role, a skill), whether one was given, and whether it is the same. Out: the column, labels, labelled, given, right,
    precision and recall (null where nothing was given or labelled), each with the `_low` and `_high` end of Wilson's
    95 % interval.
    """
    flags = {"labelled": "is_labelled", "given": "is_given", "right": "is_right"}
    counted = judged.group_by(column).agg(
        labels=pl.len().cast(pl.Int64),
        **{name: pl.col(flag).sum().cast(pl.Int64) for name, flag in flags.items()},
    )
    return counted.with_columns(
        *with_interval("precision", pl.col("right"), pl.col("given")),
        *with_interval("recall", pl.col("right"), pl.col("labelled")),
    ).sort("labels", column, descending=[True, False])


def with_interval(name: str, part: pl.Expr, whole: pl.Expr) -> list[pl.Expr]:
    """A share and the ends of its Wilson 95 % interval, `<name>_low` and `<name>_high`; null where the whole is 0."""
    share = pl.when(whole > 0).then(part / whole)
    low, high = wilson_ends(share, whole)
    return [share.alias(name), low.clip(0, 1).alias(f"{name}_low"), high.clip(0, 1).alias(f"{name}_high")]
