"""Finds the lines, sentences and headings of a text, compiled: see `pipelines.text.sections.Outline`."""

from pipelines.skills.characters import (
    ALNUM,
    BREAK,
    DECIMAL,
    DIGIT,
    LOWER,
    NO_POINT,
    NO_SENTENCE,
    SPACE,
    UPPER,
    signs_of,
)
from pipelines.skills.compiled import compiled, inlined
from pipelines.skills.compiled_aliases import is_word_sign
from pipelines.skills.compiled_lexicon import AFTER_SIGNS, FILLER, LINKING, OPENERS
from pipelines.skills.compiled_words import begins_phrase
from pipelines.text.sections import MAX_HEAD_WORDS, MAX_HEADLINE_WORDS, MAX_WORDS_TO_COLON
from schemas.skills import SECTIONS

_MAX_TOKENS_COUNTED = 1 + max(MAX_HEAD_WORDS, MAX_HEADLINE_WORDS, MAX_WORDS_TO_COLON)

_NICE_TO_HAVE, _UNKNOWN = map(SECTIONS.index, ("nice_to_have", "unknown"))
_LINE_BREAK, _BLANK, _ASTERISK, _COLON, _COMMA, _OPENING, _CLOSING = signs_of("\n *:,()")
_STOPS = signs_of(".!?")
_CLOSING_QUOTES = signs_of('"”)')
_OPENS_SENTENCE = signs_of('-(*"“')
_ABBREVIATIONS = tuple(map(signs_of, ("e.g.", "i.e.", "z.B.")))
_ENDS_POINT = signs_of(")]%+")
_BEFORE_OPENER = signs_of(")]%+_")
_AFTER_HEADING = signs_of(" :\n")
_BULLETS = signs_of(" *-–:")


@compiled
def find_sentences(text, lexicon, units, sentences):
    """Writes where lines, points and sentences begin, and to `sentences` also where a word opens a point; the last of
    each is the end of the text. Returns how many there are of each."""
    words, unit_count, count, before = text.words, 1, 1, 0
    units[0] = sentences[0] = 0
    for word in range(words.size + 1):
        is_word = word < words.size
        if not is_word or words[word].kinds & AFTER_SIGNS:
            known = unit_count
            after = words[word].start if is_word else text.size
            unit_count = _find_units(text, before, after, units, unit_count)
            for unit in range(known, unit_count):
                sentences[count] = units[unit]
                count += 1
        if is_word:
            before = words[word].end
            if words[word].kinds >> OPENERS & 1 and _opens_point(text, word, lexicon):
                sentences[count] = words[word].start
                count += 1
    if units[unit_count - 1] < text.size:
        units[unit_count] = sentences[count] = text.size
        unit_count, count = unit_count + 1, count + 1
    return unit_count, count


@compiled
def _opens_point(text, word, lexicon):
    """Whether a word opens a point: with a capital in running text, after one that can end a point."""
    signs, kinds, start = text.signs, text.kinds, text.words[word].start
    is_after_text = signs[start - 1] == _BLANK and (
        kinds[signs[start - 2]] & ALNUM or signs[start - 2] in _BEFORE_OPENER
    )
    if kinds[signs[start]] & (NO_POINT | DECIMAL) or not is_after_text or word == 0:
        return False
    end = start
    while kinds[signs[end - 1]] & SPACE:
        end -= 1
    return begins_phrase(text, word, 1, OPENERS, lexicon) and _can_end_point(
        text, text.words[word - 1].start, end, word - 1
    )


@compiled
def _find_units(text, before, after, units, count):
    """Writes after `count` others which units begin among the signs from `before` to `after`; returns how many."""
    signs, kinds = text.signs, text.kinds
    blanks, due = 0, -1
    for at in range(before, after + 1):
        is_inside = at < after
        is_blank = is_inside and kinds[signs[at]] & SPACE and signs[at] != _LINE_BREAK
        if (at == due or (blanks > 1 and not is_blank)) and units[count - 1] < at:
            units[count] = at
            count += 1
        blanks = blanks + 1 if is_blank else 0
        if is_inside and not is_blank and _ends_unit(text, at):
            due = at + 1
            if signs[at] in _STOPS and due < after and signs[due] in _CLOSING_QUOTES:
                due += 1
            while due < after and kinds[signs[due]] & SPACE:
                due += 1
    return count


@compiled
def _ends_unit(text, at):
    """Whether the sign at an offset ends a line, a point or a sentence."""
    signs, kinds = text.signs, text.kinds
    if kinds[signs[at]] & BREAK:
        return True
    if signs[at] == _ASTERISK:
        return kinds[signs[at - 1]] & kinds[signs[at + 1]] & SPACE != 0
    if signs[at] not in _STOPS or _ends_abbreviation(text, at):
        return False
    blank = at + 2 if signs[at + 1] in _CLOSING_QUOTES else at + 1
    following = blank
    while kinds[signs[following]] & SPACE:
        following += 1
    opens_sentence = kinds[signs[following]] & ALNUM and not kinds[signs[following]] & NO_SENTENCE
    return following > blank and (opens_sentence or signs[following] in _OPENS_SENTENCE)


@inlined
def _ends_abbreviation(text, at):
    start = at - 3
    if start < 0 or (start > 0 and is_word_sign(text, start - 1)):
        return False
    for letters in _ABBREVIATIONS:
        is_same = True
        for index in range(4):
            is_same &= text.signs[start + index] == letters[index]
        if is_same:
            return True
    return False


