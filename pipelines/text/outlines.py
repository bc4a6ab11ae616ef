"""Reads the outline of texts: their sections, their sentences, and the need that their words state."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from pipelines.text.characters import Flags, is_any_of
from pipelines.text.phrases import Hits, Phrases, split_phrase
from pipelines.text.sections import (
    ABOUT,
    NICE_TO_HAVE,
    REQUIREMENTS,
    RESPONSIBILITIES,
    UNKNOWN,
    Fillers,
    Found,
    Values,
    find_headings,
    find_lead_ins,
    find_sections,
    line_of,
)
from pipelines.text.sentences import find_lines, find_openers
from pipelines.text.words import Batch, Positions, merge
from schemas.skills import SECTIONS

NEGATED, PREFERRED, REQUIRED, ASKED, NEGATING, GRADES, GRADED, NO_EFFECT = range(8)
"""Effects of cues on needs: of two cues at the same distance, the first decides."""
_ASKED_IN = [UNKNOWN, RESPONSIBILITIES, ABOUT]
"""Sections in which words that ask make a skill required: the heading before requirements is often not recognised."""
_EFFECTS = ["negated", "preferred", "required", "asked", "negating", "grades", "graded", "none"]
CONTEXT = 3
NEEDS_STATED = ["negated", "preferred", "required", "context"]
"""What can be stated of a phrase, by number."""

LEADING_CUE_PENALTY = 15
MAX_WORDS_NEGATED = 2
MAX_WORDS_GRADED = 4
MAX_TOUCHING_WORDS = 4
BESIDE_SKILL = " \n-\"'\u201c\u201d\u2018\u2019():"
_HYPHENS = "-\u2010\u2011\u2012\u2013"
_NEVER = 1 << 40
_LONGEST_BRACKET = 80


class TextRules:
    """The headings and cues by which outlines are read, and lists of phrases to look for in the same texts."""

    def __init__(
        self,
        section_headings: pl.DataFrame,
        skill_cues: pl.DataFrame,
        lists: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Takes frames of the contracts `SectionHeadings` and `SkillCues`, and further lists of phrases by name."""
        heads = section_headings.filter(pl.col("section").is_not_null())
        fillers = section_headings.filter(pl.col("section").is_null())["heading"]
        cues = skill_cues.filter(pl.col("effect").is_in(_EFFECTS))
        is_tail = pl.col("cue").str.starts_with("-")

        def having(effect: str) -> list[str]:
            return skill_cues.filter(pl.col("effect") == effect)["cue"].to_list()

        def touching(effect: str, but: str) -> list[str]:
            chosen = skill_cues.filter(pl.col("effect") == effect, pl.col("reach") != but, ~is_tail)["cue"]
            return [cue for cue in chosen if len(split_phrase(cue).words) <= MAX_TOUCHING_WORDS]

        confirming = skill_cues.filter(pl.col("effect") == "confirms", pl.col("reach") != "after")["cue"]
        self.phrases = Phrases(
            {"headings": heads["heading"].to_list(), "needs": cues["cue"].to_list(), **(lists or {})},
            words={
                "filler": [word for filler in fillers for word in split_phrase(filler).words],
                "tail": [cue for cue in confirming.str.strip_prefix("-") if cue.isalnum()],
            },
            sequences={
                "openers": having("opens"),
                "before_skill": touching("confirms", "before"),
                "after_skill": touching("confirms", "after"),
                "before_denied": touching("denies", "before"),
                "before_employer": touching("employer", "before"),
                "after_employer": touching("employer", "after"),
            },
        )
        self.heading_section = np.array([SECTIONS.index(section) for section in heads["section"]], np.int64)
        self.heading_is_inline = heads["is_inline"].to_numpy()
        self.cue_effect = np.array([_EFFECTS.index(effect) for effect in cues["effect"]], np.int64)
        self.cue_reach = cues["reach"].to_numpy()
        self.linking_words = frozenset(having("links"))
        self.abbreviations = having("abbreviates")
        self.connecting_words = having("connects")
        self.contrast = re.compile(rf"[\s,;(–-]*(?:{'|'.join(having('contrasts'))})\b")


