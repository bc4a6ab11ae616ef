"""The same posting, seen again."""

import hashlib
import random
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.cleaning.texts import hash_words
from pipelines.repeats import duplicates
from pipelines.repeats.duplicates import MIN_WORDS, mark_duplicates, sign_texts
from schemas.duplicates import TextSignatures
from schemas.postings import CleanedPostings, Postings
from schemas.snapshots import Sightings
from tests.one_value import value_words

DAY = date(2026, 3, 1)
WORDS = random.Random(3).choices([f"word{n}" for n in range(3_000)], k=300)
TEXT = " ".join(WORDS)
OTHER = " ".join(f"other{word}" for word in WORDS)
DEFAULTS = {"source_id": "board", "kind": "posting", "title": "Data Scientist", "company": "Example Labs"}


def edited(share):
    """TEXT, of which a share is replaced in one piece."""
    changed = round(len(WORDS) * share)
    return " ".join([f"new{word}" for word in WORDS[:changed]] + WORDS[changed:])


def cleaned(*postings):
    """Cleaned postings from what matters about each; file and line by their order where not given."""
    rows = []
    for line, given_values in enumerate(postings, start=2):
        row = {"file": "f.csv", "line": line, "file_sha256": "0" * 64} | DEFAULTS | given_values
        place = f"{row['source_id']} {row['file']} {row['line']}"
        row |= {"posting_id": hashlib.sha256(place.encode()).hexdigest()[:16]}
        rows.append(row | {"has_text": row.get("description") is not None, "is_partial_text": False})
    frame = pl.DataFrame(rows, schema=CleanedPostings.polars_schema())
    return frame.with_columns(text_sha256=hash_words(frame["description"]))


NEVER_AGAIN = Sightings.empty()


def mark(frame, sightings=NEVER_AGAIN):
    signatures = TextSignatures.validate(sign_texts(frame), lazy=True)
    marked = mark_duplicates(frame.lazy(), signatures.lazy(), sightings.lazy(), value_words())
    return Postings.validate(marked, lazy=True)


def repeats(*postings):
    """For each posting in the order given: the number of the one it repeats and the tier, or None."""
    frame = cleaned(*postings)
    marked = frame.select("posting_id").join(mark(frame), on="posting_id", maintain_order="left", how="left")
    number = {posting_id: place for place, posting_id in enumerate(frame["posting_id"])}
    found = marked.select("duplicate_of", "duplicate_tier").iter_rows()
    return [None if original is None else (number[original], tier) for original, tier in found]


def later(days):
    return DAY + timedelta(days=days)


def test_an_address_seen_again_is_a_sighting_of_the_earliest():
    one = {"url": "u1", "seen_on": later(30), "description": TEXT}
    earlier = {"url": "u1", "seen_on": DAY, "description": TEXT, "title": "Scientist", "file": "g.csv"}
    assert repeats(one, earlier) == [(1, "same_id"), None]


def test_an_address_with_a_changed_text_is_another_version_of_the_same_posting():
    seen = [(0, TEXT), (30, OTHER), (60, TEXT), (90, edited(0.5))]
    frame = cleaned(*({"url": "u1", "seen_on": later(days), "description": text} for days, text in seen))
    marked = mark(frame)
    assert marked["duplicate_tier"].to_list() == [None, "same_id", "same_id", "same_id"]
    assert marked["version"].to_list() == [1, 2, 1, 3]
    assert marked["duplicate_similarity"].to_list() == pytest.approx([None, 0, 1, 0.33], abs=0.02)


def test_versions_are_counted_within_one_unique_posting():
    texts = [("Ours", TEXT), ("Theirs", OTHER), ("Ours", OTHER), ("Nobodys", TEXT)]
    shared = [{"url": "u", "company": company, "description": text} for company, text in texts]
    marked = mark(cleaned(*shared))
    assert marked["duplicate_tier"].to_list() == [None, None, "same_id", None]
    assert marked["version"].to_list() == [1, 1, 2, 1]


def test_the_id_counts_before_the_address_and_only_within_its_source():
    one = {"source_posting_id": "7", "url": "u"}
    assert repeats(one, one | {"source_posting_id": "8"}) == [None, None]
    assert repeats(one, one | {"source_id": "other", "title": "Cook"}) == [None, None]


def test_an_id_that_two_employers_use_is_none():
    row_number = {"source_posting_id": "1"}
    assert repeats(row_number, row_number | {"company": "Sample Works"}) == [None, None]


