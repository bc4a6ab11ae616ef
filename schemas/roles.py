"""Contracts of the role taxonomy and of the roles that posting titles name."""

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
        description="core: its postings belong to the ML market by title alone; supporting: only where the posting "
        "shows machine learning or AI.",
    )
    origin: str = pa.Field(
        isin=["article", "market"],
        description="article: defined by a role article; market: added because postings name it.",
    )
    definition: str = pa.Field(description="What somebody in the role does, in one sentence.")
    f1_floor: float = pa.Field(
        in_range={"min_value": 0.0, "max_value": 1.0},
        description="F1 that the role must reach on `labelled_titles` before anything is published. It is only ever "
        "raised.",
    )
    note: str = pa.Field(nullable=True, description="What is not obvious about the row.")


class RoleCrosswalk(Contract, group="roles"):
    """One row per role and standard classification: the nearest standard occupation."""

    role_id: str = refers_to("roles", description="The role.")
    classification: str = pa.Field(isin=CLASSIFICATIONS, description="The classification.")
    code: str = pa.Field(
        nullable=True,
        str_matches=r"^(\d{2}-\d{4}\.\d{2}|\d{4}(\.\d+)*)$",
        description="Code of the nearest occupation; empty where there is none, or where it was not checked.",
    )
    title: str = pa.Field(nullable=True, description="Its title in the classification.")
    match_type: str = pa.Field(
        isin=[*MATCH_TYPES, "none"],
        description="exact: the same occupation; close: nearly the same; broad: it holds the role and others; "
        "narrow: it is a part of the role; none: there is none.",
    )
    release: str = pa.Field(description="Release of the classification in which it was looked up.")
    note: str = pa.Field(nullable=True, description="What is ambiguous about it.")

    class Config:
        unique = ["role_id", "classification"]


class TitleWords(Contract, group="roles"):
    """One row per word or phrase of posting titles whose meaning is known."""

    word: str = pa.Field(
        unique=True, description="The word or phrase. Case, accents and hyphens do not matter."
    )
    kind: str = pa.Field(
        isin=WORD_KINDS,
        description="noun: an occupation; leader: a leader of people; minor: a grade that makes a leader only where no "
        "other occupation is named; abbreviation: an occupation in capitals, in a title that names no other; topic; "
        "level, numeral: seniority, a numeral only after an occupation; unit: what a number before it counts; aside: "
        "what follows says nothing; hirer: what stands before says nothing; employer: its segment says nothing; "
        "employment, remote, gender, noise: no part of the occupation; and, link: words that join; ending, joint: "
        "parts of nouns and compounds.",
    )
    concept: str = pa.Field(
        nullable=True,
        description="What it stands for: a head or topic of `role_titles`, or a seniority. Several concepts stand for "
        "several words (swe: software engineer).",
    )
    language: str = pa.Field(isin=TITLE_LANGUAGES, description="ISO 639-1 code; mul: several languages.")
    note: str = pa.Field(nullable=True, description="What is not obvious about the row.")


class RoleTitles(Contract, group="roles"):
    """One row per rule that gives a title its role. Of the rules for an occupation noun the first that fits decides."""

    rule_id: str = pa.Field(
        unique=True, str_matches=r"^[a-z_]+$", description="Short stable name of the rule."
    )
    priority: pl.Int64 = pa.Field(
        unique=True, ge=1, description="Place in the order; the lowest is tried first."
    )
    head: str = pa.Field(
        str_matches=r"^[a-z_]+(\|[a-z_]+)*$",
        description="Occupation nouns it is for, as named in `title_words`; `none`: the title names no occupation.",
    )
    needs: str = pa.Field(
        nullable=True,
        description="Topics that must belong to the noun: a|b either, a space between both, a! next to the noun.",
    )
    near: str = pa.Field(
        nullable=True, description="Topics that must stand anywhere in the title, written likewise."
    )
    unless: str = pa.Field(nullable=True, description="Topics that must not belong to the noun.")
    role_id: str = refers_to(
        "roles",
        other_values=NO_ROLE,
        description="The role it gives: one of the canonical roles, `other` or `unknown`.",
    )
    strength: pl.Int64 = pa.Field(
        in_range={"min_value": 0, "max_value": 3},
        description="Which occupation of several wins: 3 wherever it stands; 2 names an occupation; 1 a vague one; "
        "0 none, only a grade. Of equal ones the first named wins.",
    )
    confidence: pl.Float64 = pa.Field(
        in_range={"min_value": 0.0, "max_value": 1.0},
        description="How sure the rule is of itself; `posting_roles.confidence` says how often such rules were right.",
    )
    note: str = pa.Field(nullable=True, description="Why the rule is what it is.")


