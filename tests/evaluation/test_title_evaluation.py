"""Titles are scored against labels, and held above floors."""

from datetime import date

import polars as pl
import pytest
from scipy.stats import binomtest

from pipelines.evaluation.groups import rate_groups
from pipelines.evaluation.occupations import read_occupations, score_occupations
from pipelines.evaluation.sampling import draw_titles
from pipelines.evaluation.titles import (
    calibrate,
    compare_titles,
    count_confusions,
    evaluate_roles,
    evaluate_titles_by_language,
    find_roles_below_floor,
    judge_titles,
    score_each_role,
    score_titles,
)
from pipelines.titles.rules import RoleRules
from schemas.evaluation import TitleEvaluationByLanguage
from schemas.roles import TitleEvaluation
from warehouse.settings import ROOT

TAXONOMIES = ROOT / "data" / "taxonomies"
ROLES = pl.read_csv(TAXONOMIES / "roles.csv")
ROLE_RULES = RoleRules(
    pl.read_csv(TAXONOMIES / "role_titles.csv"), pl.read_csv(TAXONOMIES / "title_words.csv")
)


def compare(roles, given, seniority=None, given_seniority=None, confidence=None):
    ids = [str(number) for number in range(len(roles))]
    gold = pl.DataFrame({"id": ids, "role_id": roles, "seniority": seniority or ["senior"] * len(ids)})
    predicted = pl.DataFrame(
        {
            "id": ids[: len(given)],
            "role_id": given,
            "seniority": given_seniority or ["senior"] * len(given),
            "confidence": confidence or [0.5] * len(given),
        }
    )
    return compare_titles(gold, predicted)


def test_titles_are_scored_with_other_and_unknown_as_one_class():
    roles = ["a", "a", "a", "b", "other", "unknown"]
    given = ["a", "a", "b", "b", "unknown", "a"]
    scores = score_titles(compare(roles, given, given_seniority=["senior"] * 3 + ["junior"] * 3))
    assert scores == pytest.approx(
        {
            "n": 6,
            "precision": 3 / 5,
            "recall": 3 / 4,
            "f1": 2 / 3,
            "macro_f1": 2 / 3,
            "accuracy": 4 / 6,
            "coverage": 5 / 6,
            "seniority_accuracy": 1 / 2,
        }
    )


def test_macro_f1_counts_a_role_that_was_never_given_as_zero():
    scores = score_titles(compare(["a"] * 3 + ["b"] * 3, ["a"] * 3))
    assert scores["macro_f1"] == pytest.approx(0.5)
    assert scores["recall"] == pytest.approx(0.5)
    assert scores["precision"] == 1.0


def test_nothing_to_score_is_zero_not_an_error():
    empty = pl.DataFrame(schema={"id": pl.String, "role_id": pl.String, "seniority": pl.String})
    assert set(score_titles(compare_titles(empty, empty)).values()) == {0}


def test_each_role_has_its_own_figures():
    scores = score_each_role(compare(["a", "a", "b", "other"], ["a", "b", "b", "c"]))
    assert scores.select("role_id", "labelled", "given", "precision", "recall").rows() == [
        ("a", 2, 1, 1.0, 0.5),
        ("b", 1, 2, 0.5, 1.0),
        ("c", 0, 1, 0.0, None),
    ]


def test_a_group_is_scored_by_itself():
    compared = compare(["a", "b", "b"], ["a", "b", "a"]).with_columns(source=pl.Series(["x", "y", "y"]))
    rated = rate_groups(judge_titles(compared), "source")
    assert rated.select("source", "labels", "labelled", "given", "right", "precision", "recall").rows() == [
        ("y", 2, 2, 2, 1, 0.5, 0.5),
        ("x", 1, 1, 1, 1, 1.0, 1.0),
    ]


def test_a_title_without_a_role_is_right_and_counts_in_neither_precision_nor_recall():
    compared = compare(["other", "a"], ["unknown", "unknown"]).with_columns(language=pl.lit("en"))
    row = rate_groups(judge_titles(compared), "language").row(0, named=True)
    assert (row["labels"], row["labelled"], row["given"], row["right"]) == (2, 1, 0, 0)
    assert (row["precision"], row["precision_low"], row["recall"]) == (None, None, 0.0)


