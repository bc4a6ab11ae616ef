"""Contracts of the words for education and experience, and of the requirements of postings."""

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to
from schemas.languages import LANGUAGES

REQUIREMENTS = ["degree", "experience"]
LEVELS = ["secondary", "vocational", "bachelor", "master", "doctorate", "degree"]
DEGREE_RULES = [
    "word",
    "needs_context",
    "needs_degree",
    "confirms",
    "equivalent",
    "decoy",
    "not_asked",
    "joins",
    "article",
    "leads_to_field",
    "ends_equivalence",
    "begins_clause",
]
EXPERIENCE_KINDS = [
    "year",
    "number",
    "range",
    "at_least",
    "or_more",
    "up_to",
    "experience",
    "no_number",
    "asks",
    "not_before",
    "not_after",
    "article",
    "opens",
    "own",
    "employer",
    "has",
    "describes",
]
ASKED_NEEDS = ["required", "preferred"]


class DegreeWords(Contract, group="skills", published=False):
    """One row per word that names a degree, or that qualifies a degree near it."""

    word: str = pa.Field(description="The word or phrase.")
    level: str = pa.Field(
        nullable=True,
        isin=LEVELS,
        description="Level that it names; degree: a university degree of any level. Empty for words that name none.",
    )
    rule: str = pa.Field(
        isin=DEGREE_RULES,
        description="word: in any case; needs_context: in this case, next to another degree, a field or a confirming "
        "word; needs_degree: in this case, next to another degree or a confirming word, or before a leads_to_field "
        "word and a field; confirms: the adjacent word is a degree; equivalent: with an experience word near it, "
        "experience is accepted instead; decoy: hides a shorter word; not_asked: its sentence asks for no degree. "
        "Linking words: joins: between two degrees; article: before a degree; leads_to_field: between a degree and its "
        "field; ends_equivalence: what follows is not part of the equivalence; begins_clause: what follows is about "
        "the next degree.",
    )
    language: str = pa.Field(isin=LANGUAGES, description="Language of the word (ISO 639-1).")

    class Config:
        unique = ["word", "rule"]


class DegreeFields(Contract, group="skills", published=False):
    """One row per spelling of a field of study."""

    word: str = pa.Field(unique=True, description="The spelling, in any case.")
    field: str = pa.Field(str_matches=r"^[a-z_]+$", description="The field of study.")
    language: str = pa.Field(isin=LANGUAGES, description="Language of the spelling (ISO 639-1).")


class ExperienceWords(Contract, group="skills", published=False):
    """One row per word with which postings ask for years of experience."""

    word: str = pa.Field(description="The word or phrase, in any case.")
    kind: str = pa.Field(
        isin=EXPERIENCE_KINDS,
        description="year: a year; number: see value; range: between two numbers; at_least, up_to: before a number; "
        "or_more: after a number; experience: what the years are of; no_number: years without a number; asks: directly "
        "after the years, marks them as asked for where experience is not named; not_before, not_after: before or "
        "after the years, marks them as not asked for; article: may stand between the number and the word before it. "
        "For years of the employer itself: employer: its people, who come after a word of the kind own and before the "
        "years and a verb (has), or after years that begin a sentence (opens); describes: a verb that describes the "
        "named firm.",
    )
    value: pl.Int64 = pa.Field(nullable=True, ge=0, description="The number a number word stands for.")
    language: str = pa.Field(isin=LANGUAGES, description="Language of the word (ISO 639-1).")

    class Config:
        unique = ["word", "kind"]


class PostingRequirements(Contract, group="skills"):
    """One row per posting and degree level, or length of experience, that its text asks for."""

    posting_id: str = refers_to("postings", description="The posting.")
    requirement: str = pa.Field(isin=REQUIREMENTS, description="What is asked for: degree or experience.")
    level: str = pa.Field(
        nullable=True,
        isin=LEVELS,
        description="Level of the degree; degree: a university degree of any level. If several levels are required, "
        "any of them is enough.",
    )
    fields: pl.List = pa.Field(
        dtype_kwargs={"inner": pl.String},
        nullable=True,
        description="Fields of study named with the degree, in alphabetical order.",
    )
    or_experience: bool = pa.Field(
        nullable=True, description="Whether equivalent experience is accepted instead of the degree."
    )
    years_min: pl.Int64 = pa.Field(
        nullable=True,
        in_range={"min_value": 0, "max_value": 99},
        description="Minimum experience, in whole years; empty if no number is given (several years).",
    )
    years_max: pl.Int64 = pa.Field(
        nullable=True,
        in_range={"min_value": 0, "max_value": 99},
        description="Maximum experience, in whole years; empty if there is no upper limit.",
    )
    skill_id: str = refers_to(
        "skills",
        nullable=True,
        description="The language, library, tool, platform or database that the years are of; empty for experience "
        "overall or in a field of work.",
    )
    need: str = pa.Field(
        isin=ASKED_NEEDS,
        description="Strongest need stated: required (the default) or preferred.",
    )
    snippet: str = pa.Field(
        str_length={"max_value": 120},
        description="The words around the first mention, at most 120 characters.",
    )
    start: pl.Int64 = pa.Field(ge=0, description="Character offset of the first mention in the cleaned text.")

    class Config:
        unique = ["posting_id", "requirement", "start"]