class LabelledTitles(Contract, group="roles"):
    """One row per title with the role and seniority it names, to measure the normaliser with."""

    title: str = pa.Field(unique=True, description="An ordinary title, written for this table.")
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
    given: pl.Int64 = pa.Field(ge=0, description="Titles that were given the role.")
    precision: float = pa.Field(nullable=True, description="Share of the given that are labelled with it.")
    recall: float = pa.Field(nullable=True, description="Share of the labelled that were given it.")
    f1: float = pa.Field(description="Harmonic mean of precision and recall.")
    seniority_accuracy: float = pa.Field(
        nullable=True, description="Share of the labelled whose seniority was found."
    )
    floor: float = pa.Field(description="The F1 below which nothing is published: `roles.f1_floor`.")


class PostingRoles(Contract, group="roles"):
    """One row per posting: the role its title names."""

    posting_id: str = refers_to("postings", unique=True, description="The posting.")
    role_id: str = refers_to(
        "roles",
        other_values=NO_ROLE,
        description="One of the canonical roles, `other` (another occupation) or `unknown` (none that can be told).",
    )
    seniority: str = pa.Field(isin=SENIORITIES, description="Level the title names.")
    level: str = pa.Field(
        isin=LEVELS,
        description="Level the title names, or else that its source gives (mid_senior where it parts the two no "
        "further); unspecified where neither does.",
    )
    confidence: pl.Float64 = pa.Field(
        in_range={"min_value": 0.0, "max_value": 1.0},
        description="How likely the role, or that there is none, is right: the share right among fresh titles whose "
        "rules were as sure.",
    )
    rule: str = pa.Field(
        description="The row of `role_titles` that decided; `text:` before it where the title names no occupation and "
        "the posting's text says who is sought."
    )
    matched_text: str = pa.Field(
        description="The words of the title, or of the text, that decided; empty where none did."
    )


class TitleParts(Contract, group="roles"):
    """One row per part of a distinct title."""

    title: str = pa.Field(description="The title as `postings` has it.")
    part: pl.Int64 = pa.Field(ge=1, description="Place of the part in the title, from 1.")
    kind: str = pa.Field(isin=PART_KINDS, description="What kind of part it is.")
    text: str = pa.Field(description="Its words, as they stand in the title.")
    start_offset: pl.Int64 = pa.Field(ge=0, description="Characters of the title before the part.")
    end_offset: pl.Int64 = pa.Field(ge=0, description="Characters of the title up to its end.")

    class Config:
        unique = ["title", "part"]


class UnmatchedTitles(Contract, group="roles"):
    """One row per normalised title that was given no role; first those of which a word would win most postings."""

    normalised_title: str = pa.Field(unique=True, description="The title in lower case without noise.")
    example_title: str = pa.Field(description="One raw title of this kind.")
    role_id: str = pa.Field(isin=NO_ROLE, description="Which outcome it was given: other or unknown.")
    postings: pl.Int64 = pa.Field(ge=1, description="Postings with such a title, repeats included.")
    sources: pl.List = pa.Field(dtype_kwargs={"inner": pl.String}, description="Sources that have it.")
    is_emerging: bool = pa.Field(
        description="Whether its share of the dated postings of the last twelve months is at least twice that of "
        "the time before, with five postings or more."
    )
    nearest_roles: pl.List = pa.Field(
        dtype_kwargs={"inner": pl.String},
        description="Roles whose labelled titles are spelt most like it, the nearest first; empty where none is near.",
    )
    proposed_row: str = pa.Field(
        nullable=True,
        description="A row for `title_words` that would give it the nearest role, where it holds a word that has no "
        "meaning yet; only a proposal, for a maintainer to judge.",
    )
    postings_won: pl.Int64 = pa.Field(
        ge=0, description="Postings without a role whose title holds the words of the proposed row."
    )
