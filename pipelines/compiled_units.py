"""Finds where the lines, points and sentences of a text begin, compiled: see `pipelines.sections.Outline`."""

from pipelines.characters import ALNUM, BREAK, SPACE
from pipelines.compiled import compiled, inlined

MAX_TOKENS_COUNTED = 13

_LINE_BREAK, _BLANK, _ASTERISK, _UNDERSCORE = map(ord, "\n *_")
_STOPS = tuple(map(ord, ".!?"))
_CLOSING_QUOTES = tuple(map(ord, '"”)'))
_OPENS_SENTENCE = tuple(map(ord, '-(*"“'))
_ABBREVIATIONS = tuple(tuple(map(ord, text)) for text in ("e.g.", "i.e.", "z.B."))


@compiled
def find_units(text, units):
    """Where lines, points and sentences begin; the last one is the end of the text."""
    size, count, before = text.codes.size, 1, 0
    units[0] = 0
    for word in range(text.words.size + 1):
        after = text.words[word].start if word < text.words.size else size
        if after - before > 1 or (after > before and text.codes[before] != _BLANK):
            count = _find_units_in_gap(text, before, after, units, count)
        if word < text.words.size:
            before = text.words[word].end
    if units[count - 1] < size:
        units[count] = size
        count += 1
    return count


@compiled
def _find_units_in_gap(text, before, after, units, count):
    codes, kinds = text.codes, text.kinds
    blanks, due = 0, -1
    for at in range(before, after + 1):
        is_inside = at < after
        is_blank = is_inside and kinds[at] & SPACE and codes[at] != _LINE_BREAK
        if (at == due or (blanks > 1 and not is_blank)) and units[count - 1] < at:
            units[count] = at
            count += 1
        blanks = blanks + 1 if is_blank else 0
        if is_inside and not is_blank and _ends_unit(text, at):
            due = at + 1
            if codes[at] in _STOPS and due < after and codes[due] in _CLOSING_QUOTES:
                due += 1
            while due < after and kinds[due] & SPACE:
                due += 1
    return count


@compiled
def _ends_unit(text, at):
    """Whether the sign at an offset ends a line, a point or a sentence."""
    codes, kinds = text.codes, text.kinds
    if kinds[at] & BREAK:
        return True
    following = at + 1
    if codes[at] == _ASTERISK:
        return at > 0 and kinds[at - 1] & SPACE and following < codes.size and kinds[following] & SPACE
    if codes[at] not in _STOPS or _ends_abbreviation(text, at):
        return False
    if following < codes.size and codes[following] in _CLOSING_QUOTES:
        following += 1
    blank = following
    while following < codes.size and kinds[following] & SPACE:
        following += 1
    if following == blank or following == codes.size:
        return False
    code = codes[following]
    is_small = 97 <= code <= 122 or 0xE0 <= code <= 0xFF
    return (kinds[following] & ALNUM and not is_small) or code in _OPENS_SENTENCE


@inlined
def _ends_abbreviation(text, at):
    for letters in _ABBREVIATIONS:
        start = at - 3
        if start < 0 or (start > 0 and _is_word_sign(text, start - 1)):
            continue
        is_same = True
        for index in range(4):
            is_same &= text.codes[start + index] == letters[index]
        if is_same:
            return True
    return False


@inlined
def _is_word_sign(text, at):
    return text.kinds[at] & ALNUM != 0 or text.codes[at] == _UNDERSCORE


@inlined
def find_sign(text, sign, start, end):
    """The first place of a sign from `start` to `end`, or -1."""
    for at in range(start, end):
        if text.codes[at] == sign:
            return at
    return -1


@inlined
def count_tokens(text, start, end):
    """How many runs without white space lie from `start` to `end`; of many, only that they are many."""
    count, is_inside = 0, False
    for at in range(start, end):
        is_space = text.kinds[at] & SPACE != 0
        if not is_space and not is_inside:
            count += 1
            if count == MAX_TOKENS_COUNTED:
                break
        is_inside = not is_space
    return count


@inlined
def last_at(starts, offset):
    """The last of the ordered starts that is not after an offset, or -1."""
    low, high = 0, starts.size
    while low < high:
        middle = (low + high) // 2
        if starts[middle] <= offset:
            low = middle + 1
        else:
            high = middle
    return low - 1


@compiled
def write_section(sections, count, section, start, end):
    """Writes a section (a number of `SECTIONS`) and its characters after `count` others; returns how many there are."""
    sections[count].value, sections[count].start, sections[count].end = section, start, end
    return count + 1
