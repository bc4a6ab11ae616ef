"""What a column's values show by themselves."""

import polars as pl
import pytest

from pipelines.drafting.column_evidence import (
    find_date_formats,
    find_nothing,
    find_single_country,
    share_fitting,
    share_of_firms,
)
from pipelines.drafting.pay_evidence import guess_salaries, tells_all
from tests.one_value import readers

OCCUPATIONS = frozenset({"engineer", "analyst"})
NO_ADDRESSES = pl.Series(dtype=pl.String)


def pay(*texts, low=None, high=None):
    nothing = [None] * len(texts)
    return pl.DataFrame(
        {
            "salary": list(texts),
            "salary_min": low or nothing,
            "salary_max": high or nothing,
            "salary_currency": nothing,
            "salary_period": nothing,
        },
        schema_overrides=dict.fromkeys(
            ("salary", "salary_min", "salary_max", "salary_currency", "salary_period"), pl.String
        ),
    )


@pytest.mark.parametrize(
    ("values", "formats", "is_undecided"),
    [
        (["2025-03-01", "2025-03-01T08:00:00Z"], ("iso",), False),
        (["13/03/2025", "01/03/2025"], ("%d/%m/%Y",), False),
        (["03/13/2025", "03/01/2025"], ("%m/%d/%Y",), False),
        (["03/01/2025", "04/02/2025"], ("day_or_month",), True),
        (["31.12.2024"], ("%d.%m.%Y",), False),
        (["1.2.25", "28.2.25"], ("%d.%m.%y",), False),
        (["1740000000000"], ("epoch_ms",), False),
        (["vor 3 Tagen", "heute"], ("relative",), False),
        (["7.0", "30"], ("days_ago",), False),
        (["2024", "2025"], ("%Y",), False),
        (["March 3, 2025", "5. März 2025"], ("written",), False),
        (["2025-03-01", "2025-03-02", "3 days ago"], ("iso", "relative"), False),
    ],
)
def test_dates_show_how_they_are_written(values, formats, is_undecided):
    found = find_date_formats(pl.Series(values), readers())
    assert (found.formats, found.is_undecided, found.unread.to_list()) == (formats, is_undecided, [])


def test_what_is_no_date_is_handed_back():
    assert find_date_formats(pl.Series(["2025-03-01", "soon"]), readers()).unread.to_list() == ["soon"]


def test_what_stands_for_nothing_is_kept_as_it_is_spelt():
    values = pl.Series(["N/A", "n/a", ",,,", "[]", "Python", "- -", None])
    assert find_nothing(values, frozenset({"n/a"})) == {"N/A", "n/a", ",,,", "[]", "- -"}


@pytest.mark.parametrize(
    ("raw_column", "fitting", "other"),
    [
        ("url", ["https://example.com/1", "jobs.example.org/2"], ["Berlin", "R/SAS"]),
        ("description", ["word " * 50], ["word"]),
        ("source_posting_id", ["17", "c0ffee-1"], ["17", "17"]),
        ("title", ["Data Engineer", "Analyst"], ["12", "13"]),
        ("salary_currency", ["EUR", "€"], ["3000", "x"]),
        ("salary_period", ["yearly", "per hour"], ["CDI", "CDD"]),
        ("country", ["DE", "France"], ["Data Engineer", "x"]),
        ("tags", ["['sql']", "a, b"], ["Full-time", "x"]),
        ("posted_on", ["2025-03-01"], ["Berlin"]),
    ],
)
def test_values_that_could_be_a_column_fit_it_better_than_others(raw_column, fitting, other):
    assert share_fitting(pl.Series(fitting), raw_column, OCCUPATIONS, readers()) >= 0.75
    assert share_fitting(pl.Series(other), raw_column, OCCUPATIONS, readers()) <= 0.5


def test_firms_name_their_legal_form():
    assert share_of_firms(pl.Series(["Muster AG", "Example Ltd.", "Exemple S.A.", "Agile Stage"])) == 0.75


def test_places_of_one_country_show_it_and_places_of_many_do_not():
    assert find_single_country(pl.Series(["Berlin", "Hamburg", "remote"]), NO_ADDRESSES, readers()) == "DE"
    assert find_single_country(pl.Series(["Berlin", "Lyon"]), NO_ADDRESSES, readers()) is None
    assert find_single_country(pl.Series(["remote"]), NO_ADDRESSES, readers()) is None


def test_the_domain_of_addresses_decides_where_states_read_as_other_countries():
    places = pl.Series(["São Paulo - SP", "Rio de Janeiro - RJ", "Zona Rural, SC"])
    assert find_single_country(places, pl.Series(["https://vagas.example.com.br/1"]), readers()) == "BR"
    assert find_single_country(places, pl.Series(["https://example.com/br/1"]), readers()) is None


def test_pay_that_says_all_needs_no_guess():
    salaries, guessed = guess_salaries(
        pay("€ 3.500 - € 5.000 per maand", "€ 2.900 per maand"), "Salaris", "NL", readers()
    )
    assert (salaries.currency, salaries.period, salaries.thousands, guessed) == (None, None, ".", [])


def test_pay_is_completed_by_its_header_then_by_country_and_size():
    by_header, guessed = guess_salaries(pay("45 000", "50 000"), "Salaire annuel (EUR)", "FR", readers())
    assert (by_header.currency, by_header.period, guessed) == ("EUR", "year", [])
    guessed_salaries, guessed = guess_salaries(pay("3500", "4100"), "Gehalt", "DE", readers())
    assert (guessed_salaries.currency, guessed_salaries.period, len(guessed)) == ("EUR", "month", 2)
    assert guess_salaries(pay("45", "38"), "rate", "US", readers())[0].period == "hour"


def test_a_point_groups_thousands_only_where_groups_are_of_three():
    assert guess_salaries(pay("40.000"), "", None, readers())[0].thousands == "."
    assert guess_salaries(pay("89204.125", "57.5"), "", None, readers())[0].thousands == ","


def test_a_text_of_pay_says_more_than_a_number():
    assert tells_all(pl.Series(["$53K-$91K", "80000-90000"]))
    assert not tells_all(pl.Series(["53000", "91.000"]))
