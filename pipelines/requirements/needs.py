"""Reads whether what postings ask is required or preferred."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from pipelines.requirements.passages import Scope
from pipelines.text.outlines import CONTEXT, NEEDS_STATED, Outline
from pipelines.text.sections import NICE_TO_HAVE
from pipelines.text.text_rules import TextRules
from pipelines.text.words import Positions, batches


class AskedText(NamedTuple):
    """A text, of which nothing after the last thing asked matters, and the characters where cues that may make
    something preferred stand, and where the first word does that may head what is nice to have."""

    text: str
    cues: list[int]
    nice_to_have: int


def find_first_heading(text: str, headings: list[int]) -> int:
    """The first of the places of words that begins with a capital or a line; the end of the text if none does."""
    may_head = (
        place for place in headings if text[place : place + 1].isupper() or text.startswith("\n", place - 1)
    )
    return min(may_head, default=len(text))


def read_needs(
    texts: Sequence[AskedText], asked: Sequence[tuple[int, list[Scope]]], rules: TextRules
) -> list[str]:
    """The need of each thing asked, given by the number of its text and its scopes, of which the first decides that
    states a need; the section of the first scope does where none states one.

    A scope is read only where it holds a cue or may be nice to have, and the sections only from the first word on that
    may head those, for what is asked is required otherwise.
    """
    scopes = {
        (text, scope): None for text, own in asked for scope in own if _may_state_need(texts[text], scope)
    }
    stated = dict(zip(scopes, _read_scopes(texts, list(scopes), rules), strict=True))
    needs = [
        next((stated[text, scope] for scope in own if stated.get((text, scope))), None) for text, own in asked
    ]
    unstated = [
        number
        for number, (text, own) in enumerate(asked)
        if needs[number] is None and own[0].start >= texts[text].nice_to_have
    ]
    places = [(asked[number][0], asked[number][1][0].start) for number in unstated]
    for number, is_nice in zip(unstated, _are_nice_to_have(texts, places, rules), strict=True):
        needs[number] = "preferred" if is_nice else "required"
    return [need or "required" for need in needs]


def _may_state_need(text: AskedText, scope: Scope) -> bool:
    cue = bisect_left(text.cues, scope.first)
    has_cue = cue < len(text.cues) and text.cues[cue] < scope.last
    return has_cue or scope.start >= text.nice_to_have


def _read_scopes(
    texts: Sequence[AskedText], scopes: Sequence[tuple[int, Scope]], rules: TextRules
) -> Iterator[str | None]:
    """The need that each scope states of what is asked, or None."""
    passages = [texts[text].text[scope.first : scope.last] for text, scope in scopes]
    starts = np.array([max(0, scope.start - scope.first) for _, scope in scopes], np.int64)
    ends = np.array([scope.end - scope.first for _, scope in scopes], np.int64)
    for outline, own in _outlines(passages, rules):
        origins = outline.batch.origins
        for need in outline.stated_need(origins + starts[own], origins + ends[own]).tolist():
            yield None if need == CONTEXT else NEEDS_STATED[need]


def _are_nice_to_have(
    texts: Sequence[AskedText], places: Sequence[tuple[int, int]], rules: TextRules
) -> Iterator[bool]:
    """Whether each place, given by text and character, is in a section of what is nice to have."""
    numbers = {text: number for number, text in enumerate(dict.fromkeys(text for text, _ in places))}
    passages = [texts[text].text[texts[text].nice_to_have :] for text in numbers]
    passage_of = np.array([numbers[text] for text, _ in places], np.int64)
    offsets = np.array([place - texts[text].nice_to_have for text, place in places], np.int64)
    for outline, own in _outlines(passages, rules):
        chosen: Positions = np.flatnonzero((passage_of >= own.start) & (passage_of < own.stop))
        origins = outline.batch.origins[passage_of[chosen] - own.start]
        yield from (outline.section(origins + offsets[chosen]) == NICE_TO_HAVE).tolist()


def _outlines(passages: list[str], rules: TextRules) -> Iterator[tuple[Outline, slice]]:
    """The outlines of passages in batches, each with the passages that it reads."""
    for first, batch in batches(pl.Series(passages, dtype=pl.String)):
        yield Outline(batch, rules), slice(first, first + len(batch.origins))
