"""Reads passages of texts: the lines around phrases, the phrases in them, and what can state a need."""

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from pipelines.text.phrases import Hits, without_overlap
from pipelines.text.words import Batch, Positions

Value = TypeVar("Value")

_BEHIND = 200
AHEAD = 300
"""Characters of a long line before and after what is asked."""


class Found(NamedTuple, Generic[Value]):
    """A phrase found: its value, and the characters `start` to `end` of its passage."""

    value: Value
    start: int
    end: int


class Scope(NamedTuple):
    """What is asked, from character `start` to `end`, and the words that may state its need, `first` to `last`."""

    start: int
    end: int
    first: int
    last: int


class Passages(NamedTuple):
    """Stretches of a batch in order, from character `first` to `last`."""

    first: Positions
    last: Positions


def lines_around(batch: Batch, places: Positions) -> Passages:
    """The lines around places (characters, in order), cut where they are long; what overlaps is one passage."""
    breaks = batch.find_sign("\n")
    line = np.searchsorted(breaks, places)
    origins = batch.origins[np.searchsorted(batch.origins, places, "right") - 1]
    first = np.maximum(np.concatenate([[-1], breaks])[line] + 1, origins)
    last = np.minimum(breaks[line], places + AHEAD)
    for at in np.flatnonzero(places - first > _BEHIND).tolist():
        place = int(places[at])
        first[at] = batch.text.find(" ", place - _BEHIND, place) + 1 or place
    begins = np.ones(len(first), np.bool_)
    begins[1:] = first[1:] > np.maximum.accumulate(last)[:-1]
    of_passage = np.flatnonzero(begins)
    return Passages(first[of_passage], np.maximum.reduceat(last, of_passage))


def group_by_passage(passages: Passages, hits: Hits, values: Sequence[Value]) -> list[list[Found[Value]]]:
    """The phrases found in each passage, in order and without overlap.

    Takes the hits of a list of phrases and the value of each phrase. At each word the longest phrase wins.
    """
    passage = np.searchsorted(passages.first, hits.start, "right") - 1
    is_inside = hits.end <= np.append(passages.last, -1)[passage]
    is_inside &= passage >= 0
    hits = without_overlap(hits.where(is_inside))
    passage = np.searchsorted(passages.first, hits.start, "right") - 1
    origins = passages.first[passage]
    columns = (passage, hits.value, hits.start - origins, hits.end - origins)
    found: list[list[Found[Value]]] = [[] for _ in passages.first]
    for number, value, start, end in zip(*(column.tolist() for column in columns), strict=True):
        found[number].append(Found(values[value], start, end))
    return found
