"""Raw postings to clean, typed ones, and the repeats among them."""

from datetime import date

import polars as pl

from pipelines.postings import clean_postings, mark_repeats
from pipelines.raw_postings import read_postings
from schemas import SourceCard
from schemas.postings import CleanedPostings, Postings

CARD = SourceCard(
    source_id="board",
    name="A board",
    publisher="somebody",
    page="https://example.com",
    licence="CC0-1.0",
    files=("*.csv",),
    columns={
        "url": "url",
        "title": "title",
        "company": "company",
        "location": "location",
        "salary": "salary",
        "posted_on": "posted",
        "seen_on": "seen",
        "description": "text",
        "tags": "tags",
    },
    dates={"posted_on": ("relative", "iso")},
    rows={"min": 1, "max": 10},
)
HEADER = "url,title,company,location,salary,posted,seen,text,tags\n"


def clean(*lines, card=CARD, file="f.csv"):
    raw = read_postings((HEADER + "\n".join(lines) + "\n").encode(), file, "0" * 64, card)
    return CleanedPostings.validate(clean_postings(raw, card), lazy=True)


def repeats(*frames):
    postings = Postings.validate(mark_repeats(pl.concat(frames).lazy()), lazy=True)
    place = {row["posting_id"]: (row["file"], row["line"]) for row in postings.iter_rows(named=True)}
    return {place[i]: place.get(d) for i, d in postings.select("posting_id", "duplicate_of").iter_rows()}


def test_a_posting_is_cleaned_and_typed():
    line = (
        '"https://example.com/1","Data  Scientist\u2028(m/w/d)","Example Labs\n3.7","Berlin, DE","$100K a year",'
        '"3 days ago",2026-03-10,"We use <b>Python</b> &amp; SQL. Mail jobs@example.com","[\'python\', \'sql\']"'
    )
    row = clean(line).row(0, named=True)
    assert row["title"] == "Data Scientist (m/w/d)"
    assert row["company"] == "Example Labs"
    assert (row["country"], row["is_remote"]) == ("DE", None)
    assert (row["posted_on"], row["posted_on_precision"]) == (date(2026, 3, 7), "relative")
    assert (row["salary_min_year"], row["salary_currency"], row["salary_raw"]) == (
        100_000,
        "USD",
        "$100K a year",
    )
    assert row["description"] == "We use Python & SQL. Mail [email]"
    assert row["tags"] == ["python", "sql"]
    assert row["has_text"]


def test_a_value_that_cannot_be_understood_is_null_and_the_posting_stays():
    row = clean("u,Data Scientist,,Nowhere,plenty,soon,yesterday,,").row(0, named=True)
    assert [row[name] for name in ("country", "salary_min_year", "posted_on", "seen_on", "description")] == [
        None
    ] * 5
    assert row["salary_raw"] == "plenty"


def test_a_number_that_is_part_of_an_employers_name_stays():
    assert clean("u,Data Scientist,Studio 3,,,,,,")["company"][0] == "Studio 3"


def test_an_address_seen_again_with_the_same_text_repeats_the_earliest():
    later = clean("u1,Data Scientist,A,X,,,2026-04-01,Some text,", file="a.csv")
    earlier = clean("u1,Data Scientist (again),A,X,,,2026-03-01,Some  TEXT,", file="b.csv")
    assert repeats(later, earlier) == {("a.csv", 2): ("b.csv", 2), ("b.csv", 2): None}


def test_an_address_with_changed_text_is_no_exact_repeat():
    one = clean("u1,Data Scientist,A,X,,,2026-03-01,Some text,", file="a.csv")
    other = clean("u1,Data Scientist,A,X,,,2026-04-01,Another text,", file="b.csv")
    assert set(repeats(one, other).values()) == {None}


def test_the_same_title_employer_place_and_text_is_a_repeat_under_another_address():
    one = clean("u1,Data Scientist,A,X,,,,Some text,", file="a.csv")
    other = clean("u2,data scientist,a,x,,,,Some text,", file="b.csv")
    assert repeats(one, other) == {("a.csv", 2): None, ("b.csv", 2): ("a.csv", 2)}


def test_other_places_are_no_exact_repeats():
    frame = clean("u1,Data Scientist,A,X,,,,Some text,", "u2,Data Scientist,A,Y,,,,Some text,")
    assert set(repeats(frame).values()) == {None}


def test_without_text_the_date_must_be_the_same_too():
    frame = clean(
        ",Data Scientist,A,X,,2026-03-01,,,",
        ",Data Scientist,A,X,,2026-03-02,,,",
        ",Data Scientist,A,X,,2026-03-01,,,",
    )
    assert repeats(frame) == {("f.csv", 2): None, ("f.csv", 3): None, ("f.csv", 4): ("f.csv", 2)}


def test_a_chain_of_repeats_points_to_its_first():
    frame = clean(
        "u1,Data Scientist,A,X,,,2026-03-01,Text one,",
        "u1,Data Scientist,B,X,,,2026-03-02,Text one,",
        "u2,Data Scientist,B,X,,,2026-03-03,Text one,",
    )
    assert repeats(frame) == {("f.csv", 2): None, ("f.csv", 3): ("f.csv", 2), ("f.csv", 4): ("f.csv", 2)}


def test_equal_pay_records_are_different_peoples_answers():
    card = CARD.model_copy(update={"kind": "pay_record"})
    frame = clean("u,Data Scientist,A,X,$1 a year,,,,", "u,Data Scientist,A,X,$1 a year,,,,", card=card)
    assert set(repeats(frame).values()) == {None}
