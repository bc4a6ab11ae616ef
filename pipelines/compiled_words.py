"""Cuts texts into words and finds phrases among them, compiled: see `pipelines.phrases`."""

from typing import NamedTuple

import numpy as np

from pipelines.characters import ALNUM, BESIDE, EXPANDS, FOLD, FOLD_BITS, SPACE
from pipelines.compiled import compiled, compiled_arrays, inlined
from pipelines.compiled_aliases import accepts_alias
from pipelines.compiled_lexicon import (
    ALIASES,
    ALONE,
    ANY_GAP,
    DASH_GAP,
    HASH_FACTOR,
    HASHED,
    PACKED,
    PAIR_SHIFT,
    SPACE_GAP,
)

_BLANK, _HYPHEN = map(ord, " -")
_MAX_SIGNS = 63 // FOLD_BITS

TEXT_WORD = np.dtype([(name, np.int64) for name in ("start", "end", "number", "kinds")])
"""A word of a text: its characters `start` to `end`, its number in the lexicon (0 if it is not there) and kinds."""

FOUND = np.dtype([(name, np.int64) for name in ("value", "start", "end", "first", "last")])
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
        np.empty(characters, np.uint32),
        np.empty(characters // 2 + 1, TEXT_WORD),
    )


@compiled_arrays
def read_text(utf8, first, last, lexicon, room):
    """Cuts the text of the bytes `first` to `last` into words, in the arrays of `room`."""
    characters, codes, kinds, words = lexicon.characters, room.codes, room.kinds, room.words
    length, count, start, key, at = np.int64(0), np.int64(0), np.int64(0), np.uint64(0), first
    while at < last:
        code = np.int64(utf8[at])
        at += 1
        if code >= 0x80:
            following = 1 if code < 0xE0 else 2 if code < 0xF0 else 3
            code &= 0x3F >> following
            for _ in range(following):
                code = code << 6 | utf8[at] & 0x3F
                at += 1
        character = characters[code]
        kind = character >> FOLD_BITS
        codes[length], kinds[length] = code, kind
        if kind & ALNUM:
            if key == 0:
                start = length
            if kind & EXPANDS:
                row = character & FOLD
                for index in range(1, 1 + lexicon.expansions[row, 0]):
                    key = _add_letter(key, lexicon.expansions[row, index])
            else:
                key = _add_letter(key, character & FOLD)
        elif key:
            _look_up(codes, start, length, key, words[count], lexicon)
            count, key = count + 1, np.uint64(0)
        length += 1
    if key:
        _look_up(codes, start, length, key, words[count], lexicon)
        count += 1
    return Text(codes[:length], kinds[:length], words[:count])


@inlined
def _add_letter(key, letter):
    if key < PACKED and letter < 0x80:
        return key << np.uint64(8) | np.uint64(letter)
    return (key ^ np.uint64(letter)) * HASH_FACTOR | HASHED


@inlined
def _look_up(codes, start, end, key, word, lexicon):
    word.start, word.end, word.number, word.kinds = start, end, 0, 0
    slots = lexicon.word_slots
    at = _slot(key, slots.size)
    while slots[at].number:
        if slots[at].key == key and (
            key < HASHED or _is_word(codes, start, end, lexicon.words[slots[at].number], lexicon)
        ):
            word.number, word.kinds = slots[at].number, slots[at].kinds
            break
        at = (at + 1) & (slots.size - 1)


@inlined
def _slot(key, slots):
    return np.int64((key * HASH_FACTOR >> np.uint64(32)) * np.uint64(slots) >> np.uint64(32))


@inlined
def _is_word(codes, start, end, word, lexicon):
    """Whether characters fold to a word of the lexicon, letter by letter."""
    at, stop, letters = word.first, word.stop, lexicon.letters
    for index in range(start, end):
        character = lexicon.characters[codes[index]]
        size, row = 1, character & FOLD
        if character >> FOLD_BITS & EXPANDS:
            size = np.int64(lexicon.expansions[row, 0])
        for column in range(size):
            code = lexicon.expansions[row, 1 + column] if character >> FOLD_BITS & EXPANDS else row
            if at == stop or letters[at] != code:
                return False
            at += 1
    return at == stop


@compiled
def find_phrases(text, phrase_list, lexicon, found):
    """Finds all phrases of a list, in order and without overlap, and returns how many; see `Phrases.find`.

    At each word the longest phrase wins; of aliases, the longest that the signs beside it let stand.
    """
    count, free = np.int64(0), np.int64(0)
    for first in range(text.words.size):
        word = text.words[first]
        if (
            word.kinds >> phrase_list & 1
            and word.start >= free
            and (word.kinds >> phrase_list + ALONE & 1 or _may_go_on(text.words, first, lexicon))
            and _find_longest(text, first, free, phrase_list, lexicon, found[count])
        ):
            free = found[count].end
            count += 1
    return count


