"""Cuts texts into words and finds phrases among them, compiled: see `pipelines.text.phrases`."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.skills.characters import BESIDE, EXPANDS, FOLDS, LETTER, SIGN_SHIFT, SPACE
from pipelines.skills.compiled import compiled, compiled_arrays, inlined
from pipelines.skills.compiled_aliases import accepts_alias
from pipelines.skills.compiled_lexicon import (
    AFTER_SIGNS,
    AFTER_SPACES,
    ALIASES,
    ALONE,
    ANY_GAP,
    DASH_GAP,
    DECOY,
    HASH_FACTOR,
    MAX_SIGNS,
    NODE_BITS,
    SPACE_GAP,
    WAY_SHIFT,
    Records,
)

_END, _BLANK, _HYPHEN = map(ord, "\0 -")
_AROUND = 3
"""How many characters beyond a text may be asked for: they are no sign."""

_FOUND_LISTS = 3
"""Of the lists of phrases, those that are found wherever they stand: aliases, headings and cues."""

TEXT_WORD = np.dtype(
    [(name, np.int32) for name in ("start", "end", "first_byte", "number")] + [("kinds", np.uint32)]
)
"""A word of a text: its characters `start` to `end`, its number in the lexicon (0 if it is not there) and kinds."""

FOUND = np.dtype(
    [
        (name, np.int32)
        for name in ("value", "start", "end", "first", "last", "sentence", "section", "need", "state")
    ]
)
"""A phrase found: its number, its characters `start` to `end`, its words `first` to `last` (the last one included);
and what the outline and the context say of it."""


class Text(NamedTuple):
    """A text: its UTF-8 bytes, the sign of each character and the kinds of each sign (see `Characters`), its words.

    Three signs beyond the last are none (0, of no kind), so that what stands beside a phrase can be asked anywhere:
    those before the first are the same, for indexes count from the end when they are negative.
    """

    utf8: NDArray[np.uint8]
    signs: NDArray[np.uint8]
    kinds: NDArray[np.uint16]
    words: Records
    size: int


class Phrases(NamedTuple):
    """The phrases of each list that a text has; how many, and up to where they reach; and where any may begin."""

    found: Records
    counts: NDArray[np.int64]
    ends: NDArray[np.int64]
    candidates: NDArray[np.int32]


class TextRoom(NamedTuple):
    """Where a text is read."""

    signs: NDArray[np.uint8]
    keys: NDArray[np.uint64]
    words: Records


def room_for(characters: int) -> TextRoom:
    """Room for any text of so many characters."""
    words = characters // 2 + 1
    return TextRoom(
        np.empty(characters + _AROUND, np.uint8), np.empty(words, np.uint64), np.empty(words, TEXT_WORD)
    )


def room_for_phrases(characters: int) -> Phrases:
    """Room for the phrases of any text of so many characters."""
    words, counts = characters // 2 + 1, np.zeros(_FOUND_LISTS, np.int64)
    return Phrases(np.empty((_FOUND_LISTS, words), FOUND), counts, counts.copy(), np.empty(words, np.int32))


@compiled_arrays
def read_text(utf8, lexicon, room):
    """Cuts a text, given as its bytes, into words, in the arrays of `room`."""
    signs, words, keys, codes = room.signs, room.words, room.keys, lexicon.codes
    length, count, start, first_byte, code, missing, key = 0, 0, 0, 0, 0, 0, np.uint64(0)
    for at in range(utf8.size):
        byte = utf8[at]
        if byte < 0x80:
            character = codes[byte]
        else:
            if byte >= 0xC0:
                missing = 1 if byte < 0xE0 else 2 if byte < 0xF0 else 3
                code = byte & 0x3F >> missing
                continue
            code, missing = code << 6 | byte & 0x3F, missing - 1
            if missing:
                continue
            character = codes[np.uint32(code)]
            if character & LETTER >= EXPANDS:
                letters = lexicon.expansions[character & LETTER - EXPANDS]
                for index in range(1, letters[0]):
                    key = (key ^ np.uint64(letters[index])) * HASH_FACTOR
                character = character & np.uint32(~LETTER & 0xFFFFFFFF) | letters[letters[0]]
        signs[length] = character >> SIGN_SHIFT
        letter = character & LETTER
        if letter:
            key = (key ^ np.uint64(letter)) * HASH_FACTOR
        else:
            if key:
                words[count].start, words[count].end, words[count].first_byte = start, length, first_byte
                keys[count] = key
                count, key = count + 1, np.uint64(0)
            start, first_byte = length + 1, at + 1
        length += 1
    if key:
        words[count].start, words[count].end, words[count].first_byte = start, length, first_byte
        keys[count] = key
        count += 1
    signs[length : length + _AROUND] = _END
    text = Text(utf8, signs[: length + _AROUND], lexicon.kinds, words[:count], length)
    _look_up(text.signs, keys, text.words, lexicon)
    return text


@compiled
def _look_up(signs, keys, words, lexicon):
    """Writes the number and kinds of each word: one after the other, so that the processor waits for many at once."""
    slots, kinds, end = lexicon.words, lexicon.kinds, 0
    for index in range(words.size):
        word, key = words[index], keys[index]
        slot = _first_slot(key, slots.size)
        while slots[slot].key != key and slots[slot].number:
            slot = slot + 1 & slots.size - 1
        after = 0
        if word.start - end != 1 or signs[end] != _BLANK:
            after, was_space = AFTER_SIGNS, False
            for at in range(end, word.start):
                is_space = kinds[signs[at]] & SPACE != 0
                if is_space and (was_space or signs[at] != _BLANK):
                    after |= AFTER_SPACES
                was_space = is_space
        word.number, word.kinds, end = slots[slot].number, slots[slot].kinds | after, word.end


@inlined
def _first_slot(key, size):
    """Where in a table of so many slots a hash is searched for first."""
    return np.int64((key >> np.uint64(32)) * np.uint64(size) >> np.uint64(32))


@compiled
def find_phrases(text, lexicon, phrases):
    """Finds the aliases, headings and cues in a text, each list in order and without overlap; see `Phrases.find`.

    At each word the longest phrase of a list wins; of aliases, the longest that the signs beside it let stand.
    Decoys win, but are left out.
    """
    words, nodes = text.words, lexicon.nodes
    phrases.counts[:], phrases.ends[:] = 0, 0
    for candidate in range(_find_candidates(words, lexicon, phrases.candidates)):
        first = phrases.candidates[candidate] >> 1
        goes_on = phrases.candidates[candidate] & 1
        wanted = (words[first].kinds >> (0 if goes_on else ALONE)) & (1 << _FOUND_LISTS) - 1
        node, last = words[first].number, first
        if goes_on:
            node, last = _walk(text, first, lexicon)
            if last == first:
                wanted &= words[first].kinds >> ALONE
        while node >= 0 and wanted:
            for index in range(nodes[node].first_ending, nodes[node + 1].first_ending):
                phrase_list = lexicon.endings[index].phrase_list
                if wanted >> phrase_list & 1 and _is_found(text, first, last, index, lexicon, phrases):
                    wanted ^= 1 << phrase_list
            node, last = nodes[node].parent, last - 1


@compiled
def _find_candidates(words, lexicon, candidates):
    """Writes which words may begin a phrase, as twice their index, and one more if the next may go on with it; returns
    how many."""
    count = 0
    for first in range(words.size):
        following = words[first + 1].number if first + 1 < words.size else 0
        goes_on = _may_go_on(words[first].number, following, lexicon)
        wanted = (words[first].kinds >> (0 if goes_on else ALONE)) & (1 << _FOUND_LISTS) - 1
        candidates[count] = first << 1 | goes_on
        count += wanted != 0
    return count


@inlined
def _may_go_on(node, word, lexicon):
    """Whether a word may lead on from a node: false only where it does not."""
    bit = np.int64(np.uint64(node * (lexicon.nodes.size - 1) + word) * HASH_FACTOR >> WAY_SHIFT)
    return lexicon.ways[bit >> 3] >> (bit & 7) & 1


@inlined
def _walk(text, first, lexicon):
    """The last node on the way of a word and those after it, and the last word."""
    words, node, last = text.words, text.words[first].number, first
    while last + 1 < words.size and _may_go_on(node, words[last + 1].number, lexicon):
        gap = _gap_before(text, last + 1, lexicon)
        child = _child_of(node, words[last + 1].number, gap, lexicon) if gap >= 0 else 0
        if not child:
            break
        node, last = child, last + 1
    return node, last


@compiled
def _is_found(text, first, last, index, lexicon, phrases):
    """Whether a phrase that ends at a node stands there with its signs, and may; if so, it is written."""
    ending, words, phrase_list = lexicon.endings[index], text.words, lexicon.endings[index].phrase_list
    start, end = words[first].start - ending.prefix, words[last].end + ending.suffix
    if start < phrases.ends[phrase_list]:
        return False
    for at in range(ending.prefix):
        if text.signs[start + at] != lexicon.spelling[ending.signs + at]:
            return False
    for at in range(ending.suffix):
        if text.signs[words[last].end + at] != lexicon.spelling[ending.signs + ending.prefix + at]:
            return False
    phrase = phrases.found[phrase_list, phrases.counts[phrase_list]]
    phrase.value, phrase.start, phrase.end, phrase.first, phrase.last = ending.value, start, end, first, last
    if phrase_list == ALIASES and not accepts_alias(text, phrase, ending.rule, lexicon):
        return False
    phrases.counts[phrase_list] += ending.rule != DECOY
    phrases.ends[phrase_list] = end
    return True


@inlined
def _gap_before(text, word, lexicon):
    """The number of the signs before a word in one spelling (see `normal_gap`), -1 if no phrase has them."""
    signs, kinds, start, end = text.signs, text.kinds, text.words[word - 1].end, text.words[word].start
    if not text.words[word].kinds & AFTER_SIGNS:
        return SPACE_GAP
    is_single = end - start == 1
    while start < end and kinds[signs[start]] & SPACE:
        start += 1
    if start == end:
        return SPACE_GAP
    while kinds[signs[end - 1]] & SPACE:
        end -= 1
    if end - start > MAX_SIGNS:
        return -1
    key = 0
    for at in range(start, end):
        key |= np.int64(lexicon.same[signs[at]]) << 8 * (at - start)
    if key == _HYPHEN:
        return SPACE_GAP if is_single else DASH_GAP
    for gap in range(lexicon.gaps.size):
        if lexicon.gaps[gap] == key:
            return gap
    return -1


@inlined
def _child_of(node, word, gap, lexicon):
    """The node that a word leads to from a node, or 0."""
    key = np.uint64((node * (lexicon.nodes.size - 1) + word) * lexicon.gaps.size + gap)
    edges, slot = lexicon.edges, _first_slot(key * HASH_FACTOR, lexicon.edges.size)
    while edges[slot]:
        if edges[slot] >> NODE_BITS == key:
            return np.int64(edges[slot] & (np.uint64(1) << NODE_BITS) - np.uint64(1))
        slot = slot + 1 & edges.size - 1
    return 0


@compiled
def begins_phrase(text, first, step, phrase_list, lexicon):
    """Whether the words from `first` on (step 1) or back (step -1) are a phrase, whatever stands between them."""
    if not text.words[first].kinds >> phrase_list & 1:
        return False
    node, at = text.words[first].number, first
    while node:
        for index in range(lexicon.nodes[node].first_ending, lexicon.nodes[node + 1].first_ending):
            if lexicon.endings[index].phrase_list == phrase_list:
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
        and text.words[first].kinds >> before & 1
        and _is_light(text, text.words[first].end, phrase.start)
        and begins_phrase(text, first, -1, before, lexicon)
    ):
        return True
    return (
        following < text.words.size
        and text.words[following].kinds >> after & 1 != 0
        and _is_light(text, phrase.end, text.words[following].start)
        and begins_phrase(text, following, 1, after, lexicon)
    )


@inlined
def _is_light(text, start, end):
    for at in range(start, end):
        if not text.kinds[text.signs[at]] & BESIDE:
            return False
    return True


@compiled
def is_written_folded(text, word):
    """Whether a word is written in the very letters that it is compared by: in lower case, as a rule."""
    for at in range(text.words[word].start, text.words[word].end):
        if text.kinds[text.signs[at]] & FOLDS:
            return False
    return True
