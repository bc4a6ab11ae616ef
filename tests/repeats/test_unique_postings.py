"""Unique postings and the audit of what was merged into them: the SQL on a small table."""

from datetime import date

import pytest

from schemas import TABLES
from schemas.snapshots import Snapshots
from tests.made_tables import store
from tests.repeats.test_duplicates import NEVER_AGAIN, TEXT, cleaned, edited, later, mark
from warehouse.lake.sql_tables import plan_table

NO_SNAPSHOTS = Snapshots.empty()
BERLIN = {"url": "u1", "location": "Berlin", "country": "DE", "description": TEXT, "seen_on": later(10)}
SEEN = [
    BERLIN,
    BERLIN
    | {"seen_on": None, "posted_on": later(0), "location": None, "country": None, "source_id": "other"},
    BERLIN
    | {"url": "u2", "seen_on": later(40), "location": "Wien", "country": "AT", "company": "Example Labs AG"},
    BERLIN | {"url": "u2", "seen_on": later(50), "description": edited(0.5)},
    {"title": "Cook"},
    {"title": "Cook", "kind": "pay_record"},
]


def make_tables_of(folder, postings, sightings=NEVER_AGAIN, snapshots=NO_SNAPSHOTS):
    inputs = {"postings": postings, "sightings": sightings, "snapshots": snapshots}
    stored = {name: store(folder, name, frame) for name, frame in inputs.items()}
    made = {
        "unique_postings": plan_table("unique_postings", **stored),
        "duplicate_audit": plan_table("duplicate_audit", postings=stored["postings"]),
    }
    return {name: TABLES[name].validate(plan.collect(), lazy=True) for name, plan in made.items()}


@pytest.fixture
def tables(tmp_path):
    """Postings of SEEN, and the tables made of them."""
    postings = mark(cleaned(*SEEN))
    return make_tables_of(tmp_path, postings) | {"postings": postings}


def test_a_unique_posting_knows_all_its_sightings_places_and_sources(tables):
    scientist = tables["unique_postings"].filter(versions=2).row(0, named=True)
    assert scientist.pop("posting_id") in set(tables["postings"]["posting_id"])
    assert scientist == {
        "first_seen_on": later(0),
        "last_seen_on": later(50),
        "is_open": None,
        "closed_by": None,
        "raw_postings": 4,
        "versions": 2,
        "companies": ["Example Labs", "Example Labs AG"],
        "locations": ["Berlin", "Wien"],
        "countries": ["AT", "DE"],
        "sources": ["board", "other"],
    }


def test_what_is_not_stated_is_an_empty_list_and_pay_records_are_not_counted(tables):
    cook = tables["unique_postings"].filter(versions=0)
    assert cook.select("raw_postings", "locations", "countries").rows() == [(1, [], [])]
    assert tables["unique_postings"]["raw_postings"].sum() == tables["postings"].filter(kind="posting").height


def test_the_audit_shows_both_sides_of_merged_pairs_and_marks_the_least_similar(tables):
    audit = tables["duplicate_audit"]
    assert audit["duplicate_tier"].to_list() == ["same_id", "same_text", "same_text"]
    version = audit.row(0, named=True)
    assert (version["sample"], version["duplicate_similarity"] < 0.5) == ("least_similar", True)
    assert (version["dated_on"], version["original_dated_on"]) == (later(50), date(2026, 3, 1))
    assert audit["sample"].to_list()[1:] == ["drawn", "drawn"]
    assert (audit["title"] == audit["original_title"]).all()
