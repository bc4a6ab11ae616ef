"""Rules that hold between tables."""

import polars as pl

from pipelines.checks import (
    count_records,
    find_dangling,
    find_lost_records,
    find_merged_employers,
    find_unexpected_volumes,
    find_unlike_repeats,
)
from schemas.contract import Reference
from tests.test_source_files import card

FILES = pl.DataFrame(
    {"file": ["a.csv", "b.pdf"], "source_id": ["board", None], "lines": [5, 9], "problem": [None, "is a PDF"]}
).lazy()
RAW = pl.DataFrame(
    {"file": ["a.csv"] * 4, "lines": [1, 2, 1, 1], "outcome": ["skipped", "posting", "posting", "rejected"]}
).lazy()
POSTINGS = pl.DataFrame({"file": ["a.csv", "a.csv"]}).lazy()
REJECTED = pl.DataFrame({"file": ["a.csv"]}).lazy()


def test_a_file_whose_records_all_went_somewhere_has_lost_none():
    counts = count_records(FILES, RAW, POSTINGS, REJECTED)
    assert counts.rows() == [("a.csv", "board", 5, 5, 4, 2, 1, 1)]
    assert find_lost_records(counts).is_empty()


def test_a_posting_that_did_not_arrive_is_found():
    assert find_lost_records(count_records(FILES, RAW, POSTINGS.head(1), REJECTED)).height == 1


def test_a_posting_that_arrived_twice_is_found():
    assert find_lost_records(count_records(FILES, RAW, pl.concat([POSTINGS, POSTINGS]), REJECTED)).height == 1


def test_a_line_of_the_file_that_no_record_covers_is_found():
    longer = FILES.with_columns(lines=pl.col("lines") + 1)
    assert find_lost_records(count_records(longer, RAW, POSTINGS, REJECTED)).height == 1


def test_a_file_without_any_record_is_found():
    files = FILES.with_columns(problem=pl.lit(None, pl.String), source_id=pl.lit("board"))
    assert find_lost_records(count_records(files, RAW, POSTINGS, REJECTED))["file"].to_list() == ["b.pdf"]


def test_volumes_outside_the_cards_range_are_found():
    counts = count_records(FILES, RAW, POSTINGS, REJECTED)
    assert find_unexpected_volumes(counts, {"board": card(rows={"min": 3, "max": 3})}).is_empty()
    few = find_unexpected_volumes(counts, {"board": card(rows={"min": 4, "max": 9})})
    assert few.rows() == [("a.csv", "board", 3, 4, 9)]
    assert find_unexpected_volumes(counts, {"board": card(rows={"min": 0, "max": 2})}).height == 1


def test_dangling_references_are_counted_and_nulls_and_other_values_are_none():
    frame = pl.DataFrame({"role_id": ["engineer", "baker", "baker", "unknown", None]}).lazy()
    roles = pl.DataFrame({"role_id": ["engineer"]}).lazy()
    found = find_dangling(frame, Reference("role_id", "roles", ("unknown",)), roles, "role_id")
    assert found.rows() == [("role_id", "baker", 2)]


def repeats(*rows):
    """Postings by id, employer, what they repeat, the tier and the similarity."""
    columns = ["posting_id", "company", "duplicate_of", "duplicate_tier", "duplicate_similarity"]
    types = {name: pl.Float64 if name == "duplicate_similarity" else pl.String for name in columns}
    return pl.DataFrame(rows, schema=types, orient="row").with_columns(kind=pl.lit("posting")).lazy()


def test_a_unique_posting_that_stands_for_two_employers_is_found():
    merged = repeats(
        ("a", "Example Labs", None, None, None),
        ("b", "EXAMPLE LABS Inc.", "a", "same_text", 1.0),
        ("c", "Sample Works", "a", "near_text", 0.9),
        ("d", None, "a", "same_text", 1.0),
        ("e", "Example Works", None, None, None),
    )
    found = find_merged_employers(merged)
    assert found.rows() == [("a", ["EXAMPLE LABS Inc.", "Example Labs", "Sample Works"], 3)]
    assert find_merged_employers(merged.filter(pl.col("posting_id") != "c")).is_empty()


def test_an_employer_whom_the_source_names_otherwise_under_the_same_id_is_no_other():
    merged = repeats(
        ("a", "Example Labs", None, None, None), ("b", "Example Labs Corporate", "a", "same_id", 1.0)
    )
    assert find_merged_employers(merged).is_empty()


def test_repeats_that_are_unlike_what_they_repeat_are_found_least_similar_first():
    merged = repeats(
        ("a", None, None, None, None),
        ("b", None, "a", "same_id", 0.4),
        ("c", None, "a", "same_id", 0.1),
        ("d", None, "a", "near_text", 0.8),
        ("e", None, "a", "same_opening", None),
    )
    assert find_unlike_repeats(merged, 0.5)["posting_id"].to_list() == ["c", "b"]
