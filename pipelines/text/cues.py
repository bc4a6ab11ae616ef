"""Tells which cues of a sentence reach a phrase, and what they state of it."""

import re
from collections.abc import Collection
from typing import NamedTuple

import numpy as np

from pipelines.text.characters import ALNUM, DECIMAL, DIGIT, LOWER, SPACE, UPPER, Flags
from pipelines.text.phrases import Hits
from pipelines.text.sections import Values, line_of
from pipelines.text.sentences import SPACED_DASHES
from pipelines.text.words import Batch, Positions
from schemas.skills import CUE_REACHES

EFFECTS = ["negated", "preferred", "required", "asked", "negating", "grades", "graded", "studied", "none"]
NEGATED, PREFERRED, REQUIRED, ASKED, NEGATING, GRADES, GRADED, STUDIED, NO_EFFECT = range(len(EFFECTS))
"""Effects of cues on needs: of two cues at the same distance, the first decides."""

BEFORE, AFTER, BOTH = map(CUE_REACHES.index, ("before", "after", "both"))

LEADING_CUE_PENALTY = 15
"""In characters: a cue that may stand on either side mostly comes last (`Python ist erforderlich, R ist ein Plus`)."""
MAX_WORDS_NEGATED = 2
MAX_WORDS_GRADED = 4
MAX_WORDS_OF_POINT = 8
MAX_WORDS_TO_ASK = 2
"""Between a comma and a cue that begins a clause, such as `and good`."""
MIN_WORDS_OF_OTHERS = 2
"""So many words beside a cue in a bracket are what it speaks of: `(coding skills are a plus)`, `(2 years required)`."""
LONGEST_STUDIES = 150
"""Characters of a list of fields of study: `in Mathematics, Statistics, Physics or a related quantitative field`.

These limits were chosen by reading postings. Half or twice of each changes at most 2 of 1,288 labelled needs.
"""
_NEVER = 1 << 40
_LONGEST_BRACKET = 80


class CueHits(NamedTuple):
    """Cues found, and the effect (a place in EFFECTS) and reach (a place in CUE_REACHES) of each."""

    hits: Hits
    effect: Values
    reach: Values


