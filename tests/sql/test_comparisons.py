"""Periods, roles and skills compared: the SQL on small tables."""

from datetime import date
from math import log, sqrt

import numpy as np
import polars as pl
import pytest
from scipy.stats import false_discovery_control
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.proportion import confint_proportions_2indep

from assets.figures import skill_pairs
from tests.made_tables import make_tables, rows

ROLE = {"role_id": "data_scientist", "is_repeat": False}


ASKED_ONLY = {"is_asked": True, "is_asked_itself": True, "is_required": False}


def made(tmp_path, table, **given):
    return make_tables(tmp_path, given, table)[table].scan().collect()


def dated(day, count, source="board", precision="day"):
    """Postings of one day and source, with ids of their own."""
    return [
        {
            "posting_id": f"{source}-{day}-{precision}-{number}",
            "source_id": source,
            "posted_on": day,
            "posted_on_precision": precision,
            "has_text": True,
            **ROLE,
        }
        for number in range(count)
    ]


def naming(postings, skill, count):
    """The first `count` of the postings name the skill."""
    return [
        {"posting_id": posting["posting_id"], "skill_id": skill, "source_id": "board", **ASKED_ONLY, **ROLE}
        for posting in postings[:count]
    ]


EARLIER = [*dated(date(2025, 8, 3), 20), *dated(date(2025, 11, 3), 20)]
LATER = [*dated(date(2026, 2, 3), 25), *dated(date(2026, 4, 3), 25)]
NAMED = {"rising": (4, 30), "falling": (36, 20), "steady": (20, 25), "everywhere": (40, 50)}


@pytest.fixture
def trends(tmp_path):
    only_later = dated(date(2026, 2, 3), 30, source="new")
    censored = dated(date(2026, 2, 3), 30, precision="no_later_than")
    new_year = [*dated(date(2025, 12, 30), 30, source="brief"), *dated(date(2026, 1, 2), 30, source="brief")]
    postings = [*EARLIER, *LATER, *only_later, *censored, *new_year]
    found = [
        *(row for skill, (before, _) in NAMED.items() for row in naming(EARLIER, skill, before)),
        *(row for skill, (_, after) in NAMED.items() for row in naming(LATER, skill, after)),
        *naming(only_later, "steady", 30),
        *naming(censored, "steady", 30),
        *naming(new_year[:30], "steady", 30),
    ]
    return made(
        tmp_path,
        "skill_trends",
        market_postings=rows("market_postings", *postings),
        market_skills=rows("market_skills", *found),
    )


def test_a_trend_counts_only_sources_of_both_half_years_and_only_dates_of_posting(trends):
    steady = trends.filter(skill_id="steady").row(0, named=True)
    assert steady["sources_in_common"] == 1
    assert (steady["earlier_postings"], steady["earlier_postings_with_text"]) == (20, 40)
    assert (steady["later_postings"], steady["later_postings_with_text"]) == (25, 50)
    assert (steady["earlier_from"], steady["later_from"]) == (date(2025, 7, 1), date(2026, 1, 1))


def test_a_trend_says_which_days_it_compares_and_leaves_out_days_around_a_new_year(trends):
    days = trends.select("earlier_first_on", "earlier_last_on", "later_first_on", "later_last_on").unique()
    assert days.rows() == [(date(2025, 8, 3), date(2025, 11, 3), date(2026, 2, 3), date(2026, 4, 3))]


def test_a_skill_is_emerging_or_fading_only_beyond_chance(trends):
    assert dict(trends.select("skill_id", "trend").iter_rows()) == {
        "rising": "emerging",
        "falling": "fading",
        "steady": "steady",
        "everywhere": "steady",
    }


def test_the_interval_of_a_difference_is_newcombes(trends):
    for skill, before, after in trends.select("skill_id", "earlier_postings", "later_postings").iter_rows():
        expected = confint_proportions_2indep(after, 50, before, 40, method="newcomb", compare="diff")
        found = trends.filter(skill_id=skill).select("difference_low", "difference_high").row(0)
        assert found == pytest.approx(expected, abs=1e-6)


def test_p_values_are_mantel_and_haenszels_adjusted_as_benjamini_and_hochberg_say(trends):
    p = [
        StratifiedTable([np.array([[after, 50 - after], [before, 40 - before]])]).test_null_odds().pvalue
        for before, after in list(NAMED.values())[:3]
    ]
    expected = false_discovery_control([*p, 1.0])  # a skill that all ask has no variance
    found = [trends.filter(skill_id=skill)["p_adjusted"].item() for skill in NAMED]
    assert found == pytest.approx(expected, rel=1e-6)


