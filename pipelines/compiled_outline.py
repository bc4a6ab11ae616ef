"""Reads the sections, sentences and stated needs of a text, compiled: see `pipelines.sections`."""

from typing import NamedTuple

import numpy as np

from pipelines.characters import ALNUM, DECIMAL, SPACE
from pipelines.compiled import compiled, compiled_arrays, inlined
from pipelines.compiled_headings import (
    can_end_point,
    count_tokens,
    find_sign,
    find_units,
    keep_headings,
    last_at,
    write_section,
)
from pipelines.compiled_lexicon import (
    AFTER,
    ASKED,
    BEFORE,
    BOTH,
    CONTRASTING,
    HEADINGS,
    NEEDS,
    NEGATED,
    NEGATING,
    NO_EFFECT,
    OPENERS,
    PREFERRED,
    REQUIRED,
)
from pipelines.compiled_words import FOUND, begins_phrase, find_phrases, is_written_folded
from pipelines.sections import LEADING_CUE_PENALTY, MAX_WORDS_NEGATED
from schemas.skills import SECTIONS

REQUIREMENTS, NICE_TO_HAVE, UNKNOWN = map(SECTIONS.index, ("requirements", "nice_to_have", "unknown"))
NEED_NAMES = ["negated", "preferred", "required", "context"]
CONTEXT = NEED_NAMES.index("context")

_BLANK, _COLON, _SEMICOLON, _UNDERSCORE, _OPENING, _CLOSING = map(ord, " :;_()")
_BEFORE_OPENER = tuple(map(ord, ")]%+_"))
_BEFORE_BUT = tuple(map(ord, ",;(–-"))


class Outline(NamedTuple):
    """Where the sentences of a text begin (the last one is its end), its sections and its cues."""

    sentences: np.ndarray
    sections: np.ndarray
    cues: np.ndarray


class OutlineRoom(NamedTuple):
    """Where outlines are made."""

    units: np.ndarray
    headings: np.ndarray
    outline: Outline


def room_for_outline(characters: int) -> OutlineRoom:
    """Room for the outline of any text of so many characters."""
    size = characters + 3
    outline = Outline(np.empty(3 * size, np.int64), np.empty(size, FOUND), np.empty(size, FOUND))
    return OutlineRoom(np.empty(size, np.int64), np.empty(size, FOUND), outline)


@compiled_arrays
def read_outline(text, lexicon, room):
    """The outline of a text, in the arrays of `room`."""
    sentences, sections, cues = room.outline.sentences, room.outline.sections, room.outline.cues
    units = room.units[: find_units(text, room.units)]
    cues = cues[: find_phrases(text, NEEDS, lexicon, cues)]
    headings = room.headings[: find_phrases(text, HEADINGS, lexicon, room.headings)]
    headings = headings[: keep_headings(text, headings, units, lexicon)]
    sections = sections[: _join_sections(text, units, headings, cues, lexicon, sections)]
    sentences = sentences[: _find_sentences(text, units, headings, lexicon, sentences)]
    return Outline(sentences, sections, cues)


@compiled
def _find_sentences(text, units, headings, lexicon, sentences):
    """Writes where sentences begin: with a unit, at both ends of a heading, and at a word that opens a point."""
    count = units.size
    for index in range(count):
        sentences[index] = units[index]
    for index in range(headings.size):
        count = _insert(sentences, count, headings[index].start)
        count = _insert(sentences, count, headings[index].end)
    for word in range(1, text.words.size):
        if text.words[word].kinds >> OPENERS & 1 and _opens_point(text, word, lexicon):
            count = _insert(sentences, count, text.words[word].start)
    return count


@inlined
def _insert(starts, count, start):
    at = count
    while at > 0 and starts[at - 1] > start:
        starts[at] = starts[at - 1]
        at -= 1
    starts[at] = start
    return count + 1


@compiled
def _opens_point(text, word, lexicon):
    """Whether a word opens a point: with a capital in running text, after one that can end a point."""
    codes, kinds, start = text.codes, text.kinds, text.words[word].start
    code, before = codes[start], codes[start - 2]
    is_small = 97 <= code <= 122 or 0xDF <= code <= 0xFF
    is_after_text = codes[start - 1] == _BLANK and (kinds[start - 2] & ALNUM or before in _BEFORE_OPENER)
    if is_small or kinds[start] & DECIMAL or not is_after_text:
        return False
    end = start
    while kinds[end - 1] & SPACE:
        end -= 1
    return begins_phrase(text, word, 1, OPENERS, lexicon) and can_end_point(
        text, text.words[word - 1].start, end, word - 1, lexicon
    )


@inlined
def section_at(outline, offset):
    """The section that holds an offset: a number of `SECTIONS`."""
    index = outline.sections.size - 1
    while outline.sections[index].start > offset:
        index -= 1
    return outline.sections[index].value


@compiled
def sentence_at(outline, offset):
    """The sentence, line or point of a list that holds an offset: where it begins and ends."""
    index = last_at(outline.sentences, offset)
    return outline.sentences[index], outline.sentences[index + 1]


