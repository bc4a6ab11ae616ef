"""Columns next to the raw ones: sections of a posting's text, and those of persons."""

import re

import polars as pl

from pipelines.cleaning.postings import ValueReaders
from pipelines.drafting.column_evidence import share_fitting
from pipelines.drafting.column_headers import HeaderLexicon
from schemas.layouts import RawColumn

LEAST_TAGS = 0.6
"""The share of lists of words from which a column is of tags, whatever its header says."""
_LOOKED_AT, _LONGEST_CONTACT, _LEAST_SECTION, _WORDS_COMPARED = 100, 100, 60, 8
_EMAIL = r"[\w.+-]+@[\w-]+\.\w"


def is_personal(values: pl.Series, lexicon: HeaderLexicon) -> bool:
    """Whether a column is of persons by its header, or most of its values are or hold an e-mail address."""
    if lexicon.names_person(values.name):
        return True
    sample = values.drop_nulls().head(_LOOKED_AT)
    is_address = sample.str.contains(_EMAIL) & (sample.str.len_chars() <= _LONGEST_CONTACT)
    return 2 * is_address.sum() > len(sample)


def find_sections(
    table: pl.DataFrame, headers: dict[RawColumn, str], candidates: list[str], readers: ValueReaders
) -> dict[str, str]:
    """Those of `candidates` that contain sentences, each with its heading, unless the description has them.

    Candidates are columns named like the heading of a section. `headers` are those of the raw columns; that of tags may
    turn out to be such a column.
    """
    nowhere = pl.repeat(None, len(table), dtype=pl.String, eager=True)
    whole = (table[headers["description"]] if "description" in headers else nowhere).fill_null("")
    taken = {header for raw_column, header in headers.items() if raw_column != "tags"}
    sections = {}
    for name in (name for name in candidates if name not in taken):
        texts = table[name]
        if 2 * (texts.str.len_chars() >= _LEAST_SECTION).sum() <= texts.count():
            continue
        if share_fitting(texts.drop_nulls(), "tags", frozenset(), readers) >= LEAST_TAGS:
            continue
        parts = [(text, part) for text, part in zip(whole, texts, strict=True) if part]
        if 2 * sum(_holds(text, part) for text, part in parts) <= len(parts):
            sections[name] = re.sub(r"[\W_]+", " ", name).strip().capitalize()
    return sections


def _holds(text: str, part: str) -> bool:
    """Whether a text has the words from the middle of another one next to each other, in whatever layout."""
    words = re.findall(r"\w+", part)
    middle = " ".join(words[len(words) // 2 :][:_WORDS_COMPARED])
    return middle in " ".join(re.findall(r"\w+", text))
