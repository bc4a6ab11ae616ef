"""What differs from the previous build, and why."""

from collections.abc import Mapping

import polars as pl

from pipelines.figures.drift import find_moved_shares, wilson_ends
from schemas import TABLES

COMPARED = ("build", "source_files", "role_demand", "role_skill_demand")
"""The tables that are compared."""

MIN_ROLE_MOVE = 0.01
"""A role's share of the market is one of 22: a point is worth telling, where five are of a skill's share."""

SMALL_SAMPLE = 30
CAUSES = ["file", "curated_file", "code", "library"]
BY_VERSION = ["curated_file", "code", "library", "source"]
SCHEMA = TABLES["build_changes"].polars_schema()


def list_changes(before: Mapping[str, pl.DataFrame], now: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The table `build_changes`: one row per difference; no rows where `before` is empty, as for the first build.

    Both contain the tables of COMPARED by name. Components are distinguished by their versions, tables and counts by
    their rows, evaluations by their figures. Shares of skills are listed as `find_moved_shares` does; shares of roles
    in the ML market by the same rule, where they moved by MIN_ROLE_MOVE or more.
    """
    if not before:
        return pl.DataFrame(schema=SCHEMA)
    changes = [
        _compare(_list_components(before["build"]), _list_components(now["build"])),
        _compare(_list_files(before["source_files"]), _list_files(now["source_files"])),
        _find_moved_roles(_of_all(before["role_demand"]), _of_all(now["role_demand"])),
        _find_moved_skills(_of_all(before["role_skill_demand"]), _of_all(now["role_skill_demand"])),
    ]
    found = pl.concat(changes, how="diagonal_relaxed").with_columns(is_cause=pl.col("kind").is_in(CAUSES))
    return found.select(
        pl.col(name) if name in found.columns else pl.lit(None, dtype).alias(name)
        for name, dtype in SCHEMA.items()
    ).sort("kind", "name")


def _of_all(demand: pl.DataFrame) -> pl.DataFrame:
    """The rows of the period that contains every posting: `latest` moves with the calendar."""
    return demand.filter(period="all")


def _list_components(build: pl.DataFrame) -> pl.DataFrame:
    """Kind, name, version, rows and figure of what a build states; versions of tables tell who made them: left out."""
    version = pl.when(pl.col("kind").is_in(BY_VERSION)).then("version")
    return build.select("kind", "name", version.alias("version"), "rows", "figure")


def _list_files(source_files: pl.DataFrame) -> pl.DataFrame:
    """The files that were read; `rows` are their lines."""
    read = source_files.filter(pl.col("problem").is_null())
    return read.select(
        kind=pl.lit("file"), name="file", version="file_sha256", rows="lines", figure=pl.lit(None, pl.Float64)
    )


def _compare(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    key, values = ["kind", "name"], ["version", "rows", "figure"]
    both = before.with_columns(was=True).join(
        now.with_columns(is_there=True), on=key, how="full", coalesce=True, suffix="_now"
    )
    differs = pl.any_horizontal(pl.col(value).ne_missing(pl.col(f"{value}_now")) for value in values)
    is_new, is_gone = pl.col("was").is_null(), pl.col("is_there").is_null()
    change = (
        pl.when(is_new)
        .then(pl.lit("added"))
        .when(is_gone)
        .then(pl.lit("removed"))
        .otherwise(pl.lit("changed"))
    )
    return both.filter(differs).select(
        *key,
        change.alias("change"),
        *(pl.col(value).alias(f"{value}_before") for value in values),
        *(f"{value}_now" for value in values),
    )


def _find_moved_roles(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    moved = find_moved_shares(_as_shares(before), _as_shares(now), MIN_ROLE_MOVE)
    roles = moved.with_columns(role_id="skill_id", skill_id=pl.lit(None, pl.String))
    return _as_changes(roles.with_columns(kind=pl.lit("role"), name="role_id"))


def _find_moved_skills(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    name = pl.concat_str("role_id", "skill_id", separator="/")
    return _as_changes(find_moved_shares(before, now).with_columns(kind=pl.lit("skill"), name=name))


def _as_shares(role_demand: pl.DataFrame) -> pl.DataFrame:
    """Roles in the form of skills of one role, the whole market, with Wilson's intervals of their shares."""
    total, share = pl.col("postings").sum(), pl.col("postings") / pl.col("postings").sum()
    low, high = wilson_ends(share, total)
    return role_demand.filter(total > 0).select(
        role_id=pl.lit("market"),
        skill_id="role_id",
        asked_share=share,
        asked_share_low=low,
        asked_share_high=high,
        postings_with_text=total,
        is_small_sample=total < SMALL_SAMPLE,
    )


def _as_changes(moved: pl.DataFrame) -> pl.DataFrame:
    return moved.select(
        "kind",
        "name",
        "role_id",
        "skill_id",
        change=pl.lit("changed"),
        rows_before="postings_with_text_before",
        rows_now="postings_with_text_now",
        figure_before="share_before",
        figure_now="share_now",
    )