class Cues:
    """The cues of a batch that state a need, and which of them reach a phrase."""

    def __init__(
        self,
        batch: Batch,
        found: CueHits,
        sentences: Positions,
        contrast: re.Pattern[str],
        narrowing: Positions,
        joining_words: Collection[str],
    ) -> None:
        """Takes the cues found, where sentences begin, what takes back a negated cue before it, the commas before words
        such as `with` that begin a clause, and the words that join what stands before them to what follows."""
        cues, effect, reach = found
        keep = (effect != NO_EFFECT) & ~_are_attributes(batch, found, joining_words)
        for at in np.flatnonzero(effect == NEGATED).tolist():
            keep[at] = contrast.match(batch.text, cues.end[at]) is None
        self._batch, self._sentences = batch, sentences
        self._cues = cues = cues.where(keep)
        self._effect, reach = effect[keep], reach[keep]
        self._sentence = line_of(sentences, cues.start)
        self._semicolons = batch.find_sign(";")
        self._is_both = reach == BOTH
        before = (reach != BEFORE) & ~self._is_bracketed() & ~self._end_points()
        self._semicolons_to_start = np.searchsorted(self._semicolons, cues.start)
        self._semicolons_to_end = np.searchsorted(self._semicolons, cues.end)
        self._before, self._after = before, (reach != AFTER) & ~self._begin_asides(joining_words)
        self._opened, self._closed = self._brackets_of_others()
        negated = np.flatnonzero((self._effect == NEGATED) & before)
        stops = np.append(sentences, len(batch.text))[self._sentence[negated] + 1]
        for at, stop in zip(negated.tolist(), stops.tolist(), strict=True):
            if but := contrast.search(batch.text, int(cues.end[at]), stop):
                self._closed[at] = min(self._closed[at], but.start())
        self._opens = self._begin_a_point()
        self._clauses = np.union1d(self._find_clauses(), narrowing)
        self._clauses_to_cue = np.searchsorted(self._clauses, cues.start)
        self._is_of_clause = (self._effect <= REQUIRED) & (reach != AFTER)
        self._is_aside = (self._effect == PREFERRED) & (reach == AFTER) & ~self._opens

    def _find_clauses(self) -> Positions:
        """The commas and dashes that a clause with an ask of its own follows (`, good knowledge of`)."""
        batch, cues = self._batch, self._cues
        asking = cues.where((self._effect == ASKED) | (self._effect == GRADES))
        signs = batch.find_signs("," + SPACED_DASHES)
        is_apart = batch.is_kind(signs - 1, SPACE) & batch.is_kind(signs + 1, SPACE)
        signs = np.concatenate([[0], signs[is_apart | (batch.codes[signs] == ord(","))]])
        sign = signs[np.searchsorted(signs, asking.start) - 1]
        is_near = asking.first - batch.first_word(sign) <= MAX_WORDS_TO_ASK
        is_near &= line_of(self._sentences, sign) == line_of(self._sentences, asking.start)
        result: Positions = sign[is_near]
        return result

    def _begin_a_point(self) -> Flags:
        """Which cues begin a sentence, but for a number and words that grade, or begin with a capital in it."""
        batch, cues = self._batch, self._cues
        first = batch.first_word(self._sentences[self._sentence])
        begins: Flags = cues.first <= first + batch.is_kind(batch.starts[first], DIGIT)
        begins |= batch.is_kind(cues.start, UPPER)
        is_graded = (self._effect[:-1] == GRADES) & (cues.first[1:] == cues.last[:-1] + 1)
        # In order, because `deep, advanced knowledge of` begins with its first word.
        for at in np.flatnonzero(is_graded).tolist():
            begins[at + 1] |= begins[at]
        return begins

    def _end_points(self) -> Flags:
        """Which cues of both sides stand between a word and a capital in running text, where they end a point that has
        lost its line break (`Tableau preferred AWS certified`)."""
        batch, cues = self._batch, self._cues
        ends = self._is_both & batch.is_kind(cues.start, LOWER) & batch.is_kind(cues.start - 2, ALNUM)
        ends &= (batch.codes[cues.start - 1] == ord(" ")) & (batch.codes[cues.end] == ord(" "))
        result: Flags = ends & batch.is_kind(cues.end + 1, UPPER)
        return result

    def _begin_asides(self, joining_words: Collection[str]) -> Flags:
        """Which cues of both sides stand between a comma and a name, of which they speak (`Excel, desirable SAP`)."""
        batch, cues = self._batch, self._cues
        begins: Flags = self._is_both & (batch.codes[cues.start - 2] == ord(","))
        some = np.flatnonzero(begins)
        begins[some] = _are_followed(batch, cues.where(some), ALNUM, joining_words)
        return begins

    def _is_bracketed(self) -> Flags:
        """Which cues stand alone in brackets, with something before them in their sentence."""
        batch, cues = self._batch, self._cues
        opened = batch.codes[cues.start - 1] == ord("(")
        closed = batch.codes[cues.end] == ord(")")
        begun = batch.skip_space(self._sentences[self._sentence])
        result: Flags = opened & closed & (begun < cues.start - 1)
        return result

    def _brackets_of_others(self) -> tuple[Positions, Positions]:
        """The bracket that each cue stands in with a name that it speaks of (`Python (Spark preferred)`), beyond which
        it states nothing; a bracket of infinite size for the other cues."""
        batch, cues = self._batch, self._cues
        opens, closes = batch.find_sign("("), batch.find_sign(")")
        opened = np.append(opens, -1)[np.searchsorted(opens, cues.start) - 1]
        next_close = np.searchsorted(closes, cues.start)
        last_closed = np.append(closes, -1)[next_close - 1]
        closed = np.append(closes, _NEVER)[next_close]
        is_inside = (opened >= self._sentences[self._sentence]) & (opened > last_closed)
        some = np.flatnonzero(is_inside)
        sentence_end = np.append(self._sentences, len(batch.text))[self._sentence[some] + 1]
        stop = np.minimum(np.minimum(closed[some], sentence_end), cues.end[some] + _LONGEST_BRACKET)
        before = batch.cut(opened[some], cues.start[some])
        behind = batch.cut(cues.end[some], stop)
        is_inside[some] = [
            any(map(str.isupper, one + other)) for one, other in zip(before, behind, strict=True)
        ]
        words = np.concatenate([[0], np.cumsum(cues.last + 1 - cues.first)])
        of_cues = words[np.searchsorted(cues.start, stop)] - words[np.searchsorted(cues.start, opened[some])]
        of_bracket = batch.first_word(stop) - batch.first_word(opened[some])
        is_inside[some] |= of_bracket - of_cues >= MIN_WORDS_OF_OTHERS
        return np.where(is_inside, opened, -1), np.where(is_inside, closed, _NEVER)

    def reaching(self, phrases: "Places", is_duty: Flags) -> tuple[Values, Flags]:
        """What cues state of phrases: the effect of the nearest one that states a need, or -1, where a negating one
        turns required into negated; and whether one asks for it, which in a duty or benefit only one does that opens
        the sentence."""
        cues, start, end = self._cues, phrases.start, phrases.end
        asking, negating = self._effect == ASKED, self._effect == NEGATING
        stated = self._stated(phrases)
        asks = np.zeros(len(is_duty), np.bool_)
        asks[is_duty] = self._asking(phrases.where(is_duty), asking & self._opens)
        asks[~is_duty] = self._asking(phrases.where(~is_duty), asking)
        cut = self._batch.cut
        # `Strong analytical skills` may be one alias: the words that grade it stand inside.
        inside = phrases._replace(
            cue_before=np.searchsorted(cues.start, start, "right") - 1,
            cue_after=np.searchsorted(cues.end, end),
        )
        cue, distance = self._nearest_before(inside, self._effect == GRADES, 0)
        follows, gap = self._nearest_after(inside, self._effect == GRADED)
        opens = np.append(self._opens, False)[cue]
        some = np.flatnonzero((distance < _NEVER) & (gap < _NEVER) & (opens | ~is_duty))
        most = np.where(opens[some], MAX_WORDS_OF_POINT, MAX_WORDS_GRADED)
        passages = cut(cues.end[cue[some]], cues.start[follows[some]])
        asks[some] |= np.array([len(words.split()) for words in passages], np.int64) <= most
        cue, distance = self._nearest_before(phrases, negating & self._before, 0)
        negates = distance < _NEVER
        some = np.flatnonzero(negates)
        between = cut(cues.end[cue[some]], start[some])
        negates[some] = [len(words.split()) <= MAX_WORDS_NEGATED for words in between]
        negates |= self._nearest_after(phrases, negating & self._after)[1] < _NEVER
        stated[(stated == REQUIRED) & negates] = NEGATED
        return stated, asks

    def _stated(self, phrases: "Places") -> Values:
        """The effect of the nearest cue that states a need of each phrase, or -1."""
        effect, stating = np.append(self._effect, NO_EFFECT), self._effect <= REQUIRED
        some = self._beside(phrases, stating)
        phrases, is_inside = phrases.where(some), self._opened >= 0
        near = [
            found
            for chosen in (stating & ~is_inside, stating & is_inside)
            for found in (
                self._nearest_before(phrases, chosen & self._before & ~self._is_both, 0),
                self._nearest_before(phrases, chosen & self._before & self._is_both, LEADING_CUE_PENALTY),
                self._nearest_after(phrases, chosen & self._after),
            )
        ]
        ranks = np.stack([distance * NO_EFFECT + effect[cue] for cue, distance in near]).min(axis=0)
        result = np.full(len(some), -1)
        result[some] = np.where(ranks < _NEVER, ranks % NO_EFFECT, -1)
        return result

    def _beside(self, phrases: "Places", chosen: Flags) -> Flags:
        """Which phrases stand in a sentence with one of the chosen cues."""
        holds = np.zeros(len(self._sentences) + 1, np.bool_)
        holds[self._sentence[chosen]] = True
        return holds[phrases.sentence]

    def places(self, start: Positions, end: Positions) -> "Places":
        """Where phrases stand, given by their characters from `start` to `end`."""
        return Places(
            start,
            end,
            line_of(self._sentences, start),
            np.searchsorted(self._clauses, start),
            np.searchsorted(self._semicolons, start),
            np.searchsorted(self._semicolons, end),
            np.searchsorted(self._cues.end, start, "right") - 1,
            np.searchsorted(self._cues.start, end),
        )

    def ask_in(self, sentences: Positions) -> Flags:
        """Whether sentences, given by number, hold a cue that asks or states a need."""
        asking = self._sentence[(self._effect <= ASKED) | (self._effect == GRADES) & self._opens]
        return np.isin(sentences, asking)

    def are_studied(self, phrases: "Places") -> Flags:
        """Which phrases name the field of a degree: in the list behind words such as `degree in`, or before `degree`,
        with no number and no ask between."""
        batch, studied = self._batch, self._effect == STUDIED
        some = self._beside(phrases, studied)
        phrases = phrases.where(some)
        asking = (self._effect == ASKED) | (self._effect == GRADES) | (self._effect == REQUIRED)
        asks = np.concatenate([[0], np.cumsum(asking)])
        numbers = batch.starts[batch.is_kind(batch.starts, DECIMAL)]
        cue, distance = self._nearest_before(phrases, studied, 0)
        leads, ends = np.append(self._before, False)[cue], np.append(self._cues.end, 0)[cue]
        is_field = leads & (distance <= LONGEST_STUDIES) & (asks[cue + 1] == asks[phrases.cue_before + 1])
        is_field &= np.searchsorted(numbers, ends) == np.searchsorted(numbers, phrases.start)
        cue, distance = self._nearest_after(phrases, studied & self._after)
        brackets, begins = batch.find_sign(")"), np.append(self._cues.start, 0)[cue]
        is_named = (distance <= LONGEST_STUDIES) & (asks[cue] == asks[phrases.cue_after])
        is_named &= np.searchsorted(brackets, phrases.end) == np.searchsorted(brackets, begins)
        is_named &= self._nearest_before(phrases, asking, 0)[1] == _NEVER
        result = np.zeros(len(some), np.bool_)
        result[some] = is_field | is_named
        return result

    def _asking(self, phrases: "Places", chosen: Flags) -> Flags:
        """Which phrases one of the chosen cues asks for."""
        before = self._nearest_before(phrases, chosen & self._before, 0)[1] < _NEVER
        result: Flags = before | (self._nearest_after(phrases, chosen & self._after)[1] < _NEVER)
        return result

    def _nearest_before(self, phrases: "Places", chosen: Flags, penalty: int) -> tuple[Positions, Positions]:
        """The last chosen cue that ends before each phrase, and its distance, _NEVER if it does not reach it."""
        last = np.maximum.accumulate(np.where(chosen, np.arange(len(chosen)), -1))
        cue = np.append(last, -1)[phrases.cue_before]
        reaches = np.append(self._sentence, -1)[cue] == phrases.sentence
        reaches &= np.append(self._semicolons_to_end, -1)[cue] == phrases.semicolons_to_start
        reaches &= self._are_inside(phrases, cue)
        is_bound = np.append(self._is_aside, False)[cue]
        reaches &= ~is_bound | (np.append(self._clauses_to_cue, -1)[cue] == phrases.clauses)
        distance = phrases.start - np.append(self._cues.end, 0)[cue] + penalty
        return cue, np.where(reaches, distance, _NEVER)

    def _nearest_after(self, phrases: "Places", chosen: Flags) -> tuple[Positions, Positions]:
        """The first chosen cue that begins behind each phrase, and its distance."""
        size = len(chosen)
        following = np.minimum.accumulate(np.where(chosen, np.arange(size), size)[::-1])[::-1]
        cue = np.append(following, size)[phrases.cue_after]
        reaches = np.append(self._sentence, -1)[cue] == phrases.sentence
        reaches &= np.append(self._semicolons_to_start, -1)[cue] == phrases.semicolons_to_end
        reaches &= self._are_inside(phrases, cue)
        is_bound = np.append(self._is_of_clause, False)[cue]
        reaches &= ~is_bound | (np.append(self._clauses_to_cue, -1)[cue] == phrases.clauses)
        distance = np.append(self._cues.start, 0)[cue] - phrases.end
        return cue, np.where(reaches, distance, _NEVER)

    def _are_inside(self, phrases: "Places", cue: Positions) -> Flags:
        """Whether the bracket that bounds a cue, if one does, holds the phrase."""
        opened, closed = np.append(self._opened, -1)[cue], np.append(self._closed, _NEVER)[cue]
        result: Flags = (phrases.start > opened) & (phrases.end <= closed)
        return result


