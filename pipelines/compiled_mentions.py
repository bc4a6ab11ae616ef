"""Finds the mentions of skills in many texts at once, compiled; gives what `pipelines.mentions` gives for each."""

from typing import NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from pipelines.characters import ALNUM, DECIMAL, LISTED, LISTED_LAST, UPPER
from pipelines.compiled import compiled, entry, inlined
from pipelines.compiled_aliases import has_confirming_tail
from pipelines.compiled_lexicon import (
    AFTER_EMPLOYER,
    AFTER_SKILL,
    ALIASES,
    BEFORE_EMPLOYER,
    BEFORE_SKILL,
    CONNECTING,
    DECOY,
    NEEDS_CONTEXT,
    NEGATED,
    PREFERRED,
    REQUIRED,
    CompiledMatcher,
)
from pipelines.compiled_outline import (
    NEED_NAMES,
    NICE_TO_HAVE,
    REQUIREMENTS,
    Outline,
    need_at,
    read_outline,
    room_for_outline,
    section_at,
    sentence_at,
)
from pipelines.compiled_phrases import find_phrases, is_touched
from pipelines.compiled_references import by_reference
from pipelines.compiled_snippets import MAX_SNIPPET_BYTES, write_snippet, write_text
from pipelines.compiled_words import FOUND, Text, is_written_folded, read_text, room_for
from pipelines.mentions import MAX_LIST_GAP, MAX_NEIGHBOURS, NEAR
from schemas.skills import SECTIONS

_BLANK, _SLASH, _UNDERSCORE, _CLOSING = map(ord, " /_)")
_SECTIONS, _NEEDS = pl.Series(SECTIONS), pl.Series(NEED_NAMES)
_UNSURE, _SURE = range(2)

