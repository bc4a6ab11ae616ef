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
    "tool_kind",
    "technique",
    "practice",
    "math",
    "domain",
    "soft",
]
ALIAS_RULES = ["word", "exact_case", "needs_context", "asked", "decoy"]
EVIDENCE_KINDS = ["text", "title", "tag"]
SECTIONS = ["requirements", "nice_to_have", "responsibilities", "about", "benefits", "unknown"]
TOOL_CATEGORIES = ["language", "library", "tool", "platform", "database", "tool_kind"]
"""Categories of skills that texts name as tools, by a name of their own or by their kind."""
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
    "learns",
    "leads",
    "studied",
    "narrows",
    "speaks",
    "begins_asking",
    "begins_describing",
    "begins_duty",
    "begins_offering",
    "none",
    "confirms",
    "employer",
    "firms",
    "departments",
    "department",
    "hiring",
    "opens",
    "links",
    "connects",
    "contrasts",
    "abbreviates",
]
CUE_REACHES = ["before", "after", "both"]
SCHEMES = ["ESCO", "O*NET", "Wikidata"]
MATCH_TYPES = ["exact", "close", "broad", "narrow"]
"""How near an entry of another vocabulary is, as SKOS says it: exact is skos:exactMatch."""


class Skills(Contract, group="skills"):
    """One row per skill that postings or articles name."""

    skill_id: str = pa.Field(
        unique=True, str_matches=r"^[a-z0-9_]+$", description="Short stable name of the skill."
    )
    name: str = pa.Field(unique=True, description="The skill as people write it.")
    category: str = pa.Field(
        isin=CATEGORIES,
        description="language, library (and framework), tool, platform, database, tool_kind (a kind of these, such as "
        "relational databases), technique, practice, math, domain (subject knowledge) or soft.",
    )
    parent_id: str = refers_to(
        "skills", nullable=True, description="The broader skill it belongs to, if any."
    )
    is_ml: bool = pa.Field(description="Whether it indicates that a posting is about machine learning or AI.")
    first_seen_year: pl.Int64 = pa.Field(
        nullable=True,
        in_range={"min_value": 1940, "max_value": 2030},
        description="Year in which it first appeared.",
    )
    note: str = pa.Field(nullable=True, description="Remark on what is not obvious, or the source.")


class SkillParents(Contract, group="skills"):
    """One row per further broader skill of a skill, in addition to `skills.parent_id`; a cloud's service, for
    example."""

    skill_id: str = refers_to("skills", description="The skill.")
    parent_id: str = refers_to("skills", description="The further broader skill.")

    class Config:
        unique = ["skill_id", "parent_id"]


class SkillLineage(Contract, group="skills"):
    """One row per skill and broader skill, itself included: a posting that asks for the skill also asks for the broader
    one."""

    skill_id: str = refers_to("skills", description="The skill.")
    broader_id: str = refers_to("skills", description="The skill itself, or a broader skill at any distance.")

    class Config:
        unique = ["skill_id", "broader_id"]


class SkillCrosswalk(Contract, group="skills"):
    """One row per skill and the same or a near entry of ESCO, O*NET or Wikidata, where that is sure."""

    skill_id: str = refers_to("skills", description="The skill.")
    scheme: str = pa.Field(
        isin=SCHEMES,
        description="ESCO: skills and knowledge; O*NET: examples of its file Technology Skills; Wikidata: items.",
    )
    code: str = pa.Field(
        description="What the scheme names it by, to join on: the URI of ESCO, the Q number of Wikidata; O*NET has no "
        "ids, so the example as it is written there."
    )
    label: str = pa.Field(description="Its English name in the scheme.")
    match_type: str = pa.Field(
        isin=MATCH_TYPES,
        description="exact: the same thing; close: nearly the same; broad: it holds the skill and others; narrow: it "
        "is a part of the skill. These are the mapping relations of SKOS.",
    )
    release: str = pa.Field(
        nullable=True,
        description="Release of the scheme in which it was looked up; empty where the scheme or its copy names none.",
    )

    class Config:
        unique = ["skill_id", "scheme", "code"]


