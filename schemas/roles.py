"""Contracts of the role taxonomy, and of the roles that titles name."""

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to
from schemas.languages import LANGUAGES
from schemas.skills import MATCH_TYPES

FAMILIES = ["model building", "human interface", "data and platform", "product and business"]
CLASSIFICATIONS = ["O*NET-SOC", "ISCO-08", "ESCO"]
SENIORITIES = [
    "intern",
    "junior",
    "mid",
    "senior",
    "lead",
    "staff",
    "principal",
    "manager",
    "director",
    "executive",
    "unspecified",
]
LEVELS = [*SENIORITIES, "mid_senior"]
NO_ROLE = ["other", "unknown"]
WORD_KINDS = [
    "noun",
    "leader",
    "minor",
    "abbreviation",
    "numeral",
    "unit",
    "ending",
    "joint",
    "aside",
    "hirer",
    "employer",
    "topic",
    "level",
    "employment",
    "remote",
    "gender",
    "noise",
    "and",
    "link",
]
PART_KINDS = [
    "occupation",
    "seniority",
    "topic",
    "employment",
    "remote",
    "place",
    "gender",
    "requisition",
    "pay",
    "noise",
    "other_words",
]
TITLE_LANGUAGES = [*LANGUAGES, "mul"]


class Roles(Contract, group="roles"):
    """One row per canonical role."""

    role_id: str = pa.Field(
        unique=True, str_matches=r"^[a-z_]+$", description="Short stable name of the role."
    )
    name: str = pa.Field(unique=True, description="The role as people write it.")
    family: str = pa.Field(isin=FAMILIES, description="Group of related roles.")
    scope: str = pa.Field(
        isin=["core", "supporting"],
        description="core: its postings belong to the ML market by title alone; supporting: only if the posting's text "
        "asks for an ML skill, or its title or a tag names one.",
    )
    origin: str = pa.Field(
        isin=["article", "market"],
        description="article: defined by a role article; market: added because postings name it.",
    )
    definition: str = pa.Field(description="What a person in the role does, in one sentence.")
    f1_floor: float = pa.Field(
        in_range={"min_value": 0.0, "max_value": 1.0},
        description="F1 that the role must reach on `labelled_titles` before anything is published. It is never "
        "lowered.",
    )
    note: str = pa.Field(nullable=True, description="What is not obvious about the row.")


class RoleCrosswalk(Contract, group="roles"):
    """One row per role and standard classification: the nearest standard occupation."""

    role_id: str = refers_to("roles", description="The role.")
    classification: str = pa.Field(isin=CLASSIFICATIONS, description="The classification.")
    code: str = pa.Field(
        nullable=True,
        str_matches=r"^(\d{2}-\d{4}\.\d{2}|\d{4}(\.\d+)*)$",
        description="Code of the nearest occupation; empty if there is none or it was not checked.",
    )
    title: str = pa.Field(nullable=True, description="Its title in the classification.")
    match_type: str = pa.Field(
        isin=[*MATCH_TYPES, "none"],
        description="exact: the same occupation; close: nearly the same; broad: it includes the role and others; "
        "narrow: it is part of the role; none: no occupation matches.",
    )
    release: str = pa.Field(description="Release of the classification that was consulted.")
    note: str = pa.Field(nullable=True, description="What is ambiguous about it.")

    class Config:
        unique = ["role_id", "classification"]


class TitleWords(Contract, group="roles"):
    """One row per word or phrase of titles whose meaning is known."""

    word: str = pa.Field(
        unique=True, description="The word or phrase. Case, accents and hyphens are ignored."
    )
    kind: str = pa.Field(
        isin=WORD_KINDS,
        description="noun: an occupation; leader: a leader of people; minor: a grade that makes a leader only if no "
        "other occupation is named; abbreviation: an occupation in capitals, in a title that names no other; topic; "
        "level, numeral: seniority, a numeral only after an occupation; unit: what a number before it counts; aside: "
        "what follows is ignored; hirer: what precedes is ignored; employer: its segment is ignored; employment, "
        "remote, gender, noise: not part of the occupation; and, link: words that join; ending, joint: parts of nouns "
        "and compounds.",
    )
    concept: str = pa.Field(
        nullable=True,
        description="What it stands for: a head or topic of `role_titles`, or a seniority. Several concepts stand for "
        "several words (swe: software engineer).",
    )
    language: str = pa.Field(isin=TITLE_LANGUAGES, description="ISO 639-1 code; mul: several languages.")
    note: str = pa.Field(nullable=True, description="What is not obvious about the row.")