@compiled
def _join_sections(text, units, headings, cues, lexicon, sections):
    """Writes where each section starts, by headings and by lines that ask for the list after them."""
    count = write_section(sections, 0, UNKNOWN, 0, 0)
    heading, cue = 0, 0
    while heading < headings.size or cue < cues.size:
        is_heading = heading < headings.size and (
            cue == cues.size or headings[heading].start <= cues[cue].start
        )
        if is_heading:
            own = headings[heading]
            count = write_section(sections, count, own.value, own.start, own.end)
            heading += 1
            continue
        section = _section_after(text, cues[cue], units, lexicon)
        is_open = sections[count - 1].value == REQUIREMENTS or sections[count - 1].value == NICE_TO_HAVE
        if section != UNKNOWN and not is_open:
            count = write_section(sections, count, section, cues[cue].start, cues[cue].end)
        cue += 1
    return count


@compiled
def _section_after(text, cue, units, lexicon):
    """The section that a line with a cue opens if it ends in a colon, or unknown."""
    effect = lexicon.cues[cue.value].effect
    if effect != REQUIRED and effect != ASKED and effect != PREFERRED:
        return UNKNOWN
    end = units[last_at(units, cue.start) + 1]
    while end > cue.end and text.kinds[end - 1] & SPACE:
        end -= 1
    if end <= cue.end or text.codes[end - 1] != _COLON:
        return UNKNOWN
    return NICE_TO_HAVE if effect == PREFERRED else REQUIREMENTS


@compiled
def need_at(text, outline, phrase, lexicon):
    """The need stated of a phrase: required, preferred, negated or context; see `pipelines.sections.Outline.need`."""
    sentence_start, sentence_end = sentence_at(outline, phrase.start)
    nearest, stated = text.codes.size + LEADING_CUE_PENALTY, -1
    is_asked, is_negating = False, False
    for index in range(_first_cue(outline.cues, sentence_start), outline.cues.size):
        cue = outline.cues[index]
        if cue.start >= sentence_end:
            break
        effect = lexicon.cues[cue.value].effect
        farthest = nearest if effect <= REQUIRED else text.codes.size + LEADING_CUE_PENALTY
        distance = _distance(text, phrase, cue, sentence_start, effect, farthest, lexicon)
        if distance < 0:
            continue
        is_asked |= effect == ASKED
        is_negating |= effect == NEGATING
        if effect <= REQUIRED and (distance < nearest or (distance == nearest and effect < stated)):
            nearest, stated = distance, effect
    if stated == REQUIRED and is_negating:
        return NEGATED
    if stated >= 0:
        return stated
    section = section_at(outline, phrase.start)
    if section == REQUIREMENTS:
        return REQUIRED
    if section == NICE_TO_HAVE:
        return PREFERRED
    return REQUIRED if section == UNKNOWN and is_asked else CONTEXT


@inlined
def _first_cue(cues, offset):
    low, high = 0, cues.size
    while low < high:
        middle = (low + high) // 2
        if cues[middle].start < offset:
            low = middle + 1
        else:
            high = middle
    return low


@inlined
def _distance(text, phrase, cue, sentence_start, effect, farthest, lexicon):
    """How far a cue stands from a phrase that it reaches, in characters; -1 if it does not reach it or is farther
    than `farthest`."""
    reach = lexicon.cues[cue.value].reach
    if effect == NO_EFFECT or (effect == NEGATED and _is_contrasted(text, cue, lexicon)):
        return -1
    if cue.start >= phrase.end and reach != AFTER:
        start, end, penalty = phrase.end, cue.start, 0
    elif cue.end <= phrase.start and reach != BEFORE:
        if _is_bracketed(text, cue, sentence_start):
            return -1
        start, end, penalty = cue.end, phrase.start, LEADING_CUE_PENALTY if reach == BOTH else 0
        if effect == NEGATING and count_tokens(text, start, end) > MAX_WORDS_NEGATED:
            return -1
    else:
        return -1
    distance = end - start + penalty
    return -1 if distance > farthest or find_sign(text, _SEMICOLON, start, end) >= 0 else distance


@inlined
def _is_bracketed(text, cue, sentence_start):
    """Whether a cue stands alone in brackets and its sentence has something before them."""
    codes = text.codes
    if cue.start == 0 or cue.end == codes.size:
        return False
    if codes[cue.start - 1] != _OPENING or codes[cue.end] != _CLOSING:
        return False
    for at in range(sentence_start, cue.start - 1):
        if not text.kinds[at] & SPACE:
            return True
    return False


@inlined
def _is_contrasted(text, cue, lexicon):
    """Whether a `but` follows a cue."""
    following = cue.last + 1
    if following == text.words.size or not text.words[following].kinds & CONTRASTING:
        return False
    for at in range(cue.end, text.words[following].start):
        if not (text.kinds[at] & SPACE or text.codes[at] in _BEFORE_BUT):
            return False
    end = text.words[following].end
    is_whole = end == text.codes.size or text.codes[end] != _UNDERSCORE
    return is_whole and is_written_folded(text, following, lexicon)
