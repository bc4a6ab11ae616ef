"""Conditions by role: the SQL on small tables."""

import polars as pl

from tests.made_tables import make_tables, rows

POSTINGS = rows(
    "market_postings",
    *({"posting_id": f"p{i}", "employer": "Acme" if i < 4 else f"Firm {i}"} for i in range(30)),
    {"posting_id": "repeat", "is_repeat": True},
    role_id="data_engineer",
    has_text=True,
    is_repeat=False,
)
PERIODS = rows("periods", {"period": "all"})


def make(folder, *conditions: dict) -> pl.DataFrame:
    found = rows("posting_conditions", *conditions, need="required", snippet="", start=0)
    given = {"market_postings": POSTINGS, "periods": PERIODS, "posting_conditions": found}
    made = make_tables(folder, given, "role_conditions")["role_conditions"].scan().collect()
    return made.filter(pl.col("role_id") == "data_engineer")


def named(name: str, postings: range, **values) -> list[dict]:
    return [{"posting_id": f"p{i}", "kind": "language", "name": name, **values} for i in postings]


def test_a_condition_that_fewer_than_five_postings_name_is_a_small_sample(tmp_path):
    found = make(tmp_path, *named("Dutch", range(5)), *named("Greek", range(5, 9)))
    assert dict(found.select("name", "is_small_sample").rows()) == {
        "any": False,
        "Dutch": False,
        "Greek": True,
    }


def test_the_part_of_the_largest_employer_stands_beside_the_shares(tmp_path):
    row = make(tmp_path, *named("Dutch", range(5)), *named("Dutch", range(5, 8), need="context")).row(
        by_predicate=pl.col("name") == "Dutch", named=True
    )
    assert (row["named_postings"], row["asked_postings"], row["postings_with_text"]) == (8, 5, 30)
    assert row["largest_employer_share"] == 4 / 8
