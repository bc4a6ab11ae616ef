"""How much more postings pay that name a skill, other things equal."""

import math
from collections.abc import Iterator

import numpy as np
import polars as pl

from schemas.pay import SkillPremiums

CONTROLS = ["role_id", "level", "country", "year", "source_id"]
_ALL = "all"
FEWEST_POSTINGS = 10
"""A skill is estimated if at least this many postings with pay name it, and this many do not."""
FEWEST_EMPLOYERS = 10
"""And if they come from at least this many employers: errors from few clusters are too small (Cameron and Miller
2015)."""
FEWEST_OF_ROLE = 100
"""Skills are compared within a role if at least this many of its postings with that evidence state pay."""
FALSE_DISCOVERY_RATE = 0.05
COLUMNS_AT_ONCE = 32
"""Regressions computed together: few enough to need little memory next to the data."""
NORMAL_QUANTILE = 1.959964
"""Of the standard normal distribution at 0.975, for 95 % intervals."""


def estimate_skill_premiums(
    posting_pay: pl.LazyFrame,
    postings: pl.LazyFrame,
    employers: pl.LazyFrame,
    posting_skills: pl.LazyFrame,
    skills: pl.LazyFrame,
    skill_lineage: pl.LazyFrame,
) -> pl.DataFrame:
    """Regresses log pay on each skill in turn, with role, level, country, year and source as controls.

    Takes the tables of those names and returns `skill_premiums`: one row per role or all, skill and kind of evidence;
    within a role only its own postings are compared. A posting that names a skill names those above it. Text and tags
    are two samples, each of the unique postings whose employer states pay and that have any skill of that evidence;
    soft skills, titles and estimates of pay are left out.
    Premiums are exp(coefficient) - 1; what one employer's postings share does not pass for many observations.
    """
    market = posting_pay.filter(pl.col("kind") == "posting")
    broader = skill_lineage.join(
        skills.filter(pl.col("category") != "soft"), left_on="broader_id", right_on="skill_id", how="semi"
    )
    named = posting_skills.filter(pl.col("evidence") != "title").select("posting_id", "evidence", "skill_id")
    with_evidence = _count_by_role(
        named.join(broader, on="skill_id", how="semi").join(
            market.select("posting_id", "role_id"), on="posting_id"
        )
    )
    paid = (
        market.filter((pl.col("pay_usd_year") > 0) & (pl.col("pay_basis") == "stated"))
        .with_columns(year=pl.col("dated_on").dt.year())
        .join(postings.select("posting_id", "company"), on="posting_id")
        .join(employers.select("company", "employer"), on="company", how="left")
        .with_columns(pl.col("employer").fill_null(pl.col("posting_id")))
        .sort("posting_id")
        .with_row_index("row")
        .collect()
    )
    found = (
        named.join(paid.lazy(), on="posting_id")
        .join(broader, on="skill_id")
        .select("role_id", "evidence", "row", "source_id", "employer", skill_id="broader_id")
        .unique()
        .collect()
    )
    rows = []
    for role_id, evidence, count in with_evidence.sort("role_id", "evidence").iter_rows():
        own = found if role_id == _ALL else found.filter(role_id=role_id)
        sample = own.filter(evidence=evidence)
        if role_id == _ALL or sample["row"].n_unique() >= FEWEST_OF_ROLE:
            rows += [{"role_id": role_id, **row} for row in _premiums(evidence, count, paid, sample)]
    return pl.DataFrame(rows, schema=SkillPremiums.polars_schema()).sort(
        "role_id", "evidence", "premium", "skill_id", descending=[False, False, True, False]
    )


def _count_by_role(named: pl.LazyFrame) -> pl.DataFrame:
    """How many postings of each role, and of all, have any skill of each kind of evidence."""
    by_role = named.group_by("role_id", "evidence").agg(pl.col("posting_id").n_unique()).collect()
    of_all = by_role.group_by("evidence").agg(pl.col("posting_id").sum())
    return pl.concat([by_role, of_all.select(pl.lit(_ALL).alias("role_id"), "evidence", "posting_id")])


