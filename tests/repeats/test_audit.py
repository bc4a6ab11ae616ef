"""Merged postings that should have stayed apart are found."""

import polars as pl

from pipelines.repeats.audit import find_merged_employers, find_unlike_repeats


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
