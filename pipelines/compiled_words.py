"""Cuts texts into numbered words and finds phrases among them, compiled: see `pipelines.phrases`."""

from typing import NamedTuple

import numpy as np

from pipelines.characters import ALNUM, EXPANDS, FOLD, FOLD_BITS, SPACE
from pipelines.compiled import compiled_arrays, inlined
from pipelines.compiled_lexicon import (
    DASH_GAP,
    HASH_FACTOR,
    HASH_SEED,
    SPACE_GAP,
)

_HYPHEN = ord("-")
_MAX_SIGNS = 63 // FOLD_BITS

TEXT_WORD = np.dtype([(name, np.int32) for name in ("start", "end", "number")])
"""A word of a text: its characters `start` to `end`, and its number in the lexicon, 0 if it is not there."""

FOUND = np.dtype([(name, np.int32) for name in ("value", "start", "end", "first", "last")])
"""A phrase found: its number, its characters `start` to `end`, its words `first` to `last` (the last one included)."""


class Text(NamedTuple):
    """A text as numbers: the code point and kinds of each character, and its words."""

    codes: np.ndarray
    kinds: np.ndarray
    words: np.ndarray


def room_for(characters: int) -> Text:
    """A text in which any text of so many characters can be read."""
    return Text(
        np.empty(characters, np.uint32),
        np.empty(characters, np.uint16),
        np.empty(characters // 2 + 1, TEXT_WORD),
    )


@compiled_arrays
def read_text(utf8, first, last, lexicon, room):
    """Cuts the text of the bytes `first` to `last` into words, in the arrays of `room`."""
    characters = lexicon.characters
    codes, kinds, words = room.codes, room.kinds, room.words
    length, count, start, hashed = 0, 0, -1, HASH_SEED
    at = first
    while at < last:
        code = np.uint32(utf8[at])
        if code < 0x80:
            at += 1
        elif code < 0xE0:
            code = (code & 0x1F) << 6 | utf8[at + 1] & 0x3F
            at += 2
        elif code < 0xF0:
            code = (code & 0x0F) << 12 | (utf8[at + 1] & 0x3F) << 6 | utf8[at + 2] & 0x3F
            at += 3
        else:
            code = (code & 0x07) << 18 | (utf8[at + 1] & 0x3F) << 12 | (utf8[at + 2] & 0x3F) << 6
            code |= utf8[at + 3] & 0x3F
            at += 4
        character = characters[code]
        kind = character >> FOLD_BITS
        codes[length], kinds[length] = code, kind
        if kind & ALNUM:
            if start < 0:
                start, hashed = length, HASH_SEED
            if kind & EXPANDS:
                row = character & FOLD
                for index in range(1, 1 + lexicon.expansions[row, 0]):
                    hashed = (hashed ^ np.uint64(lexicon.expansions[row, index])) * HASH_FACTOR
            else:
                hashed = (hashed ^ np.uint64(character & FOLD)) * HASH_FACTOR
        elif start >= 0:
            words[count].start, words[count].end = start, length
            words[count].number = _number_of_word(codes, start, length, hashed, lexicon)
            count, start = count + 1, -1
        length += 1
    if start >= 0:
        words[count].start, words[count].end = start, length
        words[count].number = _number_of_word(codes, start, length, hashed, lexicon)
        count += 1
    return Text(codes[:length], kinds[:length], words[:count])


@inlined
def _number_of_word(codes, start, end, hashed, lexicon):
    slots = lexicon.word_slots.size
    slot = _slot(hashed, slots)
    while lexicon.word_slots[slot].number:
        number = lexicon.word_slots[slot].number
        if lexicon.word_slots[slot].key == hashed and _is_word(codes, start, end, number, lexicon):
            return number
        slot = (slot + 1) & (slots - 1)
    return 0


@inlined
def _slot(hashed, slots):
    return np.int64((hashed >> np.uint64(32)) * np.uint64(slots) >> np.uint64(32))


@inlined
def _is_word(codes, start, end, number, lexicon):
    """Whether characters fold to a word of the lexicon, letter by letter."""
    at, stop, letters = lexicon.words[number].first, lexicon.words[number].stop, lexicon.letters
    for index in range(start, end):
        character = lexicon.characters[codes[index]]
        if character >> FOLD_BITS & EXPANDS:
            row = character & FOLD
            for column in range(1, 1 + lexicon.expansions[row, 0]):
                if at == stop or letters[at] != lexicon.expansions[row, column]:
                    return False
                at += 1
        else:
            if at == stop or letters[at] != character & FOLD:
                return False
            at += 1
    return at == stop


@inlined
def gap_between(text, start, end, lexicon):
    """The number of the signs from `start` to `end` in one spelling (see `normal_gap`), -1 if no phrase has them."""
    codes, kinds = text.codes, text.kinds
    is_single = end - start == 1
    if is_single and kinds[start] & SPACE:
        return SPACE_GAP
    while start < end and kinds[start] & SPACE:
        start += 1
    if start == end:
        return SPACE_GAP
    while kinds[end - 1] & SPACE:
        end -= 1
    key = np.int64(0)
    if end - start > _MAX_SIGNS:
        return -1
    for index in range(start, end):
        sign = np.int64(lexicon.characters[codes[index]] & FOLD)
        key |= sign << FOLD_BITS * (index - start)
    if key == _HYPHEN:
        return SPACE_GAP if is_single else DASH_GAP
    for gap in range(lexicon.gaps.size):
        if lexicon.gaps[gap] == key:
            return gap
    return -1


@inlined
def child_of(node, word, gap, lexicon):
    """The node that a word leads to from a node, or -1."""
    key = np.uint64((np.int64(node) * lexicon.words.size + word) * lexicon.gaps.size + gap)
    slots = lexicon.edges.size
    slot = _slot(key * HASH_FACTOR, slots)
    while lexicon.edges[slot].number:
        if lexicon.edges[slot].key == key:
            return lexicon.edges[slot].number
        slot = (slot + 1) & (slots - 1)
    return -1


@inlined
def is_written_folded(text, word, lexicon):
    """Whether a word is written in the very letters that it is compared by: in lower case, as a rule."""
    for index in range(text.words[word].start, text.words[word].end):
        character = lexicon.characters[text.codes[index]]
        if character >> FOLD_BITS & EXPANDS or character & FOLD != text.codes[index]:
            return False
    return True
