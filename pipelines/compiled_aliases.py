"""Decides where an alias stands for its skill by its case and by the signs beside it, compiled."""

from pipelines.characters import ALNUM, LOWER, SPACE, UPPER
from pipelines.compiled import compiled, inlined
from pipelines.compiled_lexicon import CONFIRMING_TAIL, EXACT_CASE, NEEDS_CONTEXT
from pipelines.mentions import TOP_LEVEL_DOMAINS

_AT, _COLON, _DOT, _FULL_STOP_OR_BRACKET = ord("@"), ord(":"), ord("."), tuple(map(ord, ".,;:)"))
_APOSTROPHES = tuple(map(ord, "'’"))
_GLUE = tuple(map(ord, "&+#'’"))
_GLUE_BETWEEN = tuple(map(ord, ".-‑–"))
_HYPHENS = tuple(map(ord, "-\u2010\u2011\u2012\u2013"))
_HASH, _HYPHEN, _PLUS, _SLASH, _UNDERSCORE = map(ord, "#-+/_")


def _packed(text: str) -> int:
    return sum(ord(letter) << 8 * index for index, letter in enumerate(text))


_DOMAINS = tuple(map(_packed, TOP_LEVEL_DOMAINS))
_MAX_DOMAIN = max(map(len, TOP_LEVEL_DOMAINS))
_WWW, _HTTP, _HTTPS = map(_packed, ("www.", "http://", "https://"))


@inlined
def accepts_alias(text, phrase, lexicon):
    """Whether an alias stands where it was found, as `pipelines.mentions.Matcher.aliases_in` decides."""
    rule = lexicon.aliases[phrase.value].rule
    if (rule in (EXACT_CASE, NEEDS_CONTEXT)) and not _is_same_case(text, phrase, lexicon):
        return False
    return _stands_alone(text, phrase, rule, lexicon) and not _is_in_address(text, phrase.start, phrase.end)


@inlined
def _is_same_case(text, phrase, lexicon):
    at, stop = lexicon.aliases[phrase.value].first, lexicon.aliases[phrase.value].stop
    for index in range(phrase.start, phrase.end):
        if text.kinds[index] & ALNUM:
            if at == stop or lexicon.letters[at] != text.codes[index]:
                return False
            at += 1
    return at == stop


@inlined
def _stands_alone(text, phrase, rule, lexicon):
    codes, kinds, size = text.codes, text.kinds, text.codes.size
    start, end = phrase.start, phrase.end
    has_left, has_right = start > 0, end < size
    left = codes[start - 1] if has_left else 0
    right = codes[end] if has_right else 0
    if has_left and (kinds[start - 1] & ALNUM or left in (_UNDERSCORE, _AT)):
        return False
    if has_right and (kinds[end] & ALNUM or right in (_UNDERSCORE, _HASH)):
        return False
    if right == _PLUS and end + 1 < size and codes[end + 1] == _PLUS:
        return False
    goes_on_left = start > 1 and kinds[start - 2] & ALNUM != 0
    goes_on_right = end + 1 < size and kinds[end + 1] & ALNUM != 0
    is_letter = end - start == 1
    if rule != NEEDS_CONTEXT and not is_letter:
        opens_sentence = end + 2 < size and kinds[end + 1] & UPPER and kinds[end + 2] & LOWER
        if right == _DOT and goes_on_right and not opens_sentence:
            return False
        return not (left == _DOT and goes_on_left and kinds[start] & LOWER)
    is_elided = left in _APOSTROPHES and not is_letter
    if right in _GLUE or (left in _GLUE and not is_elided):
        return False
    if goes_on_left and left in _GLUE_BETWEEN:
        return False
    if goes_on_right and right in _GLUE_BETWEEN:
        return right != _DOT and follows_confirming_tail(text, phrase, lexicon)
    return True


@compiled
def follows_confirming_tail(text, phrase, lexicon):
    """Whether the word one character after a phrase is one that makes it a skill (`Go-based`)."""
    following = phrase.last + 1
    return (
        following < text.words.size
        and text.words[following].start == phrase.end + 1
        and text.words[following].kinds & CONFIRMING_TAIL != 0
    )


@compiled
def has_confirming_tail(text, phrase, lexicon):
    """Whether a word hyphenated to a phrase makes it a skill."""
    has_hyphen = phrase.end < text.codes.size and text.codes[phrase.end] in _HYPHENS
    return has_hyphen and follows_confirming_tail(text, phrase, lexicon)


@compiled
def _is_in_address(text, start, end):
    """Whether the characters are part of an e-mail address, a URL or a domain and not the whole of it."""
    codes, kinds = text.codes, text.kinds
    for at in range(start, end):
        if kinds[at] & SPACE:
            return False
    first, last = start, end
    while first > 0 and not kinds[first - 1] & SPACE:
        first -= 1
    while last < codes.size and not kinds[last] & SPACE:
        last += 1
    is_plain = True
    for at in range(first, last):
        if codes[at] == _AT and first < at < last - 1:
            return _is_part(codes, start, end, first, last)
        is_plain &= codes[at] != _DOT and codes[at] != _COLON
    if is_plain:
        return False
    at = first
    while at <= start:
        stop = _end_of_address(text, at, last)
        if stop >= end and _is_part(codes, start, end, at, stop):
            return True
        at = max(at + 1, stop)
    return False


@inlined
def _is_part(codes, start, end, first, last):
    while last > first and codes[last - 1] in _FULL_STOP_OR_BRACKET:
        last -= 1
    return end - start < last - first


@compiled
def _end_of_address(text, start, last):
    """Where the URL or domain that begins at `start` ends, or -1."""
    if last - start > 4 and _packed_codes(text.codes, start, 4) == _WWW:
        return last
    for scheme, length in ((_HTTP, 7), (_HTTPS, 8)):
        if last - start > length and _packed_codes(text.codes, start, length) == scheme:
            return last
    stop, at = -1, start
    while True:
        label = at
        while at < last and (_is_word_sign(text, at) or text.codes[at] == _HYPHEN):
            at += 1
        if at in (label, last) or text.codes[at] != _DOT:
            break
        at += 1
        end = at
        while end < last and _is_word_sign(text, end) and end - at <= _MAX_DOMAIN:
            end += 1
        if _packed_codes(text.codes, at, end - at) in _DOMAINS:
            stop = end
    if 0 <= stop < last and text.codes[stop] == _SLASH:
        return last
    return stop


@inlined
def _is_word_sign(text, at):
    return text.kinds[at] & ALNUM != 0 or text.codes[at] == _UNDERSCORE


@inlined
def _packed_codes(codes, start, length):
    """Up to eight characters as one number; -1 if one is not ASCII."""
    packed = 0
    for index in range(length):
        if codes[start + index] > 0x7F:
            return -1
        packed |= int(codes[start + index]) << 8 * index
    return packed
