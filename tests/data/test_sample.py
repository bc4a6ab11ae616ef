"""The sample is what its cards and its README say it is."""

import csv
import hashlib
import io
import re
from pathlib import Path

import pytest
import yaml

from schemas.sources import SourceCard
from warehouse.settings import ROOT

DATA = ROOT / "data"
FILES = sorted((DATA / "sample").rglob("*.csv"))
CARDS = {
    path.stem: SourceCard.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    for path in sorted((DATA / "sources").glob("*.yml"))
}
SAMPLE_CARDS = {source_id: card for source_id, card in CARDS.items() if source_id.startswith("sample_")}

FIRST_SCRAPE = "board_sample_en_2026-03-01.csv"
SECOND_SCRAPE = "board_sample_en_2026-04-01.csv"
CAREER_SITE = "sample_karriere_de.csv"
ATS = "sample_ats_2026-04-20.csv"
PAY = "sample_pay.csv"


def find(name: str) -> Path:
    return next(path for path in FILES if path.name == name)


def cards_of(path: Path) -> list[SourceCard]:
    return [card for card in CARDS.values() if card.names(path.name)]


def read_records(path: Path) -> list[list[str]]:
    dialect = cards_of(path)[0].dialect
    text = path.read_bytes().decode(dialect.encoding).removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=dialect.delimiter))


def read_rows(path: Path) -> list[dict[str, str]]:
    """Data rows of the header's width by canonical column; header lines and blank lines left out."""
    header, *records = read_records(path)
    card = cards_of(path)[0]
    rows = [dict(zip(header, record, strict=True)) for record in records if len(record) == len(header)]
    return [
        {column: row[name] for column, name in card.columns.items()}
        for row in rows
        if any(row.values()) and list(row.values()) != header
    ]


def test_the_sample_has_four_cards_and_each_says_that_it_is_synthetic():
    assert sorted(SAMPLE_CARDS) == ["sample_ats", "sample_board_en", "sample_karriere_de", "sample_pay"]
    assert all("synthetic" in card.licence for card in SAMPLE_CARDS.values())
    assert all(source_id == card.source_id for source_id, card in SAMPLE_CARDS.items())


def test_every_file_but_one_is_named_by_exactly_one_card():
    without_card = [path.name for path in FILES if not cards_of(path)]
    assert without_card == ["notes_without_card.csv"]
    assert all(len(cards_of(path)) == 1 for path in FILES if path.name not in without_card)


@pytest.mark.parametrize("card", SAMPLE_CARDS.values(), ids=lambda card: card.source_id)
def test_a_card_lists_the_sha256_of_each_of_its_files(card):
    files = [path for path in FILES if card.names(path.name)]
    assert card.sha256 == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("card", SAMPLE_CARDS.values(), ids=lambda card: card.source_id)
def test_a_card_maps_or_ignores_every_column_and_expects_the_right_number_of_rows(card):
    for path in (path for path in FILES if card.names(path.name)):
        mapped = [name for names in card.mapped_headers.values() for name in names]
        assert sorted(read_records(path)[0]) == sorted([*mapped, *card.ignored_columns])
        assert card.rows.min <= len(read_rows(path)) <= card.rows.max


def test_the_sample_has_at_least_240_rows_and_stays_small():
    assert sum(len(read_rows(path)) for path in FILES if cards_of(path)) >= 240
    assert sum(path.stat().st_size for path in FILES) < 600_000


def test_the_sample_covers_eleven_countries_and_seven_months():
    rows = read_rows(find(ATS))
    assert {row["country"] for row in rows} >= {
        "US",
        "DE",
        "FR",
        "ES",
        "PT",
        "NL",
        "GB",
        "IN",
        "PL",
        "BR",
        "CA",
    }
    months = {row["posted_on"][:7] for row in rows if row["posted_on"]}
    assert months == {"2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04"}


def test_the_scrape_date_stands_in_the_name_of_a_board_file():
    pattern = CARDS["sample_board_en"].name_pattern
    assert re.search(pattern, FIRST_SCRAPE)["seen_on"] == "2026-03-01"
    assert re.search(pattern, SECOND_SCRAPE)["seen_on"] == "2026-04-01"


def test_the_second_scrape_repeats_addresses_with_the_same_and_with_changed_text():
    first = {row["url"]: row["description"] for row in read_rows(find(FIRST_SCRAPE))}
    again = [row for row in read_rows(find(SECOND_SCRAPE)) if row["url"] in first]
    changed = [row for row in again if row["description"] != first[row["url"]]]
    assert len(again) >= 12
    assert len(changed) == 2


def test_one_text_stands_under_several_addresses():
    rows = read_rows(find(SECOND_SCRAPE))
    assert len({row["url"] for row in rows}) > len({row["description"] for row in rows}) + 4


def test_two_people_gave_the_same_answer_about_pay():
    records = read_records(find(PAY))
    assert len({tuple(record) for record in records}) < len(records)