@inlined
def find_sign(text, sign, start, end):
    """The first place of a sign from `start` to `end`, or -1."""
    for at in range(start, end):
        if text.signs[at] == sign:
            return at
    return -1


@inlined
def count_tokens(text, start, end):
    """How many runs without white space lie from `start` to `end`; of many, only that they are many."""
    count, is_inside = 0, False
    for at in range(start, end):
        is_space = text.kinds[text.signs[at]] & SPACE != 0
        if not is_space and not is_inside:
            count += 1
            if count == _MAX_TOKENS_COUNTED:
                break
        is_inside = not is_space
    return count


@compiled
def keep_headings(text, phrases, units, lexicon):
    """Of the phrases that can be headings, writes those that are to their beginning: the section as value, start and
    end; returns how many."""
    count, first, unit = 0, 0, 0
    while first < phrases.size:
        while units[unit + 1] <= phrases[first].start:
            unit += 1
        last = first
        while (
            last + 1 < phrases.size
            and phrases[last + 1].start < units[unit + 1]
            and _is_filler(text, phrases[last].end, phrases[last + 1].start, phrases[last].last + 1)
        ):
            last += 1
        is_headline = _is_headline(text, phrases, first, last, units[unit], units[unit + 1], lexicon)
        if is_headline:
            section, end = _section_of(phrases, first, last, lexicon), phrases[last].end
            count = _write(phrases, count, section, phrases[first].start, end)
        else:
            for index in range(first, last + 1):
                if _is_inline_heading(text, phrases[index], units[unit], lexicon):
                    section = lexicon.headings[phrases[index].value].section
                    count = _write(phrases, count, section, phrases[index].start, phrases[index].end)
        first = last + 1
    return count


@inlined
def _write(headings, count, section, start, end):
    headings[count].value, headings[count].start, headings[count].end = section, start, end
    return count + 1


@inlined
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
        is_inline |= lexicon.headings[phrases[index].value].is_inline != 0
    word = phrases[first].first
    while word > 0 and text.words[word - 1].start >= unit_start and text.words[word - 1].kinds & FILLER:
        word -= 1
    is_alone = word == 0 or text.words[word - 1].start < unit_start
    starts_unit = is_alone and find_sign(text, _COLON, unit_start, start) < 0
    if not (starts_unit or is_inline):
        return False
    following = phrases[last].last + 1
    ends_unit = _is_filler(text, end, unit_end, following)
    if starts_unit and ends_unit:
        return True
    colon = find_sign(text, _COLON, end, unit_end)
    has_colon = colon >= 0 and _is_filler(text, end, colon, following)
    if has_colon and (starts_unit or (is_inline and text.kinds[text.signs[start]] & UPPER)):
        return True
    if not is_inline:
        return False
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
    signs, kinds, start, end = text.signs, text.kinds, phrase.start, phrase.end
    if not lexicon.headings[phrase.value].is_inline or not _is_title_case(text, start, end):
        return False
    following, limit = end, min(end + 6, text.size)
    while following < limit and signs[following] in _BULLETS:
        following += 1
    if following == limit or not kinds[signs[following]] & (UPPER | DIGIT):
        return False
    if signs[end] not in _AFTER_HEADING:
        return False
    before_end = start
    while before_end > unit_start and kinds[signs[before_end - 1]] & SPACE:
        before_end -= 1
    before = before_end
    while before > unit_start and not kinds[signs[before - 1]] & SPACE:
        before -= 1
    if before == before_end or _can_end_point(text, before, before_end, phrase.first - 1):
        return True
    return find_sign(text, _BLANK, start, end) >= 0 and kinds[signs[before]] & UPPER != 0


@compiled
def _is_title_case(text, start, end):
    """Whether the first word and all of four letters or more begin with a capital."""
    letters, is_capital, count = 0, False, 0
    for at in range(start, end + 1):
        if at < end and text.kinds[text.signs[at]] & ALNUM and not text.kinds[text.signs[at]] & DECIMAL:
            if letters == 0:
                count += 1
                is_capital = text.kinds[text.signs[at]] & UPPER != 0
            letters += 1
            if not is_capital and (count == 1 or letters > 3):
                return False
        else:
            letters = 0
    return count > 0


@inlined
def _is_filler(text, start, end, word):
    """Whether no colon and only words that may stand beside a heading lie from `start`, before `word`, to `end`."""
    while word < text.words.size and text.words[word].start < end:
        if not text.words[word].kinds & FILLER:
            return False
        word += 1
    return find_sign(text, _COLON, start, end) < 0


@compiled
def _can_end_point(text, start, end, last_word):
    """Whether the token from `start` to `end`, with no word after `last_word`, can end a point of a list."""
    signs, kinds = text.signs, text.kinds
    last = signs[end - 1]
    if not (kinds[signs[start]] & LOWER or kinds[signs[end - 1]] & DIGIT or last in _ENDS_POINT):
        return False
    while start < end and (signs[start] == _OPENING or signs[start] == _CLOSING):
        start += 1
    while end > start and (signs[end - 1] == _OPENING or signs[end - 1] == _CLOSING):
        end -= 1
    is_word = last_word >= 0 and text.words[last_word].start == start and text.words[last_word].end == end
    return not (is_word and text.words[last_word].kinds & LINKING)