def test_an_employer_who_is_named_longer_under_one_id_is_the_same():
    assert repeats({"url": "u"}, {"url": "u", "company": "Example Labs Corporate"}) == [None, (0, "same_id")]


def test_an_address_of_several_titles_in_one_file_is_a_page_and_no_posting():
    page = {"url": "https://example.com/careers"}
    cook, again = page | {"title": "Cook"}, page | {"file": "g.csv", "title": "Cook"}
    assert repeats(page, cook, again) == [None, None, (1, "same_id")]


def test_the_same_text_in_several_places_is_one_posting():
    postings = [{"url": f"u{n}", "location": place, "description": TEXT} for n, place in enumerate("XYZ")]
    assert repeats(*postings) == [None, (0, "same_text"), (0, "same_text")]


def test_the_same_posting_is_recognised_across_sources():
    one = {"description": TEXT, "company": "Example Labs, Inc."}
    assert repeats(one, {"source_id": "other", "description": TEXT.upper()}) == [None, (0, "same_text")]


def test_different_employers_stay_apart_however_alike_their_texts_are():
    postings = [{"description": TEXT}, {"description": TEXT, "company": "Sample Works"}]
    postings += [{"description": edited(0.03)}, {"description": edited(0.03), "company": "Sample Works"}]
    assert repeats(*postings) == [None, None, (0, "near_text"), (1, "near_text")]


@pytest.mark.parametrize(("text", "tier"), [(TEXT, "same_text"), (edited(0.03), "near_text")])
def test_however_many_employers_share_a_text_each_finds_its_own(text, tier):
    employers = [{"company": f"{n:03d} Labs"} for n in range(256)]
    first = [employer | {"description": TEXT} for employer in employers]
    found = repeats(*first, *(employer | {"description": text} for employer in employers))
    assert found == [None] * 256 + [(number, tier) for number in range(256)]


def test_however_many_employers_share_an_id_each_finds_its_own():
    once = [{"source_posting_id": "1", "company": f"{n:03d} Labs"} for n in range(256)]
    assert repeats(*once, *once) == [None] * 256 + [(number, "same_id") for number in range(256)]


def test_a_posting_without_employer_joins_one_employer_and_never_two():
    nobody, ours, theirs = ({"description": TEXT, "company": who} for who in (None, "Ours", "Theirs"))
    assert repeats(nobody, ours, theirs) == [None, (0, "same_text"), None]


@pytest.mark.parametrize("title", ["Senior Data Scientist", "Data Scientist II", "Data Engineer"])
def test_another_level_or_role_is_another_opening_even_with_the_same_text(title):
    assert repeats({"description": TEXT}, {"description": TEXT, "title": title}) == [None, None]


@pytest.mark.parametrize(
    ("share", "tier"), [(0.02, "near_text"), (0.08, "near_text"), (0.2, None), (0.6, None)]
)
def test_an_edited_text_is_the_same_posting_where_four_fifths_are_alike(share, tier):
    found = repeats({"description": TEXT}, {"description": edited(share)})
    assert found == [None, tier and (0, tier)]


def test_likeness_does_not_wander_from_one_posting_to_the_next():
    texts = [edited(share) for share in (0, 0.08, 0.16, 0.24)]
    assert repeats(*({"description": text} for text in texts)) == [
        None,
        (0, "near_text"),
        None,
        (2, "near_text"),
    ]


def test_a_short_text_identifies_nothing():
    short = " ".join(WORDS[: MIN_WORDS - 1])
    postings = [{"location": place, "description": short} for place in "XY"]
    assert repeats(*postings) == [None, None]
    assert sign_texts(cleaned(*postings)).is_empty()


def test_a_text_that_comes_back_after_years_is_a_new_opening():
    postings = [{"seen_on": later(days), "description": TEXT} for days in (0, 300, 700, 900)]
    assert repeats(*postings) == [None, (0, "same_text"), None, (2, "same_text")]


def test_without_text_the_same_title_employer_and_place_in_60_days_is_one_opening():
    postings = [{"posted_on": later(days), "location": "Berlin"} for days in (0, 60, 61)]
    assert repeats(*postings, {"posted_on": DAY, "location": "Bonn"}) == [
        None,
        (0, "same_opening"),
        None,
        None,
    ]


