"""Sections told by headings and lead-ins, and the need that a section and the words in it state."""

import numpy as np
import polars as pl
import pytest

from pipelines.text.outlines import NEEDS_STATED, Outline, TextRules
from pipelines.text.phrases import phrase_key
from pipelines.text.words import read_batch
from schemas.skills import SECTIONS, SectionHeadings, SkillCues
from warehouse.settings import ROOT

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
]


def frame(contract: type, rows: list[dict]) -> pl.DataFrame:
    return contract.validate(pl.DataFrame(rows, schema=contract.polars_schema()))


@pytest.fixture(scope="module")
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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Python", "unknown"),
        ("Requirements\nPython", "requirements"),
        ("REQUIREMENTS:\n- Python", "requirements"),
        ("** Minimum Qualifications **\nPython", "requirements"),
        ("Skills\nPython", "requirements"),
        ("What you’ll do:\nPython", "responsibilities"),
        ("Ihr Profil\nPython", "requirements"),
        ("Deine Aufgaben:\nPython", "responsibilities"),
        ("Profil recherché :\nPython", "requirements"),
        ("Requirements\nSQL\nBenefits\nPython", "benefits"),
        ("Requirements\nSQL\nJob Type:\nPython", "unknown"),
        ("Qualifications\nSQL\nPreferred Qualifications\nPython", "nice_to_have"),
        ("Requirements\nSQL\nNice to have Spark, Python", "nice_to_have"),
        ("What is preferred\nQualifications\nPython", "requirements"),
        ("Preferred Data Engineer Qualifications:\nPython", "nice_to_have"),
        ("Qualifications\nSQL\nPreferred Analyst Skills\nPython", "nice_to_have"),
        ("Preferred qualifications\nskills of a data engineer\nPython", "nice_to_have"),
        ("¿Requirements? Python", "requirements"),
    ],
)
def test_a_heading_on_its_own_line_opens_a_section(section, text, name):
    assert section(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We are big. Minimum Qualifications: Python and SQL.", "requirements"),
        ("We are big Requirements Python and SQL", "requirements"),
        ("We grow fast.  Responsibilities  Write Python", "responsibilities"),
        ("many users Benefits Python courses", "benefits"),
        ("To join us you meet the following qualifications: Python", "requirements"),
        ("Requirements SQL skills About Acme Python shop", "about"),
    ],
)
def test_a_heading_is_told_in_running_text(section, text, name):
    assert section(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "You collect the requirements of our users and write Python",
        "Strong communication skills\nPython",
        "With skills you write Python",
        "Gather requirements\nPython",
    ],
)
def test_the_word_of_a_heading_inside_a_sentence_is_none(section, text):
    assert section(text) == "unknown"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We use Python", "context"),
        ("Requirements:\nPython", "required"),
        ("Nice to have:\nPython", "preferred"),
        ("Responsibilities:\nYou write Python", "context"),
        ("Responsibilities:\nknowledge of Python", "required"),
        ("Responsibilities:\nshare your knowledge of Python", "context"),
        ("Responsibilities:\nstrong Python, SQL (and other) database skills", "required"),
        ("Responsibilities:\nWilling to learn Python", "required"),
        ("Benefits:\nlearn with knowledge of Python", "context"),
        ("Benefits:\nStrong Python skills", "required"),
        ("Requirements:\nWe write Python", "context"),
        ("Requirements:\nWe want good knowledge of Python", "required"),
        ("Nice to have:\nWe write Python", "context"),
        ("Patience is required to learn Python", "context"),
        ("About us:\nknowledge of Python", "required"),
        ("Good knowledge of Python", "required"),
        ("Requirements:\nPython is a plus", "preferred"),
        ("Python (preferred)", "preferred"),
        ("Nice to have:\nPython is required", "required"),
        ("Python von Vorteil", "preferred"),
        ("SQL is required. We use Python", "context"),
        ("We use Python as required", "context"),
        ("SQL required, Python preferred", "preferred"),
        ("SQL preferred; Python", "context"),
        ("Must have Python", "required"),
        ("No Python required", "negated"),
        ("Python is not required", "negated"),
        ("Python is not required but a plus", "preferred"),
        ("Strong Python skills, knowledge of SQL is a plus", "required"),
        ("Knowledge of Python - experience with SQL preferred", "required"),
        ("Knowledge of SQL, Python or Scala is a plus", "preferred"),
        ("Knowledge of Python, preferred", "preferred"),
        ("Requirements:\nPython and SQL, with Scala a plus", "required"),
        ("Requirements:\nSQL, with Python a plus", "preferred"),
        ("Requirements:\nSQL, ideally in banking or Python", "preferred"),
        ("Requirements:\nSQL, ideally in banking, and good knowledge of Python", "required"),
        ("Requirements:\nIdeally SQL, good knowledge of Python", "preferred"),
        ("Requirements:\nSQL, preferred Python", "preferred"),
        ("Requirements:\nPython, preferred SQL", "required"),
        ("Requirements: SQL preferred Python certificates", "required"),
        ("Requirements: Python preferred Scala certificates", "preferred"),
        ("Requirements:\nPython for useful stories", "required"),
        ("Requirements:\nPython useful", "preferred"),
        ("Requirements:\nPython useful but rare", "preferred"),
        ("You will have Python on your side", "required"),
        ("You will have the chance to learn Python", "context"),
    ],
)
def test_the_nearest_cue_and_then_the_section_states_the_need(need, text, expected):
    assert need(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Requirements:\nDegree in Mathematics, Python or a related field", "context"),
        ("Nice to have:\nPython degree", "context"),
        ("Degree in Python required", "context"),
        ("Requirements:\nDegree in Mathematics or a related field, Python", "required"),
        ("Requirements:\nDegree in Mathematics and 2 years of Python", "required"),
        ("Requirements:\nDegree in Mathematics, knowledge of Python", "required"),
        ("Knowledge of Python and a degree", "required"),
        ("Requirements:\nCode (Python, SQL) or a degree", "required"),
    ],
)
def test_the_field_of_a_degree_is_no_ask(need, text, expected):
    assert need(text) == expected


