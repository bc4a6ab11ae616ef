"""The need that a section and the words in it state."""

import numpy as np
import pytest

from pipelines.text.outlines import NEEDS_STATED, Outline
from pipelines.text.words import read_batch


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Strong Python skills, SQL a plus", ("required", "preferred")),
        ("Strong Python, SQL a plus", ("required", "preferred")),
        ("Sehr gute Python-Kenntnisse, SQL wünschenswert", ("required", "preferred")),
        ("Bonnes bases de Python, SQL serait un plus", ("required", "preferred")),
        ("Must have Python, SQL a plus", ("required", "preferred")),
        ("Strong Python skills, Java and SQL a plus", ("required", "preferred")),
        ("Strong Python, Java and SQL a plus", ("preferred", "preferred")),
        ("Strong Python, Java, SQL a plus", ("preferred", "preferred")),
        ("Strong Python (Java, SQL) skills a plus", ("preferred", "preferred")),
        ("Python, SQL a plus", ("preferred", "preferred")),
        ("Java required; Python, SQL a plus", ("preferred", "preferred")),
        ("Java erforderlich; Python, SQL wünschenswert", ("preferred", "preferred")),
        ("Python – SQL a plus", ("required", "preferred")),
        ("Python - Java - SQL a plus", ("preferred", "preferred")),
    ],
)
def test_a_cue_speaks_of_the_one_item_behind_a_demand(need, text, expected):
    assert (need("Requirements:\n" + text), need("Requirements:\n" + text, "SQL")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Python is not required, but SQL is required", ("negated", "required")),
        ("Python ist kein Muss, aber SQL ist erforderlich", ("negated", "required")),
        ("Python no es necesario, pero SQL es un plus", ("negated", "preferred")),
        ("Python is not required but a plus. SQL", ("preferred", "required")),
        ("Python ist kein Muss, aber wünschenswert. SQL", ("preferred", "required")),
        ("Python and SQL are fine, but not required", ("negated", "negated")),
        ("Python is required but SQL a plus", ("required", "preferred")),
    ],
)
def test_a_denial_ends_with_its_clause(need, text, expected):
    assert (need("Requirements:\n" + text), need("Requirements:\n" + text, "SQL")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Requirements\nSQL\nPreferred: Java\nPython", "required"),
        ("Requirements\n- SQL\n- Preferred: Java\n- Python", "required"),
        ("Requirements\nSQL\nPreferred: Java\nPreferred: Spark\nPython", "required"),
        ("Requirements\nSQL\nPreferred: some of these\n- Python", "preferred"),
        ("Requirements\nSQL\nPreferred:\nJava\nPython", "preferred"),
        ("Requirements\nSQL\nPreferred:Java\nPython", "preferred"),
        ("Requirements\nSQL\n\nPreferred: Java\nPython", "preferred"),
        ("Requirements\nSQL\n\nPreferred: Java\n\nPython", "required"),
        ("Requirements\nSQL\nPreferred: Java and Python", "preferred"),
    ],
)
def test_a_cue_that_begins_a_line_speaks_of_that_line(need, text, expected):
    assert need(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We look for people with:\n- Java\n- Python", "required"),
        ("This is for you if you:\nwrite Python", "required"),
        ("We look for people with:* Java\n* Python", "required"),
        ("We work with people with Python", "context"),
    ],
)
def test_words_before_a_colon_may_lead_to_a_list_of_demands(need, text, expected):
    assert need(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Good knowledge of\nPython", "context"),
        ("Strong knowledge of\nPython", "required"),
        ("Strong knowledge of\n- Python", "context"),
        ("Java\n, Python a plus", "preferred"),
        ("SQL required\nPython", "context"),
    ],
)
def test_a_sentence_goes_on_behind_a_word_that_links(need, text, expected):
    assert need(text.replace("Good knowledge of", "An amount of")) == expected


@pytest.mark.parametrize("text", ["Deepen your knowledge of Python", "You deepen knowledge of Python"])
def test_what_the_work_teaches_is_not_asked_for(need, text):
    assert need(text) == "context"


