"""Cleans and types raw postings."""

import polars as pl

from pipelines.cleaning.dates import DateReader
from pipelines.cleaning.languages import detect_text_languages, detect_title_languages
from pipelines.cleaning.pay import PayReader
from pipelines.cleaning.places import PlaceReader
from pipelines.cleaning.remote import RemoteReader
from pipelines.cleaning.tags import TagReader
from pipelines.cleaning.texts import (
    clean_description,
    clean_employer,
    clean_identifier,
    clean_line,
    hash_words,
    strip_patterns,
)
from pipelines.cleaning.words import Words
from schemas.layouts import Layout
from schemas.postings import CleanedPostings


class ValueReaders:
    """The readers of each kind of value, built once from the contract ValueWords."""

    def __init__(self, value_words: pl.DataFrame) -> None:
        words = Words(value_words)
        self.dates = DateReader(words)
        self.pay = PayReader(words)
        self.places = PlaceReader(words)
        self.remote = RemoteReader(words)
        self.tags = TagReader(words)


def clean_postings(raw_postings: pl.DataFrame, card: Layout, readers: ValueReaders) -> pl.DataFrame:
    """Cleans and types one source's raw postings: the contract CleanedPostings, in file order.

    A value that cannot be understood becomes null; the posting stays.
    """
    raw = raw_postings.filter(pl.col("outcome") == "posting")
    added = dict(card.strip)
    of_text = added.pop("description", ())
    raw = raw.with_columns(strip_patterns(raw[column], patterns) for column, patterns in added.items())
    description = strip_patterns(clean_description(raw["description"]), of_text)
    title = clean_line(raw["title"])
    location = clean_line(raw["location"])
    never = pl.repeat(None, raw.height, dtype=pl.Date, eager=True)
    seen_on = readers.dates.parse_dates(raw["seen_on"], card.dates.seen_on, never).struct.field("date")
    posted = readers.dates.parse_dates(
        raw["posted_on"], card.dates.posted_on, seen_on, card.dates.seen_on_precision
    )
    return (
        raw.drop("salary_currency", "salary_period")
        .with_columns(
            description,
            location,
            title.fill_null(raw["title"].str.strip_chars()),
            kind=pl.lit(card.kind),
            company=clean_employer(raw["company"]),
            url=clean_identifier(raw["url"]),
            source_posting_id=clean_identifier(raw["source_posting_id"]),
            employment_type=clean_line(raw["employment_type"]),
            source_seniority=clean_line(raw["source_seniority"]),
            country=readers.places.find_countries(location, raw["country"]),
            is_remote=readers.remote.find_remote(raw["remote"], location, title),
            posted_on=posted.struct.field("date"),
            posted_on_precision=posted.struct.field("precision"),
            seen_on=seen_on,
            tags=readers.tags.split_tags(raw["tags"], card.ignored_tags),
            pay=readers.pay.parse(raw, card.salaries),
            text_sha256=hash_words(description),
            language=detect_text_languages(description).fill_null(
                detect_title_languages(title.set(description.is_not_null(), None))
            ),
            has_text=description.is_not_null(),
        )
        .unnest("pay")
        .select(CleanedPostings.polars_schema().names())
    )
