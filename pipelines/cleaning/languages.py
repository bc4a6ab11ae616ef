"""The language a posting is written in."""

import functools

import polars as pl
import pycld2
from lingua import IsoCode639_1, LanguageDetector, LanguageDetectorBuilder

from schemas.languages import LANGUAGES

MIN_TITLE_CONFIDENCE = 0.8
"""Below this a title's language is left empty: "Data Scientist" belongs to none."""
TEXT_HEAD_CHARACTERS = 300
"""As much of a text as tells its language: on 6,000 published texts more of it changed no result."""

_NOT_OF_TITLES = frozenset({"sv", "vi", "id"})
"""With these to choose from, 4,500 English titles of 180,000 are no longer sure."""
_UNREADABLE = r"[\p{Cc}\p{Cn}]"
"""Control and unassigned characters, which CLD2 refuses."""


def detect_text_languages(texts: pl.Series) -> pl.Series:
    """ISO 639-1 code of each text among LANGUAGES, by CLD2; null where it is not sure, or sure of another language."""
    readable = pl.first().str.head(TEXT_HEAD_CHARACTERS).str.replace_all(_UNREADABLE, " ")
    heads = texts.to_frame().select(readable).to_series()
    return pl.Series(
        texts.name, [_language_of_text(head) if head else None for head in heads], dtype=pl.String
    )


def detect_title_languages(titles: pl.Series) -> pl.Series:
    """ISO 639-1 code of each title among LANGUAGES but Swedish, Vietnamese and Indonesian, by lingua; else null.

    Lingua tells short texts apart far better than CLD2, but takes seconds to load and twenty times as long for a text.
    """
    distinct = titles.drop_nulls().unique().to_list()
    if not distinct:
        return titles
    found = _detector().compute_language_confidence_values_in_parallel(distinct)
    codes = [
        values[0].language.iso_code_639_1.name.lower()
        if values and values[0].value >= MIN_TITLE_CONFIDENCE
        else None
        for values in found
    ]
    return titles.replace_strict(distinct, codes, default=None, return_dtype=pl.String)


def _language_of_text(head: str) -> str | None:
    is_reliable, _, candidates = pycld2.detect(head, isPlainText=True)
    code = candidates[0][1].split("-")[0]
    return code if is_reliable and code in LANGUAGES else None


@functools.cache
def _detector() -> LanguageDetector:
    codes = (getattr(IsoCode639_1, code.upper()) for code in LANGUAGES if code not in _NOT_OF_TITLES)
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).build()
