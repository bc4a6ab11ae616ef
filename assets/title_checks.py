"""What is known of the normaliser of titles before its roles are published."""

import dagster as dg
import polars as pl

from assets.lake import Folders
from pipelines.roles import list_changed_titles
from pipelines.title_evaluation import find_roles_below_floor
from warehouse.published import read_title_roles

SHOWN_TITLES = 30


@dg.asset_check(asset="title_evaluation", blocking=True)
def no_role_is_below_its_floor(title_evaluation: pl.DataFrame) -> dg.AssetCheckResult:
    """Every role reaches its `f1_floor` on the labelled titles."""
    below = find_roles_below_floor(title_evaluation)
    remedy = "correct the rule or word that was changed last; `make evaluate` on the labels lists the titles"
    return dg.AssetCheckResult(
        passed=below.is_empty(),
        description=None if below.is_empty() else f"{remedy}: {below.rows(named=True)}",
        metadata={"lowest_f1": title_evaluation["f1"].min(), "below": below.height},
    )


@dg.asset_check(asset="posting_roles", additional_ins={"postings": dg.AssetIn("postings")})
def titles_that_changed_role(
    context: dg.AssetCheckExecutionContext,
    folders: Folders,
    posting_roles: pl.LazyFrame,
    postings: pl.LazyFrame,
) -> dg.AssetCheckResult:
    """Shows which titles have another role than in the database that is still published; it never fails."""
    changed = list_changed_titles(read_title_roles(folders.database), postings, posting_roles)
    for title, before, after, count in changed.head(SHOWN_TITLES).iter_rows():
        context.log.info(f"{title!r}: {before} is now {after}, {count} postings")
    return dg.AssetCheckResult(
        passed=True, metadata={"titles": changed.height, "postings": int(changed["postings"].sum())}
    )


TITLE_CHECKS = [no_role_is_below_its_floor, titles_that_changed_role]
