"""Finds the mentions of skills in many texts at once, compiled; gives what `pipelines.mentions` gives for each."""

from typing import NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from pipelines.characters import SPACE
from pipelines.compiled import by_reference, call, compiled, entry, inlined
from pipelines.compiled_context import SURE, confirm, leave_out_employers
from pipelines.compiled_lexicon import ALIASES, DECOY, NEGATED, CompiledMatcher
from pipelines.compiled_outline import (
    NEED_NAMES,
    OutlineRoom,
    need_at,
    read_outline,
    room_for_outline,
    section_at,
)
from pipelines.compiled_words import FOUND, Text, find_phrases, read_text, room_for
from pipelines.mentions import MAX_SNIPPET
from schemas.skills import SECTIONS

_BLANK = ord(" ")
_SECTIONS, _NEEDS = pl.Series(SECTIONS), pl.Series(NEED_NAMES)
_MAX_SNIPPET_BYTES = 4 * MAX_SNIPPET

MENTIONS_AT_ONCE = 1 << 16
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

    utf8: np.ndarray
    offsets: np.ndarray


class Room(NamedTuple):
    """Where one text after the other is read, and which text last named each skill."""

    text: Text
    company: Text
    outline: OutlineRoom
    found: np.ndarray
    states: np.ndarray
    needs: np.ndarray
    last_text: np.ndarray


class Mentions(NamedTuple):
    """The mentions found, and the aliases and snippets they end in: their UTF-8 bytes one after the other."""

    rows: np.ndarray
    aliases: np.ndarray
    snippets: np.ndarray


def find_mentions(texts: pl.Series, companies: pl.Series, matcher: CompiledMatcher) -> pl.DataFrame:
    """The mentions of skills in each text, in the order of the texts and within them.

    Texts and companies (the employer of each text, or null) are strings of equal number. Returns text (row number),
    skill_id, start and end (characters), alias (as written), section, need, is_first (of the skill in the text), and
    the snippet of those first mentions (of others it is empty).
    """
    longest = max(texts.str.len_bytes().max() or 0, companies.str.len_bytes().max() or 0)
    room = Room(
        room_for(longest),
        room_for(longest),
        room_for_outline(longest),
        np.empty(longest, FOUND),
        np.empty(longest, np.uint8),
        np.empty(longest, np.int64),
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
    longest = texts.str.len_bytes().max() or 0
    return call(_count_words, _texts(texts), matcher.lexicon, room_for(longest))


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
    lexicon = by_reference(lexicon_arrays)
    rows, aliases, snippets = mentions.rows, mentions.aliases, mentions.snippets
    count, alias_end, snippet_end = 0, 0, 0
    for number in range(done, texts.offsets.size - 1):
        first, last = texts.offsets[number], texts.offsets[number + 1]
        if count + last - first > rows.size or alias_end + last - first > aliases.size:
            return number, count
        text = by_reference(read_text(texts.utf8, first, last, lexicon, room.text))
        found = room.found[: _find_aliases(text, lexicon, room.found)]
        if found.size == 0:
            continue
        outline = by_reference(read_outline(text, lexicon, room.outline))
        first, last = companies.offsets[number], companies.offsets[number + 1]
        company = by_reference(read_text(companies.utf8, first, last, lexicon, room.company))
        found = found[: leave_out_employers(text, found, outline, company, room.states, lexicon)]
        for index in range(found.size):
            room.needs[index] = need_at(text, outline, found[index], lexicon)
        confirm(text, found, outline, room.needs, room.states, lexicon)
        for index in range(found.size):
            if room.states[index] != SURE or room.needs[index] == NEGATED:
                continue
            phrase, mention = found[index], rows[count]
            skill = lexicon.aliases[phrase.value].skill
            mention.text, mention.skill = number, skill
            mention.start, mention.end = phrase.start, phrase.end
            mention.section, mention.need = section_at(outline, phrase.start), room.needs[index]
            mention.is_first = room.last_text[skill] != number
            alias_end = _write_text(text.codes, phrase.start, phrase.end, aliases, alias_end)
            if mention.is_first:
                room.last_text[skill] = number
                snippet_end = _write_snippet(text, phrase.start, phrase.end, snippets, snippet_end)
            mention.alias_end, mention.snippet_end = alias_end, snippet_end
            count += 1
    return texts.offsets.size - 1, count


@entry
def _count_words(texts, lexicon_arrays, room):
    lexicon, words = by_reference(lexicon_arrays), 0
    for number in range(texts.offsets.size - 1):
        first, last = texts.offsets[number], texts.offsets[number + 1]
        words += read_text(texts.utf8, first, last, lexicon, room).words.size
    return words


@compiled
def _find_aliases(text, lexicon, found):
    """The aliases in a text, before any rule of context, decoys left out; returns how many."""
    count = 0
    for index in range(find_phrases(text, ALIASES, lexicon, found)):
        if lexicon.aliases[found[index].value].rule != DECOY:
            found[count] = found[index]
            count += 1
    return count


@compiled
def _write_text(codes, start, end, utf8, at):
    """Writes characters as UTF-8 from byte `at` on; returns the byte after them."""
    for index in range(start, end):
        at = _write_code(codes[index], utf8, at)
    return at


@compiled
def _write_snippet(text, start, end, utf8, at):
    """Writes the snippet around the characters `start` to `end` as UTF-8 from byte `at` on; returns where it ends."""
    codes, kinds, size = text.codes, text.kinds, text.codes.size
    room = max(0, MAX_SNIPPET - (end - start)) // 2
    first, last = max(0, start - room), min(size, end + room)
    if first > 0 and not kinds[first - 1] & SPACE:
        while first < start and not kinds[first] & SPACE:
            first += 1
    if last < size and not kinds[last] & SPACE:
        while last > end and not kinds[last - 1] & SPACE:
            last -= 1
    written, is_apart = 0, False
    for index in range(first, last):
        if kinds[index] & SPACE:
            is_apart = written > 0
            continue
        if is_apart and written < MAX_SNIPPET:
            at = _write_code(_BLANK, utf8, at)
            written += 1
        if written == MAX_SNIPPET:
            break
        at = _write_code(codes[index], utf8, at)
        written, is_apart = written + 1, False
    return at


@inlined
def _write_code(code, utf8, at):
    if code < 0x80:
        utf8[at] = code
        return at + 1
    if code < 0x800:
        utf8[at] = 0xC0 | code >> 6
        utf8[at + 1] = 0x80 | code & 0x3F
        return at + 2
    if code < 0x10000:
        utf8[at] = 0xE0 | code >> 12
        utf8[at + 1] = 0x80 | code >> 6 & 0x3F
        utf8[at + 2] = 0x80 | code & 0x3F
        return at + 3
    utf8[at] = 0xF0 | code >> 18
    utf8[at + 1] = 0x80 | code >> 12 & 0x3F
    utf8[at + 2] = 0x80 | code >> 6 & 0x3F
    utf8[at + 3] = 0x80 | code & 0x3F
    return at + 4
