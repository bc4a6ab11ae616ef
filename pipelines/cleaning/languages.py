"""Detects the language of postings."""

import polars as pl
import pycld2

from schemas.languages import LANGUAGES

TEXT_HEAD_CHARACTERS = 300
"""Enough text to detect the language: on 6,000 published texts, more changed no result."""


def detect_text_languages(texts: pl.Series) -> pl.Series:
    """ISO 639-1 code of each text among LANGUAGES, by CLD2; null if uncertain or in another language."""
    heads = texts.str.head(TEXT_HEAD_CHARACTERS)
    return pl.Series(
        texts.name, [_language_of_text(head) if head else None for head in heads], dtype=pl.String
    )


def _language_of_text(head: str) -> str | None:
    try:
        is_reliable, _, candidates = pycld2.detect(head, isPlainText=True)
    except pycld2.error:  # it rejects control and unassigned characters
        readable = "".join(char if char.isprintable() else " " for char in head)
        is_reliable, _, candidates = pycld2.detect(readable, isPlainText=True)
    code = candidates[0][1].split("-")[0]
    return code if is_reliable and code in LANGUAGES else None
