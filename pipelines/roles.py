"""Which canonical role each posting names, and the titles that name none."""

import polars as pl

from pipelines.role_rules import decide_role, read_rules
from pipelines.titles import build_vocabulary, normalise_title
from schemas.roles import NO_ROLE


def assign_roles(
    postings: pl.DataFrame, role_titles: pl.DataFrame, title_words: pl.DataFrame
) -> pl.DataFrame:
    """Give each posting the role, seniority and confidence its title names.

    In: postings with posting_id and title (nulls allowed); `role_titles` (contract RoleTitles); `title_words`
    (contract TitleWords). Out: contract PostingRoles, one row per posting in the given order. A title that names no
    occupation is `unknown` by a rule of strength 0, which the text of the posting may later overrule.
    """
    rules = read_rules(role_titles)
    vocabulary = build_vocabulary(title_words)
    titles = postings["title"].fill_null("").unique(maintain_order=True).to_list()
    decisions = pl.DataFrame(
        [(title, *decide_role(title, vocabulary, rules)) for title in titles],
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


def list_unmatched_titles(
    postings: pl.LazyFrame, posting_roles: pl.LazyFrame, title_words: pl.DataFrame
) -> pl.DataFrame:
    """Group the titles that were given no role, the most frequent first.

    In: postings with posting_id, title and source_id; `posting_roles` (contract PostingRoles); `title_words`.
    Out: contract UnmatchedTitles. Where one normalised title had both outcomes, the more frequent one stands.
    """
    vocabulary = build_vocabulary(title_words)
    unmatched = posting_roles.filter(pl.col("role_id").is_in(NO_ROLE)).select("posting_id", "role_id")
    found = (
        postings.select("posting_id", pl.col("title").fill_null(""), "source_id")
        .join(unmatched, on="posting_id", maintain_order="left")
        .collect()
    )
    titles = found["title"].unique(maintain_order=True)
    normalised = pl.DataFrame(
        {"title": titles, "normalised_title": [normalise_title(title, vocabulary) for title in titles]},
        schema={"title": pl.String, "normalised_title": pl.String},
    )
    return (
        found.join(normalised, on="title", maintain_order="left")
        .group_by("normalised_title", maintain_order=True)
        .agg(
            pl.col("title").first().alias("example_title"),
            pl.col("role_id").sort().mode(maintain_order=True).first(),
            pl.len().cast(pl.Int64).alias("postings"),
            pl.col("source_id").unique().sort().alias("sources"),
        )
        .sort("postings", "normalised_title", descending=[True, False])
    )
