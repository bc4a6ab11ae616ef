"""Groups of skills that postings name together."""

import numpy as np
import polars as pl
import pytest

from assets import figures
from pipelines.figures.skill_groups import group_skills
from tests.made_tables import make_tables, rows

CLOUD, CHARTS = ["aws", "docker", "terraform"], ["excel", "power_bi", "tableau"]


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """Forty postings ask two clouds of skills, one each, and all of them the same skill."""
    names = [f"p{number:02}" for number in range(40)]
    named = [(name, skill) for name in names[:20] for skill in CLOUD]
    named += [(name, skill) for name in names[20:] for skill in CHARTS if (name, skill) != ("p20", "excel")]
    named += [(name, "python") for name in names]
    posting = {"role_id": "data_engineer", "source_id": "board", "is_repeat": False}
    asked = {"is_asked": True, "is_asked_itself": True, "is_required": False}
    return make_tables(
        tmp_path_factory.mktemp("groups"),
        {
            "skills": rows(
                "skills", *({"skill_id": s, "name": s.title()} for s in [*CLOUD, *CHARTS, "python"])
            ),
            "market_postings": rows(
                "market_postings", *({"posting_id": n} for n in names), has_text=True, **posting
            ),
            "market_skills": rows(
                "market_skills", *({"posting_id": n, "skill_id": s} for n, s in named), **posting, **asked
            ),
            "periods": rows("periods", {"period": "all"}),
            "role_demand": rows("role_demand", {"period": "all", "postings_with_text": 40}),
            "skill_lineage": rows("skill_lineage"),
        },
        "role_skill_months",
        "skill_demand",
        figures.skill_pairs,
        figures.skill_group_members,
        "skill_groups",
    )


def test_the_correlation_of_two_skills_is_pearsons(tables):
    named = tables["market_skills"].scan().collect()
    columns = {
        skill: [
            int((f"p{n:02}", skill) in set(named.select("posting_id", "skill_id").iter_rows()))
            for n in range(40)
        ]
        for skill in ("excel", "tableau")
    }
    pair = tables["skill_pairs"].scan().filter(skill_id="excel", other_skill_id="tableau").collect()
    assert pair["correlation"].item() == pytest.approx(
        np.corrcoef(columns["excel"], columns["tableau"])[0, 1]
    )


def test_skills_that_are_asked_together_are_a_group_and_one_that_all_ask_is_in_none(tables):
    members = tables["skill_group_members"].scan().collect()
    groups = members.group_by("group_id").agg(pl.col("skill_id").sort())
    assert dict(groups.iter_rows()) == {"aws": CLOUD, "power_bi": CHARTS}
    assert members["stability"].to_list() == [1.0] * 6


def test_a_group_is_named_by_its_central_skills_and_counts_postings_that_name_any(tables):
    cloud, charts = tables["skill_groups"].scan().sort("group_id").collect().rows(named=True)
    assert (cloud["name"], charts["name"]) == ("Aws, Docker, Terraform", "Power_Bi, Tableau, Excel")
    assert cloud["cohesion"] == pytest.approx(1.0)
    assert 0.9 < charts["cohesion"] < 1.0
    assert (charts["skills"], charts["postings"], charts["share"]) == (3, 20, 0.5)


def test_where_nothing_correlates_there_are_no_groups():
    pairs = rows("skill_pairs", {"skill_id": "python", "other_skill_id": "sql", "correlation": 0.1})
    assert group_skills(pairs.lazy()).is_empty()
