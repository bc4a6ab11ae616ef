"""Finds the skills that postings name, in their text, title and tags."""

from functools import cached_property

import polars as pl

from pipelines.skills.compiled_lexicon import CompiledMatcher
from pipelines.skills.compiled_mentions import find_mentions
from pipelines.skills.mentions import MAX_SNIPPET, Matcher, cut_snippet, match_skills
from pipelines.text.phrases import phrase_key
from schemas.skills import NEEDS, PostingSkills

COMPILED_FROM_BYTES = 400_000
"""Less text than this is read by the reference: loading machine code, or making it once, would take longer."""

_MENTION = {
    "text": pl.Int32,
    "skill_id": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "alias": pl.String,
    "section": pl.String,
    "need": pl.String,
    "is_first": pl.Boolean,
    "snippet": pl.String,
}


class SkillLexicon:
    """The skill lexicon, for the reference matcher and the compiled one; each is built when it is first needed."""

    def __init__(
        self,
        skill_aliases: pl.DataFrame,
        skills: pl.DataFrame,
        section_headings: pl.DataFrame,
        skill_cues: pl.DataFrame,
    ) -> None:
        """Takes frames of the contracts `SkillAliases`, `Skills`, `SectionHeadings` and `SkillCues`."""
        self._tables = skill_aliases, skills, section_headings, skill_cues

    @cached_property
    def reference(self) -> Matcher:
        """For `pipelines.skills.mentions.match_skills`."""
        return Matcher(*self._tables)

    @cached_property
    def compiled(self) -> CompiledMatcher:
        """For `pipelines.skills.compiled_mentions.find_mentions`."""
        return CompiledMatcher(*self._tables)

    @cached_property
    def skills_by_tag(self) -> dict[tuple[str, ...], str]:
        """The skill of each spelling, by its `phrase_key`."""
        aliases = self._tables[0].filter(pl.col("skill_id").is_not_null())
        return {phrase_key(alias): skill_id for alias, skill_id in aliases["alias", "skill_id"].rows()}

    def mentions(self, texts: pl.Series, companies: pl.Series) -> pl.DataFrame:
        """The mentions of skills in each text, as `pipelines.skills.compiled_mentions.find_mentions` gives them."""
        if texts.str.len_bytes().sum() < COMPILED_FROM_BYTES:
            return read_mentions(texts, companies, self.reference)
        return find_mentions(texts, companies, self.compiled)


def read_mentions(texts: pl.Series, companies: pl.Series, matcher: Matcher) -> pl.DataFrame:
    """What `compiled_mentions.find_mentions` gives, made by the reference, one text after the other."""
    rows = []
    for number, (text, company) in enumerate(zip(texts, companies, strict=True)):
        seen: set[str] = set()
        for skill_id, alias, start, end, section, need in match_skills(text, matcher, company):
            is_first = skill_id not in seen
            snippet = cut_snippet(text, start, end) if is_first else ""
            rows.append((number, skill_id, start, end, alias, section, need, is_first, snippet))
            seen.add(skill_id)
    return pl.DataFrame(rows, schema=_MENTION, orient="row")


def find_skills(postings: pl.DataFrame, lexicon: SkillLexicon) -> pl.DataFrame:
    """The skills of each posting, in the contract `PostingSkills`, ordered by posting, skill and evidence.

    Postings have posting_id, title, company (or null), description (or null; cleaned, addresses masked) and tags (a
    list of texts, or null). A skill of the title is required, for the title says what the posting is for; one of a
    tag is context, for a tag states no need. Each distinct text is read once.
    """
    texts = postings.select("posting_id", "company", written="description", evidence=pl.lit("text"))
    titles = postings.select("posting_id", "company", written="title", evidence=pl.lit("title"))
    written = pl.concat([texts, titles]).filter(pl.col("written").is_not_null())
    key = ["company", "written"]
    distinct = written.select(key).unique(maintain_order=True).with_row_index("text")
    mentions = lexicon.mentions(distinct["written"], distinct["company"])
    in_text = (
        written.join(distinct, on=key, nulls_equal=True)
        .select("posting_id", "evidence", pl.col("text").cast(pl.Int32))
        .join(_first_mentions(mentions), on="text")
        .with_columns(
            section=pl.when(evidence="text").then("section").otherwise(pl.lit("unknown")),
            need=pl.when(evidence="text").then("need").otherwise(pl.lit("required")),
        )
    )
    order = list(PostingSkills.polars_schema())
    return pl.concat([in_text.select(order), _find_in_tags(postings, lexicon).select(order)]).sort(
        "posting_id", "skill_id", "evidence"
    )


def _first_mentions(mentions: pl.DataFrame) -> pl.DataFrame:
    """The first mention of each skill in each text, with how many there are and the strongest need of any."""
    key = ["text", "skill_id"]
    strength = pl.col("need").replace_strict(NEEDS, range(len(NEEDS)), return_dtype=pl.Int8)
    of_skill = mentions.group_by(key).agg(mentions=pl.len().cast(pl.Int64), strongest=strength.min())
    need = pl.col("strongest").replace_strict(range(len(NEEDS)), NEEDS)
    return mentions.filter("is_first").join(of_skill, on=key).with_columns(need=need)


def _find_in_tags(postings: pl.DataFrame, lexicon: SkillLexicon) -> pl.DataFrame:
    tags = (
        postings.select("posting_id", tag="tags")
        .filter(pl.col("tag").list.len() > 0)
        .explode("tag")
        .filter(pl.col("tag").str.strip_chars() != "")
        .with_columns(pl.col("tag").str.strip_chars())
    )
    skill_ids = {tag: lexicon.skills_by_tag.get(phrase_key(tag)) for tag in tags["tag"].unique()}
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
