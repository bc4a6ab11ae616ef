"""Scores of what is found in labelled texts."""

import polars as pl
import pytest
from scipy.stats import binomtest

from pipelines.evaluation.groups import rate_groups
from pipelines.evaluation.mentions import broader_skills, judge_mentions, score_mentions, score_spans, unmark

SKILLS = pl.DataFrame(
    [
        ("bi", "business intelligence", "technique", None),
        ("power_bi", "Power BI", "tool", "bi"),
        ("swift", "Swift", "language", None),
        ("pytorch", "PyTorch", "library", None),
        ("statistics", "statistics", "math", None),
        ("teamwork", "teamwork", "soft", None),
    ],
    schema=["skill_id", "name", "category", "parent_id"],
    orient="row",
)
ALIASES = pl.DataFrame(
    [("BI", "bi", "exact_case"), ("Torch", "pytorch", "word"), ("bi-weekly", None, "decoy")],
    schema=["alias", "skill_id", "rule"],
    orient="row",
)


MENTIONS_GOLD = pl.DataFrame(
    [
        ("m1", "bi", "business intelligence", "Power [[BI]] here", 1),
        ("m2", "bi", "business intelligence", "[[bi]]-weekly talks, BI", 0),
        ("m3", "swift", "Swift (programming language)", "write [[Swift]] code", 1),
        ("m4", "torch", "PyTorch / Torch", "use [[torch]]", 1),
        ("m5", "statistics", "statistics (as knowledge)", "official [[statistics]]", 0),
    ],
    schema=["id", "token", "skill", "context", "is_skill"],
    orient="row",
)


def test_the_marks_are_taken_out_of_a_context():
    assert unmark(MENTIONS_GOLD).row(0) == ("m1", "Power BI here", 6, 8)


def test_a_context_without_a_mark_is_refused():
    with pytest.raises(ValueError, match="m1"):
        unmark(pl.DataFrame({"id": ["m1"], "context": ["no mark"]}))


def test_a_word_is_found_by_a_mention_that_overlaps_it_of_the_skill_or_one_under_it():
    found = pl.DataFrame(
        [
            ("m1", "power_bi", 0, 8),
            ("m2", "bi", 17, 19),
            ("m3", "pytorch", 6, 11),
            ("m4", "pytorch", 4, 9),
            ("m5", "statistics", 9, 19),
        ],
        schema=["id", "skill_id", "start", "end"],
        orient="row",
    )
    judged = judge_mentions(MENTIONS_GOLD, found, SKILLS, ALIASES)
    assert judged.filter("is_given")["id"].to_list() == ["m1", "m4", "m5"]
    assert score_mentions(judged) == pytest.approx({"n": 5, "precision": 2 / 3, "recall": 2 / 3})


def test_words_are_rated_by_any_column_with_wilsons_intervals():
    judged = MENTIONS_GOLD.with_columns(
        is_labelled=pl.Series([True, False, True, True, False]),
        is_given=pl.Series([True, True, True, False, False]),
        is_right=pl.Series([True, False, True, False, False]),
        year=pl.Series([2023, 2023, 2023, 2024, 2024]),
    )
    earlier, later = rate_groups(judged, "year").rows(named=True)
    assert (earlier["year"], earlier["labels"], earlier["precision"], earlier["recall"]) == (
        2023,
        3,
        2 / 3,
        1.0,
    )
    interval = binomtest(2, 3).proportion_ci(0.95, "wilson")
    assert (earlier["precision_low"], earlier["precision_high"]) == pytest.approx(tuple(interval), abs=1e-5)
    assert (later["given"], later["precision"], later["recall"], later["recall_low"]) == (0, None, 0.0, 0.0)


def test_spans_are_scored_by_overlap_apart_for_tools_and_concepts():
    text = "Swift and Power BI; statistics or teamwork. Torches, Swift."
    postings = pl.DataFrame({"posting_id": ["p"], "description": [text]})
    spans = pl.DataFrame(
        [
            ("p", "Swift", "language", "required"),
            ("p", "Torch", "library", "context"),
            ("p", "Power BI", "technique", "preferred"),
            ("p", "statistics", "math", "context"),
        ],
        schema=["posting_id", "surface", "kind", "need"],
        orient="row",
    )
    mentions = pl.DataFrame(
        [
            ("p", "swift", 0, 5, "context"),
            ("p", "swift", 53, 58, "required"),
            ("p", "power_bi", 10, 18, "required"),
            ("p", "pytorch", 31, 33, "context"),
            ("p", "teamwork", 34, 42, "context"),
        ],
        schema=["posting_id", "skill_id", "start", "end", "need"],
        orient="row",
    )
    assert score_spans(postings, spans, mentions, SKILLS) == {
        "tools": {"found": pytest.approx(1 / 2), "labelled": pytest.approx(3 / 4)},
        "concepts": {"found": pytest.approx(1 / 2), "labelled": 0.0},
        "need_accuracy": pytest.approx(1 / 2),
    }


def test_a_surface_that_is_never_a_whole_word_counts_where_it_stands():
    postings = pl.DataFrame({"posting_id": ["p"], "description": ["ForecastingClustering"]})
    spans = pl.DataFrame(
        {"posting_id": ["p"], "surface": ["Clustering"], "kind": ["technique"], "need": ["context"]}
    )
    mentions = pl.DataFrame(
        {"posting_id": ["p"], "skill_id": ["bi"], "start": [11], "end": [21], "need": ["context"]}
    )
    assert score_spans(postings, spans, mentions, SKILLS)["concepts"] == {"found": 1.0, "labelled": 1.0}


def test_a_skill_belongs_under_its_parents_and_a_circle_of_parents_ends():
    skills = pl.DataFrame({"skill_id": ["a", "b", "c", "d"], "parent_id": ["b", None, "d", "c"]})
    assert sorted(broader_skills(skills).rows()) == [
        *[("a", "a"), ("a", "b"), ("b", "b")],
        *[("c", "c"), ("c", "d"), ("d", "c"), ("d", "d")],
    ]
