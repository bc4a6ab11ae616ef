"""Titles without a role are grouped, ranked and given a proposal."""

from datetime import date

import polars as pl

from pipelines.titles import unmatched_titles
from pipelines.titles.posting_roles import assign_roles
from pipelines.titles.rules import RoleRules
from pipelines.titles.unmatched_titles import list_unmatched_titles
from schemas.roles import UnmatchedTitles
from warehouse.settings import ROOT

TAXONOMIES = ROOT / "data" / "taxonomies"
RULES = pl.read_csv(TAXONOMIES / "role_titles.csv")
WORDS = pl.read_csv(TAXONOMIES / "title_words.csv")
LABELLED = pl.read_csv(TAXONOMIES / "labelled_titles.csv")


def list_unmatched(titles, posted_on=None, words=WORDS):
    postings = pl.DataFrame(
        {
            "posting_id": [str(number) for number in range(len(titles))],
            "title": titles,
            "source_id": ["b", *["a"] * (len(titles) - 1)],
            "posted_on": posted_on or [None] * len(titles),
        },
        schema_overrides={"posted_on": pl.Date},
    )
    rules = RoleRules(RULES, words)
    found = list_unmatched_titles(postings.lazy(), assign_roles(postings, rules).lazy(), rules, LABELLED)
    return UnmatchedTitles.validate(found)


def test_unmatched_titles_are_counted_without_their_noise():
    found = list_unmatched(["Nurse (m/w/d)", "Data Analyst", "NURSE", "Analyst"])
    assert found.select("normalised_title", "example_title", "role_id", "postings", "sources").rows() == [
        ("nurse", "Nurse (m/w/d)", "other", 2, ["a", "b"]),
        ("analyst", "Analyst", "unknown", 1, ["a"]),
    ]


def test_no_postings_leave_nothing_unmatched():
    assert list_unmatched(["Data Analyst"]).is_empty()


def test_a_proposed_row_wins_the_postings_it_says():
    titles = ["Daata Enginear", "Senior Daata Enginear (m/w/d)", "Nurse"]
    first = list_unmatched(titles).row(0, named=True)
    assert (first["nearest_roles"][0], first["postings_won"]) == ("data_engineer", 2)
    word, kind, concept, language, _ = first["proposed_row"].split(",")
    row = pl.DataFrame({"word": [word], "kind": [kind], "concept": [concept], "language": [language]})
    words = pl.concat([WORDS.drop("note"), row])
    assert list_unmatched(titles, words=words)["normalised_title"].to_list() == ["nurse"]


def test_titles_compared_a_few_at_a_time_are_near_the_same_roles(monkeypatch):
    titles = ["Daata Enginear", "Nurse", "Data Scientits", "Cook"]
    whole = list_unmatched(titles)
    monkeypatch.setattr(unmatched_titles, "TITLES_AT_ONCE", 3)
    assert list_unmatched(titles).equals(whole)
    assert whole.filter(pl.col("nearest_roles").list.len() > 0).height == 2


def test_a_title_whose_share_has_doubled_in_the_last_year_is_emerging():
    old, new = date(2023, 1, 1), date(2025, 6, 1)
    titles = ["Vibe Wrangler"] * 5 + ["Nurse"] * 10 + ["Vibe Wrangler"] + ["Nurse"] * 10
    found = list_unmatched(titles, [new] * 15 + [old] * 11)
    assert dict(found.select("normalised_title", "is_emerging").iter_rows()) == {
        "vibe wrangler": True,
        "nurse": False,
    }