@pytest.mark.parametrize(
    "contradiction",
    [
        {"company": "Sample Works"},
        {"company": None},
        {"location": "Bonn"},
        {"posted_on": None},
        {"salary_min_year": 70_000.0},
        {"tags": ["sql", "excel", "sap"]},
        {"title": "Senior Data Scientist"},
    ],
)
def test_what_contradicts_it_keeps_openings_without_text_apart(contradiction):
    one = {"location": "Berlin", "posted_on": DAY, "salary_min_year": 50_000.0, "tags": ["sql", "python"]}
    assert repeats(one, one) == [None, (0, "same_opening")]
    assert repeats(one, one | contradiction) == [None, None]


@pytest.mark.parametrize("other", [{"salary_max_year": 90_000.0}, {"salary_min_year": 9_000.0}])
def test_from_an_amount_is_other_pay_than_up_to_it_or_from_another(other):
    known = {"salary_currency": "USD", "posted_on": DAY}
    assert repeats(known | {"salary_min_year": 90_000.0}, known | other) == [None, None]
    assert repeats(known | other, known | other) == [None, (0, "same_opening")]


def test_two_ids_that_a_source_lists_side_by_side_are_two_openings_without_text():
    one, other = ({"source_posting_id": own_id, "posted_on": DAY} for own_id in "12")
    assert repeats(one, other) == [None, None]
    assert repeats(one, other | {"file": "g.csv"}) == [None, (0, "same_opening")]
    assert repeats(one, other | {"posted_on": later(20)}) == [None, None]
    assert repeats(one, one | {"file": "g.csv"}, other | {"file": "g.csv"}) == [None, (0, "same_id"), None]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"posted_on": DAY, "seen_on": later(9)}, {"posted_on": later(6), "seen_on": later(9)}),
        ({"location": "Remote Sweden", "country": "SE"}, {"location": "Remote Germany", "country": "DE"}),
        ({"description": "Leads the logistics team"}, {"description": "Leads the finance team"}),
        ({"source_seniority": "junior"}, {"source_seniority": "senior"}),
        ({"title": "Data Scientist (JR25919)"}, {"title": "Data Scientist (JR25853)"}),
        ({"title": "Data Scientist 100234"}, {"title": "Data Scientist 100235"}),
        ({"salary_min_year": 50_000.0}, {"salary_min_year": 60_000.0}),
        ({"source_posting_id": "1", "posted_on": DAY}, {"source_posting_id": "2", "posted_on": later(6)}),
        ({"url": "https://example.com/1"}, {"url": "https://example.com/2"}),
        ({"location": "Springfield, IL"}, {"location": "Springfield, MO"}),
    ],
)
def test_openings_of_one_file_that_differ_are_apart(one, other):
    assert repeats(one, other) == [None, None]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),
        ({"seen_on": DAY}, {"seen_on": later(1)}),
        ({"seen_on": DAY, "posted_on": DAY}, {"seen_on": later(1), "posted_on": later(1)}),
        ({"source_seniority": "junior"}, {}),
        ({"title": "Data Scientist (JR25919)"}, {}),
        ({"location": "Berlin, Germany", "country": "DE"}, {"location": "Berlin", "country": "DE"}),
    ],
)
def test_openings_that_nothing_tells_apart_are_one(one, other):
    assert repeats(one, other) == [None, (0, "same_opening")]


def test_levels_of_two_sources_are_no_contradiction():
    other = {"source_id": "other", "file": "g.csv", "source_seniority": "entry level"}
    assert repeats({"source_seniority": "junior"}, other) == [None, (0, "same_opening")]


def openings(file, day, ids):
    """The same opening without text under several ids, in one file on one day."""
    return [{"file": file, "posted_on": day, "source_posting_id": str(own_id)} for own_id in ids]


def test_two_ids_listed_side_by_side_do_not_meet_in_an_opening_seen_before():
    found = repeats(*openings("f.csv", DAY, [0]), *openings("g.csv", later(9), range(10, 15)))
    assert found == [None, (0, "same_opening"), None, None, None, None]


def test_openings_listed_side_by_side_are_each_seen_again():
    found = repeats(*openings("f.csv", DAY, range(3)), *openings("g.csv", later(9), range(10, 13)))
    assert found == [None, None, None, *((number, "same_opening") for number in range(3))]


def test_openings_in_two_places_are_not_side_by_side():
    berlin, bonn = (
        {"location": place, "description": TEXT, "posted_on": DAY} for place in ("Berlin", "Bonn")
    )
    with_text = [berlin | {"file": "e.csv"}, bonn | {"source_posting_id": "1"}]
    without = berlin | {"source_posting_id": "2", "description": None}
    assert repeats(*with_text, without) == [None, (0, "same_text"), (0, "same_opening")]


