"""Raw postings to clean, typed ones."""

import polars as pl

from pipelines.dates import parse_dates
from pipelines.pay import parse_pay
from pipelines.places import find_countries, find_remote
from pipelines.texts import (
    clean_description,
    clean_identifier,
    clean_line,
    detect_language,
    hash_words,
    split_tags,
)
from schemas import SourceCard
from schemas.postings import CleanedPostings

_RATING = r"(?:\s*\n\s*|\s{2,})\d(?:[.,]\d)?$"
"""A rating that a scrape glued behind the employer's name, on a line of its own."""


def clean_postings(raw_postings: pl.DataFrame, card: SourceCard) -> pl.DataFrame:
    """Cleans and types one source's raw postings: the contract CleanedPostings, in file order.

    A value that cannot be understood becomes null; it never costs the posting.
    """
    raw = raw_postings.filter(pl.col("outcome") == "posting")
    description = clean_description(raw["description"])
    title = clean_line(raw["title"])
    location = clean_line(raw["location"])
    dates = card.dates
    return (
        raw.with_columns(
            description,
            location,
            title.fill_null(raw["title"].str.strip_chars()),
            kind=pl.lit(card.kind),
            company=clean_line(raw["company"].str.replace(_RATING, "")),
            url=clean_identifier(raw["url"]),
            source_posting_id=clean_identifier(raw["source_posting_id"]),
            employment_type=clean_line(raw["employment_type"]),
            source_seniority=clean_line(raw["source_seniority"]),
            country=find_countries(location, raw["country"]),
            tags=split_tags(raw["tags"]),
            pay=parse_pay(raw, card.salaries),
            text_sha256=hash_words(description),
            language=detect_language(description).fill_null(detect_language(title)),
            has_text=description.is_not_null(),
            seen_on=parse_dates("seen_on", dates.seen_on, pl.lit(None, pl.Date), "day").struct.field("date"),
        )
        .with_columns(
            find_remote(pl.col("remote"), pl.col("location"), pl.col("title")).alias("is_remote"),
            parse_dates("posted_on", dates.posted_on, pl.col("seen_on"), dates.seen_on_precision).alias(
                "posted"
            ),
        )
        .drop("salary_currency", "salary_period")
        .unnest("pay")
        .with_columns(
            posted_on=pl.col("posted").struct.field("date"),
            posted_on_precision=pl.when(pl.col("posted").struct.field("date").is_not_null()).then(
                pl.col("posted").struct.field("precision")
            ),
        )
        .select(CleanedPostings.polars_schema().names())
    )
