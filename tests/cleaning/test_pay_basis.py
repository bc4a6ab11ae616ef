"""Whose word pay is."""

import polars as pl
import pytest

from pipelines.cleaning.pay_basis import mark_repeated_pay
from pipelines.cleaning.postings import clean_postings
from pipelines.reading.raw_postings import read_postings
from schemas import SourceCard
from tests.made_tables import rows
from tests.one_value import readers


def basis_of(salary, via="", kind="posting", **salaries):
    """`pay_basis` of one posting by a card with these `salaries`."""
    card = SourceCard(
        source_id="board",
        name="A board",
        publisher="somebody",
        page="https://example.com",
        licence="CC0-1.0",
        files=("*.csv",),
        kind=kind,
        columns={"title": "title", "salary": "salary", "pay_origin": "via"},
        salaries={"currency": "USD", "period": "year", **salaries},
        rows={"min": 1, "max": 10},
    )
    data = f"title,salary,via\nData Engineer,{salary},{via}\n".encode()
    return clean_postings(read_postings(data, "f.csv", "0" * 64, card), card, readers())["pay_basis"][0]


@pytest.mark.parametrize(
    ("salary", "card", "expected"),
    [
        ("$90K", {}, "stated"),
        ("$90K", {"kind": "pay_record"}, "survey"),
        ("$90K", {"basis": "estimated"}, "estimated"),
        ("$80K-$90K (Board est.)", {}, "estimated"),
        ("$80K-$90K (Employer est.)", {"basis": "estimated"}, "stated"),
        ("Employer Provided Salary: $90K", {}, "stated"),
        ("geschätzt 90.000 $", {}, "estimated"),
        ("le salaire est 90 000 $", {}, "stated"),
        ("competitive", {}, None),
        ("", {"basis": "estimated"}, None),
    ],
)
def test_the_words_for_pay_win_over_what_the_card_says_of_all(salary, card, expected):
    assert basis_of(salary, **card) == expected


def test_a_value_that_the_card_names_shows_an_estimate():
    estimated = {"pay_origin": r"Guess\.com$", "salary": r"\*"}
    assert basis_of("90000", "via Guess.com", estimated=estimated) == "estimated"
    assert basis_of("90000 *", "via Board.com", estimated=estimated) == "estimated"
    assert basis_of("90000", "via Board.com", estimated=estimated) == "stated"
    assert basis_of("90000", "", estimated=estimated) == "stated"


def judge(*postings, **constants):
    """The `pay_basis` of each posting, after the amounts of its origin were looked at."""
    of_all = {
        "source_id": "board",
        "kind": "posting",
        "pay_basis": "stated",
        "salary_period": "year",
        "country": "US",
    }
    made = rows("postings", *postings, **{**of_all, **constants})
    made = made.with_columns(
        salary_max_year="salary_min_year", salary_currency=pl.lit("USD"), employer="company"
    )
    return mark_repeated_pay(made)["pay_basis"].to_list()


def amounts(*pays):
    """One posting per amount, each of an employer of its own."""
    return [{"company": f"Firm {number}", "salary_min_year": float(pay)} for number, pay in enumerate(pays)]


def test_amounts_that_employers_choose_stay_stated_though_some_are_alike():
    assert set(judge(*amounts(*[90_000] * 5, *range(60_000, 80_000, 1_000)))) == {"stated"}


def test_one_amount_at_a_third_of_employers_is_the_boards():
    assert set(judge(*amounts(*[90_000] * 10, *range(60_000, 80_000, 1_000)))) == {"estimated"}


def test_one_amount_of_one_employer_is_that_employers():
    of_one = [{"company": "Firm 0", "salary_min_year": 90_000.0}] * 30
    assert set(judge(*of_one, *amounts(*range(60_000, 80_000, 1_000)))) == {"stated"}


def test_one_amount_in_many_countries_is_the_boards():
    countries = ["AT", "BE", "CH", "DE", "ES", "FR", "GB", "IE", "IN", "IT", "NL", "PL"]
    everywhere = [
        posting | {"country": country}
        for posting, country in zip(amounts(*[90_000] * 12), countries, strict=True)
    ]
    others = amounts(*range(10_000, 90_000, 1_000))
    assert set(judge(*everywhere, *others)) == {"estimated"}
    assert set(judge(*everywhere[:10], *others)) == {"stated"}


def test_odd_amounts_at_many_employers_are_the_boards_unless_a_scale_among_others():
    odd = [61_113, 74_207, 88_391, 93_777] * 6
    assert set(judge(*amounts(*odd, *range(60_000, 80_000, 1_000)))) == {"estimated"}
    assert set(judge(*amounts(*odd[:12], *odd[:8], *range(50_000, 99_000, 1_000)))) == {"stated"}


def test_each_board_of_a_source_is_judged_by_itself():
    filled_in = [posting | {"pay_origin": "via Guess"} for posting in amounts(*[90_000] * 20)]
    stated = [posting | {"pay_origin": "via Board"} for posting in amounts(*range(60_000, 80_000, 1_000))]
    assert judge(*filled_in, *stated) == ["estimated"] * 20 + ["stated"] * 20


def test_few_employers_and_pay_records_show_nothing():
    assert set(judge(*amounts(*[90_000] * 14))) == {"stated"}
    assert set(judge(*amounts(*[90_000] * 40), kind="pay_record", pay_basis="survey")) == {"survey"}
