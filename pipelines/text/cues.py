"""Tells which cues of a sentence reach a phrase, and what they state of it."""

from typing import NamedTuple

import numpy as np

from pipelines.text.characters import DECIMAL, Flags
from pipelines.text.clauses import (
    AFTER,
    ASKED,
    BEFORE,
    BOTH,
    GRADED,
    GRADES,
    NEGATED,
    NEGATING,
    NEVER,
    NO_EFFECT,
    PREFERRED,
    REQUIRED,
    STUDIED,
    Clauses,
    CueHits,
    are_attributes,
    are_bracketed,
    are_taken_back,
    before_asks,
    before_items,
    begin_asides,
    begin_clauses,
    begin_points,
    brackets_of_others,
    end_points,
    last_before,
    next_from,
)
from pipelines.text.sections import Values, line_of
from pipelines.text.words import Batch, Positions, merge

LEADING_CUE_PENALTY = 15
"""In characters: a cue that may stand on either side mostly comes last (`Python ist erforderlich, R ist ein Plus`)."""
MAX_WORDS_NEGATED = 2
MAX_WORDS_GRADED = 4
MAX_WORDS_OF_POINT = 8
LONGEST_STUDIES = 150
"""Characters of a list of fields of study: `in Mathematics, Statistics, Physics or a related quantitative field`.

These limits were chosen by reading postings. Half or twice of each changes at most 2 of 1,288 labelled needs.
"""


class Places(NamedTuple):
    """Phrases from start to end, the sentence of each, and the cues on both sides of it."""

    start: Positions
    end: Positions
    sentence: Positions
    cue_before: Positions
    cue_after: Positions

    def where(self, chosen: Flags) -> "Places":
        """Some of the phrases."""
        return Places(*(column[chosen] for column in self))