def test_a_paragraph_in_which_the_employer_speaks_does_not_ask(need):
    point = "Requirements:\n- SQL\n- Some years of trade. Python.\n"
    about = (
        "In our offices people of many countries meet. Over a hundred of them write Python every day, and "
    )
    about += "each of them has a desk, a lamp and a chair."
    assert need(point + about.replace("Python", "Java")) == "required"
    assert need(point.replace("Python", "Java") + about) == "context"
    assert need(point.replace("Python", "Java") + about.replace("our", "the")) == "required"
    assert need(point.replace("Python", "Java") + about.replace("Python", "Java") + "\nPython") == "context"
    assert need("Requirements:\n" + about.replace("Python", "Java") + "\nPython") == "required"
    quote = about.replace("In our", '"In our"').replace("people", "any people")
    assert need(point.replace("Python", "Java") + quote) == "required"
    asking = about.replace("In our", "Knowledge of our")
    assert need(point.replace("Python", "Java") + asking) == "required"


def test_dashes_of_a_list_without_line_breaks_begin_points(need):
    assert need("Requirements: -Python is used here -Spark a plus -Java") == "required"
    assert need("Requirements: -Python -Spark -Java a plus") == "required"
    assert need("Requirements: Python - Spark - Java a plus") == "preferred"


def test_a_line_that_asks_for_the_list_after_it_opens_a_section(need):
    assert need("You bring knowledge of one of these:\n- SQL\n- Python") == "required"
    assert need("Requirements\nThese are a plus:\n- SQL\nBenefits\n- Python") == "context"
    assert need("Requirements\nSQL\nThese are a plus:\n- Python") == "preferred"
    assert need("Some of these (not all are required, but all a plus):\n- Python") == "preferred"
    assert need("Nice to have\nSQL\nKnowledge of one of these:\n- Python") == "preferred"


def test_words_that_grade_may_be_part_of_the_phrase(need):
    assert need("Responsibilities:\nStrong Python skills", "Strong Python skills") == "required"


def test_a_sentence_that_begins_with_the_employer_does_not_ask(rules):
    batch = read_batch(["Requirements:\nAcme Labs runs on Python", "Requirements:\nSkills in Python"])
    start = np.array([batch.text.index("Python"), batch.text.rindex("Python")])
    outline = Outline(batch, rules, read_batch(["Acme", "Skills"]).keys)
    needs = [
        NEEDS_STATED[need]
        for need in outline.need(start, start + len("Python"), np.ones(len(start), np.bool_))
    ]
    assert needs == ["context", "required"]


def test_a_contrast_ends_what_is_negated(need):
    text = "Requirements:\nYou need no longer use SQL, but Python"
    assert (need(text, "SQL"), need(text)) == ("negated", "required")


def test_a_cue_reaches_only_the_side_it_says(need):
    text = "Requirements:\nAgile (ideally Scrum)"
    assert need(text, "Agile") == "required"
    assert need(text, "Scrum") == "preferred"


def test_a_bracketed_cue_speaks_of_what_stands_before_it(need):
    text = "SQL: 3 years (Required) Python: 1 year (Preferred)"
    assert need(text, "SQL") == "required"
    assert need(text, "Python") == "preferred"
    assert need("Requirements:\nPython (two years preferred)") == "required"
    assert need("Requirements:\nPython (strongly preferred)") == "preferred"


def test_points_without_line_breaks_are_told_apart_by_their_first_words(need):
    text = "Requirements: SQL databases Experience with Java is a plus Knowledge of Python"
    assert [need(text, of) for of in ("SQL", "Java", "Python")] == ["required", "preferred", "required"]


def test_an_abbreviation_does_not_end_a_sentence(rules):
    text = "Languages, e.g. Python, are required. Next."
    batch = read_batch([text])
    outline = Outline(batch, rules)
    sentence = outline.sentence(batch.origins + text.index("Python"))
    (found,) = batch.cut(outline.sentences[sentence], outline.sentences[sentence + 1])
    assert found == "Languages, e.g. Python, are required. "


@pytest.mark.parametrize(("contract", "key"), [(SectionHeadings, "heading"), (SkillCues, "cue")])
def test_the_curated_phrases_fit_their_contracts_and_are_listed_once(contract, key):
    path = ROOT / "data" / "taxonomies" / f"{contract.table()}.csv"
    rows = contract.validate(pl.read_csv(path, schema=contract.polars_schema()))
    spelt_alike = [(phrase_key(row[key]), row[key][0] == "-", row.get("effect")) for row in rows.to_dicts()]
    assert len(set(spelt_alike)) == len(spelt_alike)
