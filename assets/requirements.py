"""What postings ask for besides skills: degrees, years of experience, and conditions such as certifications."""

import dagster as dg
import polars as pl

from pipelines.requirements.conditions import ConditionRules, find_conditions
from pipelines.requirements.posting_requirements import RequirementRules, find_requirements
from warehouse.lake.parts import Parts, Plan, Prepared


@dg.asset
def posting_requirements(
    cleaned_postings: Parts,
    degree_words: pl.DataFrame,
    degree_fields: pl.DataFrame,
    experience_words: pl.DataFrame,
    section_headings: pl.DataFrame,
    skill_cues: pl.DataFrame,
    skill_aliases: pl.DataFrame,
    skills: pl.DataFrame,
) -> Plan:
    """Degrees and years of experience that each posting asks for, with the words that state them."""
    rules = Prepared.of(
        RequirementRules,
        degree_words,
        degree_fields,
        experience_words,
        section_headings,
        skill_cues,
        skill_aliases,
        skills,
    )
    return cleaned_postings.map(find_requirements, rules)


@dg.asset
def posting_conditions(
    cleaned_postings: Parts,
    condition_words: pl.DataFrame,
    section_headings: pl.DataFrame,
    skill_cues: pl.DataFrame,
) -> Plan:
    """Certifications, languages, clearances and rights to work each posting names, with the words that show it."""
    rules = Prepared.of(ConditionRules, condition_words, section_headings, skill_cues)
    return cleaned_postings.map(find_conditions, rules)
