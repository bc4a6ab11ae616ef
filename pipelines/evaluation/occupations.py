"""How often ordinary occupations are given a role of machine learning, AI or data."""

from collections.abc import Callable

import polars as pl

from pipelines.titles.rules import RoleRules

FAMILIES = ["model building", "human interface", "data and platform"]
"""Families of roles that an official list of occupations of the whole economy hardly names."""


def read_occupations(occupations: pl.DataFrame, roles: pl.DataFrame, rules: RoleRules) -> pl.DataFrame:
    """Read each occupation's title as it is written, in capitals and in title case.

    In: occupations with language and title; `roles` (contract Roles); the rules of the taxonomy. Out: language, case
    (`written`, `capitals`, `title`), title as read, role_id, rule, matched_text and is_given (a role of FAMILIES).
    """
    given = set(roles.filter(pl.col("family").is_in(FAMILIES))["role_id"])
    cases: dict[str, Callable[[str], str]] = {"written": str, "capitals": str.upper, "title": str.title}
    rows = []
    for case, change in cases.items():
        for language, title in occupations.select("language", "title").iter_rows():
            decision = rules.decide(change(title))
            rows.append(
                (
                    language,
                    case,
                    change(title),
                    decision.role_id,
                    decision.rule,
                    decision.matched_text,
                    decision.role_id in given,
                )
            )
    columns = ["language", "case", "title", "role_id", "rule", "matched_text"]
    schema = dict.fromkeys(columns, pl.String) | {"is_given": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def score_occupations(read: pl.DataFrame) -> pl.DataFrame:
    """For each language and case of `read_occupations`: titles, given (titles given a role) and their share."""
    return (
        read.group_by("language", "case", maintain_order=True)
        .agg(titles=pl.len().cast(pl.Int64), given=pl.col("is_given").sum().cast(pl.Int64))
        .with_columns(share=pl.col("given") / pl.col("titles"))
    )
