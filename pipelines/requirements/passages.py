"""Reads passages: the phrases in them, and what can state a need."""

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from pipelines.text.phrases import Hits, without_overlap
from pipelines.text.words import Batch

Value = TypeVar("Value")


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


def group_by_passage(
    batch: Batch,
    hits: Hits,
    values: Sequence[Value],
    accept: Callable[[str, int, int, Value], bool] = lambda text, start, end, value: True,
) -> list[list[Found[Value]]]:
    """The phrases found in each passage of a batch, in order and without overlap.

    Takes the hits of a list of phrases and the value of each phrase. At each word the longest phrase wins that
    `accept(text, start, end, value)` takes, which reads the text of the whole batch.
    """
    places = zip(hits.value.tolist(), hits.start.tolist(), hits.end.tolist(), strict=True)
    accepted = [accept(batch.text, start, end, values[value]) for value, start, end in places]
    hits = without_overlap(hits.where(np.array(accepted, np.bool_)))
    passage = batch.text_of[hits.first]
    origins = batch.origins[passage]
    columns = (passage, hits.value, hits.start - origins, hits.end - origins)
    found: list[list[Found[Value]]] = [[] for _ in batch.origins]
    for number, value, start, end in zip(*(column.tolist() for column in columns), strict=True):
        found[number].append(Found(values[value], start, end))
    return found
