"""The records of one source file, each with what became of it."""

import hashlib

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reading.raw_postings import WITHHELD, read_postings
from pipelines.reading.records import decode
from pipelines.reading.rejected_rows import list_rejected_rows
from schemas import SourceCard
from schemas.layouts import Dialect
from schemas.postings import RawPostings, RejectedRows
from tests.one_value import readers

CARD = SourceCard(
    source_id="board",
    name="A board",
    publisher="somebody",
    page="https://example.com",
    licence="CC0-1.0",
    files=("board_*.csv",),
    name_pattern=r"board_(?P<seen_on>\d{4}-\d{2}-\d{2})\.csv",
    columns={"title": "Title", "company": "Company ", "salary_min": ("Year", "Hour")},
    constants={"country": "US"},
    missing=("", "-1", "N/A"),
    corrections={"company": {"Wrong Ltd": None}},
    rows={"min": 1, "max": 10},
)


def read(text, file="board_2026-03-01.csv", card=CARD):
    data = text.encode()
    frame = read_postings(data, file, hashlib.sha256(data).hexdigest(), card)
    return RawPostings.validate(frame, lazy=True)


HEADER = "Title,Company,Year,Hour\n"


def test_a_record_becomes_a_posting_with_file_line_and_hash():
    text = HEADER + "Data Scientist,Example Labs,100,\n"
    row = read(text).row(1, named=True)
    assert (row["title"], row["company"], row["line"], row["outcome"]) == (
        "Data Scientist",
        "Example Labs",
        2,
        "posting",
    )
    assert row["file_sha256"] == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(("length", "outcome"), [(500, "posting"), (501, "rejected")])
def test_a_title_that_is_as_long_as_a_description_is_rejected(length, outcome):
    raw = read(HEADER + "x" * length + ",Example Labs,100,\n")
    assert raw["outcome"].to_list() == ["skipped", outcome]
    assert (raw["reason"][1] or "").startswith("its title has more than 500" if length > 500 else "")


def test_a_pattern_of_the_name_that_would_backtrack_without_end_is_read_at_once():
    slow = CARD.model_copy(update={"name_pattern": r"^(a+)+(?P<country>[A-Z]{2})\.csv$"})
    assert read(HEADER + "Data Scientist,A,1,\n", "a" * 60 + "!.csv", slow)["country"].to_list() == [
        None,
        "US",
    ]


def test_a_repeated_header_line_is_skipped_not_stored():
    raw = read(HEADER + "Data Scientist,A,1,\n" + HEADER)
    assert raw["reason"].to_list() == ["header line", None, "repeated header line"]
    assert raw["outcome"].to_list() == ["skipped", "posting", "skipped"]


@pytest.mark.parametrize(
    "repeated",
    [
        "\ufeff" + HEADER,
        '\ufeff"Title","Company","Year","Hour"\n',
        HEADER.upper(),
        "Title, Company, Year, Hour\n",
    ],
)
def test_a_header_repeated_with_a_mark_or_in_another_case_or_spacing_is_skipped(repeated):
    raw = read(HEADER + "Data Scientist,A,1,\n" + repeated + "Title,B,2,\n")
    assert raw["outcome"].to_list() == ["skipped", "posting", "skipped", "posting"]


@pytest.mark.parametrize(
    "title",
    ["\u200b", "\u00ad", "\ufeff \ufeff", "&#8203;", "&zwj;", "\u202e", "\u200e", "&nbsp;", "<b></b>"],
)
def test_a_title_with_nothing_to_be_seen_is_none(title):
    raw = read(HEADER + f"{title},A,1,\n" + "&#1044;&#1072;,B,1,\n")
    assert raw["reason"].to_list() == ["header line", "it has no title", None]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Data Scientist,A", "it has 2 fields where the header has 4"),
        ("Data Scientist,A,1,2,extra", "it has 5 fields where the header has 4"),
        ("-1,A,1,2", "it has no title"),
        ('"Data Scientist,A,1,2', "a quote is opened and never closed"),
    ],
)
def test_a_record_that_is_no_posting_is_rejected_with_its_text(line, reason):
    raw = read(HEADER + line + "\nData Engineer,B,1,2\n")
    assert raw["outcome"].to_list() == ["skipped", "rejected", "posting"]
    rejected = RejectedRows.validate(list_rejected_rows(raw, readers().contacts))
    assert rejected.select("line", "reason", "raw_text").row(0) == (2, reason, line + "\n")


def test_empty_trailing_fields_are_no_reason_to_reject():
    assert read(HEADER + "Data Scientist,A,1,2,,\n")["outcome"][1] == "posting"


