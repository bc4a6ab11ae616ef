"""Names in postings that the skill lexicon does not know."""

import dagster as dg
import polars as pl

from pipelines.skills.unmatched_terms import list_unmatched_terms
from warehouse.lake.parts import Parts, Plan, combine


@dg.asset(group_name="skills")
def unmatched_terms(
    cleaned_postings: Parts,
    skills: pl.DataFrame,
    skill_aliases: pl.DataFrame,
    title_words: pl.DataFrame,
    degree_words: pl.DataFrame,
    degree_fields: pl.DataFrame,
) -> Plan:
    """Frequent names beside tools that are no alias of a skill: what the lexicon may lack."""
    return combine(
        list_unmatched_terms,
        cleaned_postings,
        skills,
        skill_aliases,
        title_words,
        degree_words,
        degree_fields,
    )
