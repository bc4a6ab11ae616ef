"""Reads dates as sources write them, and their precision."""

import calendar
import functools
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import polars as pl
from babel.dates import get_month_names

from pipelines.values.ages import Age, AgeReader
from pipelines.values.words import Words, any_of, plain
from schemas.languages import LANGUAGES
from schemas.layouts import Dates

_LONGEST = 100
"""Characters of a text that are read: no date is longer."""
EARLIEST = date(1990, 1, 1)
"""Earlier dates are typing errors or an unset clock (1970-01-01): no public file has older postings."""
_DAYS_SEEN_ON_MAY_BE_OFF = {"day": 1, "month": 31, "year": 366}
"""Days by which a correct posting date can follow the stated day of the scrape: time zones, rest of its period."""

RESULT = pl.Struct({"date": pl.Date, "precision": pl.String})
_ISO = re.compile(r"(\d{4})(?:([-/])(\d{2})\2(\d{2})(?:$|[T Z+])|(\d{2})(\d{2})T\d{4})")
_DAY_AND_MONTH = re.compile(r"(\d{1,2})([./ -])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[ -](?:de )?([^\W\d_]+)\.?,?[ -](?:de |del )?(\d{4})\b"
)
_MONTH_FIRST = re.compile(r"([^\W\d_]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b")
_ONLY_MONTH = re.compile(r"^([^\W\d_]+)\.?(?:,? (?:de |del )?(\d{4})|[-'’](\d{4}|\d{2}))$")
_YEAR_TO_DAY = re.compile(r"(?<!\d)(\d{4})\. ?(\d{1,2})\. ?(\d{1,2})\.?(?!\d)")
_LEAST_LIKELY = 0.75
"""A month or year counts as the date if it contains at least this share of the possible days."""

_Dated = tuple[date, str]


class DateReader:
    """Reads dates with the words for units of time and ages of the contract ValueWords."""

    def __init__(self, words: Words) -> None:
        self.read_age = AgeReader(words).read
        day, month, year = (
            any_of(word for word, unit in words.values("age_unit").items() if unit == of)
            for of in ("day", "month", "year")
        )
        self._numbered = re.compile(
            rf"(?P<y>\d{{4}})\s*{year}\s*(?P<m>\d{{1,2}})\s*{month}(?:\s*(?P<d>\d{{1,2}})\s*{day}?)?"
            rf"|(?:{day}\s*)?(?P<d2>\d{{1,2}})\s*{month}\s*(?P<m2>\d{{1,2}})\D{{1,3}}{year}?\s*(?P<y2>\d{{4}})"
        )

    def parse_dates(
        self, texts: pl.Series, formats: tuple[str, ...], seen_on: pl.Series, seen_on_precision: str = "day"
    ) -> pl.Series:
        """A struct of `date` and `precision` (type RESULT) per text, by the first format that matches.

        Formats: `iso` (the date as stated, whatever the offset), `relative` ("3 days ago", counted back from
        `seen_on`), `days_ago` (a number), `epoch_ms` and `epoch_s`, `written` ("March 5, 2026", "5. März 2026",
        "2026年3月5日", RFC 2822; month names of LANGUAGES), `day_or_month` (03/04/2026, the order decided by the other
        dates of the series), or a strptime pattern; one without a day gives the first day of its period.
        A relative date is `no_later_than` if the source stops counting ("30+ days ago"), and no more precise than
        `seen_on`. A text that matches no format gives nulls, and so does a date before EARLIEST or after the scrape.
        """
        pairs = pl.DataFrame(
            {"text": texts, "seen_on": seen_on}, schema={"text": pl.String, "seen_on": pl.Date}
        )
        distinct = pairs.unique(maintain_order=True)
        day_is_first = _find_order(distinct.drop_nulls("text").rows()) if "day_or_month" in formats else None
        slack = timedelta(days=_DAYS_SEEN_ON_MAY_BE_OFF[seen_on_precision])
        parsed: list[dict[str, object] | None] = []
        for text, seen in distinct.iter_rows():
            found = self._parse(
                (text or "")[:_LONGEST].strip(), formats, seen, seen_on_precision, day_is_first
            )
            if found and found[0] >= EARLIEST and (seen is None or found[0] <= seen + slack):
                parsed.append(dict(zip(("date", "precision"), found, strict=True)))
            else:
                parsed.append(None)
        looked_up = distinct.with_columns(pl.Series("parsed", parsed, dtype=RESULT))
        keys = ["text", "seen_on"]
        return pairs.join(looked_up, on=keys, how="left", nulls_equal=True, maintain_order="left")["parsed"]

    def _parse(
        self,
        text: str,
        formats: tuple[str, ...],
        seen_on: date | None,
        seen_on_precision: str,
        day_is_first: bool | None,
    ) -> _Dated | None:
        for form in formats if text else ():
            match form:
                case "iso":
                    found = _read_iso(text)
                case "relative":
                    found = _count_back(self.read_age(text), seen_on, seen_on_precision)
                case "days_ago":
                    found = _count_back(_read_days(text), seen_on, seen_on_precision)
                case "epoch_ms":
                    found = _read_epoch(text, r"\d{12,13}", 1_000)
                case "epoch_s":
                    found = _read_epoch(text, r"\d{9,10}", 1)
                case "written":
                    found = self._read_written(text)
                case "day_or_month":
                    found = _read_day_and_month(text, day_is_first)
                case pattern:
                    found = _read_pattern(text, pattern)
            if found:
                return found
        return None

    def _read_written(self, text: str) -> _Dated | None:
        if numbered := self._numbered.search(plain(text)):
            year, month, day = (numbered[name] or numbered[f"{name}2"] for name in "ymd")
            return _dated(int(year), int(month), int(day or 1), "day" if day else "month")
        return _read_named_month(text)


