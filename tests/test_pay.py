"""Pay as sources write it, to a range per year."""

import polars as pl
import pytest

from pipelines.pay import COLUMNS, parse_pay
from schemas.sources import Salaries


def parse(card=None, **columns):
    frame = pl.DataFrame(
        {name: [columns.get(name)] for name in COLUMNS}, schema=dict.fromkeys(COLUMNS, pl.String)
    )
    pay = parse_pay(frame, card or Salaries())[0]
    return tuple(
        pay[name] for name in ("salary_min_year", "salary_max_year", "salary_currency", "salary_period")
    )


@pytest.mark.parametrize(
    ("text", "card", "expected"),
    [
        ("$86K-$143K (Glassdoor est.)", {"period": "year"}, (86_000, 143_000, "USD", "year")),
        ("$21-$34 Per Hour(Glassdoor est.)", {"period": "year"}, (43_680, 70_720, "USD", "hour")),
        ("Employer Provided Salary:$150K-$160K", {"period": "year"}, (150_000, 160_000, "USD", "year")),
        ("$153,300 - $201,600 a year", {}, (153_300, 201_600, "USD", "year")),
        ("$45.50 an hour", {}, (94_640, 94_640, "USD", "hour")),
        ("$50-60K a year", {}, (50_000, 60_000, "USD", "year")),
        (" 115K+ *", {"period": "year"}, (115_000, None, None, "year")),
        ("up to 90K EUR per year", {}, (None, 90_000, "EUR", "year")),
        ("65.000 €", {"period": "year", "thousands": "."}, (65_000, 65_000, "EUR", "year")),
        ("65000 €", {"period": "year", "thousands": "."}, (65_000, 65_000, "EUR", "year")),
        ("£500 per day", {}, (130_000, 130_000, "GBP", "day")),
        ("₹16,00,000 - ₹35,00,000 a year", {}, (1_600_000, 3_500_000, "INR", "year")),
        ("15 - 20 LPA", {}, (1_500_000, 2_000_000, "INR", "year")),
        ("18 000 - 24 000 PLN / month", {}, (216_000, 288_000, "PLN", "month")),
        ("R$ 8.000,00 por mês", {"thousands": "."}, (96_000, 96_000, "BRL", "month")),
        ("$201,600 - $153,300 a year", {}, (153_300, 201_600, "USD", "year")),
        ("$150,000 a year (40 hours per week)", {}, (150_000, 150_000, "USD", "year")),
        ("401k match, $120,000 - $150,000 a year", {}, (120_000, 150_000, "USD", "year")),
        ("2 days a week, $800 per day", {}, (208_000, 208_000, "USD", "day")),
        ("4629 - 6635", {"period": "year", "plausible_per_year": (9_000, 1e6)}, (None, None, None, None)),
        ("1 - 2", {"period": "year"}, (None, None, None, None)),
        ("competitive", {"period": "year"}, (None, None, None, None)),
        ("$40 - $50", {}, (None, None, None, None)),
    ],
)
def test_pay_is_brought_to_a_year(text, card, expected):
    assert parse(Salaries(**card), salary=text) == expected


def test_pay_in_two_columns_takes_currency_and_period_from_theirs():
    assert parse(salary_min="40.5", salary_max="50", salary_currency="gbp", salary_period="hour") == (
        84_240,
        104_000,
        "GBP",
        "hour",
    )


def test_the_raw_text_of_pay_is_kept_even_where_it_cannot_be_understood():
    frame = pl.DataFrame({name: ["by agreement" if name == "salary" else None] for name in COLUMNS})
    assert parse_pay(frame.cast(pl.String), Salaries())[0]["salary_raw"] == "by agreement"
