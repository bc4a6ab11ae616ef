"""Contracts of precision and recall by language, on the labels of `data/taxonomies`."""

from typing import Any

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract
from schemas.languages import LANGUAGES


def _rate(what: str) -> Any:
    return pa.Field(nullable=True, in_range={"min_value": 0.0, "max_value": 1.0}, description=what)


class _Rates(Contract):
    """Counts of labels, and precision and recall with Wilson's 95 % intervals."""

    language: str = pa.Field(
        unique=True, isin=[*LANGUAGES, "mul"], description="ISO 639-1 code; mul: several languages."
    )
    labels: pl.Int64 = pa.Field(ge=1, description="Labelled titles or sentences.")
    labelled: pl.Int64 = pa.Field(
        ge=0, description="Those labelled with a role, or in which the word is the skill."
    )
    given: pl.Int64 = pa.Field(
        ge=0, description="Those that were given a role, or in which the skill was found."
    )
    right: pl.Int64 = pa.Field(ge=0, description="Those given what they are labelled with.")
    precision: float = _rate("right / given; empty where nothing was given.")
    precision_low: float = _rate("Lower end of the Wilson 95 % interval of precision.")
    precision_high: float = _rate("Upper end of the Wilson 95 % interval of precision.")
    recall: float = _rate("right / labelled; empty where nothing is labelled.")
    recall_low: float = _rate("Lower end of the Wilson 95 % interval of recall.")
    recall_high: float = _rate("Upper end of the Wilson 95 % interval of recall.")


class TitleEvaluationByLanguage(_Rates, group="roles"):
    """One row per language: how well roles are found in `labelled_titles`, which the rules were written with."""


class SkillEvaluationByLanguage(_Rates, group="skills"):
    """One row per language: how well ambiguous words are told from skills in the labelled sentences."""