def regress_each(
    y: np.ndarray, regressors: np.ndarray, controls: np.ndarray, clusters: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Coefficient and clustered standard error of each column of `regressors`, each in a separate regression.

    `y` has n values; each regression is of y on one column and all columns of `controls`, which may be collinear. By
    the theorem of Frisch and Waugh (1933) and Lovell (1963) the controls are projected out once for all. Errors allow
    for any heteroskedasticity, and any correlation of values of the same cluster (a number each): Liang and Zeger
    (1986), with the small-sample factor g / (g - 1) * (n - 1) / (n - k) of g clusters (Cameron and Miller 2015). A
    column that the controls explain has NaN for both.
    """
    order = np.argsort(clusters, kind="stable")
    firsts = np.flatnonzero(np.diff(clusters[order], prepend=-1))
    y, regressors, controls = y[order], regressors[order], controls[order]
    basis, singular, _ = np.linalg.svd(controls, full_matrices=False)
    basis = basis[:, singular > singular.max() * max(controls.shape) * np.finfo(float).eps]
    y = y - basis @ (basis.T @ y)
    factor = len(firsts) / (len(firsts) - 1) * (len(y) - 1) / (len(y) - basis.shape[1] - 1)
    coefficients, errors = np.full((2, regressors.shape[1]), np.nan)
    for first in range(0, regressors.shape[1], COLUMNS_AT_ONCE):
        block = slice(first, first + COLUMNS_AT_ONCE)
        x = regressors[:, block] - basis @ (basis.T @ regressors[:, block])
        spread = np.square(x).sum(axis=0)
        spread[spread < 1e-8 * np.square(regressors[:, block]).sum(axis=0)] = np.nan
        coefficients[block] = x.T @ y / spread
        scores = np.add.reduceat(x * (y[:, None] - x * coefficients[block]), firsts)
        errors[block] = np.sqrt(factor * np.square(scores).sum(axis=0)) / spread
    return coefficients, errors


def adjust_p_values(p: np.ndarray) -> np.ndarray:
    """p-values adjusted so that those up to q have a false discovery rate of at most q (Benjamini, Hochberg 1995)."""
    order = np.argsort(-p)
    scaled = p[order] * len(p) / np.arange(len(p), 0, -1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(1.0, np.minimum.accumulate(scaled))
    return adjusted


def _premiums(
    evidence: str, postings_with_evidence: int, paid: pl.DataFrame, found: pl.DataFrame
) -> Iterator[dict[str, str | int | float]]:
    paid = paid[found["row"].unique().sort()]
    named = found.join(paid.select("row").with_row_index("place"), on="row")
    controls = (
        paid.select(pl.col(CONTROLS).cast(pl.String).fill_null("none")).to_dummies().to_numpy().astype(float)
    )
    counts = (
        named.group_by("skill_id")
        .agg(
            pl.len().alias("postings"),
            pl.col("employer").n_unique().alias("employers"),
            pl.col("source_id").n_unique().alias("sources"),
        )
        .filter(pl.col("postings").is_between(FEWEST_POSTINGS, paid.height - FEWEST_POSTINGS))
        .filter(pl.col("employers") >= FEWEST_EMPLOYERS)
        .sort("skill_id")
        .with_row_index("column")
    )
    if counts.is_empty() or paid.height < controls.shape[1] + FEWEST_POSTINGS:
        return
    cells = named.join(counts, on="skill_id")
    regressors = np.zeros((paid.height, counts.height), order="F")
    regressors[cells["place"], cells["column"]] = 1.0
    clusters = paid["employer"].rank("dense").to_numpy().astype(int)
    coefficients, errors = regress_each(
        np.log(paid["pay_usd_year"].to_numpy()), regressors, controls, clusters
    )
    known = np.flatnonzero(errors > 0)
    p = np.array([math.erfc(abs(coefficients[i] / errors[i]) / math.sqrt(2)) for i in known])
    for i, p_adjusted in zip(known.tolist(), adjust_p_values(p).tolist(), strict=True):
        yield {
            **counts.row(i, named=True),
            "evidence": evidence,
            "postings_with_pay": paid.height,
            "premium": math.expm1(coefficients[i]),
            "premium_low": math.expm1(coefficients[i] - NORMAL_QUANTILE * errors[i]),
            "premium_high": math.expm1(coefficients[i] + NORMAL_QUANTILE * errors[i]),
            "is_beyond_chance": p_adjusted <= FALSE_DISCOVERY_RATE,
            "is_small_sample": counts["postings"][i] < 30,
            "stated_share": paid.height / postings_with_evidence,
        }
