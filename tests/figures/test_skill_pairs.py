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
    )
    for others in range(1, 60):
        demand = rows(
            "skill_demand",
            {"skill_id": "docker"},
            {"skill_id": "linux"},
            postings=named,
            postings_with_text=named + others,
            share=named / (named + others),
        )
        assert pair_skills(market.lazy(), demand.lazy())["correlation"].to_list() == [pytest.approx(1.0)]
        assert pair_skills(market.lazy(), demand.lazy())["correlation"].max() <= 1.0
