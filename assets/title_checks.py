"""Checks of the normaliser of titles before its roles are published."""

import dagster as dg
import polars as pl

from assets.resources import Folders
from assets.views import markdown_table
from pipelines.evaluation.titles import find_roles_below_floor
from pipelines.titles.posting_roles import list_changed_titles
from warehouse.builds.published import read_title_roles

SHOWN_TITLES = 30
MAX_CHANGED_SHARE = 0.02


@dg.asset_check(asset="title_evaluation", blocking=True)
def no_role_is_below_its_floor(title_evaluation: pl.DataFrame) -> dg.AssetCheckResult:
    """Every role reaches its `f1_floor` on the labelled titles."""
    below = find_roles_below_floor(title_evaluation)
    shown = "; ".join(
        f"{role_id} (F1 {f1:.3f}, floor {floor:.3f})"
        for role_id, f1, floor in below.select("role_id", "f1", "floor").iter_rows()
    )
    remedy = "correct the last changed rule or word; `make evaluate` on the labels lists the titles"
    return dg.AssetCheckResult(
        passed=below.is_empty(),
        description=None
        if below.is_empty()
        else f"roles below their f1_floor ({below.height}): {shown}; {remedy}",
        metadata={"lowest_f1": title_evaluation["f1"].min(), "below": below.height},
    )


@dg.asset_check(
    asset="posting_roles", additional_ins={name: dg.AssetIn(name) for name in ("postings", "source_files")}
)
def few_titles_changed_role(
    folders: Folders,
    posting_roles: pl.LazyFrame,
    postings: pl.LazyFrame,
    source_files: pl.DataFrame,
) -> dg.AssetCheckResult:
    """At most 2 % of the postings have another role than in the published database; the run's log says which titles
    changed."""
    before = read_title_roles(folders.database)
    if not folders.is_of_one_origin(source_files):  # the sample and real postings are not comparable
        before = before.clear()
    changed = list_changed_titles(before, postings, posting_roles)
    affected, total = int(changed["postings"].sum()), postings.select(pl.len()).collect().item()
    is_few = affected <= MAX_CHANGED_SHARE * total
    remedy = "if that was not intended, correct the last edited rule or word and run again"
    return dg.AssetCheckResult(
        passed=is_few,
        severity=dg.AssetCheckSeverity.WARN,
        description=None if is_few else f"postings that changed role: {affected} of {total}; {remedy}",
        metadata={
            "titles": changed.height,
            "postings": affected,
            "first": markdown_table(changed.head(SHOWN_TITLES)),
        },
    )


TITLE_CHECKS = [no_role_is_below_its_floor, few_titles_changed_role]