def test_a_record_that_lacks_only_columns_at_its_end_that_are_not_read_is_a_posting():
    raw = read("Title,Company,Year,Hour,Logo,Notes\nData Scientist,A,1,2\nData Engineer,B,1\n")
    assert raw["outcome"].to_list() == ["skipped", "posting", "rejected"]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_the_line_of_a_spreadsheet_that_names_the_separator_is_skipped(delimiter):
    text = f"sep={delimiter}\n" + (HEADER + "Data Scientist,A,1,2\n").replace(",", delimiter)
    raw = read(text)
    assert raw["reason"].to_list() == ["line that names the separator", "header line", None]
    assert raw["company"][2] == "A"


def test_blanks_in_a_header_make_no_difference():
    raw = read('" Title",Company,"Year\u00a0","Hour"\nData Scientist,A,1,2\n')
    assert raw.select("title", "salary_min").row(1) == ("Data Scientist", "1")
    spaced = CARD.model_copy(update={"columns": {"title": "Job Title"}})
    assert read('"Job\n  Title "\nAnalyst\n', card=spaced)["title"][1] == "Analyst"


@pytest.mark.parametrize(
    ("header", "cell", "value"),
    [
        ("Firm[name]", "{'name': 'A', 'size': 3}", "A"),
        ("Firm[name]", '{""name"": null}', None),
        ("Firm[seat][town]", "{'seat': {'town': 'Bonn'}}", "Bonn"),
        ("Firm[0]", "['Bonn', 'Graz']", "Bonn"),
        ("Firm[9]", "['Bonn', 'Graz']", None),
        ("Firm[town]", "[{'town': 'Bonn'}, {'town': 'Graz'}, {}]", "Bonn; Graz"),
        ("Firm[seat]", "{'seat': {'town': 'Bonn'}}", '{"town": "Bonn"}'),
        ("Firm[flag]", "{'flag': True}", "True"),
        ("Firm[name]", "no dict", None),
    ],
)
def test_an_entry_of_a_printed_dict_is_a_value(header, cell, value):
    card = CARD.model_copy(update={"columns": {"title": "Title", "location": header}})
    assert read(f'Title,Firm\nData Scientist,"{cell}"\n', card=card)["location"][1] == value


def test_a_header_that_looks_like_an_entry_is_a_header():
    card = CARD.model_copy(update={"columns": {"title": "Title", "salary": "pay[EUR]"}})
    assert read("Title,pay[EUR],pay\nData Scientist,5,6\n", card=card)["salary"][1] == "5"


def test_a_value_unlike_its_column_is_missing_so_swapped_cells_find_their_place():
    update = {
        "columns": {"title": "Title", "location": ("Place", "Day"), "posted_on": ("Day", "Place")},
        "only": {"posted_on": r"\d{4}", "location": r"^\D+$"},
    }
    text = "Title,Place,Day\nData Scientist,Bonn,2026-01-02\nAnalyst,2026-01-03,Graz\nEngineer,2026,2026\n"
    raw = read(text, card=CARD.model_copy(update=update)).filter(outcome="posting")
    assert raw.select("location", "posted_on").rows() == [
        ("Bonn", "2026-01-02"),
        ("Graz", "2026-01-03"),
        (None, "2026"),
    ]


def test_sections_follow_the_description_under_their_headings():
    columns = {"title": "Title", "description": "Text"}
    sections = {"must": "Required", "nice": "Preferred qualifications", "more": ""}
    card = CARD.model_copy(update={"columns": columns, "sections": sections})
    text = "Title,Text,must,nice,more\nAnalyst,We count.,\"['SQL', 'R']\",N/A,Bye.\nEngineer,-1,,,\n"
    assert read(text, card=card)["description"].to_list()[1:] == [
        "We count.\n\nRequired\nSQL\nR\n\nBye.",
        None,
    ]


def test_personal_columns_are_not_kept_of_a_rejected_record():
    card = CARD.model_copy(update={"personal_columns": ("Recruiter",)})
    text = "Title,Company,Year,Hour,Recruiter\n,A,1,2,Pat Example\nAnalyst,B,Pat Example\n"
    raw = read(text, card=card)
    assert raw["raw_text"].to_list()[1:] == [",A,1,2", WITHHELD]
    assert "Pat" not in str(raw.rows())


