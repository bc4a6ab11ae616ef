"""Scores the roles and seniorities that titles were given against labelled ones."""

from typing import SupportsFloat

import polars as pl

from pipelines.evaluation.groups import rate_groups, with_interval
from pipelines.titles.posting_roles import assign_roles
from pipelines.titles.rules import RoleRules
from schemas.roles import NO_ROLE

MIN_TITLES_OF_ROLE = 3
BANDS = [0.0, 0.6, 0.7, 0.8, 0.9, 0.95]
"""Lower ends of the bands of confidence in a calibration table."""


def evaluate_roles(
    roles: pl.LazyFrame | pl.DataFrame, labelled_titles: pl.DataFrame, rules: RoleRules
) -> pl.DataFrame:
    """How well each role is found in the labelled titles.

    In: `roles` (contract Roles); `labelled_titles` (contract LabelledTitles); the rules of the taxonomy. Out: contract
    TitleEvaluation.
    """
    scores = score_each_role(_compare_labelled(labelled_titles, rules))
    return (
        roles.lazy()
        .select("role_id", floor="f1_floor")
        .collect()
        .join(scores, on="role_id", how="left", maintain_order="left")
        .with_columns(pl.col("labelled", "given").fill_null(0), pl.col("f1").fill_null(0.0))
        .select(
            "role_id", "labelled", "given", "precision", "recall", "f1", "seniority_accuracy", pl.col("floor")
        )
    )


def evaluate_titles_by_language(labelled_titles: pl.DataFrame, rules: RoleRules) -> pl.DataFrame:
    """How well roles are found in the labelled titles of each language.

    In: `labelled_titles` (contract LabelledTitles); the rules of the taxonomy. Out: contract TitleEvaluationByLanguage.
    """
    return rate_groups(judge_titles(_compare_labelled(labelled_titles, rules)), "language")


def _compare_labelled(labelled_titles: pl.DataFrame, rules: RoleRules) -> pl.DataFrame:
    gold = labelled_titles.rename({"title": "id"})
    predicted = assign_roles(gold.select(posting_id="id", title="id"), rules).rename({"posting_id": "id"})
    return compare_titles(gold, predicted)


def find_roles_below_floor(title_evaluation: pl.DataFrame) -> pl.DataFrame:
    """The rows of `title_evaluation` whose F1 is below its floor."""
    return title_evaluation.filter(pl.col("f1") < pl.col("floor"))


def compare_titles(gold: pl.DataFrame, predicted: pl.DataFrame) -> pl.DataFrame:
    """The labels next to what was given.

    In: gold with id, role_id, seniority; predicted with id, role_id, seniority and, where known, confidence. Out: the
    columns of gold, and role, given (null for `other`, `unknown` and what has no prediction), given_seniority,
    is_right (role as labelled) and confidence.
    """
    confidence = pl.col("confidence") if "confidence" in predicted.columns else pl.lit(None, pl.Float64)
    given = predicted.select(
        "id", given=_role_or_none("role_id"), given_seniority="seniority", confidence=confidence
    )
    return (
        gold.with_columns(role=_role_or_none("role_id"))
        .join(given, on="id", how="left", maintain_order="left")
        .with_columns(is_right=pl.col("role").eq_missing(pl.col("given")))
    )


def score_titles(compared: pl.DataFrame) -> dict[str, float]:
    """Scores compared titles (see `compare_titles`).

    The roles `other` and `unknown` are one class, none. Precision is over the titles given a role, recall over the
    titles labelled with one; macro-F1 is over the roles with at least 3 labelled titles; the accuracies are over all
    titles; coverage is the share of titles given a role. A title without a prediction has none.
    """
    correct = (compared["is_right"] & compared["role"].is_not_null()).sum()
    precision = _ratio(correct, compared["given"].count())
    recall = _ratio(correct, compared["role"].count())
    of_roles = score_each_role(compared).filter(pl.col("labelled") >= MIN_TITLES_OF_ROLE)
    right_seniority = compared["seniority"].eq_missing(compared["given_seniority"])
    return {
        "n": compared.height,
        "precision": precision,
        "recall": recall,
        "f1": _ratio(2 * precision * recall, precision + recall),
        "macro_f1": _ratio(of_roles["f1"].sum(), of_roles.height),
        "accuracy": _ratio(compared["is_right"].sum(), compared.height),
        "coverage": _ratio(compared["given"].count(), compared.height),
        "seniority_accuracy": _ratio(right_seniority.sum(), compared.height),
    }


def score_each_role(compared: pl.DataFrame) -> pl.DataFrame:
    """One row per role that was labelled or given: labelled, given, precision, recall, f1 and seniority_accuracy."""
    labelled = (
        compared.drop_nulls("role")
        .group_by(role_id="role")
        .agg(
            pl.len().cast(pl.Int64).alias("labelled"),
            pl.col("is_right").sum().cast(pl.Int64).alias("correct"),
            pl.col("seniority").eq_missing(pl.col("given_seniority")).mean().alias("seniority_accuracy"),
        )
    )
    given = compared.drop_nulls("given").group_by(role_id="given").agg(pl.len().cast(pl.Int64).alias("given"))
    found = labelled.join(given, on="role_id", how="full", coalesce=True).with_columns(
        pl.col("labelled", "given", "correct").fill_null(0)
    )
    correct, labelled_titles, given_titles = pl.col("correct"), pl.col("labelled"), pl.col("given")
    return found.select(
        "role_id",
        "labelled",
        "given",
        precision=pl.when(given_titles > 0).then(correct / given_titles),
        recall=pl.when(labelled_titles > 0).then(correct / labelled_titles),
        f1=2 * correct / (labelled_titles + given_titles),
        seniority_accuracy="seniority_accuracy",
    ).sort("labelled", "role_id", descending=[True, False])


def judge_titles(compared: pl.DataFrame) -> pl.DataFrame:
    """Compared titles (see `compare_titles`) in the columns that `rate_groups` reads."""
    is_labelled = pl.col("role").is_not_null()
    return compared.with_columns(
        is_labelled=is_labelled,
        is_given=pl.col("given").is_not_null(),
        is_right=is_labelled & pl.col("is_right"),
    )


def count_confusions(compared: pl.DataFrame) -> pl.DataFrame:
    """The pairs of role and given role that differ, `none` for no role, with titles, the most frequent first."""
    return (
        compared.filter(~pl.col("is_right"))
        .group_by(pl.col("role", "given").fill_null("none"))
        .agg(pl.len().alias("titles"))
        .sort("titles", "role", "given", descending=[True, False, False])
    )


def calibrate(compared: pl.DataFrame) -> pl.DataFrame:
    """For each band of stated confidence: titles, mean confidence, and the share whose role is right with its Wilson
    95 % interval."""
    confidence = pl.col("confidence")
    band = pl.max_horizontal(pl.when(confidence >= low).then(low) for low in BANDS)
    return (
        compared.drop_nulls("confidence")
        .group_by(band.alias("band_from"))
        .agg(pl.len().alias("titles"), confidence.mean(), pl.col("is_right").sum().alias("right"))
        .sort("band_from")
        .with_columns(with_interval("share_right", pl.col("right"), pl.col("titles")))
        .drop("right")
    )


def _role_or_none(column: str) -> pl.Expr:
    return pl.when(~pl.col(column).is_in(NO_ROLE)).then(pl.col(column))


def _ratio(part: SupportsFloat, whole: float) -> float:
    return float(part) / whole if whole else 0.0
