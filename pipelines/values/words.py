"""Turns the words of ValueWords into patterns."""

import re
import unicodedata
from collections.abc import Iterable

import polars as pl

from pipelines.text.characters import UNSPACED

LETTER = r"[^\W\d_]"
_UNSPACED = f"[{UNSPACED}]"
_Trie = dict[str, "_Trie"]


class Words:
    """The contract ValueWords, by kind; all patterns expect texts as `plain` returns them."""

    def __init__(self, value_words: pl.DataFrame) -> None:
        rows = value_words.select("kind", "word", "value").iter_rows()
        self._values: dict[str, dict[str, str]] = {}
        for kind, word, value in rows:
            self._values.setdefault(kind, {}).setdefault(word, value or "")

    def values(self, kind: str) -> dict[str, str]:
        """The words of a kind, with their values."""
        return self._values[kind]

    def pattern(self, *kinds: str) -> str:
        """A regular expression for the words of these kinds: longest first, never inside another word."""
        return any_of(word for kind in kinds for word in self._values[kind])

    def bounded(self, *kinds: str) -> str:
        """A pattern for the words of these kinds in the syntax of Polars, which has no look-around: longest first."""
        words = sorted({word for kind in kinds for word in self._values[kind]}, key=len, reverse=True)
        forms = (re.escape(word.removesuffix("*")) + r"\p{L}*" * word.endswith("*") for word in words)
        return rf"\b(?:{'|'.join(forms)})\b"

    def finder(self, kind: str) -> "Finder":
        """Finds the words of a kind."""
        return Finder(self._values[kind])


class Finder:
    """Finds words in texts and returns their values."""

    def __init__(self, values: dict[str, str]) -> None:
        self._values = values
        self._pattern = re.compile(any_of(values))

    def first(self, text: str) -> str | None:
        """The value of the first word in the text."""
        found = self._pattern.search(text)
        return self.value(found[0]) if found else None

    def value(self, found: str) -> str:
        """The value of a word found in a text, by the whole word or its longest known beginning."""
        word = " ".join(found.split())
        beginnings = (f"{word[:length]}*" for length in range(len(word), 0, -1))
        return next(self._values[form] for form in (word, *beginnings) if form in self._values)


def plain(text: str) -> str:
    """A text in lower case, with full-width letters and digits normalized (NFKC)."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return text.lower()


def plain_column(texts: pl.Expr) -> pl.Expr:
    """A column of texts, each as `plain` returns it."""
    return texts.str.normalize("NFKC").str.to_lowercase()


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first; `*` at a word's end stands for any letters."""
    spaced: _Trie = {}
    unspaced: _Trie = {}
    for word in words:
        is_spaced = re.match(LETTER, word) and not re.match(_UNSPACED, word)
        node = spaced if is_spaced else unspaced
        for char in word.removesuffix("*"):
            node = node.setdefault(char, {})
        node[f"{LETTER}*" if word.endswith("*") else _end(word)] = {}
    tries = [rf"(?<!{LETTER}){_join(spaced)}" if spaced else "", _join(unspaced) if unspaced else ""]
    return f"(?:{'|'.join(filter(None, tries))})"


def _end(word: str) -> str:
    is_open = not re.fullmatch(LETTER, word[-1]) or re.fullmatch(_UNSPACED, word[-1])
    return "" if is_open else rf"(?!{LETTER}|['’]{LETTER})"


def _join(node: _Trie) -> str:
    """The branches of a trie as alternatives, so each letter of a text is tried once."""
    branches = [
        (re.escape(key) if key != " " else r"\s+") + _join(child)
        for key, child in node.items()
        if len(key) == 1
    ]
    ends = [key for key in node if len(key) != 1]
    alternatives = [*branches, *sorted(ends, key=len)]
    return (
        alternatives[0] if len(alternatives) == 1 else f"(?:{'|'.join(alternatives)})" if alternatives else ""
    )