class Outline:
    """The sections, sentences and cues of the texts of a batch; positions are characters of the batch."""

    def __init__(self, batch: Batch, rules: TextRules) -> None:
        self.batch, self.rules = batch, rules
        phrases = rules.phrases
        self.candidates = phrases.read(batch)
        cues = phrases.find(batch, self.candidates, "needs")
        lines = find_lines(batch, rules.abbreviations)
        fillers = Fillers(batch, phrases.is_kind(self.candidates.numbers, "filler"))
        hits = phrases.find(batch, self.candidates, "headings")
        found = Found(
            hits,
            line_of(lines, hits.start),
            rules.heading_section[hits.value],
            rules.heading_is_inline[hits.value],
        )
        headings = find_headings(batch, lines, found, fillers, rules.linking_words)
        effect = rules.cue_effect[cues.value]
        leads = find_lead_ins(batch, lines, cues, fillers)
        leads &= (effect == REQUIRED) | (effect == ASKED) | (effect == PREFERRED)
        lead_sections = np.where(effect[leads] == PREFERRED, NICE_TO_HAVE, REQUIREMENTS)
        self.section_starts, self.sections = find_sections(batch, headings, cues.start[leads], lead_sections)
        openers = find_openers(batch, self._begin_point, rules.linking_words)
        self.sentences = merge(lines, headings.start, headings.end, openers)
        self._cues = _Cues(self, cues)

    def _begin_point(self, words: Positions) -> Flags:
        return self.rules.phrases.sequences("openers").begin_at(self.batch, self.candidates.numbers, words)

    def section(self, positions: Positions) -> Values:
        """The part of the posting that contains each position: a place in `schemas.skills.SECTIONS`."""
        return self.sections[line_of(self.section_starts, positions)]

    def sentence(self, positions: Positions) -> Positions:
        """The number of the sentence, line or point of a list that contains each position."""
        return line_of(self.sentences, positions)

    def need(self, start: Positions, end: Positions) -> Values:
        """The need stated of what stands from `start` to `end`, a place in NEEDS_STATED.

        The nearest cue of the sentence decides, then the section; where neither says anything, words that ask for
        what follows them.
        """
        stated, is_asked, is_negating = self._cues.reaching(start, end)
        section = self.section(start)
        need = np.full(len(start), CONTEXT)
        need[np.isin(section, _ASKED_IN) & is_asked | (section == REQUIREMENTS)] = REQUIRED
        need[section == NICE_TO_HAVE] = PREFERRED
        need = np.where(stated >= 0, stated, need)
        need[(stated == REQUIRED) & is_negating] = NEGATED
        return need

    def touches_confirming_cue(self, hits: Hits) -> Flags:
        """Whether the word before or after a phrase says that it is a skill."""
        return self.has_confirming_tail(hits) | self._touches(hits, "skill")

    def has_confirming_tail(self, hits: Hits) -> Flags:
        """Whether the word that a phrase is hyphenated to says that it is a skill (`Go-based`)."""
        return is_any_of(self.batch.codes[hits.end], _HYPHENS) & self.is_tail_behind(hits)

    def is_tail_behind(self, hits: Hits) -> Flags:
        """Whether a word that says that what is hyphenated to it is a skill stands one character after a phrase."""
        following = np.minimum(hits.last + 1, len(self.batch.starts) - 1)
        is_tail = self.rules.phrases.is_kind(self.candidates.numbers[following], "tail")
        result: Flags = is_tail & (self.batch.starts[following] == hits.end + 1)
        return result

    def touches_employer_cue(self, hits: Hits) -> Flags:
        """Whether the word before or after a phrase says that it is the employer."""
        return self._touches(hits, "employer")

    def is_denied(self, hits: Hits) -> Flags:
        """Whether the words before a phrase say that it is not what the posting is about (`not a Java shop`)."""
        batch = self.batch
        denied = self.rules.phrases.sequences("before_denied").end_at(
            batch, self.candidates.numbers, hits.first - 1
        )
        denied &= batch.codes[batch.ends[hits.first - 1]] == ord(" ")
        result: Flags = denied & (batch.ends[hits.first - 1] + 1 == hits.start)
        return result

    def _touches(self, hits: Hits, of: str) -> Flags:
        batch, numbers = self.batch, self.candidates.numbers
        before = self.rules.phrases.sequences(f"before_{of}").end_at(batch, numbers, hits.first - 1)
        after = self.rules.phrases.sequences(f"after_{of}").begin_at(batch, numbers, hits.last + 1)
        for touching, first, last in (
            (before, batch.ends[hits.first - 1], hits.start),
            (after, hits.end, batch.starts[np.minimum(hits.last + 1, len(batch.starts) - 1)]),
        ):
            some = np.flatnonzero(touching)
            touching[some] = [not gap.strip(BESIDE_SKILL) for gap in batch.cut(first[some], last[some])]
        return before | after


