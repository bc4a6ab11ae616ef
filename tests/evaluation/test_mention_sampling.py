"""Words to be labelled are drawn by their spelling alone, of sources that no label has touched."""

from datetime import date

import polars as pl
import pytest

from pipelines.evaluation.mention_sampling import draw_mentions
from pipelines.evaluation.mentions import unmark

SPELLINGS = pl.DataFrame(
    {
        "alias": ["Go", "Python", "monty python", "C"],
        "skill_id": ["go", "python", None, "c"],
        "name": ["Go", "Python", None, "C"],
        "rule": ["needs_context", "word", "decoy", "exact_case"],
    }
)


def draw(*texts, touched=(), size=10, seed=1):
    postings = pl.DataFrame(
        [(source, text, "en", date(2026, 1, 2)) for source, text in texts],
        schema=["source_id", "description", "language", "posted_on"],
        orient="row",
    )
    return draw_mentions(postings, set(touched), SPELLINGS, size, 9, seed)


def test_words_in_any_case_within_decoys_and_unknown_names_are_drawn():
    drawn = draw(("a", "We go on. Tools: Python, Quarkle, SQL. Fans of Monty Python."), size=10)
    assert set(drawn.select("token", "skill", "stratum").rows()) <= {
        ("go", "Go", "doubtful"),
        ("Python", "Python", "plain"),
        ("Python", "Python", "doubtful"),
        ("Quarkle", "", "name"),
    }
    assert set(drawn["stratum"]) == {"doubtful", "plain", "name"}
    assert set(drawn["is_skill"]) == {""}
    assert set(drawn["year"]) == {2026}


def test_the_mark_stands_around_the_word_in_its_own_text():
    text = "x" * 250 + " Python " + "y" * 250
    drawn = draw(("a", text))
    marked = unmark(drawn).row(0, named=True)
    assert marked["text"][marked["start"] : marked["end"]] == "Python"
    assert marked["text"] in text


@pytest.mark.parametrize("size", [5, 10])
def test_no_word_comes_from_a_source_that_was_looked_at(size):
    texts = [(source, f"Text {number} of {source} in Python.") for source in "abc" for number in range(3)]
    assert set(draw(*texts, touched=["a"], size=size)["source"]) <= {"b", "c"}
    assert draw(*texts, touched="abc", size=size).is_empty()


def test_the_same_seed_draws_the_same_words():
    texts = [("a", f"Python and Go {number}") for number in range(20)]
    assert draw(*texts, seed=3).equals(draw(*reversed(texts), seed=3))
