"""Finds the skills that postings name, in their text, title and tags."""

import re

import polars as pl

from pipelines.skills.lexicon import SkillLexicon
from pipelines.skills.mentions import find_mentions
from pipelines.text.phrases import phrase_key
from pipelines.text.snippets import MAX_SNIPPET
from schemas.skills import PostingSkills

_BRACKETED = re.compile(r"([^()]+)\(([^()]+)\)")


def find_skills(postings: pl.DataFrame, lexicon: SkillLexicon) -> pl.DataFrame:
    """The skills of each posting, in the contract `PostingSkills`, ordered by posting, skill and evidence.

    Postings have posting_id, title, company (or null), description (or null; cleaned, addresses masked) and tags (a
    list of texts, or null). A skill of the title is required, for the title says what the posting is for; one of a
    tag is context, for a tag states no need. Each distinct text is read once.
    """
    texts = postings.select("posting_id", "company", written="description", evidence=pl.lit("text"))
    titles = postings.select("posting_id", "company", written="title", evidence=pl.lit("title"))
    written = pl.concat([texts, titles]).filter(pl.col("written").is_not_null())
    distinct = (
        written.group_by("company", "written", maintain_order=True)
        .agg("posting_id", "evidence")
        .with_row_index("text")
    )
    mentions = find_mentions(distinct["written"], distinct["company"], lexicon)
    in_text = (
        mentions.filter(pl.col("mentions") > 0)
        .join(distinct.select(pl.col("text").cast(pl.Int32), "posting_id", "evidence"), on="text")
        .explode("posting_id", "evidence")
        .with_columns(
            section=pl.when(evidence="text").then("section").otherwise(pl.lit("unknown")),
            need=pl.when(evidence="text").then("need").otherwise(pl.lit("required")),
        )
    )
    order = list(PostingSkills.polars_schema())
    return pl.concat([in_text.select(order), _find_in_tags(postings, lexicon).select(order)]).sort(
        "posting_id", "skill_id", "evidence"
    )


def _find_in_tags(postings: pl.DataFrame, lexicon: SkillLexicon) -> pl.DataFrame:
    tags = (
        postings.select("posting_id", tag="tags")
        .filter(pl.col("tag").list.len() > 0)
        .explode("tag")
        .filter(pl.col("tag").str.strip_chars() != "")
        .with_columns(pl.col("tag").str.strip_chars())
    )
    skills = [(tag, skill_id) for tag in tags["tag"].unique() for skill_id in _skills_of_tag(tag, lexicon)]
    skill_of = pl.DataFrame(skills, schema={"tag": pl.String, "skill_id": pl.String}, orient="row")
    return (
        tags.join(skill_of, on="tag", maintain_order="left_right")
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


def _skills_of_tag(tag: str, lexicon: SkillLexicon) -> list[str]:
    """The skill that a tag spells; else those of all parts of `X/Y`, or of X, and of Y if it is one, in `X (Y)`."""

    def spelt(parts: list[str]) -> list[str | None]:
        return [lexicon.skills_by_tag.get(phrase_key(part)) for part in parts]

    parts = spelt([tag])
    if parts == [None] and (bracketed := _BRACKETED.fullmatch(tag)):
        name, other = spelt(list(bracketed.groups()))
        parts = [name, other or name]
    elif parts == [None]:
        parts = spelt(tag.split("/"))
    return list(dict.fromkeys(part for part in parts if part)) if None not in parts else []
