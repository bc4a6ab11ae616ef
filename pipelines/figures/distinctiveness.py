"""Which skills set a role apart, and how many would do so by chance."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipelines.figures.periods import split_periods
from schemas.demand import RoleDistinctiveness, RoleSkillOdds

PRIOR_POSTINGS = 30
"""The prior weighs as much as this number of average postings of the market."""
LEAST_POSTINGS = 5
"""A skill that fewer postings of a role ask for is not distinctive, however rare it is elsewhere."""
LEAST_ROLE = 10
"""Roles with fewer texts have no shares, here as everywhere (the macro `is_enough`)."""
LEAST_LIFT = 1.25
THRESHOLDS = np.arange(30, 101) / 10
"""Values of log_odds_z that are tried, the least that keeps the rule wins."""
FALSE_FLAGS = 0.05
"""At most this part of a role's flags may be expected by chance."""
PERMUTATIONS = 100
"""Permutations for the threshold; the same number of new ones measures how many flags pass it by chance."""
SEED = 1927


@dataclass(frozen=True)
class _Market:
    """A period's postings with text: each one's role, and the pairs of a posting and a skill that it asks."""

    roles: list[str]
    skills: list[str]
    role_of: NDArray[np.int64]
    posting: NDArray[np.int64]
    skill: NDArray[np.int64]

    def count(self, role_of: NDArray[np.int64]) -> NDArray[np.float64]:
        """How many postings of each role ask for each skill: a matrix of roles by skills."""
        size = len(self.roles) * len(self.skills)
        flat = np.bincount(role_of[self.posting] * len(self.skills) + self.skill, minlength=size)
        return flat.reshape(len(self.roles), len(self.skills)).astype(float)


def weigh_odds(
    market_skills: pl.LazyFrame,
    market_postings: pl.LazyFrame,
    role_distinctiveness: pl.LazyFrame,
    periods: pl.LazyFrame,
) -> pl.DataFrame:
    """Log-odds of each skill in each role, and whether it sets the role apart; returns `role_skill_odds`.

    Monroe, Colaresi and Quinn 2008, Political Analysis 16:372-403, equations 16, 20 and 22: a role is their "party",
    one posting that asks a skill their "word"; the prior is the market's, scaled to 30 average postings.
    """
    least = {
        (period, role): value
        for period, role, value in role_distinctiveness.select("period", "role_id", "least_log_odds_z")
        .collect()
        .iter_rows()
    }
    frames = [pl.DataFrame(schema=RoleSkillOdds.polars_schema())]
    for period, market in _markets(market_skills, market_postings, periods):
        counts = market.count(market.role_of)
        log_odds, z = _log_odds(counts, len(market.role_of))
        lift = _lift(counts, market.role_of)
        thresholds = np.array([least.get((period, role)) or np.inf for role in market.roles])
        is_distinctive = _is_eligible(counts, lift) & (z >= thresholds[:, None])
        role, skill = np.nonzero(counts + counts.sum(axis=0) > 0)
        frames.append(
            pl.DataFrame(
                {
                    "period": [period] * len(role),
                    "role_id": np.array(market.roles)[role],
                    "skill_id": np.array(market.skills)[skill],
                    "log_odds": log_odds[role, skill],
                    "log_odds_z": z[role, skill],
                    "is_distinctive": is_distinctive[role, skill],
                },
                schema=RoleSkillOdds.polars_schema(),
            )
        )
    return pl.concat(frames).sort("period", "role_id", "skill_id")


def calibrate(
    market_skills: pl.LazyFrame, market_postings: pl.LazyFrame, periods: pl.LazyFrame
) -> pl.DataFrame:
    """The least log_odds_z that sets a skill of each role apart, by permuting roles; returns `role_distinctiveness`.

    Roles are dealt anew over the postings of a period, so that no skill belongs to a role, and flags are counted. A
    role's threshold is the least of THRESHOLDS from which on chance gives at most 5 % of its flags; a role for which
    none does has no distinctive skill. Permutations drawn anew then say how many flags chance gives.
    """
    rows = []
    for period, market in _markets(market_skills, market_postings, periods):
        found = _flags(market, market.role_of)
        rng = np.random.default_rng(SEED)
        chance = _permuted_flags(market, rng)
        keeps = (found > 0) & (chance <= FALSE_FLAGS * found)
        least = np.where(keeps.any(axis=1), keeps.argmax(axis=1), -1)
        again = _permuted_flags(market, rng)
        texts = np.bincount(market.role_of, minlength=len(market.roles))
        for at, role in enumerate(market.roles):
            if texts[at] >= LEAST_ROLE:
                flags, false = (
                    (int(found[at, least[at]]), float(again[at, least[at]])) if least[at] >= 0 else (0, 0.0)
                )
                threshold = float(THRESHOLDS[least[at]]) if least[at] >= 0 else None
                rows.append((period, role, threshold, flags, false, false / flags if flags else None))
    return pl.DataFrame(rows, schema=RoleDistinctiveness.polars_schema(), orient="row").sort(
        "period", "role_id"
    )