class RoleTitles(Contract, group="roles"):
    """One row per rule that assigns a role to a title. Of the rules for an occupation noun, the first that matches
    decides."""

    rule_id: str = pa.Field(
        unique=True, str_matches=r"^[a-z_]+$", description="Short stable name of the rule."
    )
    priority: pl.Int64 = pa.Field(
        unique=True, ge=1, description="Place in the order; the lowest is tried first."
    )
    head: str = pa.Field(
        str_matches=r"^[a-z_]+(\|[a-z_]+)*$",
        description="Occupation nouns to which it applies, as named in `title_words`; `none`: the title names no "
        "occupation.",
    )
    needs: str = pa.Field(
        nullable=True,
        description="Topics that must belong to the noun: a|b either, a space between both, a! next to the noun.",
    )
    near: str = pa.Field(
        nullable=True, description="Topics that must be anywhere in the title, in the same notation."
    )
    unless: str = pa.Field(nullable=True, description="Topics that must not belong to the noun.")
    role_id: str = refers_to(
        "roles",
        other_values=NO_ROLE,
        description="The role it gives: one of the canonical roles, `other` or `unknown`.",
    )
    strength: pl.Int64 = pa.Field(
        in_range={"min_value": 0, "max_value": 3},
        description="Which of several occupations wins: 3: this one, wherever it stands; 2: names an occupation; 1: "
        "names a vague one; 0: names only a grade. Of equal ones, the first in the title wins.",
    )
    confidence: pl.Float64 = pa.Field(
        in_range={"min_value": 0.0, "max_value": 1.0},
        description="How sure the rule is; `posting_roles.confidence` says how often such rules were right.",
    )
    note: str = pa.Field(nullable=True, description="Why the rule is what it is.")


class LabelledTitles(Contract, group="roles"):
    """One row per title labelled with its role and seniority, to evaluate the normaliser."""

    title: str = pa.Field(unique=True, description="A typical title, written for this table.")
    role_id: str = refers_to(
        "roles",
        other_values=NO_ROLE,
        description="The role it names: one of the canonical roles, `other` or `unknown`.",
    )
    seniority: str = pa.Field(isin=SENIORITIES, description="Level it names.")
    language: str = pa.Field(isin=TITLE_LANGUAGES, description="ISO 639-1 code of the title's language.")


class TitleEvaluation(Contract, group="roles"):
    """One row per role: how well the normaliser finds it in `labelled_titles`."""

    role_id: str = refers_to("roles", unique=True, description="The role.")
    labelled: pl.Int64 = pa.Field(ge=0, description="Titles labelled with the role.")
    given: pl.Int64 = pa.Field(ge=0, description="Titles that the normaliser assigned to the role.")
    precision: float = pa.Field(
        nullable=True, description="Share of the assigned titles that are labelled with the role."
    )
    recall: float = pa.Field(
        nullable=True, description="Share of the labelled titles that were assigned to the role."
    )
    f1: float = pa.Field(description="Harmonic mean of precision and recall.")
    seniority_accuracy: float = pa.Field(
        nullable=True, description="Share of the labelled titles whose seniority was recognised."
    )
    floor: float = pa.Field(description="The F1 below which nothing is published: `roles.f1_floor`.")


class PostingRoles(Contract, group="roles"):
    """One row per posting: the role its title names."""

    posting_id: str = refers_to("postings", unique=True, description="The posting.")
    role_id: str = refers_to(
        "roles",
        other_values=NO_ROLE,
        description="One of the canonical roles, `other` (another occupation) or `unknown` (no recognisable "
        "occupation).",
    )
    seniority: str = pa.Field(isin=SENIORITIES, description="Level the title names.")
    level: str = pa.Field(
        isin=LEVELS,
        description="Level that the title names, or else that its source gives (mid_senior if the source does not "
        "separate mid from senior); unspecified if neither does.",
    )
    confidence: pl.Float64 = pa.Field(
        in_range={"min_value": 0.0, "max_value": 1.0},
        description="How likely the role, or that there is none, is right: the share right among fresh titles whose "
        "rules were as sure.",
    )
    rule: str = pa.Field(
        description="The row of `role_titles` that decided; with the prefix `text:` if the title names no occupation "
        "and the posting's text does."
    )
    matched_text: str = pa.Field(
        description="The words of the title, or of the text, that decided; empty if none did."
    )


class TitleParts(Contract, group="roles"):
    """One row per part of a distinct title."""

    title: str = pa.Field(description="The title, as in `postings`.")
    part: pl.Int64 = pa.Field(ge=1, description="Position of the part in the title, from 1.")
    kind: str = pa.Field(isin=PART_KINDS, description="What kind of part it is.")
    text: str = pa.Field(description="Its words, as in the title.")
    start_offset: pl.Int64 = pa.Field(ge=0, description="Characters of the title before the part.")
    end_offset: pl.Int64 = pa.Field(ge=0, description="Characters of the title up to its end.")

    class Config:
        unique = ["title", "part"]


class UnmatchedTitles(Contract, group="roles"):
    """One row per normalised title without a role, ordered by the number of postings that one more word would
    assign."""

    normalised_title: str = pa.Field(unique=True, description="The title in lower case without noise.")
    example_title: str = pa.Field(description="A raw title of this kind.")
    role_id: str = pa.Field(isin=NO_ROLE, description="The outcome: other or unknown.")
    postings: pl.Int64 = pa.Field(ge=1, description="Postings with such a title, repeats included.")
    sources: pl.List = pa.Field(dtype_kwargs={"inner": pl.String}, description="Sources with such a title.")
    is_emerging: bool = pa.Field(
        description="Whether its share of the dated postings of the last twelve months is at least twice its share "
        "before, with at least five postings."
    )
    nearest_roles: pl.List = pa.Field(
        dtype_kwargs={"inner": pl.String},
        description="Roles whose labelled titles are spelled most similarly, nearest first; empty if none is near.",
    )
    proposed_row: str = pa.Field(
        nullable=True,
        description="A row for `title_words` that would give it the nearest role, if it contains a word without a "
        "meaning: a proposal that a maintainer reviews.",
    )
    postings_won: pl.Int64 = pa.Field(
        ge=0, description="Postings without a role whose title contains the words of the proposed row."
    )