def _are_attributes(batch: Batch, found: CueHits, joining_words: Collection[str]) -> Flags:
    """Which cues that speak of what stands before them are an adjective of the noun after them (`useful stories`)."""
    result: Flags = (found.effect == PREFERRED) & (found.hits.first == found.hits.last)
    result &= found.reach == BEFORE
    some = np.flatnonzero(result)
    result[some] = _are_followed(batch, found.hits.where(some), LOWER, joining_words)
    return result


def _are_followed(batch: Batch, hits: Hits, kind: int, joining_words: Collection[str]) -> Flags:
    """Which phrases a word that begins with a kind of character follows, other than one that links."""
    result: Flags = (batch.codes[hits.end] == ord(" ")) & batch.is_kind(hits.end + 1, kind)
    some = np.flatnonzero(result)
    following = hits.last[some] + 1
    words = batch.cut(batch.starts[following], batch.ends[following])
    result[some] = [word.casefold() not in joining_words for word in words]
    return result


class Places(NamedTuple):
    """Phrases from start to end, the sentence of each, how many clauses begin before it and semicolons come before its
    ends, and the cues on both sides of it."""

    start: Positions
    end: Positions
    sentence: Positions
    clauses: Positions
    semicolons_to_start: Positions
    semicolons_to_end: Positions
    cue_before: Positions
    cue_after: Positions

    def where(self, chosen: Flags) -> "Places":
        """Some of the phrases."""
        return Places(*(column[chosen] for column in self))