def date_postings(posted: pl.Series, seen_on: pl.Series, dates: Dates) -> pl.Series:
    """The time each posting stands for: a struct of `dated_on`, `dated_on_precision` and `dated_on_basis`.

    `posted` is what `parse_dates` found for the date of posting: stated, or computed where the card reads ages and the
    date is no more precise than the scrape. Without one the posting is of the time its source was collected.
    """
    posted_on, precision = posted.struct.field("date"), posted.struct.field("precision")
    counted_back = ["relative", "no_later_than"]
    if {"relative", "days_ago"} & {*dates.posted_on} and dates.seen_on_precision != "day":
        counted_back.append(dates.seen_on_precision)
    return pl.select(
        pl.when(posted_on.is_not_null())
        .then(
            pl.struct(
                dated_on=posted_on,
                dated_on_precision=precision,
                dated_on_basis=pl.when(precision.is_in(counted_back))
                .then(pl.lit("computed"))
                .otherwise(pl.lit("stated")),
            )
        )
        .when(seen_on.is_not_null())
        .then(
            pl.struct(
                dated_on=seen_on,
                dated_on_precision=pl.lit(dates.seen_on_precision),
                dated_on_basis=pl.lit("collected"),
            )
        )
        .alias("dated")
    ).to_series()


def _read_iso(text: str) -> _Dated | None:
    found = _ISO.match(text)
    return _dated(int(found[1]), int(found[3] or found[5]), int(found[4] or found[6])) if found else None


def _read_epoch(text: str, digits: str, ticks_per_second: int) -> _Dated | None:
    """Reads an epoch, also with the decimals of a float that spreadsheets and data frames add."""
    found = re.fullmatch(rf"({digits})(?:\.\d+)?", text)
    return (datetime.fromtimestamp(int(found[1]) / ticks_per_second, UTC).date(), "day") if found else None


def _read_pattern(text: str, pattern: str) -> _Dated | None:
    try:
        found = datetime.strptime(text, pattern).date()
    except ValueError:
        return None
    if re.search("%[dj]", pattern):
        return found, "day"
    return found, "month" if re.search("%[mbB]", pattern) else "year"


def _read_named_month(text: str) -> _Dated | None:
    if found := _YEAR_TO_DAY.search(text):
        return _dated(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.search(text):
        day, month, year = found.groups()
    elif found := _MONTH_FIRST.search(text):
        month, day, year = found.groups()
    elif found := _ONLY_MONTH.search(text):
        month, year, day = found[1], found[2] or found[3], None
    else:
        return None
    number = _months().get(month.casefold())
    years = int(year) + (2000 if len(year) == 2 else 0)
    return _dated(years, number, int(day or 1), "day" if day else "month") if number else None


def _read_day_and_month(text: str, day_is_first: bool | None) -> _Dated | None:
    """Reads a date in the only possible order, or else in the order of its series; None if that is unknown."""
    orders = _both_orders(text)
    if orders is None:
        return None
    if orders[True] and orders[False] and orders[True] != orders[False]:
        return None if day_is_first is None else orders[day_is_first]
    return orders[True] or orders[False]


def _both_orders(text: str) -> dict[bool, _Dated | None] | None:
    """The date read with the day first (True) and with the month first (False)."""
    found = _DAY_AND_MONTH.match(text)
    if not found:
        return None
    one, other, year = int(found[1]), int(found[3]), int(found[4])
    year += 2000 if year < 100 else 0
    return {True: _dated(year, other, one), False: _dated(year, one, other)}


def _find_order(dates: Iterable[tuple[str, date | None]]) -> bool | None:
    """Whether the day comes first in a series of texts, each with its day of the scrape; None if undecided.

    A number above 12 is a day, and no date is after the scrape. If the texts show both orders, neither is used.
    """
    shown = set()
    for text, seen_on in dates:
        orders = _both_orders(text.strip())
        possible = [
            day_is_first
            for day_is_first, found in (orders or {}).items()
            if found and (seen_on is None or found[0] <= seen_on + timedelta(days=1))
        ]
        if len(possible) == 1:
            shown.add(possible[0])
    return shown.pop() if len(shown) == 1 else None


def _read_days(text: str) -> Age | None:
    return Age(int(float(text)), False) if re.fullmatch(r"\d{1,5}(?:\.\d+)?", text) else None


def _count_back(age: Age | None, seen_on: date | None, seen_on_precision: str) -> _Dated | None:
    """The day an age before the scrape; if only the scrape's month or year is known, that of most possible days."""
    if age is None or seen_on is None:
        return None
    days = timedelta(days=age.days)
    if seen_on_precision == "day":
        return seen_on - days, "no_later_than" if age.is_at_least else "relative"
    first, last = (day - days for day in _period(seen_on, seen_on_precision))
    if age.is_at_least:
        return last, "no_later_than"
    possible = (last - first).days + 1
    for day in (first, first + (last - first) / 2, last):
        start, end = _period(day, seen_on_precision)
        if (min(end, last) - max(start, first)).days + 1 >= _LEAST_LIKELY * possible:
            return start, seen_on_precision
    return None


def _period(day: date, precision: str) -> tuple[date, date]:
    """The first and last day of the month or year of a day."""
    if precision == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _dated(year: int, month: int, day: int, precision: str = "day") -> _Dated | None:
    try:
        return date(year, month, day), precision
    except ValueError:
        return None


@functools.cache
def _months() -> dict[str, int]:
    """Number of each month name in LANGUAGES, full and short, from CLDR."""
    names = {"sept": 9}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                months = get_month_names(width, context, language)
                names |= {name.casefold().rstrip("."): number for number, name in months.items()}
    return names
