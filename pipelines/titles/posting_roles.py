"""Assigns each posting a canonical role, and lists titles whose role changed."""

import polars as pl

from pipelines.titles.confidence import state_confidence
from pipelines.titles.role_texts import read_role
from pipelines.titles.rules import Decision, RoleRules
from schemas.roles import PostingRoles


def assign_roles(postings: pl.DataFrame, rules: RoleRules) -> pl.DataFrame:
    """Give each posting the role, seniority and confidence of its title.

    In: postings with posting_id, title (nulls allowed) and, where there are any, source_level and description; rules
    of the taxonomy. Out: contract PostingRoles, one row per posting in the given order. Where the title names no
    occupation the text may name one: the rule then begins with `text:`. The level is the source's where the title names
    none.
    """
    postings = postings.with_columns(pl.col("title").fill_null(""))
    if "source_level" not in postings.columns:
        postings = postings.with_columns(source_level=pl.lit(None, pl.String))
    decisions = {title: rules.decide(title) for title in postings["title"].unique(maintain_order=True)}
    by_title = state_confidence(_frame("title", decisions))
    assigned = (
        postings.select("posting_id", "title", "source_level")
        .join(by_title, on="title", how="left", maintain_order="left")
        .with_columns(level=_level())
        .select(PostingRoles.polars_schema().names())
    )
    if "description" not in postings.columns:
        return assigned
    undecided = [title for title, decision in decisions.items() if rules.is_open(decision)]
    by_text = {}
    told = postings.filter(pl.col("title").is_in(undecided))
    for posting_id, title, text in told.select("posting_id", "title", "description").iter_rows():
        found = read_role(text, rules)
        if found:
            by_text[posting_id] = found._replace(seniority=decisions[title].seniority)
    return assigned.update(_frame("posting_id", by_text), on="posting_id")


def _level() -> pl.Expr:
    is_named = pl.col("seniority") != "unspecified"
    return pl.when(is_named).then("seniority").otherwise(pl.col("source_level").fill_null("unspecified"))


def _frame(key: str, decisions: dict[str, Decision]) -> pl.DataFrame:
    columns = ("role_id", "seniority", "confidence", "rule", "matched_text")
    schema = {key: pl.String} | {name: pl.Float64 if name == "confidence" else pl.String for name in columns}
    return pl.DataFrame(
        [(value, *decision) for value, decision in decisions.items()], schema=schema, orient="row"
    )


def list_changed_titles(
    former: pl.DataFrame, postings: pl.LazyFrame, posting_roles: pl.LazyFrame
) -> pl.DataFrame:
    """Titles whose role changed, ordered by their number of postings.

    In: former with title and role_id, one row per distinct title; postings with posting_id and title; `posting_roles`
    (contract PostingRoles). Out: title, former_role_id, role_id, postings. New titles are left out, and so are titles
    whose role depends on the text.
    """
    return (
        postings.select("posting_id", "title")
        .join(posting_roles.select("posting_id", "role_id"), on="posting_id")
        .group_by("title", "role_id")
        .agg(pl.len().alias("postings"))
        .filter(pl.len().over("title") == 1)
        .join(former.lazy().rename({"role_id": "former_role_id"}), on="title")
        .filter(pl.col("role_id") != pl.col("former_role_id"))
        .select("title", "former_role_id", "role_id", "postings")
        .sort("postings", "title", descending=[True, False])
        .collect()
    )