@pytest.mark.parametrize("name", [FIRST_SCRAPE, CAREER_SITE, ATS])
def test_a_file_has_a_record_that_is_too_short(name):
    header, *records = read_records(find(name))
    assert any(1 < len(record) < len(header) for record in records)


@pytest.mark.parametrize("name", [FIRST_SCRAPE, CAREER_SITE])
def test_a_file_has_a_record_that_is_too_long(name):
    header, *records = read_records(find(name))
    assert any(len(record) > len(header) for record in records)


@pytest.mark.parametrize("name", [FIRST_SCRAPE, SECOND_SCRAPE, CAREER_SITE, ATS])
def test_a_file_repeats_its_header_line(name):
    header, *records = read_records(find(name))
    assert header in records


@pytest.mark.parametrize("name", [FIRST_SCRAPE, SECOND_SCRAPE, CAREER_SITE, ATS, PAY])
def test_a_file_has_a_row_without_a_title(name):
    path = find(name)
    assert any(row["title"] in cards_of(path)[0].missing for row in read_rows(path))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param(FIRST_SCRAPE, b"\nRequirements\n", id="quoted line breaks"),
        pytest.param(FIRST_SCRAPE, b"\n,,,,,,,,\n", id="line of delimiters"),
        pytest.param(FIRST_SCRAPE, b'"Example Labs\n3.7"', id="rating glued to the employer"),
        pytest.param(FIRST_SCRAPE, b'Computer Vision Engineer - 27" Displays,', id="unquoted inch sign"),
        pytest.param(FIRST_SCRAPE, "\u2028".encode(), id="U+2028"),
        pytest.param(FIRST_SCRAPE, "Machine\u00a0Learning".encode(), id="U+00A0"),
        pytest.param(FIRST_SCRAPE, b"(R&amp;D)", id="entity in a title"),
        pytest.param(FIRST_SCRAPE, b"&nbsp;", id="entity in a text"),
        pytest.param(FIRST_SCRAPE, b"<p>", id="HTML"),
        pytest.param(FIRST_SCRAPE, "youâ€™re".encode(), id="mojibake"),
        pytest.param(FIRST_SCRAPE, b"careers@example.com", id="e-mail address"),
        pytest.param(FIRST_SCRAPE, b"(212) 555-0142", id="telephone number"),
        pytest.param(FIRST_SCRAPE, b",-1\n", id="-1 for missing"),
        pytest.param(FIRST_SCRAPE, b",N/A,", id="N/A for missing"),
        pytest.param(FIRST_SCRAPE, b",None,", id="None for missing"),
        pytest.param(FIRST_SCRAPE, b",30+ days ago,", id="right-censored date"),
        pytest.param(FIRST_SCRAPE, b",Today,", id="today"),
        pytest.param(FIRST_SCRAPE, b",$45 - $60 an hour,", id="pay by the hour"),
        pytest.param(FIRST_SCRAPE, b"R&D", id="R&D is not R"),
        pytest.param(FIRST_SCRAPE, b"go to market", id="go to market is not Go"),
        pytest.param(SECOND_SCRAPE, b"You excel at", id="excel at is not Excel"),
        pytest.param(FIRST_SCRAPE, b"trust", id="trust is not Rust"),
        pytest.param(SECOND_SCRAPE, b"\r\n\r\n", id="blank line"),
        pytest.param(SECOND_SCRAPE, b"No Java required", id="negated skill"),
        pytest.param(CAREER_SITE, "Veröffentlicht".encode("cp1252"), id="cp1252 header"),
        pytest.param(CAREER_SITE, b";65.000;", id="point that groups thousands"),
        pytest.param(CAREER_SITE, b"Berater", id="Berater is no rater"),
        pytest.param(CAREER_SITE, b"(m/w/d)", id="gender marker"),
        pytest.param(ATS, b"\xef\xbb\xbf,company,", id="byte order mark and empty header cell"),
        pytest.param(ATS, b"'python', ", id="list stored as text"),
        pytest.param(ATS, "\u200b".encode(), id="U+200B"),
        pytest.param(ATS, b"+01:00,", id="date with an offset"),
    ],
)
def test_an_awkward_value_is_really_there(name, expected):
    assert expected in find(name).read_bytes()


def test_a_text_is_stored_as_a_python_list():
    assert any(row["description"].startswith("['") for row in read_rows(find(FIRST_SCRAPE)))


def test_the_second_scrape_ends_records_with_crlf_and_keeps_lf_inside_fields():
    data = find(SECOND_SCRAPE).read_bytes()
    assert data.count(b"\n") > data.count(b"\r\n") > 100


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_contacts_are_of_the_kind_that_reaches_nobody(path):
    text = path.read_bytes().decode("cp1252", errors="replace")
    assert set(re.findall(r"[\w.]+@([\w.-]+\w)", text)) <= {"example.com"}
    assert set(re.findall(r"https?://([\w.-]+)", text)) <= {"jobs.example.com"}
    assert all(
        number.startswith("555-01") for number in re.findall(r"\b\d{3}-\d{4}\b", text) if path.name != ATS
    )
