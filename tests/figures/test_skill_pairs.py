"""Skills that postings name together."""

from collections import Counter
from itertools import combinations

import numpy as np
import polars as pl

from pipelines.figures.skill_pairs import count_pairs


def test_pairs_are_counted_as_one_by_one():
    draw = np.random.default_rng(5)
    lists = [draw.choice(9, size, replace=False).tolist() for size in (0, 1, 2, 5, 9, 0, 3, 9)]
    expected = Counter(pair for numbers in lists for pair in combinations(sorted(numbers), 2))
    counts = count_pairs(pl.Series(lists, dtype=pl.List(pl.UInt32)), 9)
    assert {(i, j): counts[i, j] for i, j in zip(*np.nonzero(counts), strict=True)} == expected


def test_without_postings_there_are_no_pairs():
    assert not count_pairs(pl.Series([], dtype=pl.List(pl.UInt32)), 3).any()
