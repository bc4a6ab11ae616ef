"""How many trends chance alone would flag: `python -m tests.bench.permutations <lake> 100` deals dates anew.

Within each role, source, search and country the days of posting are dealt anew over the postings, so that no skill has
risen or fallen, and `skill_trends` is made again by its own SQL. Printed are the flags of the real dates, and of the
permutations: flags, and roles that have any. Benjamini and Hochberg's procedure lets at most 1 in 20 of them through.
`role_distinctiveness` has the same of the skills that set roles apart, for every build.
"""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from tests.made_tables import make_tables
from warehouse.lake.tables import Lake

STRATUM = ["role_id", "source_id", "search", "country", "is_repeat", "has_text"]
DATES = ["posted_on", "posted_on_precision"]


def deal_dates(market_postings: pl.DataFrame, seed: int) -> pl.DataFrame:
    """The postings, with the dates of each stratum in another order."""
    order = pl.int_range(pl.len()).shuffle(seed).over(STRATUM)
    return market_postings.with_columns(pl.col(DATES).gather(order).over(STRATUM))


def count_flags(market_postings: pl.DataFrame, market_skills: pl.DataFrame) -> tuple[int, int, int]:
    """Trends that are not steady, roles that have any, and roles compared."""
    with TemporaryDirectory() as folder:
        given = {"market_postings": market_postings, "market_skills": market_skills}
        trends = make_tables(Path(folder), given, "skill_trends")["skill_trends"].scan().collect()
    flagged = trends.filter(pl.col("trend") != "steady")
    return flagged.height, flagged["role_id"].n_unique(), trends["role_id"].n_unique()


def measure(lake: Path, permutations: int) -> dict[str, float]:
    """Flags of the lake's own dates, and the means over permutations of them."""
    postings, skills = (
        Lake(lake).read(name).scan().collect() for name in ("market_postings", "market_skills")
    )
    flags, _, _ = count_flags(postings, skills)
    dealt = [count_flags(deal_dates(postings, seed), skills) for seed in range(permutations)]
    return {
        "flags": flags,
        "flags_by_chance": sum(found for found, _, _ in dealt) / permutations,
        "roles_flagged_by_chance": sum(roles for _, roles, _ in dealt) / sum(roles for _, _, roles in dealt),
    }


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))
