"""Amounts of money in a text."""

import pytest

from pipelines.values.amounts import read_number
from pipelines.values.words import plain
from tests.one_value import readers


@pytest.mark.parametrize(
    ("text", "thousands", "number"),
    [
        ("40.000", None, 40_000),
        ("40,000", None, 40_000),
        ("40 000", None, 40_000),
        ("40'000", None, 40_000),
        ("1.250.000", None, 1_250_000),
        ("6,00,000", None, 600_000),
        ("8.000,50", None, 8_000.5),
        ("8,000.50", None, 8_000.5),
        ("45.50", None, 45.5),
        ("13,5", None, 13.5),
        ("0.125", None, 0.125),
        ("20.125", ",", 20.125),
        ("40.000", ".", 40_000),
        ("40000.0", ".", 40_000),
        ("8.000.000", ",", 8_000_000),
        ("1,250,000", ".", 1_250_000),
    ],
)
def test_a_number_is_read_by_its_marks(text, thousands, number):
    assert read_number(text, thousands) == number


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("no figure", []),
        ("$100K", [100_000]),
        ("2 positions, $100K to $120K", [100_000, 120_000]),
        ("$1.2M", [1_200_000]),
        ("USD 100,000 - USD 120,000", [100_000, 120_000]),
        ("40.000€ - 55.000€", [40_000, 55_000]),
        ("$30/hr - $40/hr", [30, 40]),
        ("$100,000 and $5,000 bonus", [100_000]),
        ("3.200,- EUR", [3_200]),
        ("3,50,000/- to 5,00,000/-", [350_000, 500_000]),
        ("35000:- kr", [35_000]),
        ("1억 2000만원", [120_000_000]),
        ("E13, IR35, 2nd, H1B", []),
    ],
)
def test_the_first_amount_with_a_currency_or_unit_counts_and_what_is_joined_to_it(text, values):
    found = readers().pay.amounts.read(plain(text))
    assert ([*dict.fromkeys((found.low, found.high))] if found else []) == values
