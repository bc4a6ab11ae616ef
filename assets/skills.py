"""The skill lexicon and the skills that postings name."""

import dagster as dg
import polars as pl

from assets.resources import Folders
from pipelines.skills.lexicon import SkillLexicon
from pipelines.skills.posting_skills import find_skills
from warehouse.inbox.curated import read_taxonomy
from warehouse.lake.parts import Parts, Plan, Prepared


@dg.asset(group_name="skills")
def skills(folders: Folders) -> pl.DataFrame:
    """Skills that postings and articles name, with category and parent."""
    return read_taxonomy(folders.taxonomies, "skills")


@dg.asset(group_name="skills")
def skill_aliases(folders: Folders) -> pl.DataFrame:
    """Spellings that stand for a skill, and decoys that must not be taken for one."""
    return read_taxonomy(folders.taxonomies, "skill_aliases")


@dg.asset(group_name="skills")
def section_headings(folders: Folders) -> pl.DataFrame:
    """Headings that open a section of a posting."""
    return read_taxonomy(folders.taxonomies, "section_headings")


@dg.asset(group_name="skills")
def skill_cues(folders: Folders) -> pl.DataFrame:
    """Words that say how much a skill is needed, or that it is not."""
    return read_taxonomy(folders.taxonomies, "skill_cues")


@dg.asset(group_name="skills")
def posting_skills(
    cleaned_postings: Parts,
    skills: pl.DataFrame,
    skill_aliases: pl.DataFrame,
    section_headings: pl.DataFrame,
    skill_cues: pl.DataFrame,
) -> Plan:
    """Skills each posting names, with the words that show it."""
    lexicon = Prepared.of(SkillLexicon, skill_aliases, skills, section_headings, skill_cues)
    return cleaned_postings.map(find_skills, lexicon)
