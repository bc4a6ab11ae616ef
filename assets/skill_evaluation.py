"""How well skills are found, measured on labelled sentences."""

import dagster as dg
import polars as pl

from assets.resources import Folders
from pipelines.evaluation.ambiguous_words import evaluate_skills
from warehouse.inbox.curated import read_taxonomy
from warehouse.lake.parts import Plan, combine


@dg.asset(group_name="skills")
def labelled_mentions(folders: Folders) -> pl.DataFrame:
    """Sentences in which an ambiguous word is labelled: the skill, or not."""
    return read_taxonomy(folders.taxonomies, "labelled_mentions")


@dg.asset(group_name="skills")
def skill_evaluation(
    labelled_mentions: pl.DataFrame,
    skill_aliases: pl.DataFrame,
    skills: pl.DataFrame,
    section_headings: pl.DataFrame,
    skill_cues: pl.DataFrame,
) -> Plan:
    """Precision and recall of each ambiguous word on the labelled sentences."""
    return combine(evaluate_skills, labelled_mentions, skill_aliases, skills, section_headings, skill_cues)
