"""Dates as sources write them."""

from datetime import date

import polars as pl
import pytest

from pipelines.dates import parse_dates

SEEN = date(2026, 3, 10)


def parse(text, *formats, precision="day"):
    frame = pl.DataFrame({"text": [text], "seen_on": [SEEN]}, schema={"text": pl.String, "seen_on": pl.Date})
    parsed = frame.select(parse_dates("text", formats, pl.col("seen_on"), precision).alias("d")).unnest("d")
    return parsed.row(0) if parsed["date"][0] else (None, None)


@pytest.mark.parametrize(
    ("text", "formats", "expected"),
    [
        ("2026-06-02T08:58:57-04:00", ["iso"], (date(2026, 6, 2), "day")),
        ("2019-05-18T00:00:00.000Z", ["iso"], (date(2019, 5, 18), "day")),
        ("2026-08-03 15:40:43 UTC", ["iso"], (date(2026, 8, 3), "day")),
        ("2026-07-28", ["iso"], (date(2026, 7, 28), "day")),
        ("2026-13-28", ["iso"], (None, None)),
        ("3 days ago", ["relative"], (date(2026, 3, 7), "relative")),
        ("Posted 1 day ago", ["relative"], (date(2026, 3, 9), "relative")),
        ("30+ days ago", ["relative"], (date(2026, 2, 8), "no_later_than")),
        ("2 weeks ago", ["relative"], (date(2026, 2, 24), "relative")),
        ("Just posted", ["relative"], (SEEN, "relative")),
        ("Today", ["relative"], (SEEN, "relative")),
        ("vor 3 Tagen", ["relative"], (date(2026, 3, 7), "relative")),
        ("il y a 5 jours", ["relative"], (date(2026, 3, 5), "relative")),
        ("hace 2 semanas", ["relative"], (date(2026, 2, 24), "relative")),
        ("reposted", ["relative"], (None, None)),
        ("PostedToday", ["relative"], (SEEN, "relative")),
        ("yesterday", ["relative"], (date(2026, 3, 9), "relative")),
        ("gestern", ["relative"], (date(2026, 3, 9), "relative")),
        ("a day ago", ["relative"], (date(2026, 3, 9), "relative")),
        ("48 hours ago", ["relative"], (date(2026, 3, 8), "relative")),
        ("99999999999 days ago", ["relative"], (None, None)),
        ("7.0", ["days_ago"], (date(2026, 3, 3), "relative")),
        ("1770768000000", ["epoch_ms", "iso"], (date(2026, 2, 11), "day")),
        ("1/13/2024", ["%m/%d/%Y"], (date(2024, 1, 13), "day")),
        ("31.12.2025", ["%d.%m.%Y"], (date(2025, 12, 31), "day")),
        ("2024", ["%Y"], (date(2024, 1, 1), "year")),
        ("2025-05", ["%Y-%m"], (date(2025, 5, 1), "month")),
        ("soon", ["iso", "relative", "%Y"], (None, None)),
        (None, ["iso"], (None, None)),
    ],
)
def test_a_date_is_read_by_the_first_format_that_fits(text, formats, expected):
    assert parse(text, *formats) == expected


def test_a_relative_date_is_no_more_precise_than_the_scrape():
    assert parse("7.0", "days_ago", precision="month") == (date(2026, 3, 3), "month")


def test_formats_may_be_mixed_in_one_column():
    assert parse("2026-03-01", "relative", "iso") == (date(2026, 3, 1), "day")
