"""Skills that postings name, names that the lexicon does not contain, and how well skills are recognised."""

import dagster as dg
import polars as pl

from pipelines.evaluation.ambiguous_words import evaluate_skills, evaluate_skills_by_language
from pipelines.skills.lexicon import SkillLexicon
from pipelines.skills.posting_skills import find_skills
from pipelines.skills.unmatched_terms import list_unmatched_terms
from warehouse.lake.parts import Parts, Plan, Prepared, combine


@dg.asset
def posting_skills(
    cleaned_postings: Parts,
    skills: pl.DataFrame,
    skill_aliases: pl.DataFrame,
    section_headings: pl.DataFrame,
    skill_cues: pl.DataFrame,
) -> Plan:
    """Skills that each posting names, with the words that name them."""
    lexicon = Prepared.of(SkillLexicon, skill_aliases, skills, section_headings, skill_cues)
    return cleaned_postings.map(find_skills, lexicon)


@dg.asset
def skill_evaluation(
    labelled_mentions: pl.DataFrame,
    skill_aliases: pl.DataFrame,
    skills: pl.DataFrame,
    section_headings: pl.DataFrame,
    skill_cues: pl.DataFrame,
) -> Plan:
    """Precision and recall of each ambiguous word on the labelled sentences."""
    lexicon = Prepared.of(SkillLexicon, skill_aliases, skills, section_headings, skill_cues)
    return combine(evaluate_skills, labelled_mentions, skills, lexicon)


@dg.asset
def skill_evaluation_by_language(
    labelled_mentions: pl.DataFrame,
    skill_aliases: pl.DataFrame,
    skills: pl.DataFrame,
    section_headings: pl.DataFrame,
    skill_cues: pl.DataFrame,
) -> Plan:
    """Precision and recall of ambiguous words on the labelled sentences of each language."""
    lexicon = Prepared.of(SkillLexicon, skill_aliases, skills, section_headings, skill_cues)
    return combine(evaluate_skills_by_language, labelled_mentions, skills, lexicon)


@dg.asset
def unmatched_terms(
    cleaned_postings: Parts,
    skills: pl.DataFrame,
    skill_aliases: pl.DataFrame,
    title_words: pl.DataFrame,
    degree_words: pl.DataFrame,
    degree_fields: pl.DataFrame,
) -> Plan:
    """Frequent names next to tools that are not an alias of a skill: what the lexicon may lack."""
    return combine(
        list_unmatched_terms,
        cleaned_postings,
        skills,
        skill_aliases,
        title_words,
        degree_words,
        degree_fields,
    )
