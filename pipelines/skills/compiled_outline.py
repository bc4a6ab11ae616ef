"""Reads the sections, sentences and stated needs of a text, compiled: see `pipelines.text.sections`."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.skills.characters import SPACE, signs_of
from pipelines.skills.compiled import compiled, compiled_arrays, inlined
from pipelines.skills.compiled_headings import count_tokens, find_sentences, find_sign, keep_headings
from pipelines.skills.compiled_lexicon import (
    AFTER,
    ASKED,
    BEFORE,
    BOTH,
    CONTRASTING,
    NEGATED,
    NEGATING,
    NO_EFFECT,
    PREFERRED,
    REQUIRED,
    Records,
)
from pipelines.skills.compiled_words import is_written_folded
from pipelines.text.sections import LEADING_CUE_PENALTY, MAX_WORDS_NEGATED
from schemas.skills import SECTIONS

REQUIREMENTS, NICE_TO_HAVE, UNKNOWN = map(SECTIONS.index, ("requirements", "nice_to_have", "unknown"))
NEED_NAMES = ["negated", "preferred", "required", "context"]
CONTEXT = NEED_NAMES.index("context")

_COLON, _SEMICOLON, _UNDERSCORE, _OPENING, _CLOSING = signs_of(":;_()")
_BEFORE_BUT = signs_of(",;(–-")

SECTION = np.dtype([("start", np.int32), ("section", np.int32)])


class Outline(NamedTuple):
    """Where the sentences of a text begin (the last one is its end), and its sections."""

    sentences: NDArray[np.int32]
    sections: Records


class OutlineRoom(NamedTuple):
    """Where outlines are made."""

    units: NDArray[np.int32]
    sentences: NDArray[np.int32]
    sections: Records


def room_for_outline(characters: int) -> OutlineRoom:
    """Room for the outline of any text of so many characters."""
    size = characters + 3
    return OutlineRoom(np.empty(size, np.int32), np.empty(3 * size, np.int32), np.empty(size, SECTION))


@compiled_arrays
def read_outline(text, headings, cues, lexicon, room):
    """The outline of a text, in the arrays of `room`; of the phrases that can be headings, the first ones become those
    that are."""
    unit_count, count = find_sentences(text, lexicon, room.units, room.sentences)
    units = room.units[:unit_count]
    headings = headings[: keep_headings(text, headings, units, lexicon)]
    sections = room.sections[: _join_sections(text, units, headings, cues, lexicon, room.sections)]
    for index in range(headings.size):
        count = _insert(room.sentences, count, headings[index].start)
        count = _insert(room.sentences, count, headings[index].end)
    return Outline(room.sentences[:count], sections)


@inlined
def _insert(starts, count, start):
    at = count
    while at > 0 and starts[at - 1] > start:
        starts[at] = starts[at - 1]
        at -= 1
    starts[at] = start
    return count + 1


@compiled
def _join_sections(text, units, headings, cues, lexicon, sections):
    """Writes where each section starts, by headings and by lines that ask for the list after them."""
    sections[0].start, sections[0].section = 0, UNKNOWN
    count, heading, unit = 1, 0, 0
    for cue in range(cues.size + 1):
        is_cue = cue < cues.size
        while heading < headings.size and (not is_cue or headings[heading].start <= cues[cue].start):
            sections[count].start, sections[count].section = headings[heading].start, headings[heading].value
            count, heading = count + 1, heading + 1
        if not is_cue:
            continue
        while units[unit + 1] <= cues[cue].start:
            unit += 1
        is_open = sections[count - 1].section == REQUIREMENTS or sections[count - 1].section == NICE_TO_HAVE
        section = UNKNOWN if is_open else _section_after(text, cues[cue], units[unit + 1], lexicon)
        if section != UNKNOWN:
            sections[count].start, sections[count].section = cues[cue].start, section
            count += 1
    return count


@inlined
def _section_after(text, cue, line_end, lexicon):
    """The section that a line with a cue opens if it ends in a colon, or unknown."""
    effect = lexicon.cues[cue.value].effect
    if effect != REQUIRED and effect != ASKED and effect != PREFERRED:
        return UNKNOWN
    while line_end > cue.end and text.kinds[text.signs[line_end - 1]] & SPACE:
        line_end -= 1
    if line_end <= cue.end or text.signs[line_end - 1] != _COLON:
        return UNKNOWN
    return NICE_TO_HAVE if effect == PREFERRED else REQUIREMENTS


@compiled
def place(found, outline):
    """Writes to each of the phrases found in a text the number of its sentence and its section."""
    sentence, section = 0, 0
    for index in range(found.size):
        while outline.sentences[sentence + 1] <= found[index].start:
            sentence += 1
        while (
            section + 1 < outline.sections.size and outline.sections[section + 1].start <= found[index].start
        ):
            section += 1
        found[index].sentence, found[index].section = sentence, outline.sections[section].section


@compiled
def state_needs(text, found, outline, cues, lexicon):
    """Writes to each of the phrases found the need that is stated of it: the number of its name in NEED_NAMES."""
    first_cue = 0
    for index in range(found.size):
        sentence_start = outline.sentences[found[index].sentence]
        while first_cue < cues.size and cues[first_cue].start < sentence_start:
            first_cue += 1
        found[index].need = _need_of(text, found[index], outline, cues, first_cue, lexicon)


@compiled
def _need_of(text, phrase, outline, cues, first_cue, lexicon):
    """The need stated of a phrase, see `pipelines.text.sections.Outline.need`."""
    start, end = outline.sentences[phrase.sentence], outline.sentences[phrase.sentence + 1]
    unreached = text.size + LEADING_CUE_PENALTY + 1
    nearest, stated, is_asked, is_negating = unreached, -1, False, False
    for index in range(first_cue, cues.size):
        if cues[index].start >= end:
            break
        effect = lexicon.cues[cues[index].value].effect
        farthest = nearest if effect <= REQUIRED else unreached
        distance = _distance(text, phrase, cues[index], start, effect, farthest, lexicon)
        if distance < 0:
            continue
        is_asked |= effect == ASKED
        is_negating |= effect == NEGATING
        if effect <= REQUIRED and (distance < nearest or effect < stated):
            nearest, stated = distance, effect
    if stated == REQUIRED and is_negating:
        return NEGATED
    if stated >= 0:
        return stated
    if phrase.section == REQUIREMENTS:
        return REQUIRED
    if phrase.section == NICE_TO_HAVE:
        return PREFERRED
    return REQUIRED if phrase.section == UNKNOWN and is_asked else CONTEXT


@inlined
def _distance(text, phrase, cue, sentence_start, effect, farthest, lexicon):
    """How far a cue stands from a phrase that it reaches, in characters; -1 if it does not reach it or is farther
    than `farthest`."""
    reach = lexicon.cues[cue.value].reach
    if effect == NO_EFFECT:
        return -1
    if cue.start >= phrase.end and reach != AFTER:
        start, end, penalty = phrase.end, cue.start, 0
    elif cue.end <= phrase.start and reach != BEFORE:
        start, end, penalty = cue.end, phrase.start, LEADING_CUE_PENALTY if reach == BOTH else 0
        if _is_bracketed(text, cue, sentence_start):
            return -1
        if effect == NEGATING and count_tokens(text, start, end) > MAX_WORDS_NEGATED:
            return -1
    else:
        return -1
    distance = end - start + penalty
    if distance > farthest or (effect == NEGATED and _is_contrasted(text, cue)):
        return -1
    return -1 if find_sign(text, _SEMICOLON, start, end) >= 0 else distance


@inlined
def _is_bracketed(text, cue, sentence_start):
    """Whether a cue stands alone in brackets and its sentence has something before them."""
    if text.signs[cue.start - 1] != _OPENING or text.signs[cue.end] != _CLOSING:
        return False
    for at in range(sentence_start, cue.start - 1):
        if not text.kinds[text.signs[at]] & SPACE:
            return True
    return False


@compiled
def _is_contrasted(text, cue):
    """Whether a `but` follows a cue."""
    following = cue.last + 1
    if following == text.words.size or not text.words[following].kinds & CONTRASTING:
        return False
    for at in range(cue.end, text.words[following].start):
        if not (text.kinds[text.signs[at]] & SPACE or text.signs[at] in _BEFORE_BUT):
            return False
    is_whole = text.signs[text.words[following].end] != _UNDERSCORE
    return is_whole and is_written_folded(text, following)
