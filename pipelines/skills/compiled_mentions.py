"""Finds the mentions of skills in many texts at once, compiled: see `pipelines.skills.mentions`."""

from typing import NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.skills.characters import SPACE
from pipelines.skills.compiled import by_reference, call, compiled, compiled_arrays, entry, inlined
from pipelines.skills.compiled_aliases import next_character
from pipelines.skills.compiled_context import SURE, confirm, leave_out_employers
from pipelines.skills.compiled_lexicon import (
    AFTER_SPACES,
    ALIASES,
    CUES,
    HEADINGS,
    NEGATED,
    CompiledMatcher,
    Records,
)
from pipelines.skills.compiled_outline import (
    NEED_NAMES,
    OutlineRoom,
    place,
    read_outline,
    room_for_outline,
    state_needs,
)
from pipelines.skills.compiled_words import (
    Phrases,
    TextRoom,
    find_phrases,
    read_text,
    room_for,
    room_for_phrases,
)
from pipelines.skills.mentions import MAX_SNIPPET
from schemas.skills import SECTIONS

_BLANK = ord(" ")
_SECTIONS, _NEEDS = pl.Series(SECTIONS), pl.Series(NEED_NAMES)
_MAX_SNIPPET_BYTES = 4 * MAX_SNIPPET

MENTIONS_AT_ONCE = 1 << 14
MENTION = np.dtype(
    [
        ("text", np.int32),
        ("skill", np.int32),
        ("start", np.int64),
        ("end", np.int64),
        ("section", np.uint8),
        ("need", np.uint8),
        ("is_first", np.bool_),
        ("alias_end", np.int64),
        ("snippet_end", np.int64),
    ],
    align=True,
)


class Texts(NamedTuple):
    """Many texts: their UTF-8 bytes, and where each begins; the last number is where the last one ends."""

    utf8: NDArray[np.uint8]
    offsets: NDArray[np.int64]


class Room(NamedTuple):
    """Where one text after the other is read, and which text last named each skill."""

    text: TextRoom
    company: TextRoom
    phrases: Phrases
    outline: OutlineRoom
    last_text: NDArray[np.int64]


class Mentions(NamedTuple):
    """The mentions found, and the aliases and snippets they end in: their UTF-8 bytes one after the other."""

    rows: Records
    aliases: NDArray[np.uint8]
    snippets: NDArray[np.uint8]


def find_mentions(texts: pl.Series, companies: pl.Series, matcher: CompiledMatcher) -> pl.DataFrame:
    """The mentions of skills in each text, in the order of the texts and within them.

    Texts and companies (the employer of each text, or null) are strings of equal number. Returns text (row number),
    skill_id, start and end (characters), alias (as written), section, need, is_first (of the skill in the text), and
    the snippet of those first mentions (of others it is empty).
    """
    longest = max(_longest(texts), _longest(companies))
    room = Room(
        room_for(longest),
        room_for(longest),
        room_for_phrases(longest),
        room_for_outline(longest),
        np.full(len(matcher.skill_ids), -1),
    )
    rows = max(MENTIONS_AT_ONCE, longest)
    mentions = Mentions(
        np.empty(rows, MENTION), np.empty(16 * rows, np.uint8), np.empty(_MAX_SNIPPET_BYTES * rows, np.uint8)
    )
    packed_texts, packed_companies = _texts(texts), _texts(companies)
    frames, done = [_frame(mentions, 0, matcher)], 0
    while done < len(texts):
        done, count = call(
            _find_in_next, packed_texts, packed_companies, done, matcher.lexicon, room, mentions
        )
        frames.append(_frame(mentions, count, matcher))
    return pl.concat(frames)


def count_words(texts: pl.Series, matcher: CompiledMatcher) -> int:
    """How many words the texts have: the least that any matcher of words must do, to measure others by."""
    words: int = call(_count_words, _texts(texts), matcher.lexicon, room_for(_longest(texts)))
    return words


def _longest(strings: pl.Series) -> int:
    """Bytes of the longest of many strings; 0 where there is none."""
    return int(strings.str.len_bytes().fill_null(0).to_numpy().max(initial=0))


def _texts(strings: pl.Series) -> Texts:
    array = strings.fill_null("").to_arrow(compat_level=pl.CompatLevel.oldest())
    _, offsets, utf8 = array.buffers()
    offsets = np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1]
    return Texts(np.frombuffer(utf8 or b"", np.uint8), offsets)


def _frame(mentions: Mentions, count: int, matcher: CompiledMatcher) -> pl.DataFrame:
    rows = mentions.rows[:count]
    return pl.DataFrame(
        {
            "text": rows["text"].copy(),
            "skill_id": matcher.skill_ids.gather(rows["skill"].copy()),
            "start": rows["start"].copy(),
            "end": rows["end"].copy(),
            "alias": _strings(mentions.aliases, rows["alias_end"]),
            "section": _SECTIONS.gather(rows["section"].copy()),
            "need": _NEEDS.gather(rows["need"].copy()),
            "is_first": rows["is_first"].copy(),
            "snippet": _strings(mentions.snippets, rows["snippet_end"]),
        }
    )


def _strings(utf8: np.ndarray, ends: np.ndarray) -> pl.Series:
    offsets = np.concatenate([np.zeros(1, np.int64), ends])
    buffers = pa.py_buffer(offsets), pa.py_buffer(utf8[: offsets[-1]].copy())
    return pl.Series(pa.LargeStringArray.from_buffers(len(ends), *buffers))


