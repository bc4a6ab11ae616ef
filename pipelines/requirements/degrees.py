"""Finds the degrees that a passage of a posting asks for."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import polars as pl

from pipelines.requirements.passages import Found, Scope, group_by_passage, lines_around
from pipelines.requirements.sentences import Sentences, either
from pipelines.text.characters import ALNUM, LOWER, Flags, is_any_of
from pipelines.text.phrases import Hits, are_in_case
from pipelines.text.words import Batch

_LINKING = ["joins", "article", "leads_to_field", "ends_equivalence", "begins_clause"]
_IN_CASE = ("needs_context", "needs_degree")
_BETWEEN_FIELDS = re.compile(r"[^.;:\n\d]{0,30}")
_TO_FIRST_FIELD = 60
_BEFORE_DEGREE = 40
_TO_EXPERIENCE = 200
_SHORT_GAP = 8


class Degree(NamedTuple):
    """A degree asked for, named from character `start` to `end` of the passage, and the scopes that may state its need,
    the first of which that does decides."""

    level: str | None
    start: int
    end: int
    fields: list[str]
    or_experience: bool
    scopes: list[Scope]


class _Word(NamedTuple):
    text: str
    level: str | None
    rule: str


class _Gaps:
    """What stands between degrees and the words next to them, by the words of `degree_words` that only link others."""

    def __init__(self, degree_words: pl.DataFrame) -> None:
        joins, articles, to_field, ends, begins = (
            either(degree_words.filter(pl.col("rule") == rule)["word"]) for rule in _LINKING
        )
        article, joined = rf"(?:(?:{articles})\s+)?", rf"(?:{joins})"
        self.short_list = re.compile(rf"\W{{1,4}}{article}|\W{{0,3}}\b{joined}\b\W{{1,3}}{article}")
        self.list_gap = re.compile(rf"(?:['’]?s)?[\s,/(&-]*(?:\b{joined}\b)?[\s,/(&-]*{article}")
        self.alternative = re.compile(rf"[^;\n]{{0,80}}(?:\b{joined}\s+|[/(]\s*){article}")
        self.to_field = re.compile(
            rf"(?:['’]?s)?(?:\s+degrees?)?[\s,(:–-]*(?P<link>\b(?:{to_field})\b)?.{{0,30}}", re.DOTALL
        )
        self.equals = re.compile(rf"(?:(?!\b(?:{ends})\b|[.;\n\d]).){{0,45}}", re.DOTALL)
        self.clause = re.compile(rf"[,;.(/\n]|\b(?:{begins})\b")


class DegreeRules:
    """The words by which degrees are found; built once."""

    def __init__(
        self,
        degree_words: pl.DataFrame,
        degree_fields: pl.DataFrame,
        experience_words: pl.DataFrame,
        sentences: Sentences,
    ) -> None:
        """Takes frames of the contracts `DegreeWords`, `DegreeFields` and `ExperienceWords`."""
        self.sentences, self.gaps = sentences, _Gaps(degree_words)
        telling = degree_words.filter(~pl.col("rule").is_in(_LINKING))
        rows = [_Word(*row) for row in telling.select("word", "level", "rule").iter_rows()]
        rows.sort(key=lambda word: word.rule not in _IN_CASE)
        self.words = rows
        self.fields = degree_fields.select("word", "field").rows()
        experience = experience_words.filter(pl.col("kind") == "experience")["word"].to_list()
        self.lists = {
            "degrees": [word.text for word in rows],
            "fields": [word for word, _ in self.fields],
            "experience": experience,
        }
        self.has_level = np.array([word.level is not None for word in rows], np.bool_)
        self.has_context = np.array([word.rule in _IN_CASE for word in rows], np.bool_)
        self.is_bound = np.array([word.rule in _IN_CASE or word.text.isupper() for word in rows], np.bool_)
        # Abbreviations (`CS`, `IT`) only in capitals; `it` is no field of study.
        self.is_bound_field = np.array([word.isupper() for word, _ in self.fields], np.bool_)


class DegreeHits(NamedTuple):
    """The hits of the lists of `DegreeRules` in a batch."""

    degrees: Hits
    fields: Hits
    experience: Hits


def find_degrees(batch: Batch, hits: DegreeHits, rules: DegreeRules) -> Iterator[tuple[int, list[Degree]]]:
    """The degrees that the lines around words for degrees ask for: where each passage begins, and its degrees.

    An ambiguous word (`MS`, `Master`) is a degree next to another one, next to a confirming word or before a field of
    study. A sentence that speaks of degrees without asking for one (tuition aid) has none. A generic word is part of
    the level before it (`PhD` ... `degree in`).
    """
    words = hits.degrees.where(_stand_alone(batch, hits.degrees, rules))
    names = rules.has_level[words.value] & ~batch.is_kind(words.end, ALNUM)
    passages = lines_around(batch, words.start[names])
    fields = hits.fields.where(
        are_in_case(batch, hits.fields, rules.lists["fields"], rules.is_bound_field[hits.fields.value])
    )
    of_passages = zip(
        batch.cut(passages.first, passages.last),
        group_by_passage(passages, words, rules.words),
        group_by_passage(passages, fields, rules.fields),
        group_by_passage(passages, hits.experience, rules.lists["experience"]),
        strict=True,
    )
    for first, passage in zip(passages.first.tolist(), of_passages, strict=True):
        yield first, _degrees_in(rules, *passage)


def _stand_alone(batch: Batch, hits: Hits, rules: DegreeRules) -> Flags:
    """Which words are in the case they are bound to, and are not part of another word (`Master-like`) if ambiguous."""
    end = hits.end
    glued = (batch.codes[end] == ord("-")) & batch.is_kind(end + 1, LOWER)
    glued |= is_any_of(batch.codes[end], "&_")
    fits: Flags = ~glued | ~rules.has_context[hits.value]
    return fits & are_in_case(batch, hits, rules.lists["degrees"], rules.is_bound[hits.value])


def _degrees_in(
    rules: DegreeRules,
    text: str,
    found: list[Found[_Word]],
    fields: list[Found[tuple[str, str]]],
    experience: list[Found[str]],
) -> list[Degree]:
    silent = [
        rules.sentences.around(text, phrase.start, phrase.end)
        for phrase in found
        if phrase.value.rule == "not_asked"
    ]
    named = [
        phrase
        for index, phrase in enumerate(found)
        if phrase.value.level
        and _is_degree(found, index, fields, text, rules.gaps)
        and not any(start <= phrase.start < end for start, end in silent)
    ]
    groups = list(_groups(_without_generic(named, text, rules.gaps), text, rules.gaps))
    equivalents = [phrase for phrase in found if phrase.value.rule == "equivalent"]
    degrees: list[Degree] = []
    for index, group in enumerate(groups):
        sentence_start, sentence_end = rules.sentences.around(text, group[0].start, group[-1].end)
        after = groups[index + 1][0].start if index + 1 < len(groups) else len(text)
        first = max(
            sentence_start,
            _clause_start(text, groups[index - 1][-1].end, group[0].start, rules.gaps) if index else 0,
        )
        last = min(sentence_end, after)
        named_fields = _fields_of(group, fields, text, first, last)
        or_experience = _is_experience_accepted(
            text[: min(after, group[-1].end + _TO_EXPERIENCE)],
            group[-1].end,
            equivalents,
            experience,
            rules.gaps,
        )
        degrees.extend(
            Degree(phrase.value.level, phrase.start, phrase.end, named_fields, or_experience, scopes)
            for phrase, scopes in zip(group, _scopes_of(group, first, last), strict=True)
        )
    return degrees


def _is_degree(
    found: list[Found[_Word]], index: int, fields: list[Found[tuple[str, str]]], text: str, gaps: _Gaps
) -> bool:
    own = found[index]
    if own.value.rule == "word":
        return True
    for other, gap in (
        (index - 1, text[found[index - 1].end : own.start]),
        (index + 1, text[own.end : found[index + 1].start] if index + 1 < len(found) else ""),
    ):
        if 0 <= other < len(found):
            is_sign = found[other].value.level or found[other].value.rule in ("confirms", "equivalent")
            if is_sign and gaps.list_gap.fullmatch(gap):
                return True
    first = bisect_left([field.start for field in fields], own.end)
    leads = first < len(fields) and gaps.to_field.fullmatch(text[own.end : fields[first].start])
    return bool(leads and (own.value.rule == "needs_context" or leads["link"]))


def _without_generic(named: list[Found[_Word]], text: str, gaps: _Gaps) -> list[Found[_Word]]:
    return [
        phrase
        for index, phrase in enumerate(named)
        if phrase.value.level != "degree"
        or not index
        or named[index - 1].value.level == "degree"
        or re.search(r"[.;:\n]", text[named[index - 1].end : phrase.start])
        or gaps.alternative.fullmatch(text[named[index - 1].end : phrase.start])
        or phrase.start - named[index - 1].end > 25
    ]


def _groups(named: list[Found[_Word]], text: str, gaps: _Gaps) -> Iterator[list[Found[_Word]]]:
    """Degrees that are alternatives of each other: `BS, MS or PhD`, `BS in one field or MS in another`."""
    group: list[Found[_Word]] = []
    for phrase in named:
        gap = text[group[-1].end : phrase.start] if group else ""
        if group and not (gaps.short_list.fullmatch(gap) or gaps.alternative.fullmatch(gap)):
            yield group
            group = []
        group.append(phrase)
    if group:
        yield group


def _clause_start(text: str, before: int, start: int, gaps: _Gaps) -> int:
    """Where the words about a degree begin, after those about the degree before it."""
    separators = list(gaps.clause.finditer(text, before, start))
    return separators[-1].start() if separators else start


def _scopes_of(group: list[Found[_Word]], first: int, last: int) -> Iterator[list[Scope]]:
    """What may state the need of each degree of a group: what is said of it alone (`MS preferred, or BS`), or else of
    all of them."""
    of_all = Scope(group[0].start, group[-1].end, first, last)
    stops = [*(phrase.start for phrase in group[1:]), last]
    for before, phrase, stop in zip([None, *group], group, stops, strict=False):
        is_last = phrase is group[-1]
        is_apart = before and phrase.start - before.end > _SHORT_GAP
        if is_apart if is_last else stop - phrase.end > _SHORT_GAP:
            yield [Scope(phrase.start, phrase.end, phrase.start, stop), of_all]
        else:
            yield [of_all]


def _fields_of(
    group: list[Found[_Word]], fields: list[Found[tuple[str, str]]], text: str, first: int, last: int
) -> list[str]:
    """The fields listed after a group of degrees, or else right before it (`computer science degree`)."""
    start = group[0].start
    chain: list[Found[tuple[str, str]]] = []
    for field in fields:
        if start <= field.start < last:
            previous = chain[-1].end if chain else max(p.end for p in group if p.start <= field.start)
            gap = text[previous : field.start]
            if len(gap) > _TO_FIRST_FIELD or not _BETWEEN_FIELDS.fullmatch(gap[-30:] if chain else gap[:30]):
                break
            chain.append(field)
    if not chain:
        chain = [field for field in fields if max(first, start - _BEFORE_DEGREE) <= field.start < start]
    return sorted({field.value[1] for field in chain})


def _is_experience_accepted(
    text: str, end: int, equivalents: list[Found[_Word]], experience: list[Found[str]], gaps: _Gaps
) -> bool:
    """Whether an equivalence and, close behind or within it, experience are named behind `end` in a text that stops
    before the next group of degrees."""
    return any(
        end <= equivalent.start < len(text)
        and word.end > equivalent.start
        and (
            word.start < equivalent.end
            or gaps.equals.fullmatch(text[equivalent.end : word.start]) is not None
        )
        for equivalent in equivalents
        for word in experience
    )
