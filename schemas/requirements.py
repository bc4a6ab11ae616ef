"""Contracts of the words that ask for education and experience, and of what postings ask with them."""

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
    """One row per word that names a degree, or tells something about a degree near it."""

    word: str = pa.Field(description="The word or phrase.")
    level: str = pa.Field(
        nullable=True,
        isin=LEVELS,
        description="Level it names; degree: a university degree of any level. Empty for words that name none.",
    )
    rule: str = pa.Field(
        isin=DEGREE_RULES,
        description="word: in any case; needs_context: in this case, beside another degree, a field or a confirming "
        "word; needs_degree: in this case, beside another degree or a confirming word, or before a field that a "
        "word leads to; confirms: makes the word it touches a degree; equivalent: with an experience word near it, "
        "says that experience does instead; decoy: hides a shorter word; not_asked: its sentence asks for no degree. "
        "Of the words that only link others, joins: stands between two degrees; article: before one; leads_to_field: "
        "between one and its field; ends_equivalence: what follows is no part of the equivalence; begins_clause: what "
        "follows speaks of the next degree.",
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
    """One row per word by which postings ask for years of experience."""

    word: str = pa.Field(description="The word or phrase, in any case.")
    kind: str = pa.Field(
        isin=EXPERIENCE_KINDS,
        description="year: a year; number: see value; range: stands between two numbers; at_least, up_to: before a "
        "number; or_more: after it; experience: what the years are of; no_number: years without a figure; asks: "
        "directly after the years, shows that they are asked where experience is not named; not_before, not_after: "
        "on that side of the years, shows that nobody is asked for them; article: may stand between the number and "
        "what comes before it. Years that the employer has itself: employer: its people, who, behind a word that says "
        "so (own), are named before the years and a verb (has), or behind years that a sentence begins with (opens); "
        "describes: a verb that tells of the firm named there.",
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
        description="Level of the degree; degree: a university degree of any level. Of several required levels any "
        "does.",
    )
    fields: pl.List = pa.Field(
        dtype_kwargs={"inner": pl.String},
        nullable=True,
        description="Fields of study named with the degree, in the order of the alphabet.",
    )
    or_experience: bool = pa.Field(
        nullable=True, description="Whether equivalent experience does instead of the degree."
    )
    years_min: pl.Int64 = pa.Field(
        nullable=True,
        in_range={"min_value": 0, "max_value": 99},
        description="Fewest years of experience, in whole years; empty where no number is given (several years).",
    )
    years_max: pl.Int64 = pa.Field(
        nullable=True,
        in_range={"min_value": 0, "max_value": 99},
        description="Most years of experience; empty where there is no upper end.",
    )
    skill_id: str = refers_to(
        "skills",
        nullable=True,
        description="The language, library, tool, platform or database that the years are of; empty for experience "
        "overall or in a field of work.",
    )
    need: str = pa.Field(
        isin=ASKED_NEEDS,
        description="Strongest need stated: required, which is taken for granted, or preferred.",
    )
    snippet: str = pa.Field(
        str_length={"max_value": 120},
        description="The words around the first mention, at most 120 characters.",
    )
    start: pl.Int64 = pa.Field(ge=0, description="Character offset of the first mention in the cleaned text.")

    class Config:
        unique = ["posting_id", "requirement", "start"]
