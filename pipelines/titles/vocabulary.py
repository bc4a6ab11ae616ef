"""The words of titles whose meaning is known, and how a run of words is looked up among them."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from schemas.roles import SENIORITIES

WORD = r"\.net\b|pl\s?/\s?sql\b|c\+\+|[cf]\#|i\+d\b|[rf]\s?&\s?[de]\b|[^\W_]+"
LOAN_SUFFIXES = {
    "leader",
    "engineer",
    "developer",
    "analyst",
    "architect",
    "designer",
    "consultant",
    "specialist",
    "tester",
}
SHORTEST_SUFFIX = 5
SHORTEST_COMPOUND = 7
REMEMBERED = 50_000
"""How many words, and how many runs of words, a vocabulary remembers: about 30 MB."""

_WORD = re.compile(WORD, re.IGNORECASE)


class Piece(NamedTuple):
    """A folded word, or a half of a compound, and its span in the word as it is written."""

    word: str
    start: int
    end: int


Meaning = tuple[str, str, int, int]
"""Kind and concept of some words of a run: from the first up to, not including, the last.

What is remembered are plain tuples: the garbage collector leaves those of texts and numbers alone.
"""


class Vocabulary:
    """The words of `title_words`, ready for look-up.

    English nouns also stand for their plural, German ones for their feminine. It remembers what it has looked up, as
    titles repeat their words; the memory is bounded.
    """

    def __init__(self, title_words: pl.DataFrame) -> None:
        """In: word, kind, concept and language of `title_words` (contract TitleWords)."""
        self._phrases: dict[tuple[str, ...], tuple[tuple[str, str], ...]] = {}
        suffixes = set()
        rows = title_words.select("word", "kind", "concept", "language").rows()
        for word, kind, concept, language in rows:
            key = tuple(fold_words(word))
            self._phrases[key] = _spread_concepts(kind, concept or "")
            is_noun = kind in ("noun", "leader")
            is_loan = is_noun and (kind in LOAN_SUFFIXES or concept in LOAN_SUFFIXES)
            is_native = language in ("de", "nl", "mul") and (is_noun or kind == "topic")
            is_word = len(key) == 1 and len(key[0]) >= SHORTEST_SUFFIX and key[0].isalpha()
            if is_word and (is_loan or is_native):
                suffixes.add(key[0])
        for word, kind, concept, _ in rows:
            if kind in ("noun", "leader"):
                for ending in ("s", "in", "innen"):
                    self._phrases.setdefault(
                        tuple(fold_words(word + ending)), _spread_concepts(kind, concept)
                    )
        lengths: dict[str, set[int]] = {}
        for key in self._phrases:
            lengths.setdefault(key[0], set()).add(len(key))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}
        self._suffixes = frozenset(suffixes)
        self._tokens = frozenset(token for key in self._phrases for token in key)
        self.split = lru_cache(REMEMBERED)(self._split)
        self.name = lru_cache(REMEMBERED)(self._name)

    def _split(self, word: str) -> tuple[Piece, ...]:
        """A word folded, or the two words a German or Dutch compound is made of (Datenwissenschaftler)."""
        folded = fold(word)
        if folded in self._tokens or len(folded) < SHORTEST_COMPOUND or not folded.isalpha():
            return (Piece(folded, 0, len(word)),)
        pieces = self._find_compound(folded)
        if len(pieces) == 1:
            return (Piece(pieces[0], 0, len(word)),)
        # A letter may fold to two (ß), so the place in the folded word is not that in the word as it is written.
        suffix = folded.rindex(pieces[1])
        middle = next((at for at in range(len(word)) if len(fold(word[:at])) >= suffix), len(word))
        return Piece(pieces[0], 0, middle), Piece(pieces[1], middle, len(word))

    def _find_compound(self, folded: str) -> tuple[str, ...]:
        for ending in ("", "innen", "in", "en", "e", "s", "n"):
            if not folded.endswith(ending):
                continue
            stem = folded.removesuffix(ending)
            if ending and self._phrases.get((stem,), (("level", ""),))[0][0] != "level":
                return (stem,)
            for middle in range(2, len(stem) - SHORTEST_SUFFIX + 1):
                head, suffix = stem[:middle], stem[middle:]
                if suffix not in self._suffixes:
                    continue
                for link in ("", "s", "n", "en", "es"):
                    if head.endswith(link) and head.removesuffix(link) in self._lengths:
                        return head.removesuffix(link), suffix
                if middle > 2 and not ending:
                    return head, suffix
        return (folded,)

    def _name(self, words: tuple[str, ...]) -> tuple[Meaning, ...]:
        """The longest known phrases in a run of folded words; a word of no known meaning is of the kind `words`."""
        found = []
        at = 0
        while at < len(words):
            for length in self._lengths.get(words[at], ()):
                phrase = words[at : at + length]
                if phrase in self._phrases:
                    last = at + len(phrase)
                    found += [(kind, concept, at, last) for kind, concept in self._phrases[phrase]]
                    at = last
                    break
            else:
                found.append(("words", words[at], at, at + 1))
                at += 1
        return tuple(found)


@lru_cache(REMEMBERED)
def fold(word: str) -> str:
    """A word in lower case without accents, as the vocabulary is looked up."""
    word = "".join(word.split())
    if word.isascii():
        return word.lower()
    word = word.lower().replace("ß", "ss").replace("ł", "l").replace("œ", "oe").replace("ø", "o")
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def fold_words(text: str) -> list[str]:
    """The words of a text, each folded."""
    return [fold(word) for word in _WORD.findall(text)]


def _spread_concepts(kind: str, concepts: str) -> tuple[tuple[str, str], ...]:
    """`software engineer` is the topic software and the noun engineer; a level may stand before a noun as well."""
    *before, last = concepts.split(" ")
    return *(("level" if concept in SENIORITIES else "topic", concept) for concept in before), (kind, last)