def score_distinctiveness(role_distinctiveness: pl.DataFrame) -> float | None:
    """The part of all flags of all periods that chance is expected to give; None without any."""
    flags, false = role_distinctiveness.select(pl.sum("distinctive_skills", "false_flags")).row(0)
    return false / flags if flags else None


def _markets(
    market_skills: pl.LazyFrame, market_postings: pl.LazyFrame, periods: pl.LazyFrame
) -> Iterator[tuple[str, _Market]]:
    texts = (
        market_postings.filter("has_text", ~pl.col("is_repeat"))
        .select("posting_id", "role_id", "dated_on")
        .sort("posting_id")
        .collect()
    )
    asked = market_skills.filter("is_asked", ~pl.col("is_repeat")).select("posting_id", "skill_id").collect()
    for period, rows in split_periods(texts, periods.collect()):
        numbered = rows.with_row_index("posting")
        found = asked.join(numbered.select("posting_id", "posting"), on="posting_id")
        if found.height:
            roles, skills = rows["role_id"].unique().sort(), found["skill_id"].unique().sort()
            yield (
                period,
                _Market(
                    roles.to_list(),
                    skills.to_list(),
                    roles.search_sorted(rows["role_id"]).to_numpy().astype(np.int64),
                    found["posting"].to_numpy().astype(np.int64),
                    skills.search_sorted(found["skill_id"]).to_numpy().astype(np.int64),
                ),
            )


def _log_odds(counts: NDArray[np.float64], postings: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Log-odds and their z of each role and skill; 0 if the market asks for only one skill, which has no odds."""
    prior = PRIOR_POSTINGS * counts.sum(axis=0) / postings
    asked, elsewhere = counts + prior, counts.sum(axis=0) - counts + prior
    all_asked, all_elsewhere = asked.sum(axis=1, keepdims=True), elsewhere.sum(axis=1, keepdims=True)
    if counts.shape[1] == 1:
        return np.zeros_like(counts), np.zeros_like(counts)
    log_odds = np.log(asked / (all_asked - asked)) - np.log(elsewhere / (all_elsewhere - elsewhere))
    return log_odds, log_odds / np.sqrt(1 / asked + 1 / elsewhere)


def _lift(counts: NDArray[np.float64], role_of: NDArray[np.int64]) -> NDArray[np.float64]:
    texts = np.bincount(role_of, minlength=len(counts))[:, None]
    lift: NDArray[np.float64] = (counts / texts) / (counts.sum(axis=0) / len(role_of))
    return lift


def _is_eligible(counts: NDArray[np.float64], lift: NDArray[np.float64]) -> NDArray[np.bool_]:
    return (counts >= LEAST_POSTINGS) & (lift >= LEAST_LIFT)


def _flags(market: _Market, role_of: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many skills each role would have set apart by each of THRESHOLDS."""
    counts = market.count(role_of)
    _, z = _log_odds(counts, len(role_of))
    role, skill = np.nonzero(_is_eligible(counts, _lift(counts, role_of)))
    reached = np.searchsorted(THRESHOLDS, z[role, skill], side="right")  # how many of them each skill reaches
    size = len(THRESHOLDS) + 1
    skills = np.bincount(role * size + reached, minlength=len(counts) * size).reshape(-1, size)
    return skills[:, :0:-1].cumsum(axis=1)[:, ::-1]


def _permuted_flags(market: _Market, rng: np.random.Generator) -> NDArray[np.float64]:
    """The mean of `_flags` over permutations of the roles."""
    total = sum(_flags(market, rng.permutation(market.role_of)) for _ in range(PERMUTATIONS))
    return np.asarray(total) / PERMUTATIONS
