"""Names that stand beside tools and are no alias are listed for the maintainers of the lexicon."""

import hashlib
from datetime import date

import polars as pl
import pytest

from pipelines.skills.unmatched_terms import MAX_EXAMPLE, list_unmatched_terms
from schemas.unmatched_terms import UnmatchedTerms

SKILLS = pl.DataFrame(
    [("python", "language"), ("kafka", "tool"), ("teamwork", "soft")],
    schema=["skill_id", "category"],
    orient="row",
)
ALIASES = pl.DataFrame(
    [("Python", "python"), ("Kafka", "kafka"), ("Teamwork", "teamwork"), ("R&D", None)],
    schema=["alias", "skill_id"],
    orient="row",
)
TITLE_WORDS = pl.DataFrame({"word": ["director"]})
DEGREE_WORDS = pl.DataFrame({"word": ["PhD", "and", "und"], "rule": ["word", "joins", "joins"]})
DEGREE_FIELDS = pl.DataFrame({"word": ["statistics"]})
WORDS = (TITLE_WORDS, DEGREE_WORDS, DEGREE_FIELDS)


def list_terms(*texts, companies=None, months=None, location="Springfield, IL"):
    count = len(texts)
    postings = pl.DataFrame(
        {
            "posting_id": [f"{number:016x}" for number in range(count)],
            "text_sha256": [hashlib.sha256(text.encode()).hexdigest() for text in texts],
            "source_id": ["board"] * count,
            "company": companies or [f"Company {number}" for number in range(count)],
            "location": [location] * count,
            "has_text": [True] * count,
            "description": list(texts),
            "posted_on": months or [date(2024, 5, 1)] * count,
            "seen_on": [None] * count,
        },
        schema_overrides={
            **dict.fromkeys(("text_sha256", "source_id", "company", "location", "description"), pl.String),
            "has_text": pl.Boolean,
            "seen_on": pl.Date,
            "posted_on": pl.Date,
        },
    )
    terms = list_unmatched_terms(postings.lazy(), SKILLS, ALIASES, *WORDS)
    UnmatchedTerms.validate(terms)
    return terms


def variants(text, count=4):
    return [f"{text} Text number {number}." for number in range(count)]


def test_a_name_listed_beside_a_tool_is_reported_with_its_postings_and_places():
    row = list_terms(*variants("Knowledge of Python, Zorbit and more.")).row(0, named=True)
    assert (row["term"], row["postings"], row["companies"]) == ("Zorbit", 4, 4)
    assert (row["sources"], row["first_month"], row["is_rising"]) == (["board"], "2024-05", False)
    assert 1 <= len(row["examples"]) <= 3
    assert all("Zorbit" in example and len(example) <= MAX_EXAMPLE for example in row["examples"])


def test_a_name_before_a_tool_counts_like_one_behind_it():
    assert list_terms(*variants("Knowledge of Zorbit/Kafka."))["term"].to_list() == ["Zorbit"]


@pytest.mark.parametrize(
    "text",
    [
        "We offer Zorbit, Florp and free fruit.",
        "Knowledge of Python, Kafka and more.",
        "Knowledge of Python, PhD and more.",
        "Knowledge of Python, Springfield and more.",
        "Knowledge of Python, Gardening and more gardening.",
        "Work in R&D, Python and more.",
    ],
    ids=["no tool beside it", "a skill", "a degree", "a place", "an ordinary word", "a decoy"],
)
def test_what_is_no_missing_skill_is_left_out(text):
    assert list_terms(*variants(text)).is_empty()


def test_a_name_of_one_employer_is_left_out():
    assert list_terms(*variants("Python, Zorbit and more."), companies=["Acme"] * 4).is_empty()


def test_the_same_text_counts_once():
    texts = variants("Python, Zorbit and more.", 3)
    assert list_terms(*texts, texts[0])["postings"].to_list() == [3]


def test_the_most_frequent_name_comes_first():
    texts = [*variants("Python, Zorbit.", 2), *variants("Kafka, Florp.", 5)]
    assert list_terms(*texts)["term"].to_list() == ["Florp", "Zorbit"]


def test_a_name_whose_share_has_doubled_in_the_latest_year_is_rising():
    before = [f"Kafka, Python. Old {number}." for number in range(6)]
    latest = [f"Python, Zorbit. New {number}." for number in range(6)]
    months = [date(2023, 1, 1)] * 6 + [date(2024, 1, 1)] * 6
    assert list_terms(*before, *latest, months=months)["is_rising"].to_list() == [True]


def test_no_postings_make_an_empty_table():
    assert list_terms().is_empty()
