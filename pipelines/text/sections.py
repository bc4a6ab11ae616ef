"""Finds the sections of a posting by its headings, and by lines that ask for the list after them."""

import re
from collections.abc import Collection
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.text.characters import ALNUM, DIGIT, LOWER, SPACE, UPPER, Flags, is_any_of
from pipelines.text.phrases import Hits
from pipelines.text.sentences import can_end_a_point
from pipelines.text.words import Batch, Positions
from schemas.skills import SECTIONS

REQUIREMENTS, NICE_TO_HAVE, RESPONSIBILITIES, ABOUT, BENEFITS, UNKNOWN = map(
    SECTIONS.index, ("requirements", "nice_to_have", "responsibilities", "about", "benefits", "unknown")
)

MAX_HEAD_WORDS = 12
MAX_WORDS_TO_COLON = 8
MAX_HEADLINE_WORDS = 8
_SHORT_WORD = 4
_LONG_HEADING = 2
"""A heading of more words needs a capital only at its first in running text (`Nice to have Spark`)."""
_LONGEST_REMARK = 40
_BEHIND_HEADING = 6
_SIGNS_BEHIND_HEADING = " *-–:?!()"
MAX_UNKNOWN_WORDS = 6
"""Of a line that may be a heading that no list knows."""
_STOPS = ".;!,"
_PAIRS = {one + other for one in ".;!" for other in ".;!"}
_LAST_SIGNS = 4
_LETTERS = re.compile(r"[^\W\d_]+")

Values = NDArray[np.int64]


class Headings(NamedTuple):
    """Headings in the order of the texts: characters start to end, and the section, a place in SECTIONS."""

    start: Positions
    end: Positions
    section: Values

    def with_others(self, others: "Headings") -> "Headings":
        """These headings and others, in order."""
        start, end, section = (np.concatenate(columns) for columns in zip(self, others, strict=True))
        order = np.argsort(start, kind="stable")
        return Headings(start[order], end[order], section[order])


class Fillers:
    """Finds where only fillers (words that may be next to a heading) are; a colon is not a filler."""

    def __init__(self, batch: Batch, is_filler: Flags) -> None:
        """Takes for each word of the batch whether it is a filler."""
        self._batch = batch
        self._others = np.concatenate([[0], np.cumsum(~is_filler, dtype=np.int32)])
        is_spaced = batch.is_kind(batch.starts - 1, SPACE)
        self._spaced = np.concatenate([[0], np.cumsum(is_spaced, dtype=np.int32)])
        self.colons = batch.find_sign(":")

    def are_all(self, first: Positions, behind: Positions) -> Flags:
        """Whether all words from `first` to the one before `behind` are fillers."""
        result: Flags = self._others[behind] <= self._others[first]
        return result

    def count_colons(self, position: Positions) -> Positions:
        """How many colons stand before each position."""
        return np.searchsorted(self.colons, position)

    def fewest_tokens(self, first: Positions, behind: Positions) -> Positions:
        """At least as many words, separated by white space, stand from word `first` to the one before `behind`."""
        result: Positions = self._spaced[behind] - self._spaced[np.minimum(first + 1, behind)] + 1
        return result

    def next_colon(self, start: Positions) -> Positions:
        """The first colon from each position on; the end of the batch where there is none."""
        return np.append(self.colons, len(self._batch.codes))[np.searchsorted(self.colons, start)]


class Found(NamedTuple):
    """Phrases that can head a section, the line of each, the section it stands for and whether it is told inline."""

    hits: Hits
    line: Positions
    section: Values
    is_inline: Flags


def line_of(lines: Positions, positions: Positions) -> Positions:
    """The number of the line (or sentence, or section) that contains each position."""
    return np.searchsorted(lines, positions, "right") - 1


