"""Finds the skills that postings name, in their text, title and tags."""

from collections.abc import Iterable, Iterator

import polars as pl

from pipelines.mentions import Matcher, Mention, match_skills
from schemas.skills import NEEDS, PostingSkills

MAX_SNIPPET = 120


def find_skills(postings: pl.DataFrame, matcher: Matcher) -> pl.DataFrame:
    """The skills of each posting, in the contract `PostingSkills`, ordered by posting, skill and evidence.

    Postings have posting_id, title, company (or null), description (or null; cleaned, addresses masked) and tags (a
    list of texts, or null). A skill of the title is required, for the title says what the posting is for; one of a
    tag is context, for a tag states no need. Each distinct text is read once.
    """
    texts = postings.select("posting_id", "company", text="description", evidence=pl.lit("text"))
    titles = postings.select("posting_id", "company", text="title", evidence=pl.lit("title"))
    written = pl.concat([texts, titles]).filter(pl.col("text").is_not_null())
    key = ["company", "text", "evidence"]
    distinct = written.select(key).unique(maintain_order=True).with_row_index("text_id")
    rows = [
        (text_id, *row)
        for text_id, company, text, evidence in distinct.iter_rows()
        for row in _skill_rows(match_skills(text, matcher, company), text, is_title=evidence == "title")
    ]
    order = list(PostingSkills.polars_schema())
    types = {
        name: PostingSkills.polars_schema()[name] for name in order if name not in ("posting_id", "evidence")
    }
    read = pl.DataFrame(rows, schema={"text_id": pl.UInt32} | types, orient="row")
    in_text = (
        written.join(distinct, on=key, nulls_equal=True).drop("company", "text").join(read, on="text_id")
    )
    return pl.concat([in_text.select(order), _find_in_tags(postings, matcher).select(order)]).sort(
        "posting_id", "skill_id", "evidence"
    )


def _find_in_tags(postings: pl.DataFrame, matcher: Matcher) -> pl.DataFrame:
    tags = (
        postings.select("posting_id", tag="tags")
        .filter(pl.col("tag").list.len() > 0)
        .explode("tag")
        .filter(pl.col("tag").str.strip_chars() != "")
        .with_columns(pl.col("tag").str.strip_chars())
    )
    skill_ids = {tag: matcher.skill_of_tag(tag) for tag in tags["tag"].unique()}
    return (
        tags.with_columns(skill_id=pl.col("tag").replace_strict(skill_ids, return_dtype=pl.String))
        .filter(pl.col("skill_id").is_not_null())
        .group_by("posting_id", "skill_id", maintain_order=True)
        .agg(mentions=pl.len().cast(pl.Int64), alias=pl.col("tag").first())
        .with_columns(
            evidence=pl.lit("tag"),
            snippet=pl.col("alias").str.slice(0, MAX_SNIPPET),
            start=pl.lit(0, pl.Int64),
            section=pl.lit("unknown"),
            need=pl.lit("context"),
        )
    )


def _skill_rows(mentions: Iterable[Mention], text: str, is_title: bool) -> Iterator[tuple]:
    of_skill: dict[str, list[Mention]] = {}
    for mention in mentions:
        of_skill.setdefault(mention.skill_id, []).append(mention)
    for skill_id, same in of_skill.items():
        first = same[0]
        need = "required" if is_title else min((mention.need for mention in same), key=NEEDS.index)
        section = "unknown" if is_title else first.section
        snippet = cut_snippet(text, first.start, first.end)
        yield skill_id, len(same), first.alias, snippet, first.start, section, need


def cut_snippet(text: str, start: int, end: int) -> str:
    """Whole words around the characters `start` to `end`, at most 120 characters, white space collapsed."""
    room = max(0, MAX_SNIPPET - (end - start)) // 2
    first, last = max(0, start - room), min(len(text), end + room)
    before, after = text[first:start], text[end:last]
    if first > 0 and not text[first - 1].isspace():
        before = "".join(before.split(maxsplit=1)[1:]) if not before[:1].isspace() else before
    if last < len(text) and not text[last].isspace():
        after = "".join(after.rsplit(maxsplit=1)[:-1]) if not after[-1:].isspace() else after
    return " ".join(f"{before}{text[start:end]}{after}".split())[:MAX_SNIPPET]
