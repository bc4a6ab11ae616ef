"""What differs between two builds, and why."""

import polars as pl
import pytest

from pipelines.figures.build_changes import list_changes
from schemas import TABLES
from tests.made_tables import rows


def make_build(components=(), files=(), roles=(), skills=()):
    """The tables of a build: (kind, name, version, rows), (file, sha256), (role, postings), (role, skill, share)."""
    shares = pl.DataFrame(
        skills, schema={"role_id": str, "skill_id": str, "asked_share": float}, orient="row"
    )
    return {
        "build": rows("build", *(dict(zip(("kind", "name", "version", "rows"), c, strict=True)) for c in components)),
        "source_files": rows("source_files", *({"file": f, "file_sha256": s, "lines": 9} for f, s in files)),
        "role_demand": rows("role_demand", *({"period": "all", "role_id": r, "postings": n} for r, n in roles)),
        "role_skill_demand": shares.with_columns(
            period=pl.lit("all"),
            asked_share_low=pl.col("asked_share") - 0.03,
            asked_share_high=pl.col("asked_share") + 0.03,
            postings_with_text=pl.lit(400, pl.Int64),
            is_small_sample=pl.lit(False),
        ),
    }  # fmt: skip


def list_valid(before, now):
    return TABLES["build_changes"].validate(list_changes(before, now), lazy=True)


def test_the_first_build_has_no_changes():
    assert list_valid({}, make_build(files=[("a.csv", "1")])).is_empty()


def test_a_build_like_the_one_before_has_no_changes():
    same = make_build(
        [("code", "pipelines", "a", None)], [("a.csv", "1")], [("analyst", 50)], [("analyst", "sql", 0.5)]
    )
    assert list_valid(same, same).is_empty()


def test_files_that_came_went_or_hold_something_else_are_causes():
    before, now = (make_build(files=files) for files in ([("a", "1"), ("b", "2")], [("b", "3"), ("c", "4")]))
    found = list_valid(before, now).select("kind", "name", "change", "is_cause").rows()
    assert found == [
        ("file", "a", "removed", True),
        ("file", "b", "changed", True),
        ("file", "c", "added", True),
    ]


def test_a_file_that_was_skipped_in_both_builds_is_no_change():
    before, now = (make_build(files=[("a", sha)]) for sha in "12")
    for build in (before, now):
        build["source_files"] = build["source_files"].with_columns(problem=pl.lit("is empty"))
    assert list_valid(before, now).is_empty()


@pytest.mark.parametrize(
    ("kind", "is_cause"),
    [("curated_file", True), ("code", True), ("library", True), ("source", False)],
)
def test_components_differ_by_their_versions(kind, is_cause):
    before, now = (make_build([(kind, "it", version, 7)]) for version in "12")
    assert list_valid(before, now).select("name", "version_before", "version_now", "is_cause").rows() == [
        ("it", "1", "2", is_cause)
    ]


@pytest.mark.parametrize("kind", ["table", "count"])
def test_tables_and_counts_differ_by_their_rows_and_not_by_who_made_them(kind):
    before, again, now = (make_build([(kind, "postings", *it)]) for it in (("1", 7), ("2", 7), ("3", 9)))
    assert list_valid(before, again).is_empty()
    assert list_valid(before, now).select("rows_before", "rows_now", "version_now").rows() == [(7, 9, None)]


def test_shares_of_roles_and_skills_are_listed_that_moved_beyond_chance():
    before = make_build(roles=[("analyst", 500), ("engineer", 500)], skills=[("analyst", "sql", 0.5)])
    now = make_build(roles=[("analyst", 700), ("engineer", 300)], skills=[("analyst", "sql", 0.7)])
    columns = ("kind", "name", "role_id", "skill_id", "rows_before", "figure_before", "figure_now")
    assert list_valid(before, now).select(columns).with_columns(pl.col(pl.Float64).round(6)).rows() == [
        ("role", "analyst", "analyst", None, 1000, 0.5, 0.7),
        ("role", "engineer", "engineer", None, 1000, 0.5, 0.3),
        ("skill", "analyst/sql", "analyst", "sql", 400, 0.5, 0.7),
    ]


def test_shares_that_moved_within_chance_or_by_little_are_not_listed():
    before = make_build(roles=[("analyst", 50), ("engineer", 50)], skills=[("analyst", "sql", 0.50)])
    now = make_build(roles=[("analyst", 56), ("engineer", 44)], skills=[("analyst", "sql", 0.54)])
    assert list_valid(before, now).is_empty()