class _Cues:
    """The cues of a batch that state a need, and which of them reach a phrase."""

    def __init__(self, outline: Outline, cues: Hits) -> None:
        rules, batch = outline.rules, outline.batch
        keep = rules.cue_effect[cues.value] != NO_EFFECT
        effect = rules.cue_effect[cues.value]
        for at in np.flatnonzero(effect == NEGATED).tolist():
            keep[at] = rules.contrast.match(batch.text, cues.end[at]) is None
        self._outline = outline
        self._cues = cues = cues.where(keep)
        self._effect = effect = effect[keep]
        reach = rules.cue_reach[cues.value]
        self._sentence = outline.sentence(cues.start)
        self._semicolons = batch.find_sign(";")
        before = (reach != "before") & ~self._is_bracketed()
        self._semicolons_to_start = np.searchsorted(self._semicolons, cues.start)
        self._semicolons_to_end = np.searchsorted(self._semicolons, cues.end)
        self._before, self._after, self._is_both = before, reach != "after", reach == "both"
        self._opened, self._closed = self._brackets_of_others()

    def _is_bracketed(self) -> Flags:
        """Which cues stand alone in brackets, with something before them in their sentence."""
        batch, cues = self._outline.batch, self._cues
        opened = batch.codes[cues.start - 1] == ord("(")
        closed = batch.codes[cues.end] == ord(")")
        begun = batch.skip_space(self._outline.sentences[self._sentence])
        result: Flags = opened & closed & (begun < cues.start - 1)
        return result

    def _brackets_of_others(self) -> tuple[Positions, Positions]:
        """The bracket that each cue is in with a name that it speaks of (`Python (Spark preferred)`), beyond which
        it states nothing; a bracket of infinite size for the other cues."""
        batch, cues = self._outline.batch, self._cues
        opens, closes = batch.find_sign("("), batch.find_sign(")")
        opened = np.append(opens, -1)[np.searchsorted(opens, cues.start) - 1]
        next_close = np.searchsorted(closes, cues.start)
        last_closed = np.append(closes, -1)[next_close - 1]
        closed = np.append(closes, _NEVER)[next_close]
        is_inside = (opened >= self._outline.sentences[self._sentence]) & (opened > last_closed)
        some = np.flatnonzero(is_inside)
        before = batch.cut(opened[some], cues.start[some])
        behind = batch.cut(cues.end[some], np.minimum(closed[some], cues.end[some] + _LONGEST_BRACKET))
        is_inside[some] = [
            any(map(str.isupper, one + other)) for one, other in zip(before, behind, strict=True)
        ]
        return np.where(is_inside, opened, -1), np.where(is_inside, closed, _NEVER)

    def reaching(self, start: Positions, end: Positions) -> tuple[Values, Flags, Flags]:
        """What cues state of what stands from `start` to `end`: the effect of the nearest one that states a need, or
        -1; whether one asks for it; whether one makes a requirement negated."""
        cues, effect = self._cues, np.append(self._effect, NO_EFFECT)
        phrases = _Phrases(
            start,
            end,
            self._outline.sentence(start),
            np.searchsorted(self._semicolons, start),
            np.searchsorted(self._semicolons, end),
            np.searchsorted(cues.end, start, "right") - 1,
            np.searchsorted(cues.start, end),
        )
        stating, asking, negating = self._effect <= REQUIRED, self._effect == ASKED, self._effect == NEGATING
        is_inside = self._opened >= 0
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
        stated = np.where(ranks < _NEVER, ranks % NO_EFFECT, -1)
        asks = self._nearest_before(phrases, asking & self._before, 0)[1] < _NEVER
        asks |= self._nearest_after(phrases, asking & self._after)[1] < _NEVER
        cut = self._outline.batch.cut
        cue, distance = self._nearest_before(phrases, self._effect == GRADES, 0)
        follows, gap = self._nearest_after(phrases, self._effect == GRADED)
        some = np.flatnonzero((distance < _NEVER) & (gap < _NEVER))
        passages = cut(cues.end[cue[some]], cues.start[follows[some]])
        asks[some] |= np.array([len(words.split()) <= MAX_WORDS_GRADED for words in passages], np.bool_)
        cue, distance = self._nearest_before(phrases, negating & self._before, 0)
        negates = distance < _NEVER
        some = np.flatnonzero(negates)
        between = cut(cues.end[cue[some]], start[some])
        negates[some] = [len(words.split()) <= MAX_WORDS_NEGATED for words in between]
        negates |= self._nearest_after(phrases, negating & self._after)[1] < _NEVER
        return stated, asks, negates

    def _nearest_before(
        self, phrases: "_Phrases", chosen: Flags, penalty: int
    ) -> tuple[Positions, Positions]:
        """The last chosen cue that ends before each phrase, and its distance, _NEVER if it does not reach it."""
        last = np.maximum.accumulate(np.where(chosen, np.arange(len(chosen)), -1))
        cue = np.append(last, -1)[phrases.cue_before]
        reaches = np.append(self._sentence, -1)[cue] == phrases.sentence
        reaches &= np.append(self._semicolons_to_end, -1)[cue] == phrases.semicolons_to_start
        reaches &= self._are_inside(phrases, cue)
        distance = phrases.start - np.append(self._cues.end, 0)[cue] + penalty
        return cue, np.where(reaches, distance, _NEVER)

    def _nearest_after(self, phrases: "_Phrases", chosen: Flags) -> tuple[Positions, Positions]:
        """The first chosen cue that begins after each phrase, and its distance."""
        size = len(chosen)
        following = np.minimum.accumulate(np.where(chosen, np.arange(size), size)[::-1])[::-1]
        cue = np.append(following, size)[phrases.cue_after]
        reaches = np.append(self._sentence, -1)[cue] == phrases.sentence
        reaches &= np.append(self._semicolons_to_start, -1)[cue] == phrases.semicolons_to_end
        reaches &= self._are_inside(phrases, cue)
        distance = np.append(self._cues.start, 0)[cue] - phrases.end
        return cue, np.where(reaches, distance, _NEVER)

    def _are_inside(self, phrases: "_Phrases", cue: Positions) -> Flags:
        """Whether the bracket that bounds a cue, if one does, holds the phrase."""
        opened, closed = np.append(self._opened, -1)[cue], np.append(self._closed, _NEVER)[cue]
        result: Flags = (phrases.start > opened) & (phrases.end <= closed)
        return result


class _Phrases(NamedTuple):
    """Phrases from start to end, the sentence of each, how many semicolons come before its ends, and the cues on both
    sides of it."""

    start: Positions
    end: Positions
    sentence: Positions
    semicolons_to_start: Positions
    semicolons_to_end: Positions
    cue_before: Positions
    cue_after: Positions
