"""How long the tables of demand take, and how much memory: `python -m tests.bench.demand 1 5` (million rows)."""

import json
import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

from assets import figures
from schemas import TABLES
from schemas.roles import SENIORITIES
from tests.made_tables import DEMANDED, MARKET, make_tables
from warehouse.inbox.curated import read_taxonomy
from warehouse.settings import ROOT

SKILLS_PER_POSTING = 33
"""As many as real descriptions name on average."""
MADE = [
    *MARKET,
    *DEMANDED,
    "role_skill_slices",
    "role_skill_tags",
    "role_skill_demand_by_month",
    "role_skill_demand_by_country",
    "role_skill_demand_by_level",
    "role_skill_demand_by_source",
    "skill_trends",
    "role_skill_gap",
    figures.skill_pairs,
    figures.skill_group_members,
    "skill_groups",
    "role_similarity",
    "career_moves",
    "posting_pay",
    "role_pay",
    "skill_pay",
    figures.skill_premiums,
]


def generate(posting_skills: int) -> dict[str, pl.DataFrame]:
    """Tables with so many rows of posting_skills: four sources, two years, a quarter with pay."""
    draw = np.random.default_rng(7)
    postings = posting_skills // SKILLS_PER_POSTING
    roles, skills, rates = (
        read_taxonomy(ROOT / "data" / "taxonomies", name) for name in ("roles", "skills", "currency_rates")
    )
    ids = pl.Series([f"{number:016x}" for number in draw.permutation(postings)])
    hard = skills.filter(pl.col("category") != "soft")["skill_id"].gather(range(1000))
    draws = posting_skills * 3 // 2
    ranks = (1000 * draw.random(draws) ** 2.5).astype(
        int
    )  # the first skill on nine postings of ten, the last on few
    named = pl.DataFrame({"posting": np.arange(draws) % postings, "skill": ranks}).unique(maintain_order=True)
    named = named.head(posting_skills)
    return {
        "roles": roles,
        "skills": skills,
        "skill_parents": _frame("skill_parents", 0),
        "snapshots": _frame("snapshots", 0),
        "employers": _frame("employers", 0),
        "currency_rates": rates,
        "role_skill_claims": _frame(
            "role_skill_claims",
            5,
            article_id="a",
            heading="h",
            role_id="data_scientist",
            skill_id=hard.head(5),
            strength="required",
            scope="role",
            subject="s",
        ),
        "postings": _postings(ids, draw),
        "posting_roles": _frame(
            "posting_roles",
            postings,
            posting_id=ids,
            role_id=roles["role_id"].gather(np.minimum(draw.geometric(0.2, postings) - 1, 21)),
            seniority=pl.Series(np.array(SENIORITIES)[draw.integers(0, len(SENIORITIES), postings)]),
            level="mid",
        ),
        "posting_skills": _frame(
            "posting_skills",
            named.height,
            posting_id=ids.gather(named["posting"]),
            skill_id=hard.gather(named["skill"]),
            evidence="text",
            mentions=1,
            need="required",
        ),
    }


def _postings(ids: pl.Series, draw: np.random.Generator) -> pl.DataFrame:
    days = pl.Series(draw.integers(0, 730, len(ids)))
    return _frame(
        "postings",
        len(ids),
        posting_id=ids,
        source_id=pl.Series(np.array(["a", "b", "c", "d"])[draw.integers(0, 4, len(ids))]),
        company=pl.Series([f"Employer {number}" for number in draw.zipf(1.5, len(ids)) % 20_000]),
        kind="posting",
        country=pl.Series(np.array(["US", "DE", "IN"])[draw.integers(0, 3, len(ids))]),
        posted_on=pl.lit("2024-01-01").str.to_date() + pl.duration(days=days),
        posted_on_precision="day",
        dated_on=pl.lit("2024-01-01").str.to_date() + pl.duration(days=days),
        pay_basis="stated",
        has_text=True,
        salary_min_year=pl.when(days % 4 == 0).then(pl.Series(draw.normal(120_000, 20_000, len(ids)))),
        salary_currency="USD",
    )


def measure(millions: float) -> dict:
    """Seconds to make and check every table, and the process's peak memory so far."""
    given = generate(int(millions * 1_000_000))
    with TemporaryDirectory() as folder:
        started, used = time.monotonic(), time.process_time()
        made = make_tables(Path(folder), given, *MADE)
        return {
            "posting_skills": given["posting_skills"].height,
            "seconds": round(time.monotonic() - started, 1),
            "cpu_seconds": round(time.process_time() - used, 1),
            "peak_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
            "rows": sum(made[name].rows for name in made if name not in given),
        }


def _frame(table: str, height: int, **values) -> pl.DataFrame:
    """The table's columns: series, expressions or one value for all rows; null where nothing is given."""
    columns = {
        name: value if isinstance(value, pl.Series | pl.Expr) else pl.lit(value)
        for name, value in values.items()
    }
    return pl.select(row=pl.int_range(height)).select(
        columns.get(name, pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in TABLES[table].polars_schema().items()
    )


if __name__ == "__main__":
    for size in sys.argv[1:] or ["1", "5"]:
        print(json.dumps(measure(float(size))), flush=True)
