"""Dates as sources write them."""

from datetime import date

import polars as pl
import pytest

from pipelines.values.dates import date_postings
from schemas.layouts import Dates
from tests.one_value import date_of, readers

SEEN = date(2026, 3, 10)


def parse(text, *formats, precision="day", seen_on=SEEN, beside=()):
    return date_of(text, *formats, precision=precision, seen_on=seen_on, beside=beside)


@pytest.mark.parametrize(
    ("text", "formats", "expected"),
    [
        ("2026-02-02T08:58:57-04:00", ["iso"], (date(2026, 2, 2), "day")),
        ("2019-05-18T00:00:00.000Z", ["iso"], (date(2019, 5, 18), "day")),
        ("2026-02-03 15:40:43 UTC", ["iso"], (date(2026, 2, 3), "day")),
        (" 2026-02-28 ", ["iso"], (date(2026, 2, 28), "day")),
        ("2026-03-05Z", ["iso"], (date(2026, 3, 5), "day")),
        ("2026-03-05+01:00", ["iso"], (date(2026, 3, 5), "day")),
        ("2026/03/05", ["iso"], (date(2026, 3, 5), "day")),
        ("20260305T150000", ["iso"], (date(2026, 3, 5), "day")),
        ("a" * 50_000, ["iso", "relative", "written"], (None, None)),
        ("2026-13-28", ["iso"], (None, None)),
        ("3 days ago", ["relative"], (date(2026, 3, 7), "relative")),
        ("30+ days ago", ["relative"], (date(2026, 2, 8), "no_later_than")),
        ("99999999999 days ago", ["relative"], (None, None)),
        ("7.0", ["days_ago"], (date(2026, 3, 3), "relative")),
        ("-7", ["days_ago"], (None, None)),
        ("1770768000000", ["epoch_ms", "iso"], (date(2026, 2, 11), "day")),
        ("1770768000000.0", ["epoch_ms"], (date(2026, 2, 11), "day")),
        ("1770768000", ["epoch_s"], (date(2026, 2, 11), "day")),
        ("1/13/2024", ["%m/%d/%Y"], (date(2024, 1, 13), "day")),
        ("31.12.2025", ["%d.%m.%Y"], (date(2025, 12, 31), "day")),
        ("2024", ["%Y"], (date(2024, 1, 1), "year")),
        ("2025-05", ["%Y-%m"], (date(2025, 5, 1), "month")),
        ("soon", ["iso", "relative", "written", "day_or_month", "%Y"], (None, None)),
        (None, ["iso"], (None, None)),
    ],
)
def test_a_date_is_read_by_the_first_format_that_fits(text, formats, expected):
    assert parse(text, *formats) == expected


@pytest.mark.parametrize(
    "text",
    [
        "March 5, 2026",
        "Mar 5 2026",
        "Thursday, March 5th, 2026",
        "5 March 2026",
        "Thu, 05 Mar 2026 10:00:00 GMT",
        "05-Mar-2026",
        "5. März 2026",
        "05 mars 2026",
        "5 de marzo de 2026",
        "5 de março de 2026",
        "5 maart 2026",
        "5 marzo 2026",
        "5 marca 2026",
        "5 марта 2026 г.",
        "5 березня 2026 р.",
        "5 mars 2026",
        "5 Maret 2026",
        "2026年3月5日",
        "2026년 3월 5일",
        "2026. 3. 5.",
        "ngày 5 tháng 3 năm 2026",
        "5 tháng 3, 2026",
    ],
)
def test_a_written_date_is_read_in_every_language(text):
    assert parse(text, "written") == (date(2026, 3, 5), "day")


@pytest.mark.parametrize("text", ["février 2026", "Feb-26", "Feb-2026", "2026年2月", "лютий 2026"])
def test_a_written_month_is_no_more_precise_than_that(text):
    assert parse(text, "written") == (date(2026, 2, 1), "month")


