"""The known words of titles, and the look-up of a run of words among them."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import polars as pl

from pipelines.text.characters import UNSPACED
from pipelines.titles.title_part import TitlePart
from schemas.roles import SENIORITIES

WORD = r"\.net\b|pl\s?/\s?sql\b|c\+\+|[cf]\#|i\+d\b|[rf]\s?&\s?[de]\b|[^\W_]+"
COMPOUNDING = ("de", "nl", "sv", "mul")
"""Languages that write compounds as one word; `mul` has the loan words they share."""

SHORTEST_SUFFIX = 5
SHORTEST_COMPOUND = 7
REMEMBERED = 50_000
"""How many words a vocabulary caches: about 10 MB."""

_WORD = re.compile(WORD, re.IGNORECASE)
_DIGITS = "0123456789"
_GREEK_CYRILLIC = "\u0370-\u052f"
_SCRIPTS = re.compile(rf"(?P<unspaced>[{UNSPACED}]+)|[{_GREEK_CYRILLIC}]+|[^{UNSPACED}{_GREEK_CYRILLIC}]+")
_UNSPACED_LETTER = re.compile(f"[{UNSPACED}]")
_LETTERS = str.maketrans({"ß": "ss", "ł": "l", "œ": "oe", "ø": "o", "đ": "d"})

PlacedWord = tuple[str, int, int]
"""A folded word and its span in the text as written."""

SplitWord = tuple[PlacedWord, ...]
"""The folded words that a word consists of, each with its span in the word as written."""


Meanings = tuple[tuple[str, str], ...]
"""The kind and concept of each word that a phrase stands for."""


class _Step:
    """A word of known phrases: the meanings of the phrase that ends here, and the words that may follow."""

    __slots__ = ("following", "meanings")

    def __init__(self) -> None:
        self.following: dict[str, _Step] = {}
        self.meanings: Meanings = ()


class Vocabulary:
    """The words of `title_words`, ready for look-up.

    Nouns also match their forms with an ending (English plurals, German feminines). Words recur across titles, so
    their splits are cached; the cache has a bounded size.
    """

    def __init__(self, title_words: pl.DataFrame) -> None:
        """In: word, kind, concept and language of `title_words` (contract TitleWords).

        Raises ValueError for words that differ only in case or accents and do not mean the same.
        """
        rows = title_words.select("word", "kind", "concept", "language").rows()
        affixes = [(word.strip("-"), kind, concept) for word, kind, concept, _ in rows if word[0] == "-"]
        self._endings = ["", *(word for word, kind, _ in affixes if kind == "ending")]
        self._joints = ["", *(word for word, kind, _ in affixes if kind == "joint")]
        self.abbreviations = {
            word: _spread_concepts("noun", concept)
            for word, kind, concept, _ in rows
            if kind == "abbreviation"
        }
        self._phrases = _read_meanings(rows)
        rows = [row for row in rows if _is_phrase(*row)]
        suffixes = set()
        for word, kind, _, language in rows:
            key = tuple(fold_words(word))
            is_suffix = kind == "leader" or (kind in ("noun", "topic") and language in COMPOUNDING)
            if is_suffix and len(key) == 1 and len(key[0]) >= SHORTEST_SUFFIX and key[0].isalpha():
                suffixes.add(key[0])
        for word, kind, concept, _ in rows:
            if kind in ("noun", "leader"):
                for ending in (ending for ending, _, of in affixes if of == "noun"):
                    self._phrases.setdefault(
                        tuple(fold_words(word + ending)), _spread_concepts(kind, concept)
                    )
        self._first_words: dict[str, _Step] = {}
        for key, meanings in self._phrases.items():
            steps = self._first_words
            for token in key:
                step = steps.setdefault(token, _Step())
                steps = step.following
            step.meanings = meanings
        self._suffixes = frozenset(suffixes)
        self._tokens = frozenset(token for key in self._phrases for token in key)
        unspaced = [len(token) for token in self._tokens if _UNSPACED_LETTER.match(token)]
        self._longest_unspaced = max(unspaced, default=1)
        self.split = lru_cache(REMEMBERED)(self._split)

    def name(self, words: list[PlacedWord]) -> Iterator[TitlePart]:
        """The longest known phrases in a run of folded words.

        An unknown word has the kind `words`; the unknown first half of a compound is the topic `unknown_head`.
        """
        at, count = 0, len(words)
        while at < count:
            word, start, end = words[at]
            at += 1
            step = self._first_words.get(word)
            meanings = step.meanings if step else ()
            ahead = at
            while step and ahead < count:
                step = step.following.get(words[ahead][0])
                ahead += 1
                if step and step.meanings:
                    meanings, at, end = step.meanings, ahead, words[ahead - 1][2]
            for kind, concept in meanings:
                yield TitlePart(kind, concept, start, end)
            if not meanings:
                is_head = word[-1:] == "-"
                yield (
                    TitlePart("topic", "unknown_head", start, end)
                    if is_head
                    else TitlePart("words", word, start, end)
                )

    def _split(self, word: str) -> SplitWord:
        """The folded word, or its parts if it changes script, is a compound, or ends in a number (Engineer2)."""
        folded = fold(word)
        if folded in self._tokens or (word.isascii() and len(folded) < SHORTEST_COMPOUND):
            return ((folded, 0, len(word)),)
        if word[-1].isdecimal():
            bare = folded.rstrip(_DIGITS)
            if len(bare) >= SHORTEST_COMPOUND and bare in self._tokens:
                end = len(word.rstrip(_DIGITS))
                return (bare, 0, end), (word[end:], end, len(word))
        runs = list(_SCRIPTS.finditer(word))
        if len(runs) == 1 and not runs[0]["unspaced"]:
            return self._split_compound(word, folded)
        split: list[PlacedWord] = []
        for run in runs:
            cut = self._cut_unspaced if run["unspaced"] else self._split
            split += [(piece, run.start() + start, run.start() + end) for piece, start, end in cut(run[0])]
        return tuple(split)

    def _cut_unspaced(self, run: str) -> SplitWord:
        """The longest known words in a run of letters without spaces, and the pieces between them."""
        found: list[PlacedWord] = []
        at = unknown = 0
        while at < len(run):
            longest = min(self._longest_unspaced, len(run) - at)
            end = next(
                (at + size for size in range(longest, 0, -1) if run[at : at + size] in self._tokens), 0
            )
            if not end:
                at += 1
                continue
            if unknown < at:
                found.append((run[unknown:at], unknown, at))
            found.append((run[at:end], at, end))
            at = unknown = end
        if unknown < len(run):
            found.append((run[unknown:], unknown, len(run)))
        return tuple(found)

    def _split_compound(self, word: str, folded: str) -> SplitWord:
        """The two words of a German, Dutch or Swedish compound (Datenwissenschaftler)."""
        halves = self._find_compound(folded) if len(folded) >= SHORTEST_COMPOUND and folded.isalpha() else ()
        if len(halves) < 2:
            return ((halves[0] if halves else folded, 0, len(word)),)
        # A letter may fold to two (ß), so places in the folded word differ from those in the word as written.
        suffix = folded.rindex(halves[1])
        middle = next((at for at in range(len(word)) if len(fold(word[:at])) >= suffix), len(word))
        return (halves[0], 0, middle), (halves[1], middle, len(word))

    def _find_compound(self, folded: str) -> tuple[str, ...]:
        for ending in self._endings:
            if not folded.endswith(ending):
                continue
            stem = folded.removesuffix(ending)
            if ending and self._phrases.get((stem,), (("level", ""),))[0][0] != "level":
                return (stem,)
            for middle in range(2, len(stem) - SHORTEST_SUFFIX + 1):
                head, suffix = stem[:middle], stem[middle:]
                if suffix not in self._suffixes:
                    continue
                for joint in self._joints:
                    if head.endswith(joint) and head.removesuffix(joint) in self._first_words:
                        return head.removesuffix(joint), suffix
                if middle > 2 and not ending:
                    return head + "-", suffix
        return (folded,)


@lru_cache(REMEMBERED)
def fold(word: str) -> str:
    """A word in lower case without accents, for look-up; Chinese, Japanese and Korean stay unchanged."""
    word = "".join(word.split())
    if word.isascii():
        return word.lower()
    folded = word.lower().translate(_LETTERS)
    if folded.isascii():
        return folded
    return "".join(
        run[0]
        if run["unspaced"]
        else "".join(c for c in unicodedata.normalize("NFKD", run[0]) if not unicodedata.combining(c))
        for run in _SCRIPTS.finditer(folded)
    )


def fold_words(text: str) -> list[str]:
    """The words of a text, each folded; a change of script ends a word."""
    if text.isascii():
        return ["".join(word.split()) for word in _WORD.findall(text.lower())]
    return [run[0] for word in _WORD.findall(text) for run in _SCRIPTS.finditer(fold(word))]


def _is_phrase(word: str, kind: str, *_: str | None) -> bool:
    """Whether a row of `title_words` is looked up by its folded words."""
    return word[0] != "-" and kind != "abbreviation"


def _read_meanings(rows: list[tuple[str, str, str | None, str]]) -> dict[tuple[str, ...], Meanings]:
    """What the phrases in the rows of `title_words` stand for, by their folded words."""
    meanings: dict[tuple[str, ...], Meanings] = {}
    first: dict[tuple[str, ...], str] = {}
    for line, row in enumerate(rows, start=2):
        if not _is_phrase(*row):
            continue
        word, kind, concept, _ = row
        key, named = tuple(fold_words(word)), f"{word!r} (line {line})"
        if not key:
            raise ValueError(
                f"title_words.csv: {named} has no letter or digit, so no title has it: delete it"
            )
        own = _spread_concepts(kind, concept or "")
        if meanings.setdefault(key, own) != own:
            raise ValueError(
                f"title_words.csv: {first[key]} and {named} are read as the same word, for case and accents are "
                "ignored: give them one meaning"
            )
        first.setdefault(key, named)
    return meanings


def _spread_concepts(kind: str, concepts: str) -> Meanings:
    """Splits `software engineer` into the topic software and the noun engineer; a level may also precede a noun."""
    *before, last = concepts.split(" ")
    return *(("level" if concept in SENIORITIES else "topic", concept) for concept in before), (kind, last)