class Cues:
    """The cues of a batch that state a need, and which of them reach a phrase.

    A cue reaches on to what follows it, back to what precedes it, or both, up to two bounds: the ends of its sentence,
    and what parts that.
    """

    def __init__(self, batch: Batch, found: CueHits, clauses: Clauses) -> None:
        """Takes the cues found, and what parts the sentences they stand in."""
        found = found.where((found.effect != NO_EFFECT) & ~are_attributes(batch, found, clauses.is_joining))
        begins_clause = begin_clauses(batch, found, clauses)
        found = found.where(~are_taken_back(batch, found, clauses.contrasts[~begins_clause]))
        self._batch, self._sentences = batch, clauses.sentences
        self._cues, self._effect, reach = found
        self._sentence = line_of(clauses.sentences, self._cues.start)
        self._is_both = reach == BOTH
        begun = clauses.sentences[self._sentence]
        self._opens = begin_points(batch, found, begun)
        self._reaches_on = (reach != BEFORE) & ~are_bracketed(batch, self._cues, begun)
        self._reaches_on &= ~end_points(batch, found)
        self._reaches_back = (reach != AFTER) & ~begin_asides(batch, found, clauses.is_joining)
        self._bracket, closed = brackets_of_others(batch, self._cues, clauses.sentences)

        start, end, semicolons = self._cues.start, self._cues.end, batch.find_sign(";")
        ended = np.append(clauses.sentences, len(batch.text))[self._sentence + 1]
        low = np.maximum.reduce([begun, last_before(semicolons, start) + 1, self._bracket + 1])
        high = np.minimum.reduce([ended, next_from(semicolons, end), closed])
        commas = merge(
            before_asks(batch, found, begun), before_items(batch, found, clauses), clauses.narrowing
        )
        contrasts = batch.starts[clauses.contrasts]
        is_of_clause = (self._effect <= REQUIRED) & (reach != AFTER)
        parted = last_before(merge(commas, contrasts[begins_clause]), start) + 1
        self._low = np.where(is_of_clause, np.maximum(low, parted), low)
        is_aside = (self._effect == PREFERRED) & (reach == AFTER) & ~self._opens
        high = np.where(is_aside, np.minimum(high, next_from(commas, end)), high)
        negates = (self._effect == NEGATED) | (self._effect == NEGATING)
        self._high = np.where(negates, np.minimum(high, next_from(contrasts, end)), high)

    def places(self, start: Positions, end: Positions) -> Places:
        """Where phrases stand, given by their characters from `start` to `end`."""
        return Places(
            start,
            end,
            line_of(self._sentences, start),
            np.searchsorted(self._cues.end, start, "right") - 1,
            np.searchsorted(self._cues.start, end),
        )

    def reaching(self, phrases: Places, is_duty: Flags) -> tuple[Values, Flags]:
        """What cues state of phrases: the effect of the nearest one that states a need, or -1, where a negating one
        turns required into negated; and whether one asks for it, which in a duty or benefit only one does that opens
        the sentence."""
        asking, negating = self._effect == ASKED, self._effect == NEGATING
        asks = self._graded(phrases, is_duty) | self._begin_asking(phrases, is_duty)
        asks[is_duty] |= self._asking(phrases.where(is_duty), asking & self._opens)
        asks[~is_duty] |= self._asking(phrases.where(~is_duty), asking)
        cue, distance = self._nearest_before(phrases, negating & self._reaches_on)
        negates = distance < NEVER
        some = np.flatnonzero(negates)
        between = self._batch.cut(self._cues.end[cue[some]], phrases.start[some])
        negates[some] = [len(words.split()) <= MAX_WORDS_NEGATED for words in between]
        negates |= self._nearest_after(phrases, negating & self._reaches_back)[1] < NEVER
        stated = self._stated(phrases)
        stated[(stated == REQUIRED) & negates] = NEGATED
        return stated, asks

    def _graded(self, phrases: Places, is_duty: Flags) -> Flags:
        """Which phrases stand between a word that grades and the noun it grades (`solid Scala and SQL skills`)."""
        cues = self._cues
        # `Strong analytical skills` may be one alias: the words that grade it stand inside.
        inside = phrases._replace(
            cue_before=np.searchsorted(cues.start, phrases.start, "right") - 1,
            cue_after=np.searchsorted(cues.end, phrases.end),
        )
        cue, distance = self._nearest_before(inside, self._effect == GRADES)
        follows, gap = self._nearest_after(inside, (self._effect == GRADED) | (self._effect == ASKED))
        opens = np.append(self._opens, False)[cue]
        result: Flags = (distance < NEVER) & (gap < NEVER) & (opens | ~is_duty)
        some = np.flatnonzero(result)
        most = np.where(opens[some], MAX_WORDS_OF_POINT, MAX_WORDS_GRADED)
        passages = self._batch.cut(cues.end[cue[some]], cues.start[follows[some]])
        result[some] = np.array([len(words.split()) for words in passages], np.int64) <= most
        return result

    def _begin_asking(self, phrases: Places, is_duty: Flags) -> Flags:
        """Which phrases begin with words that ask (`ability to work in a team`)."""
        cue = np.searchsorted(self._cues.start, phrases.start)
        begins = np.append(self._cues.start, -1)[cue] == phrases.start
        begins &= np.append(self._cues.end, 0)[cue] < phrases.end
        result: Flags = begins & np.append(self._effect == ASKED, False)[cue]
        return result & (np.append(self._opens, False)[cue] | ~is_duty)

    def _stated(self, phrases: Places) -> Values:
        """The effect of the nearest cue that states a need of each phrase, or -1."""
        stating = self._effect <= REQUIRED
        some = self._beside(phrases, stating)
        phrases = phrases.where(some)
        effect = np.append(self._effect, NO_EFFECT)
        nearest, stated = np.full(len(phrases.start), NEVER), np.full(len(phrases.start), -1)
        # The nearest of a kind may not reach a phrase that one of another kind does.
        for is_inside in (self._bracket >= 0, self._bracket < 0):
            chosen = stating & is_inside
            leading = chosen & self._reaches_on
            before = self._nearest_before(phrases, leading & ~self._is_both)
            cue, distance = self._nearest_before(phrases, leading & self._is_both)
            both = cue, np.minimum(distance + LEADING_CUE_PENALTY, NEVER)
            after = self._nearest_after(phrases, chosen & self._reaches_back)
            for cue, distance in (before, both, after):
                is_nearer = (distance < nearest) | (distance == nearest) & (effect[cue] < stated)
                nearest, stated = np.where(is_nearer, (distance, effect[cue]), (nearest, stated))
        result = np.full(len(some), -1)
        result[some] = stated
        return result

    def _beside(self, phrases: Places, chosen: Flags) -> Flags:
        """Which phrases stand in a sentence with one of the chosen cues."""
        holds = np.zeros(len(self._sentences) + 1, np.bool_)
        holds[self._sentence[chosen]] = True
        return holds[phrases.sentence]

    def open_asking(self) -> Positions:
        """The first words of cues that ask at the beginning of a sentence."""
        asks = (self._effect == ASKED) | (self._effect == GRADES) | (self._effect == REQUIRED)
        result: Positions = self._cues.first[asks & self._opens]
        return result

    def ask_in_sentences(self) -> Flags:
        """Whether each sentence holds a cue that asks or states a need."""
        asking = self._sentence[(self._effect <= ASKED) | (self._effect == GRADES) & self._opens]
        result = np.zeros(len(self._sentences), np.bool_)
        result[asking] = True
        return result

    def are_studied(self, phrases: Places) -> Flags:
        """Which phrases name the field of a degree: in the list behind words such as `degree in`, or before `degree`,
        with no number and no ask between."""
        batch, studied = self._batch, self._effect == STUDIED
        some = self._beside(phrases, studied)
        phrases = phrases.where(some)
        asking = (self._effect == ASKED) | (self._effect == GRADES) | (self._effect == REQUIRED)
        asks = np.concatenate([[0], np.cumsum(asking)])
        numbers = batch.starts[batch.is_kind(batch.starts, DECIMAL)]
        cue, distance = self._nearest_before(phrases, studied)
        leads, ends = np.append(self._reaches_on, False)[cue], np.append(self._cues.end, 0)[cue]
        is_field = leads & (distance <= LONGEST_STUDIES) & (asks[cue + 1] == asks[phrases.cue_before + 1])
        is_field &= np.searchsorted(numbers, ends) == np.searchsorted(numbers, phrases.start)
        cue, distance = self._nearest_after(phrases, studied & self._reaches_back)
        brackets, begins = batch.find_sign(")"), np.append(self._cues.start, 0)[cue]
        is_named = (distance <= LONGEST_STUDIES) & (asks[cue] == asks[phrases.cue_after])
        is_named &= np.searchsorted(brackets, phrases.end) == np.searchsorted(brackets, begins)
        is_named &= self._nearest_before(phrases, asking)[1] == NEVER
        result = np.zeros(len(some), np.bool_)
        result[some] = is_field | is_named
        return result

    def _asking(self, phrases: Places, chosen: Flags) -> Flags:
        """Which phrases one of the chosen cues asks for."""
        before = self._nearest_before(phrases, chosen & self._reaches_on)[1] < NEVER
        result: Flags = before | (self._nearest_after(phrases, chosen & self._reaches_back)[1] < NEVER)
        return result

    def _nearest_before(self, phrases: Places, chosen: Flags) -> tuple[Positions, Positions]:
        """The last chosen cue that ends before each phrase, and its distance, NEVER if it does not reach it."""
        last = np.maximum.accumulate(np.where(chosen, np.arange(len(chosen)), -1))
        cue = np.append(last, -1)[phrases.cue_before]
        reaches = phrases.start < np.append(self._high, -1)[cue]
        return cue, np.where(reaches, phrases.start - np.append(self._cues.end, 0)[cue], NEVER)

    def _nearest_after(self, phrases: Places, chosen: Flags) -> tuple[Positions, Positions]:
        """The first chosen cue that begins behind each phrase, and its distance."""
        size = len(chosen)
        following = np.minimum.accumulate(np.where(chosen, np.arange(size), size)[::-1])[::-1]
        cue = np.append(following, size)[phrases.cue_after]
        reaches = phrases.start >= np.append(self._low, NEVER)[cue]
        return cue, np.where(reaches, np.append(self._cues.start, 0)[cue] - phrases.end, NEVER)