def test_a_sighting_without_text_joins_the_posting_that_has_one():
    without, with_text = {"posted_on": DAY}, {"posted_on": later(5), "description": TEXT}
    assert repeats(without, with_text) == [(1, "same_opening"), None]


def test_two_texts_are_not_joined_by_what_is_seen_without_text():
    texts = [{"description": TEXT}, {"description": OTHER}]
    assert repeats(*texts, {}) == [None, None, (0, "same_opening")]


def test_equal_pay_records_are_different_peoples_answers():
    answer = {"kind": "pay_record", "salary_min_year": 1.0}
    assert repeats(answer, answer) == [None, None]


def a_posting():
    """A posting of few different values, so that many coincide."""
    return st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["posting", "posting", "posting", "pay_record"]),
            "source_id": st.sampled_from(["board", "other"]),
            "file": st.sampled_from(["f.csv", "g.csv"]),
            "source_posting_id": st.sampled_from([None, "1", "2"]),
            "title": st.sampled_from(["Data Scientist", "Senior Data Scientist"]),
            "company": st.sampled_from([None, "Example Labs", "Example Labs GmbH", "Sample Works"]),
            "location": st.sampled_from([None, "Berlin", "Bonn"]),
            "seen_on": st.sampled_from([None, DAY, later(30), later(500)]),
            "description": st.sampled_from([None, "too short", TEXT, edited(0.05), edited(0.12), OTHER]),
        }
    )


@settings(max_examples=60)
@given(st.lists(a_posting(), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_whatever_comes_in_every_posting_stays_and_points_to_a_unique_one(postings, chance):
    frame = cleaned(*postings)
    marked = mark(frame)
    assert marked["posting_id"].sort().equals(frame["posting_id"].sort())
    assert (
        marked.filter(kind="pay_record")["duplicate_of"].null_count()
        == marked.filter(kind="pay_record").height
    )
    unique = marked.filter(pl.col("duplicate_of").is_null() & (pl.col("kind") == "posting"))
    repeated = marked.drop_nulls("duplicate_of")
    assert set(repeated["duplicate_of"]) <= set(unique["posting_id"])
    assert repeated["duplicate_tier"].null_count() == unique["duplicate_tier"].drop_nulls().len() == 0
    groups = marked.filter(kind="posting").group_by(pl.coalesce("duplicate_of", "posting_id"))
    employers = groups.agg(pl.col("company").str.replace(" GmbH", "").drop_nulls().n_unique())["company"]
    assert employers.max() is None or employers.max() <= 1
    shuffled = frame.sample(fraction=1, shuffle=True, seed=chance.randrange(1_000))
    assert mark(shuffled).equals(marked)


@settings(max_examples=30)
@given(st.lists(a_posting(), min_size=1, max_size=10))
def test_what_is_left_as_unique_repeats_nothing_when_it_is_looked_at_alone(postings):
    # Who an unnamed employer is, and what is listed beside an id, may be known from a repeat only.
    frame = cleaned(*(p | {"company": p["company"] or "Ours", "source_posting_id": None} for p in postings))
    unique = frame.join(mark(frame).filter(pl.col("duplicate_of").is_null()), on="posting_id", how="semi")
    assert mark(unique)["duplicate_of"].drop_nulls().is_empty()


def draw_postings():
    """80 postings of few different values, by chance."""
    draw = random.Random(5)
    values = {
        "title": ["Cook", "Baker", "Chef", "Waiter", "Head Chef", "Driver"],
        "company": [None, "Example Labs", "Sample Works"],
        "url": [None, None, None, *(f"u{number}" for number in range(12))],
        "description": [None, TEXT, OTHER, edited(0.1), edited(0.5)],
        "seen_on": [None, DAY, later(30), later(400)],
    }
    return cleaned(*({name: draw.choice(of) for name, of in values.items()} for _ in range(80)))


def test_postings_searched_in_shares_repeat_the_same_ones(monkeypatch):
    frame = draw_postings()
    whole = mark(frame)
    assert {"same_id", "same_text", "near_text", "same_opening"} <= {*whole["duplicate_tier"]}
    monkeypatch.setattr(duplicates, "_TEXTS_PER_SHARE", 1)
    assert mark(frame).equals(whole)


def test_leaving_out_what_shares_no_key_changes_nothing(monkeypatch):
    frame = draw_postings()
    marked = mark(frame)
    monkeypatch.setattr(duplicates, "shares_a_key", lambda: pl.lit(True))
    assert mark(frame).equals(marked)
