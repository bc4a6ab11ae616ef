"""Raw postings to clean, typed ones."""

from datetime import date

from pipelines.cleaning.postings import clean_postings
from pipelines.reading.raw_postings import read_postings
from schemas import SourceCard
from schemas.postings import CleanedPostings
from tests.one_value import readers

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
    return CleanedPostings.validate(clean_postings(raw, card, readers()), lazy=True)


def test_a_posting_is_cleaned_and_typed():
    line = (
        '"https://example.com/1","Data  Scientist\u2028(m/w/d)","Example Labs\n3.7","Berlin, DE","$100K a year",'
        '"3 days ago",2026-03-10,"We use <b>Python</b> &amp; SQL. Mail jobs@example.com","[\'python\', \'sql\']"'
    )
    row = clean(line).row(0, named=True)
    assert row["title"] == "Data Scientist (m/w/d)"
    assert row["company"] == "Example Labs"
    assert (row["country"], row["work_mode"]) == ("DE", None)
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


def test_texts_that_a_source_cuts_off_or_takes_from_duties_are_known_to_be_partial():
    lines = [f"u{n},Data Scientist,Lab,,,,,{text}," for n, text in enumerate(["x" * 50, "x" * 49, ""])]
    for partial, expected in (
        (None, [False] * 3),
        (50, [True, True, False]),
        (49, [False, True, False]),
        ("all", [True, True, False]),
    ):
        card = CARD.model_copy(update={"partial_texts": partial})
        assert clean(*lines, card=card)["is_partial_text"].to_list() == expected


def test_a_short_text_that_ends_in_dots_is_what_a_board_shows_of_a_longer_one():
    texts = {
        "We build models for banks and …": True,
        "Wij bouwen modellen voor banken...": True,
        "A model for every bank… Read all of it elsewhere.": True,
        "We build models, reports, and so on. You know Python.": False,
        f"{'We build models. ' * 40}And so on...": False,
    }
    lines = [f"u{n},Data Scientist,Lab,,,,,{text.replace(',', ';')}," for n, text in enumerate(texts)]
    assert clean(*lines)["is_partial_text"].to_list() == list(texts.values())


def test_a_number_that_is_part_of_an_employers_name_stays():
    assert clean("u,Data Scientist,Studio 3,,,,,,")["company"][0] == "Studio 3"


def test_what_a_board_adds_is_stripped_before_a_value_is_understood():
    strip = {
        "company": (r"\s*-$",),
        "location": (r" \(apply .*\)$",),
        "description": (r"\s*Say \S+ when you apply\.$",),
    }
    card = CARD.model_copy(update={"strip": strip})
    text = "<p>We count.</p><b>Say</b> MANGO when you apply."
    line = f"u,Data Scientist,Example -,Vienna (apply from anywhere),,,,{text},"
    row = clean(line, ",".join(["u2", "Analyst", " -", *[""] * 6]), card=card).rows(named=True)
    assert (row[0]["company"], row[0]["location"], row[0]["country"]) == ("Example", "Vienna", "AT")
    assert row[0]["description"] == "We count."
    assert row[1]["company"] is None
