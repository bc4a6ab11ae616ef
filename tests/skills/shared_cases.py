"""The shared cases of skills and of the needs that texts state: whether one is read right."""

import ast
import functools
import re

import polars as pl

from pipelines.cleaning.texts import clean_description
from pipelines.skills.lexicon import SkillLexicon
from pipelines.skills.posting_skills import find_skills
from warehouse.inbox.curated import read_taxonomy
from warehouse.settings import ROOT


@functools.cache
def lexicon():
    """The shipped lexicon, built once."""
    tables = ("skill_aliases", "skills", "section_headings", "skill_cues")
    return SkillLexicon(*(read_taxonomy(ROOT / "data" / "taxonomies", table) for table in tables))


def skills_of(text):
    """The skills of a text as a file states it, each with its need."""
    posting = {"posting_id": ["0" * 16], "title": ["Analyst"], "company": [None], "tags": [None]}
    types = {"company": pl.String, "tags": pl.List(pl.String)}
    frame = pl.DataFrame(posting, schema_overrides=types).with_columns(
        description=clean_description(pl.Series([text], dtype=pl.String))
    )
    return dict(find_skills(frame, lexicon()).select("skill_id", "need").rows())


def are_skills_right(case, right):
    """`has a, b not c` or `no a, no b` of one text, or of several that are printed beside each other."""
    texts = re.findall(r"'(.+?)'(?=;|$)", case) if "';" in case else [ast.literal_eval(case)]
    found = set().union(*map(skills_of, texts))
    has, _, lacks = right.removeprefix("has ").partition("not ") if "not " in right else (right, "", "")
    if right.startswith(("not ", "no ")):
        has, lacks = "", re.sub(r"\b(?:not|no) ", "", right)
    wanted, unwanted = (
        set(filter(None, re.split(r",?\s+", names.removeprefix("has ")))) for names in (has, lacks)
    )
    return wanted <= found and not unwanted & found


def are_needs_right(case, right):
    """A dict of skills, or one need of all that is found."""
    found = skills_of(ast.literal_eval(case))
    if not right.startswith("{"):
        return set(found.values()) == {right}
    return all(found.get(skill_id, "not found") == need for skill_id, need in ast.literal_eval(right).items())


READERS = {"skill": are_skills_right, "need": are_needs_right}
