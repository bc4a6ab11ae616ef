"""Audits the marking of duplicates: finds postings that were merged by mistake."""

import polars as pl

from pipelines.cleaning.employers import fold_employers


def find_merged_employers(postings: pl.LazyFrame) -> pl.DataFrame:
    """Unique postings that represent two or more employers without a common id or address.

    Returns posting_id (of the unique posting), companies (as spelled) and postings.
    """
    merged = postings.filter(
        (pl.col("kind") == "posting") & (pl.col("duplicate_tier") != "same_id").fill_null(True)
    )
    named = (
        merged.select(pl.coalesce("duplicate_of", "posting_id").alias("posting_id"), "company")
        .drop_nulls()
        .collect()
    )
    named = named.filter(pl.col("company").n_unique().over("posting_id") > 1)  # folding all takes a second
    return (
        named.with_columns(employer=fold_employers(named["company"]))
        .group_by("posting_id")
        .agg(
            companies=pl.col("company").unique().sort(),
            postings=pl.len(),
            employers=pl.col("employer").drop_nulls().n_unique(),
        )
        .filter(pl.col("employers") > 1)
        .sort("posting_id")
        .drop("employers")
    )


def find_unlike_repeats(postings: pl.LazyFrame, floor: float) -> pl.DataFrame:
    """Repeats whose text is less similar than `floor` (0 to 1) to the text of the posting they repeat.

    Returns posting_id, duplicate_of, duplicate_tier and duplicate_similarity, least similar first.
    """
    return (
        postings.filter(pl.col("duplicate_similarity") < floor)
        .select("posting_id", "duplicate_of", "duplicate_tier", "duplicate_similarity")
        .sort("duplicate_similarity", "posting_id")
        .collect()
    )
