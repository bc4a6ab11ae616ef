"""The shared cases of degrees and years: whether one is read right."""

import ast
import functools

import polars as pl

from pipelines.requirements.posting_requirements import RequirementRules, find_requirements
from warehouse.inbox.curated import read_taxonomy
from warehouse.settings import ROOT

TABLES = (
    "degree_words",
    "degree_fields",
    "experience_words",
    "section_headings",
    "skill_cues",
    "skill_aliases",
    "skills",
)


@functools.cache
def rules():
    """The shipped words, read once."""
    return RequirementRules(*(read_taxonomy(ROOT / "data" / "taxonomies", table) for table in TABLES))


def is_requirement_right(case, right):
    """A list of degrees with their needs, or none."""
    text = ast.literal_eval(case)
    found = find_requirements(pl.DataFrame({"posting_id": ["0" * 16], "description": [text]}), rules())
    expected = [] if right == "none" else ast.literal_eval(right)
    return found.select("level", "need").rows() == [(level, need) for _, level, need in expected]


READERS = {"requirement": is_requirement_right}
