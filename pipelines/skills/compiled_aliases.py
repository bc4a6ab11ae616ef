"""Decides where an alias stands for its skill by its case and by the signs beside it, compiled."""

from pipelines.skills.characters import ALNUM, LOWER, SPACE, UPPER, signs_of
from pipelines.skills.compiled import compiled, inlined
from pipelines.skills.compiled_lexicon import CONFIRMING_TAIL, EXACT_CASE, NEEDS_CONTEXT
from pipelines.skills.mentions import TOP_LEVEL_DOMAINS

_AT, _COLON, _DOT, _FULL_STOP_OR_BRACKET = ord("@"), ord(":"), ord("."), tuple(map(ord, ".,;:)"))
_APOSTROPHES = signs_of("'’")
_GLUE = signs_of("&+#'’")
_GLUE_BETWEEN = signs_of(".-‑–")
_HYPHENS = signs_of("-\u2010\u2011\u2012\u2013")
_HASH, _HYPHEN, _PLUS, _SLASH, _UNDERSCORE = map(ord, "#-+/_")


def _packed(text: str) -> int:
    return sum(ord(letter) << 8 * index for index, letter in enumerate(text))


_DOMAINS = tuple(map(_packed, TOP_LEVEL_DOMAINS))
_MAX_DOMAIN = max(map(len, TOP_LEVEL_DOMAINS))
_WWW, _HTTP, _HTTPS = map(_packed, ("www.", "http://", "https://"))


@compiled
def accepts_alias(text, phrase, rule, lexicon):
    """Whether an alias stands where it was found, as `pipelines.skills.mentions.Matcher.aliases_in` decides."""
    if rule in (EXACT_CASE, NEEDS_CONTEXT) and not _is_same_case(text, phrase, lexicon):
        return False
    return _stands_alone(text, phrase, rule) and not _is_in_address(text, phrase.start, phrase.end)


@inlined
def _is_same_case(text, phrase, lexicon):
    """Whether the letters of a phrase are those of its alias, byte by byte."""
    alias, byte = lexicon.aliases[phrase.value], text.words[phrase.first].first_byte
    letter = alias.letters
    for at in range(text.words[phrase.first].start, text.words[phrase.last].end):
        is_letter = text.kinds[text.signs[at]] & ALNUM
        for index in range(byte, next_character(text.utf8, byte)):
            if is_letter:
                if letter == alias.stop or lexicon.spelling[letter] != text.utf8[index]:
                    return False
                letter += 1
            byte += 1
    return letter == alias.stop


@inlined
def next_character(utf8, byte):
    """Where the character after the one at a byte begins."""
    byte += 1
    while byte < utf8.size and utf8[byte] & 0xC0 == 0x80:
        byte += 1
    return byte


@inlined
def _stands_alone(text, phrase, rule):
    """Whether the signs beside an alias end it there; see docs/skill_matching.md, Boundaries."""
    signs, kinds, start, end = text.signs, text.kinds, phrase.start, phrase.end
    left, right = signs[start - 1], signs[end]
    if (kinds[left] | kinds[right]) & ALNUM or left in (_UNDERSCORE, _AT):
        return False
    if right in (_UNDERSCORE, _HASH) or (right == _PLUS and signs[end + 1] == _PLUS):
        return False
    goes_on_left, goes_on_right = kinds[signs[start - 2]] & ALNUM, kinds[signs[end + 1]] & ALNUM
    is_letter = end - start == 1
    if rule != NEEDS_CONTEXT and not is_letter:
        opens_sentence = kinds[signs[end + 1]] & UPPER and kinds[signs[end + 2]] & LOWER
        if right == _DOT and goes_on_right and not opens_sentence:
            return False
        return not (left == _DOT and goes_on_left and kinds[signs[start]] & LOWER)
    is_elided = left in _APOSTROPHES and not is_letter
    if right in _GLUE or (left in _GLUE and not is_elided):
        return False
    if goes_on_left and left in _GLUE_BETWEEN:
        return False
    if goes_on_right and right in _GLUE_BETWEEN:
        return right != _DOT and follows_confirming_tail(text, phrase)
    return True


@compiled
def follows_confirming_tail(text, phrase):
    """Whether the word one character after a phrase is one that makes it a skill (`Go-based`)."""
    following = phrase.last + 1
    return (
        following < text.words.size
        and text.words[following].start == phrase.end + 1
        and text.words[following].kinds & CONFIRMING_TAIL != 0
    )


@compiled
def has_confirming_tail(text, phrase):
    """Whether a word hyphenated to a phrase makes it a skill."""
    return text.signs[phrase.end] in _HYPHENS and follows_confirming_tail(text, phrase)


@compiled
def _is_in_address(text, start, end):
    """Whether the characters are part of an e-mail address, a URL or a domain and not the whole of it."""
    signs, kinds = text.signs, text.kinds
    for at in range(start, end):
        if kinds[signs[at]] & SPACE:
            return False
    first, last = start, end
    while first > 0 and not kinds[signs[first - 1]] & SPACE:
        first -= 1
    while last < text.size and not kinds[signs[last]] & SPACE:
        last += 1
    is_plain = True
    for at in range(first, last):
        if signs[at] == _AT and first < at < last - 1:
            return _is_part(signs, start, end, first, last)
        is_plain &= signs[at] != _DOT and signs[at] != _COLON
    if is_plain:
        return False
    at = first
    while at <= start:
        stop = _end_of_address(text, at, last)
        if stop >= end and _is_part(signs, start, end, at, stop):
            return True
        at = max(at + 1, stop)
    return False


@inlined
def _is_part(signs, start, end, first, last):
    while last > first and signs[last - 1] in _FULL_STOP_OR_BRACKET:
        last -= 1
    return end - start < last - first


@compiled
def _end_of_address(text, start, last):
    """Where the URL or domain that begins at `start` ends, or -1."""
    if last - start > 4 and _packed_signs(text.signs, start, 4) == _WWW:
        return last
    for scheme, length in ((_HTTP, 7), (_HTTPS, 8)):
        if last - start > length and _packed_signs(text.signs, start, length) == scheme:
            return last
    stop, at = -1, start
    while True:
        label = at
        while at < last and (is_word_sign(text, at) or text.signs[at] == _HYPHEN):
            at += 1
        if at in (label, last) or text.signs[at] != _DOT:
            break
        at += 1
        end = at
        while end < last and is_word_sign(text, end) and end - at <= _MAX_DOMAIN:
            end += 1
        if _packed_signs(text.signs, at, end - at) in _DOMAINS:
            stop = end
    if 0 <= stop < last and text.signs[stop] == _SLASH:
        return last
    return stop


@inlined
def is_word_sign(text, at):
    """Whether a character is a letter, a digit or an underscore."""
    return text.kinds[text.signs[at]] & ALNUM != 0 or text.signs[at] == _UNDERSCORE


@inlined
def _packed_signs(signs, start, length):
    """Up to eight characters as one number; -1 if one is not ASCII."""
    packed = 0
    for index in range(length):
        if signs[start + index] > 0x7F:
            return -1
        packed |= int(signs[start + index]) << 8 * index
    return packed
