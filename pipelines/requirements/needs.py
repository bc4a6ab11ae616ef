"""Reads whether what postings ask is required or preferred."""

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from pipelines.requirements.passages import AHEAD, Scope
from pipelines.text.characters import UPPER, Flags, is_any_of
from pipelines.text.clauses import NEGATED, PREFERRED, next_from
from pipelines.text.outlines import CONTEXT, NEEDS_STATED, Outline
from pipelines.text.phrases import Candidates
from pipelines.text.sections import NICE_TO_HAVE
from pipelines.text.text_rules import TextRules
from pipelines.text.unspaced_headings import find_unspaced_headings
from pipelines.text.words import Batch, Positions, batches


class Needs:
    """Reads the need of what the texts of a batch ask, from their cues and headings."""

    def __init__(self, batch: Batch, candidates: Candidates, rules: TextRules) -> None:
        """Takes the candidates for the phrases of the rules."""
        self._batch, self._rules = batch, rules
        cues = rules.phrases.hits(batch, candidates, "needs")
        self._cues = cues.start[np.isin(rules.cue_effect[cues.value], [NEGATED, PREFERRED])]
        hits = rules.phrases.hits(batch, candidates, "headings")
        unspaced = find_unspaced_headings(batch, rules.unspaced_headings)
        heads = np.concatenate(
            [
                hits.start[rules.heading_section[hits.value] == NICE_TO_HAVE],
                unspaced.start[unspaced.section == NICE_TO_HAVE],
            ]
        )
        opens = batch.is_kind(heads, UPPER) | is_any_of(batch.codes[heads - 1], "\n\0")
        self._first_nice_heading = batch.stops.copy()
        np.minimum.at(self._first_nice_heading, self._text_of(heads[opens]), heads[opens])

    def _text_of(self, positions: Positions) -> Positions:
        return np.searchsorted(self._batch.origins, positions, "right") - 1

    def read(self, asked: Sequence[list[Scope]]) -> list[str]:
        """The need of each thing asked, given by its scopes, of which the first decides that states a need; the section
        of the first scope does where none states one.

        A scope is read only where it holds a cue or may be nice to have, and the sections only from the first word on
        that may head those, for what is asked is required otherwise.
        """
        scopes = list({scope: None for own in asked for scope in own})
        start, _, first, last = np.array(scopes, np.int64).reshape(-1, 4).T
        may_state = (next_from(self._cues, first) < last) | self._may_be_nice(start)
        stating = [scopes[at] for at in np.flatnonzero(may_state).tolist()]
        stated = dict(zip(stating, self._read_scopes(stating), strict=True))
        needs = [next((stated[scope] for scope in own if stated.get(scope)), None) for own in asked]
        starts = np.array([own[0].start for own in asked], np.int64)
        is_unstated = np.array([need is None for need in needs], np.bool_)
        places = np.flatnonzero(is_unstated & self._may_be_nice(starts))
        for number in places[self._are_nice_to_have(starts[places])].tolist():
            needs[number] = "preferred"
        return [need or "required" for need in needs]

    def _may_be_nice(self, starts: Positions) -> Flags:
        result: Flags = starts >= self._first_nice_heading[self._text_of(starts)]
        return result

    def _read_scopes(self, scopes: Sequence[Scope]) -> Iterator[str | None]:
        """The need that each scope states of what is asked, or None."""
        start, end, first, last = np.array(scopes, np.int64).reshape(-1, 4).T
        start, end = np.maximum(start - first, 0), end - first
        for outline, own in self._outlines(self._batch.cut(first, last)):
            origins = outline.batch.origins
            for need in outline.stated_need(origins + start[own], origins + end[own]).tolist():
                yield None if need == CONTEXT else NEEDS_STATED[need]

    def _are_nice_to_have(self, places: Positions) -> Flags:
        """Whether each place is in a section of what is nice to have; nothing behind the last of a text matters."""
        texts, passage_of = np.unique(self._text_of(places), return_inverse=True)
        first, last = self._first_nice_heading[texts], np.zeros(len(texts), np.int64)
        np.maximum.at(last, passage_of, places + AHEAD)
        passages = self._batch.cut(first, np.minimum(last, self._batch.stops[texts]))
        result = np.zeros(len(places), np.bool_)
        for outline, own in self._outlines(passages):
            chosen: Positions = np.flatnonzero((passage_of >= own.start) & (passage_of < own.stop))
            origins = outline.batch.origins[passage_of[chosen] - own.start]
            offsets = places[chosen] - first[passage_of[chosen]]
            result[chosen] = outline.section(origins + offsets) == NICE_TO_HAVE
        return result

    def _outlines(self, passages: list[str]) -> Iterator[tuple[Outline, slice]]:
        """The outlines of passages in batches, each with the passages that it reads."""
        for first, batch in batches(pl.Series(passages, dtype=pl.String)):
            yield Outline(batch, self._rules), slice(first, first + len(batch.origins))