def find_headings(
    batch: Batch, lines: Positions, found: Found, fillers: Fillers, linking_words: Collection[str]
) -> Headings:
    """Which phrases head a section. Phrases of one line with only fillers between are one heading."""
    hits, line = found.hits, found.line
    if not len(line):
        return Headings(hits.start, hits.end, found.section)
    joins = np.zeros(len(line), np.bool_)
    joins[1:] = (line[1:] == line[:-1]) & fillers.are_all(hits.last[:-1] + 1, hits.first[1:])
    joins[1:] &= fillers.count_colons(hits.start[1:]) == fillers.count_colons(hits.end[:-1])
    joins[1:] |= _enclose_a_role(batch, lines, found, fillers)
    first = np.flatnonzero(~joins)
    last = np.append(first[1:], len(line)) - 1
    runs = Found(
        hits.where(first)._replace(end=hits.end[last], last=hits.last[last]),
        line[first],
        _sections_of_runs(found.section, first),
        np.logical_or.reduceat(found.is_inline, first),
    )
    is_head = _are_headlines(batch, lines, runs, fillers)
    alone = np.flatnonzero(found.is_inline & ~np.repeat(is_head, last - first + 1))
    alone = alone[_are_inline_headings(batch, hits.where(alone), lines[line[alone]], linking_words)]
    starts = np.concatenate([runs.hits.start[is_head], hits.start[alone]])
    ends = np.concatenate([runs.hits.end[is_head], hits.end[alone]])
    sections = np.concatenate([runs.section[is_head], found.section[alone]])
    order = np.argsort(starts)
    return Headings(starts[order], ends[order], sections[order])


def _enclose_a_role(batch: Batch, lines: Positions, found: Found, fillers: Fillers) -> Flags:
    """Which phrases and the next one are the two ends of a short line in capitals or before a colon, with anything
    between them (`Preferred Data Engineer Qualifications:`)."""
    hits, line, section = found.hits, found.line, found.section
    may_begin = (section[:-1] == REQUIREMENTS) | (section[:-1] == NICE_TO_HAVE)
    result: Flags = may_begin & (section[1:] == REQUIREMENTS) & (line[1:] == line[:-1])
    some = np.flatnonzero(result)
    start, end = lines[line[some]], lines[line[some] + 1]
    first, behind = batch.first_word(start), batch.first_word(end)
    ends = fillers.are_all(first, hits.first[some]) & fillers.are_all(hits.last[some + 1] + 1, behind)
    result[some] = ends & (behind - first <= MAX_HEADLINE_WORDS)
    for at in np.flatnonzero(result[some]).tolist():
        text = batch.text[start[at] : end[at]].rstrip()
        heading = text.removesuffix(":")
        result[some[at]] = ":" not in heading and (heading != text or is_title_case(text))
    return result


def _sections_of_runs(sections: Values, first: Positions) -> Values:
    """The section of phrases that are together: nice_to_have if any of them says so, or else the first that is
    known."""
    known = np.where(sections == UNKNOWN, len(sections), np.arange(len(sections)))
    of_run = np.append(sections, UNKNOWN)[np.minimum.reduceat(known, first)]
    is_nice = np.logical_or.reduceat(sections == NICE_TO_HAVE, first)
    return np.where(is_nice, NICE_TO_HAVE, of_run)


def _are_headlines(batch: Batch, lines: Positions, runs: Found, fillers: Fillers) -> Flags:
    """Which runs of phrases are a heading by what is next to them in their line."""
    start, end, behind = runs.hits.start, runs.hits.end, runs.hits.last + 1
    line_start, line_end = lines[runs.line], lines[runs.line + 1]
    first_word, next_line = batch.first_word(line_start), batch.first_word(line_end)
    colon = fillers.next_colon(end)
    has_colon = colon < line_end
    begins = fillers.are_all(first_word, runs.hits.first)
    begins &= fillers.next_colon(line_start) >= start
    ends = ~has_colon & fillers.are_all(behind, next_line)
    is_before_colon = has_colon.copy()
    is_before_colon[has_colon] = fillers.are_all(behind[has_colon], batch.first_word(colon[has_colon]))
    is_head = begins & (ends | is_before_colon)
    is_head |= runs.is_inline & is_before_colon & batch.is_kind(start, UPPER)
    may_be_title = (begins | ends) & (fillers.fewest_tokens(first_word, next_line) <= MAX_HEADLINE_WORDS)
    for at in np.flatnonzero(runs.is_inline & ~is_head & (may_be_title | has_colon)).tolist():
        line = batch.text[line_start[at] : line_end[at]]
        if (begins[at] or ends[at]) and is_title_case(line):
            is_head[at] = len(line.split()) <= MAX_HEADLINE_WORDS
        elif has_colon[at]:
            before, head = batch.text[line_start[at] : start[at]], batch.text[end[at] : colon[at]]
            is_head[at] = _is_lead(before, head)
    return is_head


