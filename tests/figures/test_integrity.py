"""Rules that hold between tables."""

import polars as pl

from pipelines.figures.integrity import (
    count_records,
    find_circles,
    find_dangling,
    find_lost_records,
    find_shortened_files,
    find_unexpected_volumes,
)
from schemas.contract import Reference
from tests.reading.test_source_files import card

FILES = pl.DataFrame(
    {"file": ["a.csv", "b.pdf"], "source_id": ["board", None], "lines": [5, 9], "problem": [None, "is a PDF"]}
).lazy()
RAW = pl.DataFrame(
    {"file": ["a.csv"] * 4, "lines": [1, 2, 1, 1], "outcome": ["skipped", "posting", "posting", "rejected"]}
).lazy()
POSTINGS = pl.DataFrame({"file": ["a.csv", "a.csv"]}).lazy()
REJECTED = pl.DataFrame({"file": ["a.csv"]}).lazy()
AGAIN = pl.DataFrame(schema={"file": pl.String}).lazy()


def test_a_file_whose_records_all_went_somewhere_has_lost_none():
    counts = count_records(FILES, RAW, POSTINGS, REJECTED, AGAIN)
    assert counts.rows() == [("a.csv", "board", 5, 5, 4, 2, 1, 0, 1)]
    assert find_lost_records(counts).is_empty()


def test_a_posting_that_did_not_arrive_is_found():
    assert find_lost_records(count_records(FILES, RAW, POSTINGS.head(1), REJECTED, AGAIN)).height == 1


def test_a_record_seen_before_is_accounted_for():
    again = pl.DataFrame({"file": ["a.csv"]}).lazy()
    counts = count_records(FILES, RAW, POSTINGS.head(1), REJECTED, again)
    assert find_lost_records(counts).is_empty()
    assert find_unexpected_volumes(counts, {"board": card(rows={"min": 3, "max": 3})}).is_empty()


def test_a_posting_that_arrived_twice_is_found():
    assert (
        find_lost_records(count_records(FILES, RAW, pl.concat([POSTINGS, POSTINGS]), REJECTED, AGAIN)).height
        == 1
    )


def test_a_line_of_the_file_that_no_record_covers_is_found():
    longer = FILES.with_columns(lines=pl.col("lines") + 1)
    assert find_lost_records(count_records(longer, RAW, POSTINGS, REJECTED, AGAIN)).height == 1


def test_a_file_without_any_record_is_found():
    files = FILES.with_columns(problem=pl.lit(None, pl.String), source_id=pl.lit("board"))
    assert find_lost_records(count_records(files, RAW, POSTINGS, REJECTED, AGAIN))["file"].to_list() == [
        "b.pdf"
    ]


def test_volumes_outside_the_cards_range_are_found():
    counts = count_records(FILES, RAW, POSTINGS, REJECTED, AGAIN)
    assert find_unexpected_volumes(counts, {"board": card(rows={"min": 3, "max": 3})}).is_empty()
    few = find_unexpected_volumes(counts, {"board": card(rows={"min": 4, "max": 9})})
    assert few.rows() == [("a.csv", "board", 3, 4, 9)]
    assert find_unexpected_volumes(counts, {"board": card(rows={"min": 0, "max": 2})}).height == 1


def test_dangling_references_are_counted_and_nulls_and_other_values_are_none():
    frame = pl.DataFrame({"role_id": ["engineer", "baker", "baker", "unknown", None]}).lazy()
    roles = pl.DataFrame({"role_id": ["engineer"]}).lazy()
    found = find_dangling(frame, Reference("role_id", "roles", ("unknown",)), roles, "role_id")
    assert found.rows() == [("role_id", "baker", 2, 1)]


def lines(**counts):
    return pl.DataFrame({"file": list(counts), "lines": list(counts.values())})


def test_files_that_lost_a_tenth_of_their_lines_are_found_and_new_ones_are_not():
    before, now = lines(grown=10, gone=10, less=1000, short=1000), lines(grown=90, new=5, less=900, short=899)
    found = find_shortened_files(before, now)
    assert found["problem"].to_list() == ["short has 899 lines, where it had 1000"]


def test_skills_that_are_broader_than_each_other_are_found():
    skills = pl.LazyFrame(
        {"skill_id": ["bread", "rye", "oven", "dough"], "parent_id": [None, "bread", "oven", "rye"]}
    )
    further = pl.LazyFrame({"skill_id": ["bread", "oven"], "parent_id": ["dough", "bread"]})
    above = {"bread": ["bread", "dough", "rye"], "oven": ["oven", "bread", "dough", "rye"]}
    above |= {"rye": above["bread"], "dough": above["bread"]}
    lineage = pl.LazyFrame({"skill_id": [*above], "broader_id": [*above.values()]}).explode("broader_id")
    assert find_circles(skills, further, lineage).rows() == [
        ("bread", "dough"),
        ("dough", "rye"),
        ("oven", "oven"),
        ("rye", "bread"),
    ]
