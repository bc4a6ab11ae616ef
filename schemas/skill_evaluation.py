"""Contracts of the labelled sentences and the rows read, and of how well skills are recognised in them."""

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to
from schemas.languages import LANGUAGES
from schemas.market import share_of


class LabelledMentions(Contract, group="skills", published=False):
    """One row per sentence with a marked word that is a skill or only looks like one."""

    token: str = pa.Field(description="The ambiguous word.")
    skill_id: str = refers_to("skills", description="The skill it may be.")
    context: str = pa.Field(
        unique=True,
        str_matches=r"^.*\[\[.+\]\].*$",
        description="A sentence written for this table, with the word in `[[ ]]`.",
    )
    is_skill: bool = pa.Field(description="Whether the word is the skill there.")
    language: str = pa.Field(isin=LANGUAGES, description="Language of the sentence (ISO 639-1).")


class SkillEvaluation(Contract, group="skills"):
    """One row per ambiguous word: how well the matcher recognises the skill in the labelled sentences."""

    token: str = pa.Field(unique=True, description="The ambiguous word.")
    skill_id: str = refers_to("skills", description="The skill it may be.")
    sentences: pl.Int64 = pa.Field(ge=1, description="Labelled sentences.")
    labelled: pl.Int64 = pa.Field(ge=0, description="Sentences in which the word is the skill.")
    found: pl.Int64 = pa.Field(ge=0, description="Of these, those in which the matcher finds it.")
    wrong: pl.Int64 = pa.Field(
        ge=0, description="Sentences in which the matcher finds the skill although the word is not the skill."
    )
    precision: pl.Float64 = pa.Field(
        nullable=True,
        in_range={"min_value": 0.0, "max_value": 1.0},
        description="found / (found + wrong); empty if the skill is never found.",
    )
    recall: pl.Float64 = pa.Field(
        nullable=True,
        in_range={"min_value": 0.0, "max_value": 1.0},
        description="found / labelled; empty if the word is never the skill.",
    )


class _Readings(Contract):
    """What both tables of readings say of a skill."""

    skill_id: str = refers_to("skills", unique=True, description="The skill.")
    rows_read: pl.Int64 = pa.Field(ge=1, description="Rows of posting_skills drawn by chance and read.")
    rows_right: pl.Int64 = pa.Field(ge=0, description="Those in which the words mean the skill.")
    seed: str = pa.Field(description="What the draw was made with: the question rows_to_read repeats it.")


class SkillReadings(_Readings, group="skills", published=False):
    """One row per skill whose found mentions were drawn by chance and read: how many mean the skill."""

    read_on: str = pa.Field(str_matches=r"^\d{4}-\d\d-\d\d$", description="Day of the reading.")


class SkillPrecision(_Readings, group="skills"):
    """One row per skill with most postings: how often the words it is found by mean it."""

    read_on: pl.Date = pa.Field(
        description="Day of the reading; the rules of the skill have not changed since."
    )
    precision: float = share_of("rows_right / rows_read.")
    precision_low: float = share_of("Lower end of its 95 % Wilson interval.")
    precision_high: float = share_of("Upper end of its 95 % Wilson interval.")