def test_a_claim_is_compared_with_the_skill_and_those_below_it(tmp_path):
    skills = rows(
        "skills",
        {"skill_id": "frameworks"},
        {"skill_id": "pytorch", "parent_id": "frameworks"},
        {"skill_id": "sql"},
        {"skill_id": "t_sql", "parent_id": "sql"},
        {"skill_id": "fortran"},
        {"skill_id": "empathy", "category": "soft"},
        category="library",
    )
    lineage = make_tables(
        tmp_path, {"skills": skills, "skill_parents": rows("skill_parents")}, "skill_lineage"
    )
    lineage = lineage["skill_lineage"].scan().collect()
    claims = rows(
        "role_skill_claims",
        *({"role_id": "data_scientist", "skill_id": skill} for skill in ("frameworks", "fortran", "empathy")),
        {"role_id": "ux_designer", "skill_id": "sql"},
        article_id="an_article",
        strength="required",
        scope="role",
    )
    asked = rows(
        "role_skill_demand",
        {"skill_id": "frameworks", "asked_postings": 10, "asked_share": 0.5, "asked_itself_share": 0.0},
        {"skill_id": "pytorch", "asked_postings": 10, "asked_share": 0.5, "asked_itself_share": 0.5},
        {"skill_id": "sql", "asked_postings": 12, "asked_share": 0.6, "asked_itself_share": 0.4},
        {"skill_id": "t_sql", "asked_postings": 2, "asked_share": 0.1, "asked_itself_share": 0.1},
        period="all",
        role_id="data_scientist",
        named_postings=12,
    )
    role_demand = rows(
        "role_demand",
        {"role_id": "data_scientist", "postings_with_text": 20, "is_suppressed": False},
        {"role_id": "ux_designer", "postings_with_text": 3, "is_suppressed": True},
        period="all",
    )
    gap = made(
        tmp_path,
        "role_skill_gap",
        role_skill_claims=claims,
        role_skill_demand=asked,
        role_demand=role_demand,
        skill_lineage=lineage,
        periods=rows("periods", {"period": "all"}),
        skills=skills,
    )
    columns = ["role_id", "skill_id", "gap_class", "articles", "named_share", "asked_share"]
    assert gap.select(columns).sort("role_id", "skill_id").rows() == [
        ("data_scientist", "fortran", "claimed_but_rare", 1, 0.0, 0.0),
        ("data_scientist", "frameworks", "claimed_and_asked", 1, 0.6, 0.5),
        ("data_scientist", "sql", "asked_but_unclaimed", 0, 0.6, 0.6),
        ("ux_designer", "sql", "too_few_postings", 1, None, None),
    ]


def test_a_pair_of_skills_has_support_confidence_lift_and_jaccard(tmp_path):
    postings = dated(date(2026, 1, 1), 40)
    found = [*naming(postings, "python", 30), *naming(postings, "sql", 20), *naming(postings, "rare", 9)]
    made_tables = make_tables(
        tmp_path,
        {
            "market_postings": rows("market_postings", *postings),
            "market_skills": rows("market_skills", *found),
            "periods": rows("periods", {"period": "all"}),
            "role_demand": rows("role_demand", {"period": "all", "postings_with_text": 40}),
            "skill_lineage": rows("skill_lineage"),
        },
        "role_skill_months",
        "skill_demand",
        skill_pairs,
    )
    pairs = made_tables["skill_pairs"].scan().collect()
    assert pairs.height == 1
    figures = ["postings", "support", "confidence", "other_confidence", "lift", "jaccard"]
    assert pairs.select("skill_id", "other_skill_id").row(0) == ("python", "sql")
    assert pairs.select(figures).row(0) == pytest.approx((20, 0.5, 20 / 30, 1.0, 0.5 / (0.75 * 0.5), 20 / 30))


ASKED = {
    "data_scientist": {"python": 24, "statistics": 18, "sql": 15},
    "ml_engineer": {"python": 27, "docker": 18},
    "data_analyst": {"sql": 24, "statistics": 15},
}


@pytest.fixture
def asked():
    market = {}
    for skills in ASKED.values():
        for skill, postings in skills.items():
            market[skill] = market.get(skill, 0) + postings
    role_skill_demand = rows(
        "role_skill_demand",
        *(
            {
                "role_id": role,
                "skill_id": skill,
                "asked_postings": n,
                "asked_share": n / 30,
                "lift": n / 30 / (market[skill] / 90),
            }
            for role, skills in ASKED.items()
            for skill, n in skills.items()
        ),
        period="all",
        postings_with_text=30,
        required_share=0.5,
        is_small_sample=False,
    )
    skill_demand = rows(
        "skill_demand",
        *({"skill_id": skill, "asked_share": n / 90} for skill, n in market.items()),
        period="all",
    )
    return role_skill_demand, skill_demand


