"""Which canonical role each posting names, and the titles that name none."""

import polars as pl

from pipelines.role_rules import RoleRules


def assign_roles(postings: pl.DataFrame, rules: RoleRules) -> pl.DataFrame:
    """Give each posting the role, seniority and confidence its title names.

    In: postings with posting_id and title (nulls allowed); the rules of the taxonomy. Out: contract PostingRoles, one
    row per posting in the given order.
    """
    titles = postings["title"].fill_null("").unique(maintain_order=True).to_list()
    decisions = pl.DataFrame(
        [(title, *rules.decide(title)) for title in titles],
        schema={
            "title": pl.String,
            "role_id": pl.String,
            "seniority": pl.String,
            "confidence": pl.Float64,
            "rule": pl.String,
            "matched_text": pl.String,
        },
        orient="row",
    )
    return (
        postings.select("posting_id", pl.col("title").fill_null(""))
        .join(decisions, on="title", how="left", maintain_order="left")
        .drop("title")
    )


def list_changed_titles(
    former: pl.DataFrame, postings: pl.LazyFrame, posting_roles: pl.LazyFrame
) -> pl.DataFrame:
    """Titles whose role is not what it was, those of most postings first.

    In: former with title and role_id, one row per distinct title; postings with posting_id and title; `posting_roles`
    (contract PostingRoles). Out: title, former_role_id, role_id, postings. A title that was not there is left out.
    """
    return (
        postings.select("posting_id", "title")
        .join(posting_roles.select("posting_id", "role_id"), on="posting_id")
        .group_by("title", "role_id")
        .agg(pl.len().alias("postings"))
        .join(former.lazy().rename({"role_id": "former_role_id"}), on="title")
        .filter(pl.col("role_id") != pl.col("former_role_id"))
        .select("title", "former_role_id", "role_id", "postings")
        .sort("postings", "title", descending=[True, False])
        .collect()
    )
