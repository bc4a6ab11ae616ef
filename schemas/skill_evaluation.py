"""Contracts of the labelled sentences, and of how well skills are recognised in them."""

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to
from schemas.languages import LANGUAGES


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