@entry
def _find_in_next(texts, companies, done, lexicon_arrays, room, mentions):
    """Finds the mentions in the texts from `done` on, while there is room; returns the next text and how many."""
    lexicon, phrases = by_reference(lexicon_arrays), by_reference(room.phrases)
    count, alias_end, snippet_end = 0, 0, 0
    for number in range(done, texts.offsets.size - 1):
        utf8 = texts.utf8[texts.offsets[number] : texts.offsets[number + 1]]
        text = by_reference(read_text(utf8, lexicon, room.text))
        find_phrases(text, lexicon, phrases)
        if (
            count + phrases.counts[ALIASES] > mentions.rows.size
            or alias_end + utf8.size > mentions.aliases.size
        ):
            return number, count
        if phrases.counts[ALIASES] == 0:
            continue
        found = phrases.found[ALIASES, : phrases.counts[ALIASES]]
        cues = phrases.found[CUES, : phrases.counts[CUES]]
        headings = phrases.found[HEADINGS, : phrases.counts[HEADINGS]]
        outline = by_reference(read_outline(text, headings, cues, lexicon, room.outline))
        place(found, outline)
        utf8 = companies.utf8[companies.offsets[number] : companies.offsets[number + 1]]
        company = by_reference(read_text(utf8, lexicon, room.company))
        found = found[: leave_out_employers(text, found, company, lexicon)]
        state_needs(text, found, outline, cues, lexicon)
        confirm(text, found, outline, lexicon)
        for index in range(found.size):
            phrase, mention = found[index], mentions.rows[count]
            if phrase.state != SURE or phrase.need == NEGATED:
                continue
            skill = lexicon.aliases[phrase.value].skill
            mention.text, mention.skill = number, skill
            mention.start, mention.end = phrase.start, phrase.end
            mention.section, mention.need = phrase.section, phrase.need
            mention.is_first = room.last_text[skill] != number
            alias_end = _write_alias(text, phrase, mentions.aliases, alias_end)
            if mention.is_first:
                room.last_text[skill] = number
                snippet_end = _write_snippet(text, phrase, mentions.snippets, snippet_end)
            mention.alias_end, mention.snippet_end = alias_end, snippet_end
            count += 1
    return texts.offsets.size - 1, count


@entry
def _count_words(texts, lexicon_arrays, room):
    lexicon, words = by_reference(lexicon_arrays), 0
    for number in range(texts.offsets.size - 1):
        utf8 = texts.utf8[texts.offsets[number] : texts.offsets[number + 1]]
        words += read_text(utf8, lexicon, room).words.size
    return words


@inlined
def _byte_at(text, word, offset):
    """Where the character at an offset begins, counted from a word near it."""
    if text.utf8.size == text.size:
        return offset
    byte = text.words[word].first_byte
    for _ in range(text.words[word].start, offset):
        byte = next_character(text.utf8, byte)
    for _ in range(offset, text.words[word].start):
        byte -= 1
        while text.utf8[byte] & 0xC0 == 0x80:
            byte -= 1
    return byte


@inlined
def _copy(source, first, last, utf8, end):
    """Writes the bytes `first` to `last` after `end` others; returns where they end."""
    copied, target = source[first:last], utf8[end : end + last - first]
    for index in range(target.size):
        target[index] = copied[index]
    return end + last - first


@compiled_arrays
def _write_alias(text, phrase, utf8, end):
    """Writes a phrase as it stands in the text after `end` other bytes; returns where it ends."""
    first, last = _byte_at(text, phrase.first, phrase.start), _byte_at(text, phrase.last, phrase.end)
    return _copy(text.utf8, first, last, utf8, end)


@compiled_arrays
def _write_snippet(text, phrase, utf8, end):
    """Writes the snippet around a phrase after `end` other bytes, see `cut_snippet`; returns where it ends."""
    signs, kinds, words = text.signs, text.kinds, text.words
    room = max(0, MAX_SNIPPET - (phrase.end - phrase.start)) // 2
    first, last = max(0, phrase.start - room), min(text.size, phrase.end + room)
    if first > 0 and not kinds[signs[first - 1]] & SPACE:
        while first < phrase.start and not kinds[signs[first]] & SPACE:
            first += 1
    if last < text.size and not kinds[signs[last]] & SPACE:
        while last > phrase.end and not kinds[signs[last - 1]] & SPACE:
            last -= 1
    while first < phrase.start and kinds[signs[first]] & SPACE:
        first += 1
    while last > phrase.end and kinds[signs[last - 1]] & SPACE:
        last -= 1
    copied, word = _byte_at(text, phrase.first, first), phrase.first
    while word > 0 and words[word].start > first:
        word -= 1
    for following in range(word, words.size + 1):
        near = min(following, words.size - 1)
        start = max(first, words[following - 1].end if following else 0)
        stop = min(last, words[near].start if near == following else last)
        if start >= last:
            break
        if start < stop and (near < following or words[near].kinds & AFTER_SPACES):
            byte = _byte_at(text, near, start)
            end = _copy(text.utf8, copied, byte, utf8, end)
            end = _write_collapsed(text, byte, start, stop, utf8, end)
            copied = _byte_at(text, near, stop)
    return _copy(text.utf8, copied, _byte_at(text, phrase.last, last), utf8, end)


@compiled
def _write_collapsed(text, byte, start, stop, utf8, end):
    """Writes the characters `start` to `stop`, of which the first is at a byte, with single blanks for white space."""
    was_space = False
    for at in range(start, stop):
        is_space = text.kinds[text.signs[at]] & SPACE != 0
        following = next_character(text.utf8, byte)
        if is_space and not was_space:
            utf8[end] = _BLANK
            end += 1
        while byte < following:
            if not is_space:
                utf8[end] = text.utf8[byte]
                end += 1
            byte += 1
        was_space = is_space
    return end
