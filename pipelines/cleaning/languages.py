"""Detects the language of postings."""

import functools
import weakref

import polars as pl
import pycld2
from lingua import IsoCode639_1, LanguageDetector, LanguageDetectorBuilder

from schemas.languages import LANGUAGES

MIN_TITLE_CONFIDENCE = 0.8
"""Below this, the language of a title is null: "Data Scientist" has none."""
TEXT_HEAD_CHARACTERS = 300
"""Enough text to detect the language: on 6,000 published texts, more changed no result."""

_NOT_OF_TITLES = frozenset({"sv", "vi", "id"})
"""With these languages included, 4,500 of 180,000 English titles become uncertain."""
_UNREADABLE = r"[\p{Cc}\p{Cn}]"
"""Control and unassigned characters, which CLD2 rejects."""


def detect_text_languages(texts: pl.Series) -> pl.Series:
    """ISO 639-1 code of each text among LANGUAGES, by CLD2; null if uncertain or in another language."""
    readable = pl.first().str.head(TEXT_HEAD_CHARACTERS).str.replace_all(_UNREADABLE, " ")
    heads = texts.to_frame().select(readable).to_series()
    return pl.Series(
        texts.name, [_language_of_text(head) if head else None for head in heads], dtype=pl.String
    )


class TitleLanguages:
    """Detects the language of titles by lingua.

    It is far more accurate than CLD2 on short texts, but takes seconds to load, 220 MB of memory, and twenty times as
    long per text. It is loaded with the first title, and its models are freed with this object.
    """

    def detect(self, titles: pl.Series) -> pl.Series:
        """ISO 639-1 code of each title among LANGUAGES except Swedish, Vietnamese and Indonesian; else null."""
        distinct = titles.drop_nulls().unique().to_list()
        if not distinct:
            return titles
        found = self._detector.compute_language_confidence_values_in_parallel(distinct)
        codes = [
            values[0].language.iso_code_639_1.name.lower()
            if values and values[0].value >= MIN_TITLE_CONFIDENCE
            else None
            for values in found
        ]
        return titles.replace_strict(distinct, codes, default=None, return_dtype=pl.String)

    @functools.cached_property
    def _detector(self) -> LanguageDetector:
        codes = (getattr(IsoCode639_1, code.upper()) for code in LANGUAGES if code not in _NOT_OF_TITLES)
        detector = LanguageDetectorBuilder.from_iso_codes_639_1(*codes).build()
        weakref.finalize(self, detector.unload_language_models)
        return detector


def _language_of_text(head: str) -> str | None:
    is_reliable, _, candidates = pycld2.detect(head, isPlainText=True)
    code = candidates[0][1].split("-")[0]
    return code if is_reliable and code in LANGUAGES else None
