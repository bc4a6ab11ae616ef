"""What a board adds to every value of a column."""

import re
from collections import Counter

import polars as pl

from pipelines.cleaning.postings import ValueReaders
from pipelines.cleaning.texts import clean_description
from schemas.layouts import RawColumn

LEAST_SHARE = 0.9
"""The share of values that must have a word at one place, counted from their end or beginning."""
FEWEST_VALUES, FEWEST_FIRMS = 20, 10
"""Distinct values and employers from which what all share is the board's and no employer's."""
_SHORT: tuple[RawColumn, ...] = ("title", "company")
_LOOKED_AT = 100
_WORDS, _MOST_GAPS, _FEWEST_WORDS, _MOST_WORDS = 80, 2, 4, 60


def find_added(values: dict[RawColumn, pl.Series], readers: ValueReaders) -> dict[RawColumn, tuple[str, ...]]:
    """Patterns for a card's `strip`, given the values of the raw columns, without nulls."""
    found: dict[RawColumn, str | None] = {
        column: _find_line_end(values[column]) for column in _SHORT if column in values
    }
    if "description" in values:
        texts = values["description"].unique(maintain_order=True)
        sample = texts.gather_every(max(len(texts) // _LOOKED_AT, 1))
        found["description"] = _find_text(
            readers.contacts.mask(clean_description(sample)), values.get("company")
        )
    return {column: (pattern,) for column, pattern in found.items() if pattern}


def _find_line_end(values: pl.Series) -> str | None:
    """A pattern of the mark, and words after it, that end nearly every short value (`- job post`), or None."""
    words = _shared(values)
    if not words or words[0] is None or not re.match(r"[^\w\s(\[]", words[0]):
        return None
    return r"\s*" + _pattern(words)


def _find_text(values: pl.Series, firms: pl.Series | None) -> str | None:
    """A pattern of the sentences, words that change included, that end nearly every text of a board, or None.

    `firms` are the texts' employers where they are known: what few of them share is their own, and so is what is long.
    """
    if firms is not None and firms.n_unique() < FEWEST_FIRMS:
        return None
    words = _shared(values)
    if not _FEWEST_WORDS <= sum(word is not None for word in words) <= _MOST_WORDS:
        return None
    return _pattern(words)


def _pattern(words: list[str | None]) -> str:
    return r"\s+".join(r"\S+" if word is None else re.escape(word) for word in words) + r"\s*$"


def _shared(values: pl.Series) -> list[str | None]:
    """The words that nearly all values end with, in order; None for one that changes between two that do not."""
    distinct = values.drop_nulls().unique()
    if len(distinct) < FEWEST_VALUES:
        return []
    texts = [text.split()[-_WORDS:] for text in distinct]
    shared: list[str | None] = []
    gaps = 0
    for place in range(1, _WORDS + 1):
        counts = Counter(words[-place] for words in texts if len(words) >= place)
        word, count = counts.most_common(1)[0] if counts else ("", 0)
        is_shared = count >= LEAST_SHARE * len(texts) and not re.search(r"\d", word)
        gaps = 0 if is_shared else gaps + 1
        if gaps > _MOST_GAPS or (gaps and not shared):
            break
        shared.append(word if is_shared else None)
    while shared and shared[-1] is None:
        shared.pop()
    return shared[::-1]
