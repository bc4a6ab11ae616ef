"""Skills that postings ask together."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipelines.figures.periods import split_periods
from schemas.comparisons import SkillPairs

LEAST_POSTINGS = 10
"""Below it nothing is published, here as everywhere."""
LEAST_SUPPORT = 0.005


def pair_skills(
    market_skills: pl.LazyFrame,
    skill_demand: pl.LazyFrame,
    skill_lineage: pl.LazyFrame,
    periods: pl.LazyFrame,
) -> pl.DataFrame:
    """Every two skills that enough postings ask together, by period: takes the tables, returns `skill_pairs`.

    Pairs in which one skill is broader than the other are left out: postings that ask for the narrower ask for both.
    Support, confidence and lift are those
    of Agrawal et al. (1993); correlation is phi (Yule 1912, JRSS 75:579-652).
    """
    asked = market_skills.filter(~pl.col("is_repeat"), "is_asked").select(
        "posting_id", "skill_id", "dated_on"
    )
    demand, lineage = skill_demand.collect(), skill_lineage.collect()
    pairs = [
        _pair(rows, demand.filter(period=period), lineage).with_columns(period=pl.lit(period))
        for period, rows in split_periods(asked.collect(), periods.collect())
    ]
    empty = pl.DataFrame(schema=SkillPairs.polars_schema())
    return pl.concat([empty, *(frame.select(empty.columns) for frame in pairs)]).sort(
        "period", "postings", "skill_id", "other_skill_id", descending=[False, True, False, False]
    )


def _pair(asked: pl.DataFrame, skill_demand: pl.DataFrame, lineage: pl.DataFrame) -> pl.DataFrame:
    """Every two skills that enough postings of a period ask together."""
    frequent = (
        skill_demand.filter(
            pl.col("asked_postings") >= LEAST_POSTINGS, pl.col("asked_share") >= LEAST_SUPPORT
        )
        .sort("skill_id")
        .with_row_index("number")
        .select("skill_id", "number", "postings_with_text", share="asked_share", asked_by="asked_postings")
    )
    skills_of_postings = (
        asked.join(frequent.select("skill_id", "number"), on="skill_id").group_by("posting_id").agg("number")
    )["number"]
    counts = count_pairs(skills_of_postings, frequent.height)
    one, other = np.nonzero(counts >= LEAST_POSTINGS)
    first, second = frequent[one], frequent[other].select(pl.all().name.prefix("other_"))
    below = lineage.rename({"broader_id": "other_skill_id"})
    above = lineage.rename({"broader_id": "skill_id", "skill_id": "other_skill_id"})
    ends = ["skill_id", "other_skill_id"]
    return (
        pl.concat([first, second, pl.DataFrame({"postings": counts[one, other]})], how="horizontal")
        .with_columns(support=pl.col("postings") / pl.col("postings_with_text"))
        .filter(pl.col("support") >= LEAST_SUPPORT)
        .join(below, on=ends, how="anti")
        .join(above, on=ends, how="anti")
        .with_columns(
            confidence=pl.col("postings") / pl.col("asked_by"),
            other_confidence=pl.col("postings") / pl.col("other_asked_by"),
            lift=pl.col("support") / (pl.col("share") * pl.col("other_share")),
            jaccard=pl.col("postings") / (pl.col("asked_by") + pl.col("other_asked_by") - pl.col("postings")),
            correlation=_correlation(pl.col("support"), pl.col("share"), pl.col("other_share")),
        )
    )


def count_pairs(lists: pl.Series, size: int) -> NDArray[np.int64]:
    """In how many of the lists each two numbers stand: entry (i, j) for i < j of a matrix of `size` by `size`.

    The lists contain numbers below `size`, each at most once. A number meets those that follow it in its list one
    distance at a time, so that no pair is ever stored: a join would hold hundreds of them per posting.
    """
    lengths = lists.list.len().to_numpy().astype(np.int32)
    numbers = lists.explode(empty_as_null=False).to_numpy().astype(np.int32)
    ends = np.repeat(np.cumsum(lengths, dtype=np.int32), lengths)
    counts = np.zeros(size * size, dtype=np.int64)
    at = np.arange(len(numbers), dtype=np.int32)
    for distance in range(1, int(lengths.max(initial=0))):
        at = at[at + distance < ends[at]]
        counts += np.bincount(numbers[at] * size + numbers[at + distance], minlength=size * size)
    square = counts.reshape(size, size)
    return np.triu(square + square.T, 1)


def _correlation(joint: pl.Expr, one: pl.Expr, other: pl.Expr) -> pl.Expr:
    spread = (one * (1 - one) * other * (1 - other)).sqrt()
    correlation = ((joint - one * other) / spread).clip(
        -1.0, 1.0
    )  # rounding: 1 + 2e-16 for two that always go together
    return pl.when(spread > 0).then(correlation).otherwise(0.0)
