"""Shares that moved between two builds."""

import polars as pl
import pytest

from pipelines.figures.drift import find_moved_shares


def build(*rows, postings=400, is_small=False):
    """A build's shares, each with an interval of three points to both sides: role_id, skill_id, share."""
    return pl.DataFrame(rows, schema=["role_id", "skill_id", "asked_share"], orient="row").with_columns(
        asked_share_low=pl.col("asked_share") - 0.03,
        asked_share_high=pl.col("asked_share") + 0.03,
        postings_with_text=pl.lit(postings, pl.Int64),
        is_small_sample=pl.lit(is_small),
    )


def test_a_share_that_moved_beyond_both_intervals_is_listed_the_largest_move_first():
    before = build(("analyst", "sql", 0.5), ("analyst", "excel", 0.5), ("analyst", "python", 0.5))
    now = build(("analyst", "sql", 0.6), ("analyst", "excel", 0.2), ("analyst", "python", 0.55))
    assert find_moved_shares(before, now).rows() == [
        ("analyst", "excel", 0.5, 0.2, 400, 400),
        ("analyst", "sql", 0.5, 0.6, 400, 400),
    ]


def test_a_skill_that_came_or_went_counts_as_named_by_none():
    before = build(("analyst", "sql", 0.5), ("analyst", "excel", 0.2))
    now = build(("analyst", "sql", 0.5), ("analyst", "python", 0.3))
    moved = find_moved_shares(before, now).select("skill_id", "share_before", "share_now").rows()
    assert moved == [("python", 0.0, 0.3), ("excel", 0.2, 0.0)]


@pytest.mark.parametrize(
    "before", [build(("analyst", "sql", 0.1), is_small=True), build(("engineer", "sql", 0.1))]
)
def test_small_samples_and_roles_that_only_one_build_has_are_left_out(before):
    assert find_moved_shares(before, build(("analyst", "sql", 0.9))).is_empty()


def test_a_skill_named_by_none_of_few_postings_has_not_moved_to_a_share_they_allow():
    before = build(("analyst", "sql", 0.5), postings=30)
    now = build(("analyst", "sql", 0.5), ("analyst", "excel", 0.14), postings=400)
    assert find_moved_shares(before, now).is_empty()
    assert find_moved_shares(before.with_columns(postings_with_text=pl.lit(400, pl.Int64)), now).height == 1


def test_the_first_build_has_nothing_to_differ_from():
    now = build(("analyst", "sql", 0.5))
    assert find_moved_shares(now.clear(), now).is_empty()
