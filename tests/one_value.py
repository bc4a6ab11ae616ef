"""One value at a time through the readers of values, places and cleaning, for tests."""

import functools

import polars as pl

from pipelines.cleaning.languages import detect_text_languages
from pipelines.cleaning.postings import ValueReaders
from pipelines.cleaning.texts import clean_line, strip_ratings
from pipelines.values.pay import COLUMNS
from pipelines.values.words import Words
from schemas.layouts import Salaries
from schemas.value_words import ValueWords
from warehouse.inbox.curated import read_rows
from warehouse.settings import ROOT


@functools.cache
def value_words():
    """The words in data/, by kind."""
    return Words(read_rows(ROOT / "data" / "sources", ValueWords))


@functools.cache
def readers():
    """The readers made of the words in data/."""
    return ValueReaders(read_rows(ROOT / "data" / "sources", ValueWords))


def pay_of(card=None, **columns):
    """Pay of the given text columns: all fields."""
    frame = pl.DataFrame(
        {name: [columns.get(name)] for name in COLUMNS}, schema=dict.fromkeys(COLUMNS, pl.String)
    )
    return readers().pay.parse(frame, Salaries(**(card or {})))[0]


def yearly_pay_of(card=None, **columns):
    """Both ends of pay per year, its currency and its period."""
    pay = pay_of(card, **columns)
    return tuple(pay[f"salary_{name}"] for name in ("min_year", "max_year", "currency", "period"))


def country_of(location, stated=None):
    """The country of one place."""
    return readers().places.find_countries(_series(location), _series(stated))[0]


def region_of(location, country):
    """The region of one place in a country."""
    return readers().places.find_regions(_series(location), _series(country))[0]


def date_of(text, *formats, precision="day", seen_on=None, beside=()):
    """The date and precision of a text that stands with others in one column."""
    texts = pl.Series([text, *beside], dtype=pl.String)
    seen = pl.Series([seen_on] * len(texts), dtype=pl.Date)
    parsed = readers().dates.parse_dates(texts, formats, seen, precision)[0]
    return (parsed["date"], parsed["precision"]) if parsed else (None, None)


def is_remote(marker=None, location=None, title="Data Scientist"):
    """Whether one posting is remote."""
    mode = work_mode_of(marker, location, title)
    return mode and mode == "remote"


def work_mode_of(marker=None, location=None, title="Data Scientist"):
    """Where the work of one posting is done."""
    return readers().remote.find_work_modes(*map(_series, (marker, location, title)))[0]


def level_of(text):
    """The level that a source's words for it stand for."""
    return readers().levels.find_levels(_series(text))[0]


def language_of(text):
    """The language of one text."""
    return detect_text_languages(_series(text))[0]


def tags_of(text, ignored=()):
    """The tags in one text."""
    return readers().tags.split_tags(_series(text), ignored).to_list()[0]


def employer_of(text):
    """One employer's name."""
    return clean_line(strip_ratings(_series(text)))[0]


def _series(value):
    return pl.Series([value], dtype=pl.String)
