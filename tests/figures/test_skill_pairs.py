"""Skills that postings name together."""

from collections import Counter
from itertools import combinations

import numpy as np
import polars as pl
import pytest

from pipelines.figures.skill_pairs import count_pairs, pair_skills
from tests.made_tables import rows


def test_pairs_are_counted_as_one_by_one():
    draw = np.random.default_rng(5)
    lists = [draw.choice(9, size, replace=False).tolist() for size in (0, 1, 2, 5, 9, 0, 3, 9)]
    expected = Counter(pair for numbers in lists for pair in combinations(sorted(numbers), 2))
    counts = count_pairs(pl.Series(lists, dtype=pl.List(pl.UInt32)), 9)
    assert {(i, j): counts[i, j] for i, j in zip(*np.nonzero(counts), strict=True)} == expected


def test_without_postings_there_are_no_pairs():
    assert not count_pairs(pl.Series([], dtype=pl.List(pl.UInt32)), 3).any()


@pytest.mark.parametrize("named", [10, 11, 37, 59])
def test_two_skills_that_always_go_together_correlate_by_1_and_no_more(named):
    market = rows(
        "market_skills",
        *(
            {"posting_id": f"p{n:02}", "skill_id": skill}
            for n in range(named)
            for skill in ("docker", "linux")
        ),
        is_repeat=False,
        is_asked=True,
    )
    periods, lineage = rows("periods", {"period": "all"}), rows("skill_lineage")
    for others in range(1, 60):
        demand = rows(
            "skill_demand",
            {"skill_id": "docker"},
            {"skill_id": "linux"},
            period="all",
            asked_postings=named,
            postings_with_text=named + others,
            asked_share=named / (named + others),
        )
        tables = (market.lazy(), demand.lazy(), lineage.lazy(), periods.lazy())
        (correlation,) = pair_skills(*tables)["correlation"]
        assert correlation == pytest.approx(1.0)
        assert correlation <= 1.0


def test_a_skill_and_one_below_it_are_no_pair():
    market = rows(
        "market_skills",
        *(
            {"posting_id": f"p{n}", "skill_id": skill}
            for n in range(12)
            for skill in ("pyspark", "spark", "sql")
        ),
        is_repeat=False,
        is_asked=True,
    )
    demand = rows(
        "skill_demand",
        *({"skill_id": skill} for skill in ("pyspark", "spark", "sql")),
        period="all",
        asked_postings=12,
        postings_with_text=20,
        asked_share=0.6,
    )
    lineage = rows("skill_lineage", {"skill_id": "pyspark", "broader_id": "spark"})
    periods = rows("periods", {"period": "all"})
    pairs = pair_skills(market.lazy(), demand.lazy(), lineage.lazy(), periods.lazy())
    assert pairs.select("skill_id", "other_skill_id").rows() == [("pyspark", "sql"), ("spark", "sql")]
