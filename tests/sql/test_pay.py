"""What roles pay by period, and what is left out of it."""

from datetime import date

import pytest

from tests.made_tables import make_tables, rows


def pay_of(tmp_path, *pays, **constants):
    """`role_pay` of unique postings for data scientists in US dollars, by period; each differs as its dict says."""
    of_all = {"dated_on": date(2025, 5, 1), "pay_basis": "stated", "country": "US", "source_id": "board"}
    paid = rows(
        "posting_pay",
        *({"posting_id": f"p{number}", **pay} for number, pay in enumerate(pays)),
        **{**of_all, **constants},
        kind="posting",
        role_id="data_scientist",
        level="mid",
    )
    dates = paid.select("posting_id", "dated_on", "kind")
    postings = rows("postings", *dates.rows(named=True))
    market = rows("market_postings", *dates.drop("kind").rows(named=True), has_text=True, is_repeat=False)
    given = {
        "postings": postings,
        "market_postings": market,
        "posting_pay": paid,
        "snapshots": rows("snapshots"),
        "employers": rows("employers"),
    }
    made = make_tables(tmp_path, given, "periods", "role_pay")
    table = made["role_pay"].scan().collect()
    return {row["period"]: row for row in table.filter(country="all", level="all").rows(named=True)}


def test_pay_is_given_by_year_for_the_latest_two_years_and_over_all(tmp_path):
    old = [{"pay_usd_year": 50_000.0 + n, "dated_on": date(2021, 3, 1)} for n in range(11)]
    new = [{"pay_usd_year": 90_000.0 + n} for n in range(12)]
    found = pay_of(tmp_path, *old, *new)
    assert {period: row["records_with_pay"] for period, row in found.items()} == {
        "2021": 11,
        "2025": 12,
        "latest": 12,
        "all": 23,
    }
    assert found["latest"]["median"] == found["2025"]["median"] == 90_005.5


def test_one_date_that_lies_too_late_does_not_move_the_latest_months(tmp_path):
    pays = [{"pay_usd_year": 90_000.0 + n} for n in range(12)]
    found = pay_of(tmp_path, *pays, {"dated_on": date(2031, 1, 1), "pay_usd_year": 1.0})
    assert found["latest"]["records_with_pay"] == 12


def test_estimates_are_counted_and_move_no_figure(tmp_path):
    stated = [{"pay_usd_year": 90_000.0 + n} for n in range(10)]
    guesses = [{"pay_usd_year": 147_500.0, "pay_basis": "estimated"}] * 40
    row = pay_of(tmp_path, *stated, *guesses)["all"]
    assert (row["records"], row["records_with_pay"], row["records_estimated"]) == (50, 10, 40)
    assert row["median"] == 90_004.5


@pytest.mark.parametrize(("alike", "is_withheld"), [(4, False), (5, True)])
def test_a_cell_is_withheld_where_one_amount_makes_more_than_a_fifth(tmp_path, alike, is_withheld):
    pays = [{"pay_usd_year": 90_000.0}] * alike + [{"pay_usd_year": 70_000.0 + n} for n in range(20 - alike)]
    row = pay_of(tmp_path, *pays)["all"]
    assert (row["commonest_share"], row["is_withheld"]) == (alike / 20, is_withheld)
    assert (row["median"] is None) == is_withheld
    assert (row["median_high"] is None) == is_withheld


def test_pay_of_all_countries_says_how_much_of_it_is_of_one(tmp_path):
    pays = [{"pay_usd_year": 90_000.0 + n, "country": "US" if n < 9 else "JP"} for n in range(12)]
    assert pay_of(tmp_path, *pays)["all"]["largest_country_share"] == 9 / 12


def test_where_few_state_pay_and_many_are_estimated_a_row_says_so(tmp_path):
    stated = [{"pay_usd_year": 90_000.0 + n} for n in range(3)]
    row = pay_of(tmp_path, *stated, *[{"pay_usd_year": 147_500.0, "pay_basis": "estimated"}] * 10)["all"]
    assert (row["records_with_pay"], row["records_estimated"], row["is_withheld"]) == (3, 10, True)
    assert row["median"] is None


def test_pay_of_a_skill_is_that_of_postings_that_name_it_or_a_narrower_one(tmp_path):
    ids = [f"p{number:02}" for number in range(20)]
    both = [{"posting_id": i, "skill_id": s} for i in ids[:10] for s in ("aws", "lambda")]
    given = {
        "posting_pay": rows(
            "posting_pay",
            *({"posting_id": i, "pay_usd_year": 90_000.0 + n} for n, i in enumerate(ids)),
            kind="posting",
            level="mid",
            source_id="board",
            pay_basis="stated",
        ),
        "periods": rows("periods", {"period": "all"}),
        "posting_skills": rows(
            "posting_skills",
            *both,
            *({"posting_id": i, "skill_id": "lambda"} for i in ids[10:]),
            evidence="text",
        ),
        "skills": rows(
            "skills", {"skill_id": "aws"}, {"skill_id": "lambda", "parent_id": "aws"}, category="tool"
        ),
        "skill_parents": rows("skill_parents"),
    }
    pay = make_tables(tmp_path, given, "skill_lineage", "skill_pay")["skill_pay"].scan().collect()
    records = pay.filter(country="all", level="all").select("skill_id", "records").rows()
    assert dict(records) == {"aws": 20, "lambda": 20}