def _is_lead(before: str, head: str) -> bool:
    """Whether a sentence leads to the list after its colon: few words before the colon, and no comma."""
    to_colon = len(head.split())
    return (
        "," not in before
        and to_colon <= MAX_WORDS_TO_COLON
        and len(before.split()) + to_colon <= MAX_HEAD_WORDS
    )


def is_title_case(text: str) -> bool:
    """Whether the first word has a capital, and all others but short ones."""
    words = _LETTERS.findall(text)
    return bool(words) and words[0][0].isupper() and not any(map(_is_long_and_small, words))


def _is_long_and_small(word: str) -> bool:
    return len(word) >= _SHORT_WORD and not word[0].isupper()


def _are_inline_headings(
    batch: Batch, hits: Hits, line_start: Positions, linking_words: Collection[str]
) -> Flags:
    """Which phrases in running text are a heading by their capitals and what stands around them."""
    behind = _skip_remark(batch, hits.end)
    stop = behind + _BEHIND_HEADING
    for _ in range(_BEHIND_HEADING):
        behind += (behind < stop) & is_any_of(batch.codes[behind], _SIGNS_BEHIND_HEADING)
    opens = (behind < stop) & batch.is_kind(behind, UPPER | DIGIT)
    opens &= is_any_of(batch.codes[hits.end], " :?!\n")
    for at in np.flatnonzero(opens).tolist():
        phrase = batch.text[hits.start[at] : hits.end[at]]
        before = batch.text[line_start[at] : hits.start[at]].rsplit(maxsplit=1)
        is_long = len(_LETTERS.findall(phrase)) > _LONG_HEADING
        has_capitals = is_title_case(phrase) or (phrase[0].isupper() and is_long)
        opens[at] = has_capitals and (
            not before
            or can_end_a_point(before[-1], linking_words)
            or ((" " in phrase or batch.text[hits.end[at]] == ":") and before[-1][0].isupper())
        )
    return opens


def _skip_remark(batch: Batch, ends: Positions) -> Positions:
    """The ends of headings, or of the short remark in brackets behind them (`Nice to have (not required)`)."""
    closes = batch.find_sign(")")
    close = np.append(closes, len(batch.text))[np.searchsorted(closes, ends)]
    has_remark = (batch.codes[ends] == ord(" ")) & (batch.codes[ends + 1] == ord("("))
    return np.where(has_remark & (close - ends <= _LONGEST_REMARK), close + 1, ends)


def find_sections(
    batch: Batch, headings: Headings, lead_ins: Headings, is_cue: Flags, demands: Positions
) -> tuple[Positions, Values]:
    """Where each section starts, and which it is; each text begins with an unknown one.

    A lead-in, a line that asks for the list after it, opens requirements unless they or what is nice to have is
    open already, and what is nice to have unless that is; one of the `demands` ends what is nice to have. A heading
    that is a cue (`is_cue`) may speak of its line alone.
    """
    starts = np.concatenate([batch.origins, headings.start])
    sections = np.concatenate([np.full(len(batch.origins), UNKNOWN), headings.section])
    order = np.argsort(starts, kind="stable")
    starts, sections = _end_one_liners(batch, headings, is_cue, starts[order], sections[order])
    under = line_of(starts, lead_ins.start).tolist()
    demanded = (np.searchsorted(demands, lead_ins.start) < np.searchsorted(demands, lead_ins.end)).tolist()
    opened: dict[int, int] = {}
    opens = np.zeros(len(under), np.bool_)
    for at, section in enumerate(lead_ins.section.tolist()):
        last = opened.get(under[at], sections[under[at]])
        opens[at] = last != section and (last != NICE_TO_HAVE or demanded[at])
        if opens[at]:
            opened[under[at]] = section
    return _with_sections(starts, sections, lead_ins.start[opens], lead_ins.section[opens])