def test_words_that_ask_begin_a_point_behind_a_name(need):
    text = "Requirements: services in Python Experience with Java is a plus"
    assert (need(text), need(text, "Java")) == ("required", "preferred")
    assert need("Requirements: Preferred Experience with Python and Java") == "preferred"


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
    for text in ("Languages, e.g. Python, are required. ", "Sprachen (z. B. Python) sind erforderlich. "):
        batch = read_batch([text + "Next."])
        outline = Outline(batch, rules)
        sentence = outline.sentence(batch.origins + text.index("Python"))
        (found,) = batch.cut(outline.sentences[sentence], outline.sentences[sentence + 1])
        assert found == text


def test_a_phrase_may_begin_with_the_words_that_ask(need):
    assert need("Knowledge of Python", "Knowledge of Python") == "required"
    assert need("Responsibilities:\nshare knowledge of Python", "knowledge of Python") == "context"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Team:\nKnowledge of SQL\nPython\nKnowledge of Go\nKnowledge of C", "required"),
        ("Team:\nKnowledge of SQL\nPython\nJava\nKnowledge of Go\nKnowledge of C", "context"),
        ("Team:\nKnowledge of SQL\nPython\nKnowledge of Go", "context"),
        ("Team:\nKnowledge of SQL\nWe write Python\nKnowledge of Go\nKnowledge of C", "context"),
        ("Benefits:\nKnowledge of SQL\nPython\nKnowledge of Go\nKnowledge of C", "context"),
        ("Team:\nKnowledge of SQL\nKnowledge of Go\nBenefits:\nPython\nKnowledge of C", "context"),
    ],
)
def test_points_between_points_that_ask_are_demands(need, text, expected):
    assert need(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nice to have: SQL. We have offices. Python courses.", "context"),
        ("Nice to have: SQL. We want knowledge of Java. Python.", "preferred"),
        ("Requirements: SQL. We have offices. Python courses.", "context"),
        ("Requirements: SQL. We have offices. Python. Knowledge of Java.", "required"),
    ],
)
def test_a_section_ends_where_only_the_employer_is_described(need, text, expected):
    assert need(text) == expected


def test_what_the_employer_knows_is_not_asked_for(need):
    assert need("Customers trust our knowledge of Python") == "context"
    assert need("Customers trust knowledge of Python") == "required"


def test_a_demand_that_leads_to_a_list_ends_what_is_nice_to_have(need):
    assert need("Nice to have\nSQL\nThese are required:\n- Python") == "required"


def test_a_heading_before_a_colon_follows_a_name(need):
    assert need("Requirements: knowledge of SQL Benefits: Python") == "context"
    assert need("Requirements: knowledge of SQL Benefits Python") == "required"


def test_a_list_of_demands_does_not_count_the_first_words_of_the_next_posting(rules):
    batch = read_batch(["Team\nKnowledge of SQL\nPython daily\nKnowledge of Java", "Knowledge of Scala"])
    start = batch.origins[:1] + batch.text[batch.origins[0] :].index("Python")
    (need,) = Outline(batch, rules).need(start, start + len("Python"), np.ones(1, np.bool_))
    assert NEEDS_STATED[need] == "context"


@pytest.mark.parametrize("before", ["", "Smile :(", "Smile :( We do."])
def test_a_bracket_left_open_in_an_earlier_sentence_or_posting_changes_no_need(rules, before):
    batch = read_batch([before, "Strong Python skills, Scala preferred"])
    start = batch.origins[1:] + len("Strong ")
    (need,) = Outline(batch, rules).need(start, start + len("Python"), np.ones(1, np.bool_))
    assert NEEDS_STATED[need] == "required"


def test_a_word_that_negates_a_demand_does_not_reach_beyond_a_contrast(need):
    assert need("No SQL, but Python required") == "required"
    assert need("No Python, but SQL required", of="Python") == "context"
    assert need("No Python or SQL required") == "negated"
