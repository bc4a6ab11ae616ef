"""Tells headings from the same words in running text, compiled: see `pipelines.sections.Outline`."""

from pipelines.characters import ALNUM, DECIMAL, DIGIT, LOWER, SPACE, UPPER
from pipelines.compiled import compiled, inlined
from pipelines.compiled_lexicon import FILLER, LINKING
from pipelines.compiled_units import count_tokens, find_sign, last_at, write_section
from pipelines.sections import MAX_HEAD_WORDS, MAX_HEADLINE_WORDS, MAX_WORDS_TO_COLON
from schemas.skills import SECTIONS

_NICE_TO_HAVE, _UNKNOWN = map(SECTIONS.index, ("nice_to_have", "unknown"))
_BLANK, _COLON, _COMMA, _OPENING, _CLOSING = map(ord, " :,()")
_ENDS_POINT = tuple(map(ord, ")]%+"))
_AFTER_HEADING = tuple(map(ord, " :\n"))
_BULLETS = tuple(map(ord, " *-–:"))


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
        if not lexicon.words[text.words[word].number].kinds & FILLER:
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
        if not lexicon.words[text.words[word].number].kinds & FILLER:
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
    return not (is_word and lexicon.words[text.words[last_word].number].kinds & LINKING)
