"""Which of our columns a publisher's header may name."""

import difflib
import re
import unicodedata

import polars as pl

from schemas.layouts import RawColumn

PERSONAL = "personal"
"""What a header names that is of persons: a column that is never read."""
_CONNECTING = "connecting"
"""An article or preposition, which does not change what a header names, unless it ends it: "Gehalt von" is a lower end,
"wynagrodzenie do" an upper one."""
WITHIN, MOST_COVERED = 0.6, 0.9
"""How like a known header one is that has it among its words: from WITHIN, and up by the share of letters it covers."""
LEAST_SIMILARITY = 0.87
"""Of a word and the known word it is a misspelling of, by difflib: about one wrong letter in eight."""
LEAST_SIMILARITY_OF_A_PART = 0.9
"""The same where other words of the header are not known: it may be a word of its own (candidate, candidati)."""
_SHORTEST_MISSPELT, _SHORTEST_HEAD = 6, 4
"""Letters a word must have to be taken for a misspelling, or for the end of a compound."""


class HeaderLexicon:
    """The known headers, made ready to be looked up."""

    def __init__(self, column_headers: pl.DataFrame) -> None:
        """Takes the contract ColumnHeaders."""
        is_personal, is_connecting = (pl.col("raw_column") == name for name in (PERSONAL, _CONNECTING))
        self._connecting = frozenset(column_headers.filter(is_connecting)["header"])
        self._personal = {self.fold(header) for header in column_headers.filter(is_personal)["header"]}
        self._raw_columns: dict[str, set[RawColumn | None]] = {}
        named = column_headers.filter(is_connecting.fill_null(False).not_()).select(
            "header", pl.when(~is_personal).then("raw_column")
        )
        for header, raw_column in named.iter_rows():
            self._raw_columns.setdefault(self.fold(header), set()).add(raw_column)
        self._names = {name: frozenset(name.split()) for name in self._raw_columns}
        self._vocabulary = frozenset().union(*self._names.values())

    def match(self, header: str) -> dict[RawColumn, float]:
        """The raw columns a header may name, each with how like a known header it is (1: written the same).

        A known header may also stand among other words, or its words end compounds ("Jahresgehalt ab" has "Gehalt
        ab"); misspelt words are corrected first. A reading as none of our columns hides those less like it, and one as
        an end of pay the one as pay.
        """
        likeness: dict[RawColumn | None, float] = {}
        for name, like in self._corrected(header):
            for raw_column in self._raw_columns[name]:
                likeness[raw_column] = max(like, likeness.get(raw_column, 0.0))
        least = likeness.get(None, 0.0)
        if {"salary_min", "salary_max"} & likeness.keys():
            likeness.pop("salary", None)
        return {
            column: like
            for column, like in likeness.items()
            if column and (like > least or like == least == 1.0)
        }

    def names_person(self, header: str) -> bool:
        """Whether a header, or what covers most of its letters, is of persons or how to reach them."""
        nearest = max(self._corrected(header), key=lambda found: found[1], default=("", 0.0))
        return nearest[0] in self._personal

    def names(self, header: str) -> bool:
        """Whether a header is a known one."""
        return self.fold(header) in self._names

    def knows(self, header: str) -> bool:
        """Whether a header or a part of it is known, as it is spelt: as one of our columns, or as none of them."""
        return bool(self._similar(self._split(header)))

    def fold(self, header: str) -> str:
        """A header in lower case, without accents, marks and connecting words; the words of camelCase stand apart."""
        return " ".join(self._split(header))

    def _split(self, header: str) -> list[str]:
        parted = re.sub(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])", " ", header)
        plain = "".join(
            char for char in unicodedata.normalize("NFKD", parted) if not unicodedata.combining(char)
        )
        words = re.findall(r"[^\W_]+", plain.casefold().replace("ł", "l"))
        return [word for word in words[:-1] if word not in self._connecting] + words[-1:]

    def _corrected(self, header: str) -> list[tuple[str, float]]:
        words = self._split(header)
        corrected = " ".join(self._correct(word, LEAST_SIMILARITY) for word in words)
        if corrected in self._names:
            return [(corrected, 1.0)]
        return self._similar([self._correct(word, LEAST_SIMILARITY_OF_A_PART) for word in words])

    def _similar(self, words: list[str]) -> list[tuple[str, float]]:
        if (name := " ".join(words)) in self._names:
            return [(name, 1.0)]
        letters = max(len("".join(words)), 1)
        return [
            (name, WITHIN + (1 - WITHIN) * MOST_COVERED * len("".join(parts)) / letters)
            for name, parts in self._names.items()
            if parts and all(any(_is_end(part, word) for word in words) for part in parts)
        ]

    def _correct(self, word: str, least: float) -> str:
        if word in self._vocabulary or len(word) < _SHORTEST_MISSPELT:
            return word
        return next(iter(difflib.get_close_matches(word, self._vocabulary, 1, least)), word)


def _is_end(part: str, word: str) -> bool:
    return part == word or (len(part) >= _SHORTEST_HEAD and word.endswith(part))
