"""Detects the language of postings."""

import polars as pl
import pycld2

from schemas.languages import LANGUAGES

TEXT_HEAD_CHARACTERS = 300
"""Enough text to detect the language: on 6,000 published texts, more changed no result."""

_UNREADABLE = r"[\p{Cc}\p{Cn}]"
"""Control and unassigned characters, which CLD2 rejects."""


def detect_text_languages(texts: pl.Series) -> pl.Series:
    """ISO 639-1 code of each text among LANGUAGES, by CLD2; null if uncertain or in another language."""
    readable = pl.first().str.head(TEXT_HEAD_CHARACTERS).str.replace_all(_UNREADABLE, " ")
    heads = texts.to_frame().select(readable).to_series()
    return pl.Series(
        texts.name, [_language_of_text(head) if head else None for head in heads], dtype=pl.String
    )


def _language_of_text(head: str) -> str | None:
    is_reliable, _, candidates = pycld2.detect(head, isPlainText=True)
    code = candidates[0][1].split("-")[0]
    return code if is_reliable and code in LANGUAGES else None
