"""Cleans and types raw postings."""

import polars as pl

from pipelines.cleaning.contacts import ContactMasks
from pipelines.cleaning.languages import detect_text_languages
from pipelines.cleaning.pay_basis import PayBasisReader
from pipelines.cleaning.repeated_texts import change_columns
from pipelines.cleaning.tags import TagReader
from pipelines.cleaning.texts import (
    clean_description,
    clean_identifier,
    clean_line,
    hash_words,
    strip_patterns,
    strip_ratings,
)
from pipelines.places.places import PlaceReader
from pipelines.values.dates import DateReader, date_postings
from pipelines.values.levels import LevelReader
from pipelines.values.pay import PayReader
from pipelines.values.remote import RemoteReader
from pipelines.values.words import Words
from schemas.layouts import Layout, PartialTexts
from schemas.postings import CleanedPostings

LONGEST_TEASER = 500
"""Characters below which a text that ends in dots is what a board shows before a click. Of such texts in real postings,
1 in 4 asks for anything, and of longer ones that end in dots nearly all."""
ENDS_IN_DOTS = r"(?:…|\.\.\.)[^.…]{0,60}\.?\s*$"
"""A pointer to the rest may follow the dots."""


class ValueReaders:
    """The readers of each kind of value, built once from the contract ValueWords."""

    def __init__(self, value_words: pl.DataFrame) -> None:
        words = Words(value_words)
        self.contacts = ContactMasks(words)
        self.dates = DateReader(words)
        self.levels = LevelReader(words)
        self.pay = PayReader(words)
        self.pay_basis = PayBasisReader(words)
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
    pay = readers.pay.parse(raw, card.salaries)
    texts = change_columns(_clean_texts(raw, pay.struct.field("salary_raw")), readers.contacts.mask)
    title, location = texts["title"], texts["location"]
    description = strip_patterns(texts["description"], of_text)
    country = readers.places.find_countries(location, raw["country"])
    never = pl.repeat(None, raw.height, dtype=pl.Date, eager=True)
    seen_on = readers.dates.parse_dates(raw["seen_on"], card.dates.seen_on, never).struct.field("date")
    posted = readers.dates.parse_dates(
        raw["posted_on"], card.dates.posted_on, seen_on, card.dates.seen_on_precision
    )
    return (
        raw.drop("salary_currency", "salary_period")
        .with_columns(
            title,
            location,
            description,
            texts["company"],
            texts["employment_type"],
            texts["source_seniority"],
            kind=pl.lit(card.kind),
            url=readers.contacts.mask_addresses(clean_identifier(raw["url"])),
            source_posting_id=clean_identifier(raw["source_posting_id"]),
            source_level=readers.levels.find_levels(raw["source_seniority"]),
            country=country,
            region=readers.places.find_regions(location, country),
            work_mode=readers.remote.find_work_modes(raw["remote"], location, title),
            posted_on=posted.struct.field("date"),
            posted_on_precision=posted.struct.field("precision"),
            seen_on=seen_on,
            dated=date_postings(posted, seen_on, card.dates),
            tags=readers.tags.split_tags(raw["tags"], card.ignored_tags),
            pay=pay,
            pay_origin=clean_line(raw["pay_origin"]),
            pay_basis=readers.pay_basis.find(raw, pay, card),
            text_sha256=hash_words(description),
            language=detect_text_languages(description),
            has_text=description.is_not_null(),
            is_partial_text=_are_partial(raw["description"], card.partial_texts) & description.is_not_null(),
        )
        .unnest("pay", "dated")
        .with_columns(texts["salary_raw"])
        .select(CleanedPostings.polars_schema().names())
    )


def _are_partial(texts: pl.Series, partial: PartialTexts) -> pl.Series:
    """Which raw texts are only a part of a posting's, as its card says, or as short ones show that end in dots."""
    if partial == "all":
        return pl.repeat(True, len(texts), dtype=pl.Boolean, eager=True)
    size = texts.str.len_chars()
    is_teaser = (size < LONGEST_TEASER) & texts.str.contains(ENDS_IN_DOTS)
    return (is_teaser | (size <= (partial or 0))).fill_null(False)


def _clean_texts(raw: pl.DataFrame, salary_raw: pl.Series) -> pl.DataFrame:
    """The columns in which a person may be named, cleaned; a title of only signs stays as it is written."""
    lines = raw.select("title", "location", "employment_type", "source_seniority").with_columns(
        strip_ratings(raw["company"])
    )
    return change_columns(lines, clean_line).with_columns(
        pl.col("title").fill_null(raw["title"].str.strip_chars()),
        salary_raw.alias("salary_raw"),
        clean_description(raw["description"]),
    )
