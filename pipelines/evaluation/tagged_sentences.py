"""Scores skills against sentences that others have tagged word by word, as SkillSpan does."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import polars as pl

from schemas.skills import TOOL_CATEGORIES


def read_sentences(records: Iterable[dict[str, Any]], source: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The sentences of one source, and the knowledge spans in them.

    In: records with tokens, tags_knowledge (B, I or O of each token) and source. Tokens are joined by blanks. Out:
    sentences with id and text; spans with id, start and end (characters). Raises ValueError for a record whose tags
    are not as many as its tokens.
    """
    sentences, spans = [], []
    for number, record in enumerate(records):
        tokens, tags = record["tokens"], record["tags_knowledge"]
        if len(tokens) != len(tags):
            raise ValueError(f"sentence {number} has {len(tokens)} tokens and {len(tags)} tags_knowledge")
        if record["source"] == source:
            sentences.append((number, " ".join(tokens)))
            spans += [(number, start, end) for start, end in _spans(tokens, tags)]
    return (
        pl.DataFrame(sentences, schema={"id": pl.Int64, "text": pl.String}, orient="row"),
        pl.DataFrame(spans, schema={"id": pl.Int64, "start": pl.Int64, "end": pl.Int64}, orient="row"),
    )


def _spans(tokens: Sequence[str], tags: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Start and end of each run of a B and the I after it; an I without a B begins a run too."""
    at, start, end = 0, -1, -1
    for token, tag in zip(tokens, tags, strict=True):
        if tag != "I" and start >= 0:
            yield start, end
            start = -1
        if tag != "O":
            start = at if start < 0 else start
            end = at + len(token)
        at += len(token) + 1
    if start >= 0:
        yield start, end


def compare_sentences(
    spans: pl.DataFrame, mentions: pl.DataFrame, skills: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The spans with is_found, and the mentions of tools (languages, libraries, tools, platforms and databases) with
    is_tagged: whether a mention and a span overlap.

    In: spans with id, start and end; mentions with id, skill_id, start and end; skills (contract `Skills`).
    """
    overlaps = spans.with_row_index("span").join_where(
        mentions.with_row_index("mention").rename({"id": "of", "start": "first", "end": "last"}),
        pl.col("id") == pl.col("of"),
        pl.col("start") < pl.col("last"),
        pl.col("first") < pl.col("end"),
    )
    is_found = pl.col("span").is_in(overlaps["span"].implode()).alias("is_found")
    is_tagged = pl.col("mention").is_in(overlaps["mention"].implode()).alias("is_tagged")
    tools = skills.filter(pl.col("category").is_in(TOOL_CATEGORIES)).select("skill_id")
    return (
        spans.with_row_index("span").with_columns(is_found).drop("span"),
        mentions.with_row_index("mention")
        .with_columns(is_tagged)
        .drop("mention")
        .join(tools, on="skill_id", how="semi"),
    )
