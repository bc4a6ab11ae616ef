"""Decides the role and seniority of titles by the rows of the role taxonomy."""

from collections.abc import Set
from functools import lru_cache, partial
from typing import NamedTuple

import polars as pl

from pipelines.titles.judge import Shape, judge_shape
from pipelines.titles.parts import locate_in_raw, normalise_title
from pipelines.titles.reader import TitleReader
from pipelines.titles.rule_rows import find_rule, read_rules, refuse_unknown_concepts
from pipelines.titles.title_part import HEADS, NOISE, SEPARATORS, ReadTitle, TitlePart
from schemas.roles import SENIORITIES

UNTOLD = NOISE | {"level"}
WALLS = SEPARATORS - {"coord"}
REMEMBERED = 50_000
"""How many title shapes are cached: about 30 MB."""


class Decision(NamedTuple):
    """The role and seniority of a title, with the rule and words that decided."""

    role_id: str
    seniority: str
    confidence: float
    rule: str
    matched_text: str


class RoleRules:
    """Decides titles by the words and rules of the role taxonomy.

    Titles of one shape (the same words, apart from unknown words, places and numbers) are decided once; a cache of
    bounded size holds the decisions.
    """

    def __init__(self, role_titles: pl.DataFrame, title_words: pl.DataFrame) -> None:
        """In: `role_titles` (contract RoleTitles) and `title_words` (contract TitleWords).

        Raises ValueError with file and line for words that contradict each other, and for rules that name a concept of
        no word.
        """
        refuse_unknown_concepts(role_titles, title_words)
        self._reader = TitleReader(title_words)
        self._open = {
            row["rule_id"]
            for row in role_titles.iter_rows(named=True)
            if row["strength"] == 0 and row["role_id"] == "unknown"
        }
        find = lru_cache(REMEMBERED)(partial(find_rule, read_rules(role_titles)))
        self._judge = lru_cache(REMEMBERED)(partial(judge_shape, find))

    def decide(self, title: str | None) -> Decision:
        """Decide which role a title names. Never raises; a missing title is `unknown`."""
        read = self._reader.read(title)
        shape, spans = _take_shape(read.parts)
        verdict = self._judge(shape)
        deciding = {spans[phrase] for phrase in verdict.phrases}
        levels = {part.concept for part in read.parts if part.kind == "level"} | verdict.grades
        quote = _quote(deciding, read, title) if deciding and title else ""
        return Decision(verdict.role_id, name_seniority(levels), verdict.confidence, verdict.rule, quote)

    def is_open(self, decision: Decision) -> bool:
        """Whether the title names no occupation, so the text of its posting may decide."""
        return decision.rule in self._open

    def normalise(self, title: str | None) -> tuple[str, str]:
        """A title in lower case without noise and punctuation, and the words of it that name the occupation."""
        text, read = normalise_title(title, self._reader)
        return text, _find_core(read)

    def find_core(self, title: str) -> str:
        """The words that name the occupation of a title: lower case, without level, place and other noise."""
        return _find_core(self._reader.read(title))

    def knows(self, title: str) -> bool:
        """Whether every word of a title has a known meaning."""
        return all(part.kind != "words" for part in self._reader.read(title).parts)

    def holds_known_word(self, title: str) -> bool:
        """Whether a title contains a known occupation or topic."""
        return any(part.kind == "topic" or part.kind in HEADS for part in self._reader.read(title).parts)

    def name_concepts(self, title: str) -> str:
        """The concepts of a title that consists of topics and a final occupation; empty for any other title."""
        parts = self._reader.read(title).parts
        is_plain = (
            bool(parts) and all(part.kind == "topic" for part in parts[:-1]) and parts[-1].kind == "noun"
        )
        return " ".join(part.concept for part in parts) if is_plain else ""


def name_seniority(levels: Set[str]) -> str:
    """The level that stands for all the levels a title names: the highest.

    An intern leads no one, so intern wins over manager, director and executive, and over junior and mid.
    """
    if "intern" in levels and levels.isdisjoint({"senior", "lead", "staff", "principal"}):
        return "intern"
    return max(levels, key=SENIORITIES.index, default="unspecified")


def _find_core(read: ReadTitle) -> str:
    told = {(part.start, part.end) for part in read.parts if part.kind in HEADS | {"topic", "words"}}
    return " ".join(read.text[start:end].lower() for start, end in sorted(told))


def _take_shape(parts: list[TitlePart]) -> tuple[Shape, list[tuple[int, int]]]:
    """The shape of a title and the span of each of its phrases.

    Parts that decide nothing are left out, so that many titles share a shape: noise, levels, the text and number of
    adjacent unknown words, empty brackets, and everything after the segment of the last known word.
    """
    shape: list[tuple[str, str, int]] = []
    spans: list[tuple[int, int]] = []
    previous, last = "", 0
    if not any(
        part.kind in HEADS for part in parts
    ):  # only there a level may say that a field is an occupation
        grade = next((part for part in parts if part.kind == "level"), None)
        if grade:
            shape.append(("level", "", 0))
            spans.append((grade.start, grade.end))
    for kind, concept, start, end in parts:
        if kind in UNTOLD:
            continue
        if kind == "words":
            if previous == "words":
                continue
            concept = ""
        elif kind == previous and kind in SEPARATORS:
            continue
        elif kind == "close" and previous == "open":
            shape.pop()
            previous = shape[-1][0] if shape else ""
            continue
        if not spans or spans[-1] != (start, end):
            spans.append((start, end))
        shape.append((kind, concept, len(spans) - 1))
        previous = kind
        if kind == "topic" or kind in HEADS:
            last = len(shape)
    while 0 < last < len(shape) and shape[last][0] not in WALLS:
        last += 1
    return tuple(shape[:last]), spans


def _quote(deciding: set[tuple[int, int]], read: ReadTitle, raw: str) -> str:
    """The deciding words of the raw title, in their order; ` … ` replaces other words between them."""
    spans: list[tuple[int, int]] = []
    is_whole = False
    for kind, _, start, end in read.parts:
        if (start, end) in deciding:
            if is_whole:
                spans[-1] = (spans[-1][0], max(spans[-1][1], end))
            else:
                spans.append((start, end))
            is_whole = True
        elif kind not in SEPARATORS:
            is_whole = False
    offsets = locate_in_raw(raw, read.text)
    return " … ".join([raw[offsets[start] : offsets[end]] for start, end in spans])