MENTIONS_AT_ONCE = 1 << 16
MENTION = np.dtype(
    [
        ("text", np.int32),
        ("skill", np.int32),
        ("start", np.int32),
        ("end", np.int32),
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
    """Where one text after the other is read."""

    text: Text
    company: Text
    outline: Outline
    headings: np.ndarray
    found: np.ndarray
    states: np.ndarray
    needs: np.ndarray


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
        np.empty(longest, FOUND),
        np.empty(longest, np.uint8),
        np.empty(longest, np.uint8),
    )
    rows = max(MENTIONS_AT_ONCE, longest)
    mentions = Mentions(
        np.empty(rows, MENTION), np.empty(16 * rows, np.uint8), np.empty(MAX_SNIPPET_BYTES * rows, np.uint8)
    )
    packed_texts, packed_companies = _texts(texts), _texts(companies)
    frames, done = [_frame(mentions, 0, matcher)], 0
    while done < len(texts):
        done, count = _find_in_next(packed_texts, packed_companies, done, matcher.lexicon, room, mentions)
        frames.append(_frame(mentions, count, matcher))
    return pl.concat(frames)


def count_words(texts: pl.Series, matcher: CompiledMatcher) -> int:
    """How many words the texts have: the least that any matcher of words must do, to measure others by."""
    longest = texts.str.len_bytes().max() or 0
    return _count_words(_texts(texts), matcher.lexicon, room_for(longest))


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
            "start": rows["start"].astype(np.int64),
            "end": rows["end"].astype(np.int64),
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
        outline = by_reference(read_outline(text, lexicon, room.outline, room.headings))
        first, last = companies.offsets[number], companies.offsets[number + 1]
        company = by_reference(read_text(companies.utf8, first, last, lexicon, room.company))
        found = found[: _leave_out_employers(text, found, outline, company, room.states, lexicon)]
        for index in range(found.size):
            room.needs[index] = need_at(text, outline, found[index], lexicon)
        _confirm(text, found, outline, room.needs, room.states, lexicon)
        begin = count
        for index in range(found.size):
            if room.states[index] != _SURE or room.needs[index] == NEGATED:
                continue
            phrase, mention = found[index], rows[count]
            mention.text, mention.skill = number, lexicon.aliases[phrase.value].skill
            mention.start, mention.end = phrase.start, phrase.end
            mention.section, mention.need = section_at(outline, phrase.start), room.needs[index]
            mention.is_first = _is_first(rows, begin, count)
            alias_end = write_text(text.codes, phrase.start, phrase.end, aliases, alias_end)
            if mention.is_first:
                snippet_end = write_snippet(text, phrase.start, phrase.end, snippets, snippet_end)
            mention.alias_end, mention.snippet_end = alias_end, snippet_end
            count += 1
    return texts.offsets.size - 1, count


@entry
def _count_words(texts, lexicon, room):
    words = 0
    for number in range(texts.offsets.size - 1):
        words += read_text(
            texts.utf8, texts.offsets[number], texts.offsets[number + 1], lexicon, room
        ).words.size
    return words


@inlined
def _is_first(rows, begin, index):
    for other in range(begin, index):
        if rows[other].skill == rows[index].skill:
            return False
    return True


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
def _leave_out_employers(text, found, outline, company, is_employer, lexicon):
    """Leaves out the names of tools that stand for the employer; returns how many aliases remain."""
    is_any = False
    for index in range(found.size):
        is_employer[index] = (
            _is_tool_name(text, found[index], lexicon)
            and _is_named_employer(text, found[index], company, lexicon)
            and _may_be_employer(text, found, index, outline, lexicon)
        )
        is_any |= is_employer[index] != 0
    if not is_any:
        return found.size
    for index in range(found.size):
        if is_employer[index] or not _is_tool_name(text, found[index], lexicon):
            continue
        for other in range(found.size):
            if is_employer[other] == 1 and _is_same_text(text, found[index], found[other]):
                if _may_be_employer(text, found, index, outline, lexicon):
                    is_employer[index] = 2
                break
    count = 0
    for index in range(found.size):
        if not is_employer[index]:
            found[count] = found[index]
            count += 1
    return count


@inlined
def _is_tool_name(text, phrase, lexicon):
    return lexicon.aliases[phrase.value].is_tool and text.kinds[phrase.start] & UPPER != 0


@compiled
def _is_named_employer(text, phrase, company, lexicon):
    """Whether the company begins with a name, or the text says beside it that it is the employer."""
    size = phrase.last - phrase.first + 1
    if phrase.start == text.words[phrase.first].start and size <= company.words.size:
        is_company = True
        for index in range(size):
            is_company &= company.words[index].number == text.words[phrase.first + index].number
        if is_company:
            return True
    return is_touched(text, phrase, BEFORE_EMPLOYER, AFTER_EMPLOYER, lexicon)


@compiled
def _may_be_employer(text, found, index, outline, lexicon):
    phrase = found[index]
    section = section_at(outline, phrase.start)
    if section in (REQUIREMENTS, NICE_TO_HAVE) or _has_confirming_cue(text, phrase, lexicon):
        return False
    for other in range(max(0, index - MAX_NEIGHBOURS), min(found.size, index + MAX_NEIGHBOURS + 1)):
        if _is_neighbour(found, index, other, lexicon) and _is_listed_with(
            text, found, index, other, lexicon
        ):
            return False
    return True


@inlined
def _is_same_text(text, one, other):
    if one.end - one.start != other.end - other.start:
        return False
    for index in range(one.end - one.start):
        if text.codes[one.start + index] != text.codes[other.start + index]:
            return False
    return True


@compiled
def _has_confirming_cue(text, phrase, lexicon):
    return has_confirming_tail(text, phrase, lexicon) or is_touched(
        text, phrase, BEFORE_SKILL, AFTER_SKILL, lexicon
    )


@inlined
def _is_neighbour(found, index, other, lexicon):
    """Whether another alias stands near and for another skill."""
    gap = max(found[index].start - found[other].end, found[other].start - found[index].end)
    own, others = lexicon.aliases[found[index].value], lexicon.aliases[found[other].value]
    return gap <= NEAR and own.skill != others.skill


@compiled
def _is_listed_with(text, found, index, other, lexicon):
    """Whether two aliases stand side by side in a list."""
    codes, kinds = text.codes, text.kinds
    before, after = found[min(index, other)], found[max(index, other)]
    start, end = before.end, after.start
    if end - start > MAX_LIST_GAP or (end - start == 1 and codes[start] == _BLANK):
        return False
    first, last = before.last + 1, after.first - 1
    if last - first > 1:
        return False
    last_start, first_end = end, end
    for word in range(first, last + 1):
        if not lexicon.words[text.words[word].number].kinds & CONNECTING or not is_written_folded(
            text, word, lexicon
        ):
            return False
    if first <= last:
        first_end, last_start = text.words[first].start, text.words[last].end
    if first < last and (
        text.words[last].start - text.words[first].end != 1 or codes[text.words[first].end] != _SLASH
    ):
        return False
    for at in range(start, first_end):
        if not kinds[at] & LISTED:
            return False
    for at in range(last_start, end):
        if not kinds[at] & LISTED_LAST:
            return False
    return True


@compiled
def _is_part_of_name(text, found, index):
    """Whether an alias stands in a longer name, such as Spring in `Spring House` or Vault in `Data Vault`."""
    codes, kinds, phrase = text.codes, text.kinds, found[index]
    end = phrase.end
    is_before_alias = index + 1 < found.size and found[index + 1].start == end + 1
    if end + 1 < codes.size and codes[end] == _BLANK and kinds[end + 1] & UPPER and not is_before_alias:
        return True
    blank = phrase.start - 1
    if blank < 0 or codes[blank] != _BLANK:
        return False
    word = blank
    while word > 0 and (kinds[word - 1] & ALNUM or codes[word - 1] == _UNDERSCORE):
        word -= 1
    if word == blank or word < phrase.start - NEAR or word < 2 or codes[word - 1] != _BLANK:
        return False
    before = word - 2
    if not (kinds[before] & ALNUM or codes[before] == _UNDERSCORE or codes[before] == _CLOSING):
        return False
    is_capital = kinds[word] & UPPER and kinds[word] & ALNUM and not kinds[word] & DECIMAL
    return is_capital and (index == 0 or found[index - 1].end != blank)


@compiled
def _confirm(text, found, outline, needs, states, lexicon):
    """Writes which aliases are sure; one that needs context is once its surroundings confirm it."""
    for index in range(found.size):
        is_doubtful = lexicon.aliases[found[index].value].rule == NEEDS_CONTEXT
        states[index] = _UNSURE if is_doubtful else _SURE
    is_changed = True
    while is_changed:
        is_changed = False
        for index in range(found.size):
            if states[index] == _UNSURE and _is_confirmed(
                text, found, index, outline, needs, states, lexicon
            ):
                states[index], is_changed = _SURE, True


@compiled
def _is_confirmed(text, found, index, outline, needs, states, lexicon):
    phrase = found[index]
    if _has_confirming_cue(text, phrase, lexicon):
        return True
    sentence = sentence_at(outline, phrase.start)
    is_name = text.kinds[phrase.start] & UPPER and not _opens_sentence(text, phrase, sentence[0])
    is_name = is_name and not _is_part_of_name(text, found, index)
    if is_name and (needs[index] == REQUIRED or needs[index] == PREFERRED):
        return True
    for other in range(max(0, index - MAX_NEIGHBOURS), min(found.size, index + MAX_NEIGHBOURS + 1)):
        if not _is_neighbour(found, index, other, lexicon):
            continue
        alias = lexicon.aliases[found[other].value]
        may_confirm = alias.rule == NEEDS_CONTEXT or not alias.is_soft
        if may_confirm and _is_listed_with(text, found, index, other, lexicon):
            return True
        is_sure_tool = states[other] == _SURE and alias.is_tool
        if is_name and is_sure_tool and sentence_at(outline, found[other].start) == sentence:
            return True
    return False


@inlined
def _opens_sentence(text, phrase, sentence_start):
    """Whether nothing but signs stands between the start of a sentence and a phrase."""
    return phrase.first == 0 or text.words[phrase.first - 1].end <= sentence_start