@pytest.mark.parametrize(
    ("text", "precision", "expected"),
    [
        ("today", "month", (date(2026, 3, 1), "month")),
        ("2 days ago", "month", (date(2026, 3, 1), "month")),
        ("7 days ago", "month", (date(2026, 3, 1), "month")),
        ("17 days ago", "month", (None, None)),
        ("hace 2 semanas", "month", (None, None)),
        ("30 days ago", "month", (date(2026, 2, 1), "month")),
        ("30+ days ago", "month", (date(2026, 3, 1), "no_later_than")),
        ("2 months ago", "year", (date(2026, 1, 1), "year")),
        ("200 days ago", "year", (None, None)),
        ("1 year ago", "year", (date(2025, 1, 1), "year")),
    ],
)
def test_an_age_counts_back_from_all_days_that_the_scrape_may_have_been_on(text, precision, expected):
    seen_on = date(2026, 3, 1) if precision == "month" else date(2026, 1, 1)
    assert parse(text, "relative", precision=precision, seen_on=seen_on) == expected


@pytest.mark.parametrize(
    ("text", "beside", "expected"),
    [
        ("03/02/2026", ["25/01/2026"], date(2026, 2, 3)),
        ("01/02/2026", ["01/25/2026"], date(2026, 1, 2)),
        ("25/01/2026", [], date(2026, 1, 25)),
        ("01/02/2026", [], None),
        ("02/02/2026", [], date(2026, 2, 2)),
        ("01/02/2026", ["25/01/2026", "01/25/2026"], None),
        ("01/02/2026", ["04/01/2026"], date(2026, 2, 1)),
        ("3.2.26", ["25.1.26"], date(2026, 2, 3)),
        ("13/13/2026", ["25/01/2026"], None),
    ],
)
def test_day_and_month_are_told_apart_by_the_dates_beside_them_or_left_empty(text, beside, expected):
    assert parse(text, "day_or_month", beside=beside)[0] == expected


def test_a_relative_date_is_no_more_precise_than_the_scrape():
    assert parse("7.0", "days_ago", precision="month") == (date(2026, 3, 1), "month")


def test_a_relative_date_is_unknown_where_the_scrape_is():
    assert parse("3 days ago", "relative", seen_on=None) == (None, None)


def test_formats_may_be_mixed_in_one_column():
    formats = ("relative", "iso", "epoch_ms", "written", "day_or_month")
    texts = ["2026-03-01", "9 days ago", "1772323200000", "1 March 2026", "01/03/2026"]
    found = [parse(text, *formats, beside=["25/01/2026"])[0] for text in texts]
    assert found == [date(2026, 3, 1)] * 5


@pytest.mark.parametrize("text", ["1970-01-01", "2026-03-12", "2062-01-01"])
def test_a_date_before_job_boards_or_after_the_scrape_is_an_error(text):
    assert parse(text, "iso") == (None, None)


def test_a_date_may_lie_behind_the_scrape_by_a_time_zone_or_the_rest_of_its_period():
    assert parse("2026-03-11", "iso")[0] == date(2026, 3, 11)
    assert parse("2026-03-28", "iso", precision="month")[0] == date(2026, 3, 28)


def test_a_pattern_that_names_a_part_twice_is_refused():
    with pytest.raises(ValueError, match="'%Y-%Y' names a part of the date twice"):
        Dates(posted_on=("%Y-%Y",))


@pytest.mark.parametrize(
    ("posted", "card", "expected"),
    [
        ("2026-03-02", {}, (date(2026, 3, 2), "day", "stated")),
        ("3 days ago", {}, (date(2026, 3, 7), "relative", "computed")),
        ("30+ days ago", {}, (date(2026, 2, 8), "no_later_than", "computed")),
        ("2 months ago", {"seen_on_precision": "year"}, (date(2026, 1, 1), "year", "computed")),
        ("3 days ago", {"seen_on_precision": "month"}, (date(2026, 3, 1), "month", "computed")),
        (None, {}, (date(2026, 3, 10), "day", "collected")),
        (None, {"seen_on_precision": "month"}, (date(2026, 3, 10), "month", "collected")),
    ],
)
def test_a_posting_is_of_its_date_or_else_of_the_time_its_source_was_collected(posted, card, expected):
    dates = Dates(posted_on=("iso", "relative"), **card)
    seen_on = pl.Series([date(2026, 3, 10)])
    parsed = readers().dates.parse_dates(
        pl.Series([posted], dtype=pl.String), dates.posted_on, seen_on, dates.seen_on_precision
    )
    assert tuple(date_postings(parsed, seen_on, dates)[0].values()) == expected


def test_a_posting_without_any_date_has_no_time():
    nothing = pl.Series([None], dtype=pl.Date)
    parsed = readers().dates.parse_dates(pl.Series([None], dtype=pl.String), (), nothing)
    assert date_postings(parsed, nothing, Dates())[0] is None
