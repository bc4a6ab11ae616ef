"""Splits postings into shares that can be searched for repeats one by one."""

from collections.abc import Iterator

import polars as pl


def split_postings(postings: pl.DataFrame, texts: int) -> Iterator[pl.DataFrame]:
    """The postings in shares of about so many texts, in the same order; no posting repeats one of another share.

    In: postings with the columns title_words, identity and text (null if there is none). A posting can repeat only one
    with the same title words or identity, so each connected component of these stays in one share.
    """
    shares = 1 + postings["text"].count() // texts
    if shares == 1:
        yield postings
        return
    titles = postings["title_words"].rank("dense").fill_null(0)
    components = _number_components(pl.DataFrame({"title": titles, "identity": postings["identity"]}))
    for share in range(shares):
        yield postings.filter(components % shares == share)


def _number_components(links: pl.DataFrame) -> pl.Series:
    """The number of each row's connected component: the least title that is linked to its own by identities."""
    edges = links.drop_nulls().unique()
    lowest = links.select("title", component="title").unique()
    before = lowest.clear()
    while not lowest.equals(before):
        before = lowest
        linked = edges.join(lowest, on="title").select("title", pl.col("component").min().over("identity"))
        lowest = pl.concat([lowest, linked]).group_by("title").agg(pl.col("component").min()).sort("title")
    return links.join(lowest, on="title", how="left", maintain_order="left")["component"]
