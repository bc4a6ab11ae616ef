"""Figures of a table that are worth a line in a chart, run by run."""

from collections.abc import Callable

import polars as pl

from pipelines.figures.build import score_all
from schemas.roles import NO_ROLE


def count_reasons(rejected_rows: pl.LazyFrame) -> pl.DataFrame:
    """How many records of which source were rejected for which reason: reason, source_id, records; most first."""
    return (
        rejected_rows.group_by("reason", "source_id")
        .agg(records=pl.len())
        .sort("records", "reason", "source_id", descending=[True, False, False])
        .collect()
    )


def _source_files(table: pl.LazyFrame) -> dict[str, float]:
    return _figures(table, files_skipped=pl.col("problem").count(), files_fetched=pl.col("is_fetched").sum())


def _postings(table: pl.LazyFrame) -> dict[str, float]:
    return _figures(
        table,
        texts=pl.col("has_text").sum(),
        repeats=pl.col("duplicate_of").count(),
        share_with_text=pl.col("has_text").mean(),
        share_with_date=pl.col("posted_on").is_not_null().mean(),
        share_with_country=pl.col("country").is_not_null().mean(),
    )


def _posting_roles(table: pl.LazyFrame) -> dict[str, float]:
    has_role = ~pl.col("role_id").is_in(NO_ROLE)
    return _figures(
        table,
        share_with_role=has_role.mean(),
        share_unknown=(pl.col("role_id") == "unknown").mean(),
        mean_confidence=pl.col("confidence").filter(has_role).mean(),
    )


def _role_skill_demand(table: pl.LazyFrame) -> dict[str, float]:
    is_quotable = ~pl.col("is_small_sample")
    return _figures(
        table.filter(pl.col("period") == "latest"),
        roles=pl.col("role_id").n_unique(),
        skills=pl.col("skill_id").n_unique(),
        texts=pl.struct("role_id", "postings_with_text").unique().struct.field("postings_with_text").sum(),
        share_of_the_leading_skill=pl.col("asked_share").filter(is_quotable).max(),
    )


def _title_evaluation(table: pl.LazyFrame) -> dict[str, float]:
    return _figures(
        table,
        macro_f1=pl.col("f1").mean(),
        lowest_f1=pl.col("f1").min(),
        macro_precision=pl.col("precision").mean(),
        macro_recall=pl.col("recall").mean(),
    )


def _figures(table: pl.LazyFrame, **figures: pl.Expr) -> dict[str, float]:
    """The figures that there are: none of a share or mean of no rows."""
    values = table.select(**figures).collect().row(0, named=True)
    return {name: value for name, value in values.items() if value is not None}


FIGURES: dict[str, Callable[[pl.LazyFrame], dict[str, float]]] = {
    "source_files": _source_files,
    "postings": _postings,
    "posting_roles": _posting_roles,
    "role_skill_demand": _role_skill_demand,
    "title_evaluation": _title_evaluation,
    "skill_evaluation": lambda table: score_all(table.collect()),
}
"""Table to the function of its published columns that gives its figures, name to number."""
