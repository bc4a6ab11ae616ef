"""Headings and cues that stand for those of the taxonomies, and readers of texts by them."""

import numpy as np
import polars as pl
import pytest

from pipelines.text.outlines import NEEDS_STATED, Outline
from pipelines.text.text_rules import TextRules
from pipelines.text.words import read_batch
from schemas.skills import SECTIONS, SectionHeadings, SkillCues

HEADINGS = [
    ("requirements", "requirements", True),
    ("qualifications", "requirements", True),
    ("skills", "requirements", False),
    ("ihr profil", "requirements", True),
    ("profil recherché", "requirements", True),
    ("preferred qualifications", "nice_to_have", True),
    ("preferred", "nice_to_have", False),
    ("nice to have", "nice_to_have", True),
    ("responsibilities", "responsibilities", True),
    ("what you'll do", "responsibilities", True),
    ("deine aufgaben", "responsibilities", True),
    ("about", "about", True),
    ("benefits", "benefits", True),
    ("job type", "unknown", True),
    ("minimum", None, False),
    ("the", None, False),
    ("and", None, False),
    ("of", None, False),
    ("応募資格", "requirements", True),
    ("歓迎", "nice_to_have", True),
    ("業務内容", "responsibilities", True),
    ("任职要求", "requirements", True),
    ("加分项", "nice_to_have", True),
    ("자격요건", "requirements", True),
    ("우대사항", "nice_to_have", True),
]
CUES = [
    ("required", "required", "both"),
    ("must have", "required", "both"),
    ("a plus", "preferred", "both"),
    ("preferred", "preferred", "both"),
    ("ideally", "preferred", "after"),
    ("von Vorteil", "preferred", "both"),
    ("not required", "negated", "before"),
    ("no longer use", "negated", "after"),
    ("no", "negating", "after"),
    ("as required", "none", "both"),
    ("knowledge of", "asked", "after"),
    ("skills", "graded", "after"),
    ("strong", "grades", "after"),
    ("is required", "required", "before"),
    ("useful", "preferred", "before"),
    ("willing to", "begins_asking", "after"),
    ("you will have", "begins_asking", "after"),
    ("you will have the chance", "begins_offering", "after"),
    ("we", "begins_describing", "after"),
    ("knowledge", "opens", "after"),
    ("experience", "opens", "after"),
    ("experience with", "asked", "after"),
    ("with", "links", "after"),
    ("with", "narrows", "after"),
    ("degree in", "studied", "after"),
    ("degree", "studied", "before"),
    ("related field", "studied", "before"),
    ("our", "speaks", "both"),
    ("but", "contrasts", "before"),
    ("e.g.", "abbreviates", "both"),
    ("z. B.", "abbreviates", "both"),
    ("deepen", "learns", "after"),
    ("people with", "leads", "after"),
    ("if you", "leads", "after"),
    ("of", "links", "after"),
    ("and", "links", "after"),
    ("sehr gute", "grades", "after"),
    ("bonnes", "grades", "after"),
    ("Kenntnisse", "graded", "after"),
    ("wünschenswert", "preferred", "both"),
    ("serait un plus", "preferred", "both"),
    ("kein Muss", "negated", "before"),
    ("aber", "contrasts", "before"),
    ("erforderlich", "required", "both"),
    ("no es necesario", "negated", "before"),
    ("pero", "contrasts", "before"),
    ("es un plus", "preferred", "before"),
]


def frame(contract: type, rows: list[dict]) -> pl.DataFrame:
    return contract.validate(pl.DataFrame(rows, schema=contract.polars_schema()))


@pytest.fixture(scope="package")
def rules() -> TextRules:
    headings = [{"heading": h, "section": s, "is_inline": i, "language": "en"} for h, s, i in HEADINGS]
    cues = [{"cue": c, "effect": e, "reach": r, "language": "en"} for c, e, r in CUES]
    return TextRules(frame(SectionHeadings, headings), frame(SkillCues, cues))


@pytest.fixture
def section(rules: TextRules):
    def section_of(text: str, of: str = "Python") -> str:
        batch = read_batch(["before", text, "after"])
        return SECTIONS[Outline(batch, rules).section(batch.origins[1:2] + text.index(of)).item()]

    return section_of


@pytest.fixture
def need(rules: TextRules):
    def need_of(text: str, of: str = "Python") -> str:
        batch = read_batch(["before", text, "after"])
        start = batch.origins[1:2] + text.index(of)
        return NEEDS_STATED[Outline(batch, rules).need(start, start + len(of), np.ones(1, np.bool_)).item()]

    return need_of