def test_a_json_line_without_an_object_is_rejected_and_numbers_keep_their_spelling():
    text = '{"Title": "Analyst", "Year": 1.50}\n\n{"Title": "cut\n[1]\n{"Title": "Engineer", "Company": "\\ud83d"}'
    raw = read(text)
    assert raw.select("line", "outcome", "reason").rows() == [
        (1, "posting", None),
        (2, "skipped", "blank line"),
        (3, "rejected", "it is no JSON object"),
        (4, "rejected", "it is no JSON object"),
        (5, "posting", None),
    ]
    assert (raw["salary_min"][0], raw["company"][4], raw["raw_text"][2]) == ("1.50", "?", '{"Title": "cut\n')


def test_blank_lines_are_counted():
    assert read(HEADER + "\n,,,\nData Scientist,A,1,2\n")["reason"].to_list()[1:3] == [
        "blank line",
        "blank line",
    ]


def test_missing_markers_are_null_and_the_first_header_that_is_not_missing_counts():
    raw = read(HEADER + "Data Scientist,N/A,-1,40\n")
    assert raw.select("company", "salary_min").row(1) == (None, "40")


def test_the_card_corrects_values_and_adds_constants_and_facts_of_the_file_name():
    row = read(HEADER + "Data Scientist,Wrong Ltd,1,2\n").row(1, named=True)
    assert (row["company"], row["country"], row["seen_on"]) == (None, "US", "2026-03-01")


def test_ids_differ_between_lines_and_files_and_stay_the_same_between_runs():
    text = HEADER + "Data Scientist,A,1,2\nData Scientist,A,1,2\n"
    ids = read(text)["posting_id"].to_list()
    assert len(set(ids + read(text, "board_2026-04-01.csv")["posting_id"].to_list())) == 6
    assert read(text)["posting_id"].to_list() == ids


def test_values_are_read_in_any_encoding_with_any_delimiter():
    card = CARD.model_copy(update={"dialect": Dialect()})
    text = "Title;Company;Year;Hour\r\nEntwicklerin für KI;Käse, Brot & Söhne;1;2\r\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"):
        data = text.encode(encoding)
        row = read_postings(data, "board_x.csv", "0" * 64, card).row(1, named=True)
        assert (row["title"], row["company"]) == ("Entwicklerin für KI", "Käse, Brot & Söhne")


def test_an_epoch_beside_an_iso_date_stays_as_it_is_written():
    card = CARD.model_copy(update={"columns": {"title": "Title", "posted_on": "Date"}})
    raw = read("Title,Date\nA,1760000000000\nB,2025-10-09T08:53:20Z\n", card=card)
    assert raw["posted_on"].to_list() == [None, "1760000000000", "2025-10-09T08:53:20Z"]


HEADERS = [
    "Title,Company,Year,Hour",
    "\ufeffTitle,Company ,Year,Hour",
    ",Title,Hour,Title",
    "Year,Company",
    "",
]
LINES = st.sampled_from(
    [
        *(
            "Data Scientist,A,1,2",
            '"Data, Scientist","A ""x""\nB",-1,',
            " N/A ,B,1,2",
            "Title,Company,Year,Hour",
        ),
        *(
            '1,"open',
            'x" y,"5" disk",1,2',
            "short",
            "long,a,b,c,d",
            "long,a,b,c,,",
            "",
            " , ,",
            "\0,\u2028x,é,\x85",
        ),
        *('"two', 'lines",b,c,d', "a,Wrong Ltd,1,2", '"","","",""', "x,lone\rreturn,1,2"),
    ]
)


@given(
    st.sampled_from(HEADERS),
    st.lists(st.tuples(LINES, st.sampled_from(["\n", "\r\n", "\r"])), max_size=25),
    st.sampled_from(["utf-8", "utf-16", "utf-16-be", "cp1252", "latin-1"]),
    st.sampled_from(",;\t|"),
)
def test_every_line_of_a_file_is_accounted_for(header, lines, encoding, delimiter):
    text = "\n".join([header, "".join(line + end for line, end in lines)]).replace(",", delimiter)
    data, sha256 = text.encode(encoding, errors="replace"), "0" * 64
    card = CARD.model_copy(update={"dialect": Dialect(encoding=encoding, delimiter=delimiter)})
    rows = RawPostings.validate(read_postings(data, "board_1.csv", sha256, card), lazy=True)
    decoded = decode(data, encoding)
    assert rows["lines"].sum() == decoded.count("\n") + (not decoded.endswith("\n"))
    assert rows.filter(pl.col("reason").is_null() != (pl.col("outcome") == "posting")).is_empty()


def test_contacts_in_rejected_rows_are_masked():
    raw = read(HEADER + "Write to jobs@example.com,A\n")
    assert list_rejected_rows(raw, readers().contacts)["excerpt"][0] == "Write to [email],A"
