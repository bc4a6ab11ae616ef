"""Titles are scored against labels, and held above floors."""

import polars as pl
import pytest

from pipelines.evaluation.occupations import read_occupations, score_occupations
from pipelines.evaluation.sampling import draw_titles
from pipelines.evaluation.titles import (
    calibrate,
    compare_titles,
    count_confusions,
    evaluate_roles,
    find_roles_below_floor,
    score_each_role,
    score_groups,
    score_titles,
)
from pipelines.titles.rules import RoleRules
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
    assert score_groups(compared, "source").select("source", "n", "accuracy").rows() == [
        ("y", 2, 0.5),
        ("x", 1, 1.0),
    ]


def test_confusions_are_counted_with_none_for_no_role():
    compared = compare(["a", "a", "other"], ["b", "unknown", "a"])
    assert count_confusions(compared).rows() == [("a", "b", 1), ("a", "none", 1), ("none", "a", 1)]


def test_calibration_sets_the_confidence_beside_the_share_that_is_right():
    compared = compare(["a", "a", "a"], ["a", "b", "a"], confidence=[0.9, 0.92, 0.65])
    assert calibrate(compared).rows() == [
        (0.6, 1, 0.65, 1.0),
        (0.9, 2, pytest.approx(0.91), 0.5),
    ]


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
            (f"{title} {number}", source, "en")
            for source in "abc"
            for title in ("Analyst", "Zzyx")
            for number in "123"
        ],
        schema=["title", "source_id", "language"],
        orient="row",
    ).with_columns(title=pl.col("source_id") + " " + pl.col("title"))
    drawn = draw_titles(postings, {"a"}, ROLE_RULES, size=8, sources=5, seed=3)
    assert drawn["source"].value_counts().sort("source").rows() == [("b", 4), ("c", 4)]
    assert drawn.filter(stratum="told").height == 4
    assert drawn["title"].is_unique().all()
    assert drawn.equals(draw_titles(postings, {"a"}, ROLE_RULES, size=8, sources=5, seed=3))


def test_nothing_is_drawn_where_every_source_was_looked_at():
    postings = pl.DataFrame({"title": ["Analyst"], "source_id": ["a"], "language": [None]})
    assert draw_titles(postings, {"a"}, ROLE_RULES, size=8, sources=5, seed=3).is_empty()
