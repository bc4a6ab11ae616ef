"""Raw postings to clean, typed ones, and the repeats among them."""

import polars as pl

from pipelines.dates import parse_dates
from pipelines.languages import detect_text_languages, detect_title_languages
from pipelines.pay import parse_pay
from pipelines.places import find_countries
from pipelines.remote import find_remote
from pipelines.texts import (
    clean_description,
    clean_identifier,
    clean_line,
    hash_words,
    split_tags,
)
from schemas import SourceCard
from schemas.postings import CleanedPostings, Postings

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
    never = pl.repeat(None, raw.height, dtype=pl.Date, eager=True)
    seen_on = parse_dates(raw["seen_on"], card.dates.seen_on, never).struct.field("date")
    posted = parse_dates(raw["posted_on"], card.dates.posted_on, seen_on, card.dates.seen_on_precision)
    return (
        raw.drop("salary_currency", "salary_period")
        .with_columns(
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
            is_remote=find_remote(raw["remote"], location, title),
            posted_on=posted.struct.field("date"),
            posted_on_precision=posted.struct.field("precision"),
            seen_on=seen_on,
            tags=split_tags(raw["tags"]),
            pay=parse_pay(raw, card.salaries),
            text_sha256=hash_words(description),
            language=detect_text_languages(description).fill_null(
                detect_title_languages(title.set(description.is_not_null(), None))
            ),
            has_text=description.is_not_null(),
        )
        .unnest("pay")
        .select(CleanedPostings.polars_schema().names())
    )


def mark_repeats(cleaned_postings: pl.LazyFrame) -> pl.DataFrame:
    """All postings without their text, each exact repeat pointing to the first of its kind: the contract Postings.

    Two postings are the same where their source gives them the same id or address and the same text, or where title,
    employer, place, text and pay are the same (and the date too, where there is no text to compare). The first is the
    one seen earliest. Pay records never repeat each other: two people may well give the same answer.
    """
    postings = (
        cleaned_postings.drop("description", "tags")
        .sort(pl.coalesce("seen_on", "posted_on"), "source_id", "file", "line", nulls_last=True)
        .with_row_index("first")
        .collect()
    )
    identity = pl.coalesce("source_posting_id", "url")
    date_without_text = pl.when(~pl.col("has_text")).then(pl.col("posted_on").cast(pl.String))
    likeness = [
        pl.col("title", "company", "location").str.to_lowercase(),
        pl.col("text_sha256", "salary_raw"),
        date_without_text,
    ]
    is_posting = pl.col("kind") == "posting"
    groups = postings.select(
        _group_key(is_posting & identity.is_not_null(), "source_id", identity, "text_sha256").alias(
            "same_id"
        ),
        _group_key(is_posting & pl.col("company").is_not_null(), *likeness).alias("same_words"),
        "first",
    )
    first = _first_of_connected(groups)
    return (
        postings.with_columns(original=pl.col("posting_id").gather(first))
        .with_columns(duplicate_of=pl.when(pl.col("original") != pl.col("posting_id")).then("original"))
        .sort("source_id", "file", "line")
        .select(Postings.polars_schema().names())
    )


def _group_key(condition: pl.Expr, *columns: pl.Expr | str) -> pl.Expr:
    """Equal for the rows of one group; a row outside the condition is a group of its own."""
    return (
        pl.when(condition)
        .then(pl.struct(*columns).rank("dense").cast(pl.Int64))
        .otherwise(-1 - pl.col("first").cast(pl.Int64))
    )


def _first_of_connected(groups: pl.DataFrame) -> pl.Series:
    """Row index of the first row that each row is connected to, through any chain of shared groups."""
    while True:
        reached = groups.with_columns(pl.col("first").min().over("same_id")).with_columns(
            pl.col("first").min().over("same_words")
        )
        if reached["first"].equals(groups["first"]):
            return reached["first"]
        groups = reached
