"""Contracts of the skill lexicon and of the skills found in postings."""

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to
from schemas.languages import LANGUAGES

CATEGORIES = [
    "language",
    "library",
    "tool",
    "platform",
    "database",
    "technique",
    "practice",
    "math",
    "domain",
    "soft",
]
ALIAS_RULES = ["word", "exact_case", "needs_context", "decoy"]
EVIDENCE_KINDS = ["text", "title", "tag"]
SECTIONS = ["requirements", "nice_to_have", "responsibilities", "about", "benefits", "unknown"]
TOOL_CATEGORIES = ["language", "library", "tool", "platform", "database"]
"""Categories of what an employer can name as a tool."""
NEEDS = ["required", "preferred", "context"]
CUE_EFFECTS = [
    "required",
    "preferred",
    "asked",
    "negated",
    "negating",
    "denies",
    "grades",
    "graded",
    "begins_asking",
    "begins_describing",
    "none",
    "confirms",
    "employer",
    "firms",
    "opens",
    "links",
    "connects",
    "contrasts",
    "abbreviates",
]
CUE_REACHES = ["before", "after", "both"]


class Skills(Contract, group="skills"):
    """One row per skill that postings or articles name."""

    skill_id: str = pa.Field(
        unique=True, str_matches=r"^[a-z0-9_]+$", description="Short stable name of the skill."
    )
    name: str = pa.Field(unique=True, description="The skill as people write it.")
    category: str = pa.Field(
        isin=CATEGORIES,
        description="language, library (and framework), tool, platform, database, technique, practice, math, "
        "domain (subject knowledge) or soft.",
    )
    parent_id: str = refers_to(
        "skills", nullable=True, description="The broader skill it belongs to, where it has one."
    )
    is_ml: bool = pa.Field(
        description="Whether naming it shows that a posting is about machine learning or AI."
    )
    first_seen_year: pl.Int64 = pa.Field(
        nullable=True,
        in_range={"min_value": 1940, "max_value": 2030},
        description="Year the thing first appeared.",
    )
    note: str = pa.Field(nullable=True, description="What is not obvious about the row, or its source.")


class SkillParents(Contract, group="skills"):
    """One row per further skill that one is below, beside its `skills.parent_id`: a cloud's service, for one."""

    skill_id: str = refers_to("skills", description="The skill.")
    parent_id: str = refers_to("skills", description="The broader skill it belongs to as well.")

    class Config:
        unique = ["skill_id", "parent_id"]


class SkillLineage(Contract, group="skills"):
    """One row per skill and broader skill that it is below, itself included: asking the one is asking the other."""

    skill_id: str = refers_to("skills", description="The skill.")
    broader_id: str = refers_to(
        "skills", description="The skill itself, or one that it is below at any distance."
    )

    class Config:
        unique = ["skill_id", "broader_id"]


class SkillAliases(Contract, group="skills"):
    """One row per spelling that stands for a skill, or that must not be taken for one (decoy)."""

    alias: str = pa.Field(unique=True, description="The spelling. Spaces also match hyphens and line breaks.")
    skill_id: str = refers_to(
        "skills", nullable=True, description="The skill it stands for; empty for a decoy."
    )
    rule: str = pa.Field(
        isin=ALIAS_RULES,
        description="word: whole word in any case; exact_case: only in this case; needs_context: exact case, and only "
        "near another skill; decoy: wins over shorter aliases and stands for nothing.",
    )
    note: str = pa.Field(nullable=True, description="Why the rule is what it is, where that is not obvious.")


class SectionHeadings(Contract, group="skills", published=False):
    """One row per phrase that heads a part of a posting."""

    heading: str = pa.Field(unique=True, description="The phrase, in any case.")
    section: str = pa.Field(
        nullable=True,
        isin=SECTIONS,
        description="Part it opens; unknown: ends the part before; empty: a word that may stand beside a heading.",
    )
    is_inline: bool = pa.Field(
        description="Whether it is told in running text by its capitals alone, where line breaks were lost."
    )
    language: str = pa.Field(isin=LANGUAGES, description="Language of the phrase (ISO 639-1).")


class SkillCues(Contract, group="skills", published=False):
    """One row per phrase that tells something about the skills near it in a sentence."""

    cue: str = pa.Field(description="The phrase, in any case.")
    effect: str = pa.Field(
        isin=CUE_EFFECTS,
        description="required, preferred: the need stated. asked: asks for what follows, which counts as required "
        "where no section says otherwise. negated: the skill is not asked for; negating: makes a `required` after "
        "the skill negated; denies: the name it touches is no skill asked for. grades: an adjective that asks for a "
        "skill before a word of the kind graded (`advanced Spark skills`). begins_asking: a sentence that begins with "
        "it asks for what it names; begins_describing: it describes the employer or the work. none: hides a shorter "
        "cue. confirms: the "
        "word it touches (with a leading hyphen: the word it is hyphenated to) is a skill. employer: the name it "
        "touches is the employer. firms: the names listed behind it are of firms. opens: begins a point of a list "
        "where line breaks were lost; links: a word that cannot end one. connects: joins the items of a list. "
        "contrasts: a `but` that takes back the negated cue before it. abbreviates: its full stop ends no sentence.",
    )
    reach: str = pa.Field(
        isin=CUE_REACHES, description="On which side of it the skill stands: before, after or both."
    )
    language: str = pa.Field(isin=LANGUAGES, description="Language of the phrase (ISO 639-1).")

    class Config:
        unique = ["cue", "effect"]


class PostingSkills(Contract, group="skills"):
    """One row per posting, skill and kind of evidence."""

    posting_id: str = refers_to("postings", description="The posting.")
    skill_id: str = refers_to("skills", description="The skill it asks for or mentions.")
    evidence: str = pa.Field(
        isin=EVIDENCE_KINDS,
        description="Where it was found: text (the description), title, or tag (a skill list the source supplies).",
    )
    mentions: pl.Int64 = pa.Field(ge=1, description="How often the posting names it.")
    alias: str = pa.Field(description="The first spelling found, as the posting writes it.")
    snippet: str = pa.Field(
        str_length={"max_value": 120},
        description="The words around the first mention, at most 120 characters.",
    )
    start: pl.Int64 = pa.Field(ge=0, description="Character offset of the first mention in the cleaned text.")
    section: str = pa.Field(isin=SECTIONS, description="Part of the posting that holds the first mention.")
    need: str = pa.Field(
        isin=NEEDS, description="Strongest need stated in any mention: required, preferred or context."
    )

    class Config:
        unique = ["posting_id", "skill_id", "evidence"]