def _end_one_liners(
    batch: Batch, headings: Headings, is_cue: Flags, starts: Positions, sections: Values
) -> tuple[Positions, Values]:
    """The sections, where a cue for what is nice to have that begins a line speaks of that line alone (`Bonus: Spark`):
    then the section before it goes on, unless a list follows."""
    breaks = np.concatenate([[0], batch.find_sign("\n")])
    line = np.searchsorted(breaks, headings.start)
    above, stop = breaks[line - 1], breaks[line]
    is_alone = is_cue & (headings.section == NICE_TO_HAVE)
    is_alone &= batch.first_word(above) == batch.first_word(headings.start)
    is_alone &= (batch.codes[headings.end] == ord(":")) & (batch.codes[headings.end + 1] == ord(" "))
    # Behind a blank line, and with none below, it heads the lines that follow.
    is_alone &= (batch.codes[above - 1] != ord("\n")) | (batch.codes[stop + 1] == ord("\n"))
    is_point, follows_point = (~batch.is_kind(batch.skip_space(place), ALNUM) for place in (above, stop))
    is_alone &= is_point | ~follows_point
    of_heading = np.searchsorted(starts, headings.start)
    is_alone &= stop < np.append(starts, len(batch.text))[of_heading + 1]
    ends: list[int] = []
    resumed: list[int] = []
    for before, end in zip((of_heading[is_alone] - 1).tolist(), stop[is_alone].tolist(), strict=True):
        follows_another = bool(ends) and ends[-1] > starts[before]
        resumed.append(resumed[-1] if follows_another else int(sections[before]))
        ends.append(end)
    return _with_sections(starts, sections, np.array(ends, np.int64), np.array(resumed, np.int64))


def _with_sections(
    starts: Positions, sections: Values, more: Positions, others: Values
) -> tuple[Positions, Values]:
    """The sections and others that start at `more`, in order."""
    starts, sections = np.concatenate([starts, more]), np.concatenate([sections, others])
    order = np.argsort(starts, kind="stable")
    return starts[order], sections[order]


def end_sections(starts: Positions, sections: Values, ends: Positions) -> tuple[Positions, Values]:
    """The sections, of which those that ask end at the first of `ends` in each."""
    under, first = np.unique(line_of(starts, ends), return_index=True)
    asks = (sections[under] == REQUIREMENTS) | (sections[under] == NICE_TO_HAVE)
    return _with_sections(starts, sections, ends[first[asks]], np.full(int(asks.sum()), UNKNOWN))


def find_unknown_headings(batch: Batch, lines: Positions, places: Positions, cues: Hits) -> Positions:
    """Which of the lines at places, given by number, head something that no list knows, by their form.

    It has a few words and no cue, and ends in a colon; or it has no stop, and stands between lines that have one.
    """
    start, end = lines[places], lines[places + 1]
    words = batch.first_word(end) - batch.first_word(start)
    is_short = (words > 0) & (words <= MAX_UNKNOWN_WORDS)
    is_short &= np.searchsorted(cues.start, start) == np.searchsorted(cues.start, end)
    is_short &= batch.is_kind(start, ALNUM) & ~batch.is_kind(start, LOWER)
    places, start, end = places[is_short], start[is_short], end[is_short]
    after = np.append(lines, lines[-1:])[places + 2]
    found = [
        line[-1] == ":"
        or ("," not in line and line[-1] not in _STOPS and before[-1:] + behind[-1:] in _PAIRS)
        for line, before, behind in zip(
            map(str.rstrip, batch.cut(start, end)),
            map(str.rstrip, batch.cut(start - _LAST_SIGNS, start)),
            map(str.rstrip, batch.cut(end, after)),
            strict=True,
        )
    ]
    result: Positions = start[np.array(found, np.bool_)]
    return result


def find_lead_ins(
    batch: Batch, lines: Positions, starts: Positions, is_nice: Flags, fillers: Fillers
) -> Headings:
    """The lines that end in a colon behind words that lead to a list, given by their starts: from the first that says
    of what is nice to have (`is_nice`), or else from the first on, of requirements."""
    line = line_of(lines, starts)
    line_end = lines[line + 1]
    colon = np.append(fillers.colons, -1)[np.searchsorted(fillers.colons, line_end) - 1]
    leads = np.flatnonzero((colon > starts) & (batch.first_word(colon) == batch.first_word(line_end)))
    leads = leads[np.lexsort((starts[leads], ~is_nice[leads], line[leads]))]
    chosen = leads[np.unique(line[leads], return_index=True)[1]]
    section = np.where(is_nice[chosen], NICE_TO_HAVE, REQUIREMENTS)
    return Headings(starts[chosen], colon[chosen], section)
