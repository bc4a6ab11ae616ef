"""The labelled sentences measure the matcher, and a fall below the floor stops the run."""

import polars as pl
import pytest

from pipelines.evaluation.ambiguous_words import evaluate_skills, evaluate_skills_by_language
from pipelines.figures.build import score_all
from pipelines.figures.integrity import MIN_PRECISION, MIN_RECALL, find_worse_than_before
from pipelines.skills.lexicon import SkillLexicon
from schemas.evaluation import SkillEvaluationByLanguage
from schemas.skill_evaluation import SkillEvaluation
from warehouse.inbox.curated import read_taxonomy
from warehouse.settings import ROOT

ALIASES, SKILLS, HEADINGS, CUES = (
    read_taxonomy(ROOT / "data" / "taxonomies", table)
    for table in ("skill_aliases", "skills", "section_headings", "skill_cues")
)
LEXICON = SkillLexicon(ALIASES, SKILLS, HEADINGS, CUES)
LABELLED = read_taxonomy(ROOT / "data" / "taxonomies", "labelled_mentions")


@pytest.fixture(scope="module")
def evaluation():
    return evaluate_skills(LABELLED, SKILLS, LEXICON)


def label(*sentences):
    return pl.DataFrame(
        [("Go", "go", context, is_skill, "en") for context, is_skill in sentences],
        schema=LABELLED.schema,
        orient="row",
    )


def test_every_labelled_sentence_is_counted_once(evaluation):
    SkillEvaluation.validate(evaluation)
    assert evaluation["sentences"].sum() == LABELLED.height >= 300


def test_the_matcher_reaches_the_floor(evaluation):
    scores = score_all(evaluation)
    assert scores["precision"] >= MIN_PRECISION
    assert scores["recall"] >= MIN_RECALL
    assert find_worse_than_before(evaluation).is_empty()


def test_the_languages_together_have_the_counts_of_all_words(evaluation):
    by_language = SkillEvaluationByLanguage.validate(evaluate_skills_by_language(LABELLED, SKILLS, LEXICON))
    assert set(by_language["language"]) == set(LABELLED["language"])
    assert by_language["labels"].sum() == evaluation["sentences"].sum()
    assert by_language["right"].sum() == evaluation["found"].sum()
    assert by_language["given"].sum() == evaluation.select(pl.sum("found", "wrong")).sum_horizontal().item()


def test_found_missed_and_wrong_are_told_apart():
    found = evaluate_skills(
        label(
            ("Services in Python and [[Go]].", True),
            ("We [[go]] home.", False),
            ("Ask [[Go]] for help.", True),
            ("Knowledge of Java, [[Go]] and chess.", False),
        ),
        SKILLS,
        LEXICON,
    )
    columns = ["sentences", "labelled", "found", "wrong", "precision", "recall"]
    assert found.select(columns).row(0) == (4, 2, 1, 1, 0.5, 0.5)


def test_below_the_floor_the_words_that_fail_are_named():
    worse = find_worse_than_before(evaluate_skills(label(("Ask [[Go]] for help.", True)), SKILLS, LEXICON))
    assert worse["token"].to_list() == ["Go"]
