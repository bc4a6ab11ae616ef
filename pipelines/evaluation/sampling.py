"""Titles to be labelled by hand, of sources that no label has touched."""

import polars as pl

from pipelines.titles.rules import RoleRules

TOLD_SHARE = 0.6
"""Share of the sample whose titles contain a word that is known: most titles of a broad source are none of our
roles."""


def draw_titles(
    postings: pl.DataFrame, touched: set[str], rules: RoleRules, size: int, sources: int, seed: int
) -> pl.DataFrame:
    """Draw distinct titles evenly from sources that were not looked at, and within each from its languages.

    In: postings with title, source_id, language (of the text) and dated_on, nulls allowed; `touched`, the sources of
    all labels so far; the rules, which only say whether a title holds a known word. Out: id, title, role_id and
    seniority (empty, to be filled in), source, language, year and stratum (`told`: it holds a known word; `uniform`:
    any title). The same seed draws the same titles of the same postings.
    """
    titles = (
        postings.filter(~pl.col("source_id").is_in(sorted(touched)))
        .drop_nulls("title")
        .group_by("title")
        .agg(
            pl.col("source_id").min(),
            pl.col("language").drop_nulls().mode().min(),
            year=pl.col("dated_on").dt.year().drop_nulls().mode().min(),
        )
        .sort("title")
        .sample(fraction=1, shuffle=True, seed=seed)
    )
    chosen = titles["source_id"].unique(maintain_order=True).head(sources)
    of_source = -(-size // max(len(chosen), 1))
    titles = titles.filter(pl.col("source_id").is_in(chosen.implode())).with_columns(
        turn=pl.int_range(pl.len()).over("source_id", "language"),
    )
    is_told = [rules.holds_known_word(title) for title in titles["title"]]
    titles = titles.with_columns(is_told=pl.Series(is_told, dtype=pl.Boolean))
    by_turn = titles.sort("turn", maintain_order=True)
    told = (
        by_turn.filter("is_told")
        .group_by("source_id", maintain_order=True)
        .head(round(TOLD_SHARE * of_source))
        .with_columns(stratum=pl.lit("told"))
    )
    rest = by_turn.join(told, on="title", how="anti", maintain_order="left")
    uniform = (
        rest.group_by("source_id", maintain_order=True)
        .head(of_source)
        .with_columns(stratum=pl.lit("uniform"))
    )
    drawn: pl.DataFrame = pl.concat([told, uniform])
    drawn = drawn.group_by("source_id", maintain_order=True).head(of_source).head(size)
    return drawn.sort("source_id", "title").select(
        id=pl.format("t{}", pl.int_range(pl.len())),
        title="title",
        role_id=pl.lit(""),
        seniority=pl.lit(""),
        source="source_id",
        language="language",
        year="year",
        stratum="stratum",
    )