def test_the_shipped_titles_are_rated_in_each_of_their_languages():
    words, rules, labelled = (
        pl.read_csv(TAXONOMIES / f"{table}.csv")
        for table in ("title_words", "role_titles", "labelled_titles")
    )
    table = TitleEvaluationByLanguage.validate(evaluate_titles_by_language(labelled, RoleRules(rules, words)))
    assert table["labels"].sum() == labelled.height
    assert set(table["language"]) == set(labelled["language"])


def test_confusions_are_counted_with_none_for_no_role():
    compared = compare(["a", "a", "other"], ["b", "unknown", "a"])
    assert count_confusions(compared).rows() == [("a", "b", 1), ("a", "none", 1), ("none", "a", 1)]


def test_calibration_sets_the_confidence_beside_the_share_that_is_right():
    compared = compare(["a", "a", "a"], ["a", "b", "a"], confidence=[0.9, 0.92, 0.65])
    shown = calibrate(compared)
    assert shown.select("band_from", "titles", "confidence", "share_right").rows() == [
        (0.6, 1, 0.65, 1.0),
        (0.9, 2, pytest.approx(0.91), 0.5),
    ]
    interval = binomtest(1, 2).proportion_ci(0.95, "wilson")
    assert shown.select("share_right_low", "share_right_high").row(1) == pytest.approx(
        tuple(interval), abs=1e-5
    )


def test_a_role_below_its_floor_is_found():
    table = pl.DataFrame({"role_id": ["a", "b"], "f1": [0.9, 0.89], "floor": [0.9, 0.9]})
    assert find_roles_below_floor(table)["role_id"].to_list() == ["b"]


def test_every_role_is_at_or_above_its_floor_and_the_floor_follows_what_was_reached():
    words, rules, labelled, roles = (
        pl.read_csv(TAXONOMIES / f"{table}.csv")
        for table in ("title_words", "role_titles", "labelled_titles", "roles")
    )
    table = TitleEvaluation.validate(evaluate_roles(roles, labelled, RoleRules(rules, words)))
    assert find_roles_below_floor(table).is_empty()
    assert (table["f1"] - table["floor"]).max() <= 0.021


def test_official_occupations_are_read_in_three_cases():
    occupations = pl.DataFrame(
        {"language": ["es", "es", "en"], "title": ["Mozo de almacén", "Data Engineer", "Nurse"]}
    )
    read = read_occupations(occupations, ROLES, ROLE_RULES)
    assert read.filter("is_given")["title"].to_list() == ["Data Engineer", "DATA ENGINEER", "Data Engineer"]
    scores = score_occupations(read).select("language", "case", "titles", "given", "share").rows()
    assert ("es", "capitals", 2, 1, 0.5) in scores
    assert ("en", "written", 1, 0, 0.0) in scores


def test_titles_to_label_are_drawn_evenly_from_sources_nobody_looked_at():
    postings = pl.DataFrame(
        [
            (f"{title} {number}", source, "en", date(2024, 5, 6))
            for source in "abc"
            for title in ("Analyst", "Zzyx")
            for number in "123"
        ],
        schema=["title", "source_id", "language", "dated_on"],
        orient="row",
    ).with_columns(title=pl.col("source_id") + " " + pl.col("title"))
    drawn = draw_titles(postings, {"a"}, ROLE_RULES, size=8, sources=5, seed=3)
    assert drawn["source"].value_counts().sort("source").rows() == [("b", 4), ("c", 4)]
    assert drawn.filter(stratum="told").height == 4
    assert drawn["title"].is_unique().all()
    assert set(drawn["year"]) == {2024}
    assert drawn.equals(draw_titles(postings, {"a"}, ROLE_RULES, size=8, sources=5, seed=3))


def test_nothing_is_drawn_where_every_source_was_looked_at():
    postings = pl.DataFrame(
        {"title": ["Analyst"], "source_id": ["a"], "language": [None], "dated_on": [date(2024, 5, 6)]}
    )
    assert draw_titles(postings, {"a"}, ROLE_RULES, size=8, sources=5, seed=3).is_empty()