class SkillAliases(Contract, group="skills"):
    """One row per spelling that stands for a skill, or that must not be mistaken for one (decoy)."""

    alias: str = pa.Field(unique=True, description="The spelling. Spaces also match hyphens and line breaks.")
    skill_id: str = refers_to(
        "skills", nullable=True, description="The skill it stands for; empty for a decoy."
    )
    rule: str = pa.Field(
        isin=ALIAS_RULES,
        description="word: whole word in any case; exact_case: only in this case; needs_context: exact case, and only "
        "near another skill; asked: any case, only if the text asks for it; decoy: overrides shorter aliases, "
        "stands for no skill.",
    )
    note: str = pa.Field(nullable=True, description="Why the rule applies, if that is not obvious.")


class SectionHeadings(Contract, group="skills", published=False):
    """One row per phrase that heads a part of a posting."""

    heading: str = pa.Field(unique=True, description="The phrase, in any case.")
    section: str = pa.Field(
        nullable=True,
        isin=SECTIONS,
        description="Part that it begins; unknown: only ends the part before; empty: a word that may stand next to a "
        "heading.",
    )
    is_inline: bool = pa.Field(
        description="Whether capitals alone mark it as a heading in running text, where line breaks were lost."
    )
    language: str = pa.Field(isin=LANGUAGES, description="Language of the phrase (ISO 639-1).")


class SkillCues(Contract, group="skills", published=False):
    """One row per phrase that qualifies the skills near it in a sentence."""

    cue: str = pa.Field(description="The phrase, in any case.")
    effect: str = pa.Field(
        isin=CUE_EFFECTS,
        description="required, preferred: the need stated. asked: asks for what follows, which counts as required "
        "unless the section says otherwise. negated: the skill is not asked for; negating: negates a `required` "
        "after the skill; denies: the adjacent name is not a skill asked for. grades: an adjective that asks "
        "for a skill before a word of the kind graded (`advanced Spark skills`). studied: what it leads to is"
        " the field of a degree, which is no skill asked for. learns: behind it, words that ask name what the"
        " work teaches. leads: before a colon, it leads to a list of demands. narrows: after a comma, it "
        "begins a clause. speaks: a word by which the employer speaks of itself. begins_asking: a sentence "
        "that begins so asks for what it names; begins_describing: it describes the employer or the work; "
        "begins_duty: it describes the work; begins_offering: what it names is offered. none: hides a shorter"
        " cue. confirms: the adjacent word (with a leading hyphen: the word it is hyphenated to) is a skill. "
        "employer: the adjacent name is the employer. firms: the names listed after it are firms. "
        "departments: names of skills listed on that side of it are departments of the employer. hiring: how people "
        "are chosen; machine learning near it serves that. opens: "
        "begins a list item where line breaks were lost; links: a word that cannot end one. connects: joins "
        "the items of a list. contrasts: a `but` that begins a clause, or takes back the negated cue before "
        "it. abbreviates: its full stop does not end a sentence.",
    )
    reach: str = pa.Field(
        isin=CUE_REACHES, description="On which side of the phrase the skill stands: before, after or both."
    )
    language: str = pa.Field(isin=LANGUAGES, description="Language of the phrase (ISO 639-1).")

    class Config:
        unique = ["cue", "effect"]


class PostingSkills(Contract, group="skills"):
    """One row per posting, skill that it names, and kind of evidence."""

    posting_id: str = refers_to("postings", description="The posting.")
    skill_id: str = refers_to("skills", description="The skill that it asks for or mentions.")
    evidence: str = pa.Field(
        isin=EVIDENCE_KINDS,
        description="Where it was found: text (the description), title, or tag (a skill list that the source "
        "supplies).",
    )
    mentions: pl.Int64 = pa.Field(ge=1, description="How often the posting names it.")
    alias: str = pa.Field(description="The spelling at `start`, as the posting writes it.")
    snippet: str = pa.Field(
        str_length={"max_value": 120},
        description="The words around the mention at `start`, at most 120 characters.",
    )
    start: pl.Int64 = pa.Field(
        ge=0, description="Character offset in the cleaned text of the first mention that states the need."
    )
    section: str = pa.Field(isin=SECTIONS, description="Part of the posting that holds that mention.")
    need: str = pa.Field(
        isin=NEEDS, description="Strongest need stated in any mention: required, preferred or context."
    )

    class Config:
        unique = ["posting_id", "skill_id", "evidence"]
