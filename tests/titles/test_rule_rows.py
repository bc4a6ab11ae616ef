"""What a rule of titles may name."""

from typing import Any

import polars as pl
import pytest

from pipelines.titles.rules import RoleRules

WORDS = pl.DataFrame(
    [
        ("baker", "noun", "baker", "en"),
        ("rye bread", "topic", "rye", "en"),
        ("BK", "abbreviation", "rye baker", "en"),
    ],
    schema=["word", "kind", "concept", "language"],
    orient="row",
)


def write_rules(*own: dict[str, Any]) -> pl.DataFrame:
    """Rules that decide every title, after those given: what a row leaves out is empty."""
    last = [{"head": head} for head in ("baker", "leader|graded", "none")]
    blank = {
        "needs": None,
        "near": None,
        "unless": None,
        "role_id": "other",
        "strength": 1,
        "confidence": 0.5,
    }
    rows = [
        {"rule_id": f"rule_{at}", "priority": at} | blank | row
        for at, row in enumerate([*own, *last], start=1)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def test_rules_may_name_concepts_of_words_and_those_of_unknown_words():
    rules = write_rules({"head": "baker", "needs": "rye! other_words|nothing", "role_id": "data_engineer"})
    assert RoleRules(rules, WORDS).decide("Rye Bread Baker").role_id == "other"


@pytest.mark.parametrize(
    "row", [{"head": "bakr"}, {"head": "baker", "near": "rye|ry"}, {"head": "baker", "unless": "ry"}]
)
def test_a_rule_that_names_a_concept_of_no_word_is_refused_by_its_line(row):
    with pytest.raises(
        ValueError, match=r"role_titles.csv, line 2 names (bakr|ry), which title_words.csv does not"
    ):
        RoleRules(write_rules(row), WORDS)


def test_an_occupation_that_some_titles_leave_undecided_is_refused():
    rules = write_rules({"head": "baker", "needs": "rye"}).remove(
        pl.col("head") == "baker", pl.col("needs").is_null()
    )
    with pytest.raises(ValueError, match="no last rule without conditions for baker: add one"):
        RoleRules(rules, WORDS)


def test_a_word_without_letters_is_refused_by_its_line():
    words = pl.concat(
        [WORDS, pl.DataFrame([("&", "topic", "rye", "mul")], schema=WORDS.schema, orient="row")]
    )
    with pytest.raises(ValueError, match=r"'&' \(line 5\) has no letter or digit"):
        RoleRules(write_rules(), words)
