"""Finds the lines, sentences and headings of a text, compiled: see `pipelines.sections.Outline`."""

from pipelines.characters import ALNUM, BREAK, DECIMAL, DIGIT, LOWER, SPACE, UPPER
from pipelines.compiled import compiled, inlined
from pipelines.compiled_lexicon import FILLER, LINKING
from pipelines.sections import MAX_HEAD_WORDS, MAX_HEADLINE_WORDS, MAX_WORDS_TO_COLON
from schemas.skills import SECTIONS

MAX_TOKENS_COUNTED = 13

_NICE_TO_HAVE, _UNKNOWN = map(SECTIONS.index, ("nice_to_have", "unknown"))
_LINE_BREAK, _BLANK, _ASTERISK, _UNDERSCORE, _COLON, _COMMA = map(ord, "\n *_:,")
_OPENING, _CLOSING = map(ord, "()")
_STOPS = tuple(map(ord, ".!?"))
_CLOSING_QUOTES = tuple(map(ord, '"”)'))
_OPENS_SENTENCE = tuple(map(ord, '-(*"“'))
_ABBREVIATIONS = tuple(tuple(map(ord, text)) for text in ("e.g.", "i.e.", "z.B."))
_ENDS_POINT = tuple(map(ord, ")]%+"))
_AFTER_HEADING = tuple(map(ord, " :\n"))
_BULLETS = tuple(map(ord, " *-–:"))


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


@compiled
def keep_headings(text, phrases, units, lexicon):
    """Of the phrases that can be headings, writes those that are first, as (section, start, end); returns how many."""
    count, first = 0, 0
    while first < phrases.size:
        unit = last_at(units, phrases[first].start)
        last = first
        while (
            last + 1 < phrases.size
            and last_at(units, phrases[last].start) == last_at(units, phrases[last + 1].start)
            and _is_filler(text, phrases[last].end, phrases[last + 1].start, phrases[last].last + 1, lexicon)
        ):
            last += 1
        if _is_headline(text, phrases, first, last, units[unit], units[unit + 1], lexicon):
            section = _section_of(phrases, first, last, lexicon)
            start, end = phrases[first].start, phrases[last].end
            count = write_section(phrases, count, section, start, end)
        else:
            for index in range(first, last + 1):
                phrase = phrases[index]
                if _is_inline_heading(text, phrase, units[last_at(units, phrase.start)], lexicon):
                    section = lexicon.headings[phrase.value].section
                    count = write_section(phrases, count, section, phrase.start, phrase.end)
        first = last + 1
    return count


@compiled
def _section_of(phrases, first, last, lexicon):
    section = _UNKNOWN
    for index in range(first, last + 1):
        own = lexicon.headings[phrases[index].value].section
        if own == _NICE_TO_HAVE:
            return _NICE_TO_HAVE
        if section == _UNKNOWN:
            section = own
    return section


@compiled
def _is_headline(text, phrases, first, last, unit_start, unit_end, lexicon):
    start, end = phrases[first].start, phrases[last].end
    is_inline = False
    for index in range(first, last + 1):
        is_inline |= lexicon.headings[phrases[index].value].is_inline
    word = phrases[first].first
    while word > 0 and text.words[word - 1].start >= unit_start:
        word -= 1
        if not text.words[word].kinds & FILLER:
            break
    starts_unit = _is_filler(text, unit_start, start, word, lexicon)
    if not (starts_unit or is_inline):
        return False
    following = phrases[last].last + 1
    ends_unit = _is_filler(text, end, unit_end, following, lexicon)
    colon = find_sign(text, _COLON, end, unit_end)
    has_colon = colon >= 0 and _is_filler(text, end, colon, following, lexicon)
    if starts_unit and (ends_unit or has_colon):
        return True
    if not is_inline:
        return False
    if has_colon and text.kinds[start] & UPPER:
        return True
    if (starts_unit or ends_unit) and _is_title_case(text, unit_start, unit_end):
        return count_tokens(text, unit_start, unit_end) <= MAX_HEADLINE_WORDS
    if colon < 0:
        return False
    tokens = count_tokens(text, end, colon)
    return (
        tokens <= MAX_WORDS_TO_COLON
        and count_tokens(text, unit_start, start) + tokens <= MAX_HEAD_WORDS
        and find_sign(text, _COMMA, unit_start, start) < 0
    )


@compiled
def _is_inline_heading(text, phrase, unit_start, lexicon):
    codes, kinds, start, end = text.codes, text.kinds, phrase.start, phrase.end
    if not lexicon.headings[phrase.value].is_inline or not _is_title_case(text, start, end):
        return False
    following, limit = end, min(end + 6, codes.size)
    while following < limit and codes[following] in _BULLETS:
        following += 1
    if following == limit or not kinds[following] & (UPPER | DIGIT):
        return False
    if codes[end] not in _AFTER_HEADING:
        return False
    before_end = start
    while before_end > unit_start and kinds[before_end - 1] & SPACE:
        before_end -= 1
    before = before_end
    while before > unit_start and not kinds[before - 1] & SPACE:
        before -= 1
    if before == before_end or can_end_point(text, before, before_end, phrase.first - 1, lexicon):
        return True
    return find_sign(text, _BLANK, start, end) >= 0 and kinds[before] & UPPER != 0


@compiled
def _is_title_case(text, start, end):
    """Whether the first word and all of four letters or more begin with a capital."""
    letters, is_capital, count = 0, False, 0
    for at in range(start, end + 1):
        if at < end and text.kinds[at] & ALNUM and not text.kinds[at] & DECIMAL:
            if letters == 0:
                count += 1
                is_capital = text.kinds[at] & UPPER != 0
            letters += 1
            if not is_capital and (count == 1 or letters > 3):
                return False
        else:
            letters = 0
    return count > 0


@inlined
def _is_filler(text, start, end, word, lexicon):
    """Whether no colon and only words that may stand beside a heading lie from `start`, before `word`, to `end`."""
    while word < text.words.size and text.words[word].start < end:
        if not text.words[word].kinds & FILLER:
            return False
        word += 1
    return find_sign(text, _COLON, start, end) < 0


@compiled
def can_end_point(text, start, end, last_word, lexicon):
    """Whether the token from `start` to `end`, with no word after `last_word`, can end a point of a list."""
    codes, kinds = text.codes, text.kinds
    last = codes[end - 1]
    if not (kinds[start] & LOWER or kinds[end - 1] & DIGIT or last in _ENDS_POINT):
        return False
    while start < end and (codes[start] == _OPENING or codes[start] == _CLOSING):
        start += 1
    while end > start and (codes[end - 1] == _OPENING or codes[end - 1] == _CLOSING):
        end -= 1
    is_word = last_word >= 0 and text.words[last_word].start == start and text.words[last_word].end == end
    return not (is_word and text.words[last_word].kinds & LINKING)