@inlined
def _may_go_on(words, first, lexicon):
    """Whether a phrase may begin with a word and the next one: false only where none does."""
    if first + 1 == words.size or not words[first + 1].number:
        return False
    key = np.uint64(words[first].number * lexicon.words.size + words[first + 1].number)
    bit = np.int64(key * HASH_FACTOR >> PAIR_SHIFT)
    return lexicon.pairs[bit >> 3] >> (bit & 7) & 1 != 0


@inlined
def _find_longest(text, first, free, phrase_list, lexicon, phrase):
    words, node, last = text.words, lexicon.roots[text.words[first].number, phrase_list], first
    while last + 1 < words.size and words[last + 1].number and lexicon.nodes[node].has_edges:
        gap = _gap_between(text, words[last].end, words[last + 1].start, lexicon)
        child = _child_of(node, words[last + 1].number, gap, lexicon) if gap >= 0 else -1
        if child < 0:
            break
        node, last = child, last + 1
    while node >= 0:
        for index in range(lexicon.nodes[node].first_ending, lexicon.nodes[node].stop_ending):
            ending = lexicon.endings[index]
            start = words[first].start - (ending.prefix_stop - ending.prefix)
            end = words[last].end + (ending.suffix_stop - ending.suffix)
            phrase.value, phrase.start, phrase.end = ending.value, start, end
            phrase.first, phrase.last = first, last
            if (
                start >= free
                and end <= text.codes.size
                and _stands_at(text.codes, start, lexicon.letters, ending.prefix, ending.prefix_stop)
                and _stands_at(
                    text.codes, words[last].end, lexicon.letters, ending.suffix, ending.suffix_stop
                )
                and (phrase_list != ALIASES or accepts_alias(text, phrase, lexicon))
            ):
                return True
        node, last = lexicon.nodes[node].parent, last - 1
    return False


@inlined
def _stands_at(codes, start, letters, first, stop):
    for index in range(stop - first):
        if codes[start + index] != letters[first + index]:
            return False
    return True


@inlined
def _gap_between(text, start, end, lexicon):
    """The number of the signs from `start` to `end` in one spelling (see `normal_gap`), -1 if no phrase has them."""
    codes, kinds = text.codes, text.kinds
    is_single = end - start == 1
    if is_single and codes[start] == _BLANK:
        return SPACE_GAP
    while start < end and kinds[start] & SPACE:
        start += 1
    if start == end:
        return SPACE_GAP
    while kinds[end - 1] & SPACE:
        end -= 1
    if end - start > _MAX_SIGNS:
        return -1
    key = np.int64(0)
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
def _child_of(node, word, gap, lexicon):
    """The node that a word leads to from a node, or -1."""
    key = np.uint64((node * lexicon.words.size + word) * lexicon.gaps.size + gap)
    slot = _slot(key, lexicon.edges.size)
    while lexicon.edges[slot].number:
        if lexicon.edges[slot].key == key:
            return np.int64(lexicon.edges[slot].number)
        slot = (slot + 1) & (lexicon.edges.size - 1)
    return -1


@compiled
def begins_phrase(text, first, step, phrase_list, lexicon):
    """Whether the words from `first` on (step 1) or back (step -1) are a phrase, whatever stands between them."""
    if not text.words[first].kinds >> phrase_list & 1:
        return False
    node, at = np.int64(lexicon.roots[text.words[first].number, phrase_list]), first
    while node >= 0:
        if lexicon.nodes[node].first_ending < lexicon.nodes[node].stop_ending:
            return True
        at += step
        if not 0 <= at < text.words.size:
            return False
        node = _child_of(node, text.words[at].number, ANY_GAP, lexicon)
    return False


@compiled
def is_touched(text, phrase, before, after, lexicon):
    """Whether a cue of the lists `before` or `after` stands beside a phrase, with only light signs between them."""
    first, following = phrase.first - 1, phrase.last + 1
    if (
        first >= 0
        and _is_light(text.kinds, text.words[first].end, phrase.start)
        and begins_phrase(text, first, -1, before, lexicon)
    ):
        return True
    return (
        following < text.words.size
        and _is_light(text.kinds, phrase.end, text.words[following].start)
        and begins_phrase(text, following, 1, after, lexicon)
    )


@inlined
def _is_light(kinds, start, end):
    for index in range(start, end):
        if not kinds[index] & BESIDE:
            return False
    return True


@compiled
def is_written_folded(text, word, lexicon):
    """Whether a word is written in the very letters that it is compared by: in lower case, as a rule."""
    for index in range(text.words[word].start, text.words[word].end):
        character = lexicon.characters[text.codes[index]]
        if character >> FOLD_BITS & EXPANDS or character & FOLD != text.codes[index]:
            return False
    return True