def test_similarity_is_the_cosine_of_weighed_shares_and_says_what_connects(tmp_path, asked):
    role_skill_demand, skill_demand = asked
    similar = made(
        tmp_path, "role_similarity", role_skill_demand=role_skill_demand, skill_demand=skill_demand
    )
    share = dict(skill_demand.select("skill_id", "asked_share").iter_rows())
    weights = {
        role: {skill: n / 30 * log(1 / share[skill]) for skill, n in skills.items()}
        for role, skills in ASKED.items()
    }

    def cosine(one, other):
        dot = sum(weights[one][skill] * weights[other].get(skill, 0) for skill in weights[one])
        return dot / sqrt(
            sum(w**2 for w in weights[one].values()) * sum(w**2 for w in weights[other].values())
        )

    for role, other, similarity in similar.select("role_id", "other_role_id", "similarity").iter_rows():
        assert similarity == pytest.approx(cosine(role, other), rel=1e-12)
    row = similar.filter(role_id="data_scientist", rank=1).row(0, named=True)
    assert row["other_role_id"] == "data_analyst"
    assert row["connecting_skills"] == ["statistics", "sql"]
    assert (row["own_skills"], row["other_skills"]) == (["python", "statistics"], ["sql"])


def test_a_role_that_asks_only_for_what_all_ask_for_is_similar_to_none(tmp_path, asked):
    role_skill_demand, skill_demand = asked
    common = role_skill_demand.filter(role_id="data_analyst", skill_id="sql").with_columns(
        role_id=pl.lit("x")
    )
    similar = made(
        tmp_path,
        "role_similarity",
        role_skill_demand=pl.concat([role_skill_demand.filter(pl.col("skill_id") != "sql"), common]),
        skill_demand=skill_demand.with_columns(
            asked_share=pl.when(skill_id="sql").then(1.0).otherwise("asked_share")
        ),
    )
    assert set(similar.filter(role_id="x")["similarity"]) == {0.0}


def test_a_move_lists_what_the_other_role_asks_more_beyond_chance(tmp_path, asked):
    moves = made(tmp_path, "career_moves", role_skill_demand=asked[0])
    to_engineer = moves.filter(from_role_id="data_scientist", to_role_id="ml_engineer")
    assert to_engineer["skill_id"].to_list() == ["docker"]  # python: 24 and 27 of 30 may be chance
    expected = confint_proportions_2indep(18, 30, 0, 30, method="newcomb", compare="diff")
    assert to_engineer.select("difference_low", "difference_high").row(0) == pytest.approx(expected, abs=1e-6)
    assert (moves["difference_low"] > 0).all()
    assert moves.filter(pl.col("from_role_id") == pl.col("to_role_id")).is_empty()


def test_requirements_say_what_is_enough_what_is_preferred_and_what_is_named(tmp_path):
    postings = dated(date(2026, 1, 1), 12)
    first, second, third, fourth = (posting["posting_id"] for posting in postings[:4])
    degree, years = {"requirement": "degree"}, {"requirement": "experience"}
    found = rows(
        "posting_requirements",
        {"posting_id": first, **degree, "level": "doctorate", "need": "required"},
        {"posting_id": first, **degree, "level": "degree", "need": "required", "or_experience": True},
        {"posting_id": first, **degree, "level": "master", "need": "preferred"},
        {"posting_id": second, **degree, "level": "bachelor", "need": "preferred"},
        {"posting_id": third, **years, "years_min": 5, "need": "required"},
        {"posting_id": third, **years, "years_min": 2, "need": "required"},
        {"posting_id": fourth, **years, "years_min": 9, "skill_id": "sql", "need": "required"},
    )
    said = rows(
        "role_definitions", {"role_id": "data_scientist", "education": ["A degree"], "experience": []}
    )
    asked = made(
        tmp_path,
        "role_requirements",
        market_postings=rows("market_postings", *postings),
        posting_requirements=found,
        role_definitions=said,
        periods=rows("periods", {"period": "all"}),
    )
    counts = ["must_have_postings", "preferred_postings", "named_postings"]
    assert asked.select("requirement", "asked", *counts, "or_experience_share").rows() == [
        ("degree", "none", 11, 10, 10, None),
        ("degree", "bachelor", 1, 1, 2, 1.0),
        ("degree", "doctorate", 0, 0, 1, None),
        ("degree", "master", 0, 1, 1, None),
        ("experience", "none", 11, 12, 11, None),
        ("experience", "3 to 5 years", 1, 0, 1, None),
    ]
    assert set(asked.filter(requirement="degree")["articles_say"].explode()) == {"A degree"}
