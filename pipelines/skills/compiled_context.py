"""Tells by its surroundings what an alias stands for, compiled: see `pipelines.skills.mentions`."""

from pipelines.skills.characters import ALNUM, DECIMAL, LISTED, LISTED_LAST, UPPER, signs_of
from pipelines.skills.compiled import compiled, inlined
from pipelines.skills.compiled_aliases import has_confirming_tail, is_word_sign, next_character
from pipelines.skills.compiled_lexicon import (
    AFTER_EMPLOYER,
    AFTER_SKILL,
    BEFORE_EMPLOYER,
    BEFORE_SKILL,
    CONNECTING,
    NEEDS_CONTEXT,
    PREFERRED,
    REQUIRED,
)
from pipelines.skills.compiled_outline import NICE_TO_HAVE, REQUIREMENTS
from pipelines.skills.compiled_words import is_touched, is_written_folded
from pipelines.skills.mentions import MAX_LIST_GAP, MAX_NEIGHBOURS, NEAR

_BLANK, _SLASH, _CLOSING = signs_of(" /)")

# The states of an alias found.
UNSURE, SURE = range(2)
_EMPLOYER, _NAMED_EMPLOYER, _OTHER = range(3)


@compiled
def leave_out_employers(text, found, company, lexicon):
    """Leaves out the names of tools that stand for the employer; returns how many aliases remain."""
    is_any = False
    for index in range(found.size):
        is_named = (
            _is_tool_name(text, found[index], lexicon)
            and _is_named_employer(text, found[index], company, lexicon)
            and _may_be_employer(text, found, index, lexicon)
        )
        found[index].state = _NAMED_EMPLOYER if is_named else _OTHER
        is_any |= is_named
    if not is_any:
        return found.size
    for index in range(found.size):
        if found[index].state == _OTHER and _is_tool_name(text, found[index], lexicon):
            for other in range(found.size):
                if found[other].state == _NAMED_EMPLOYER and _is_same_text(text, found[index], found[other]):
                    if _may_be_employer(text, found, index, lexicon):
                        found[index].state = _EMPLOYER
                    break
    count = 0
    for index in range(found.size):
        if found[index].state == _OTHER:
            found[count] = found[index]
            count += 1
    return count


@inlined
def _is_tool_name(text, phrase, lexicon):
    return lexicon.aliases[phrase.value].is_tool and text.kinds[text.signs[phrase.start]] & UPPER != 0


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
def _may_be_employer(text, found, index, lexicon):
    section = found[index].section
    if section in (REQUIREMENTS, NICE_TO_HAVE) or _has_confirming_cue(text, found[index], lexicon):
        return False
    for other in range(max(0, index - MAX_NEIGHBOURS), min(found.size, index + MAX_NEIGHBOURS + 1)):
        if _is_neighbour(found, index, other, lexicon) and _is_listed_with(text, found, index, other):
            return False
    return True


@compiled
def _is_same_text(text, one, other):
    """Whether two names, which begin with a word, are written alike."""
    first, second = text.words[one.first].first_byte, text.words[other.first].first_byte
    if one.end - one.start != other.end - other.start:
        return False
    for _ in range(one.end - one.start):
        for at in range(first, next_character(text.utf8, first)):
            if text.utf8[at] != text.utf8[second + at - first]:
                return False
        size = next_character(text.utf8, first) - first
        first, second = first + size, second + size
    return True


@compiled
def _has_confirming_cue(text, phrase, lexicon):
    return has_confirming_tail(text, phrase) or is_touched(text, phrase, BEFORE_SKILL, AFTER_SKILL, lexicon)


@inlined
def _is_neighbour(found, index, other, lexicon):
    """Whether another alias stands near and for another skill."""
    gap = max(found[index].start - found[other].end, found[other].start - found[index].end)
    own, others = lexicon.aliases[found[index].value], lexicon.aliases[found[other].value]
    return gap <= NEAR and own.skill != others.skill


@compiled
def _is_listed_with(text, found, index, other):
    """Whether two aliases stand side by side in a list."""
    signs, kinds, words = text.signs, text.kinds, text.words
    before, after = found[min(index, other)], found[max(index, other)]
    start, end, first, last = before.end, after.start, before.last + 1, after.first - 1
    if end - start > MAX_LIST_GAP or (end - start == 1 and signs[start] == _BLANK) or last - first > 1:
        return False
    for word in range(first, last + 1):
        if not words[word].kinds & CONNECTING or not is_written_folded(text, word):
            return False
    if first < last and (words[last].start - words[first].end != 1 or signs[words[first].end] != _SLASH):
        return False
    first_end, last_start = (words[first].start, words[last].end) if first <= last else (end, end)
    for at in range(start, first_end):
        if not kinds[signs[at]] & LISTED:
            return False
    for at in range(last_start, end):
        if not kinds[signs[at]] & LISTED_LAST:
            return False
    return True


@compiled
def _is_part_of_name(text, found, index):
    """Whether an alias stands in a longer name, such as Spring in `Spring House` or Vault in `Data Vault`."""
    signs, kinds, phrase = text.signs, text.kinds, found[index]
    end = phrase.end
    is_before_alias = index + 1 < found.size and found[index + 1].start == end + 1
    if signs[end] == _BLANK and kinds[signs[end + 1]] & UPPER and not is_before_alias:
        return True
    blank = phrase.start - 1
    if signs[blank] != _BLANK:
        return False
    word = blank
    while word > 0 and is_word_sign(text, word - 1):
        word -= 1
    if word == blank or word < phrase.start - NEAR or word < 2 or signs[word - 1] != _BLANK:
        return False
    if not (is_word_sign(text, word - 2) or signs[word - 2] == _CLOSING):
        return False
    kind = kinds[signs[word]]
    is_capital = kind & UPPER and kind & ALNUM and not kind & DECIMAL
    return is_capital and (index == 0 or found[index - 1].end != blank)


@compiled
def confirm(text, found, outline, lexicon):
    """Writes which aliases are sure; one that needs context is once its surroundings confirm it."""
    is_changed = False
    for index in range(found.size):
        is_doubtful = lexicon.aliases[found[index].value].rule == NEEDS_CONTEXT
        found[index].state = UNSURE if is_doubtful else SURE
        is_changed |= is_doubtful
    while is_changed:
        is_changed = False
        for index in range(found.size):
            if found[index].state == UNSURE and _is_confirmed(text, found, index, outline, lexicon):
                found[index].state, is_changed = SURE, True


@compiled
def _is_confirmed(text, found, index, outline, lexicon):
    phrase = found[index]
    if _has_confirming_cue(text, phrase, lexicon):
        return True
    opens_sentence = phrase.first == 0 or (
        text.words[phrase.first - 1].end <= outline.sentences[phrase.sentence]
    )
    is_name = text.kinds[text.signs[phrase.start]] & UPPER and not opens_sentence
    is_name = is_name and not _is_part_of_name(text, found, index)
    if is_name and (phrase.need in (REQUIRED, PREFERRED)):
        return True
    for other in range(max(0, index - MAX_NEIGHBOURS), min(found.size, index + MAX_NEIGHBOURS + 1)):
        if not _is_neighbour(found, index, other, lexicon):
            continue
        alias = lexicon.aliases[found[other].value]
        may_confirm = alias.rule == NEEDS_CONTEXT or not alias.is_soft
        if may_confirm and _is_listed_with(text, found, index, other):
            return True
        is_sure_tool = found[other].state == SURE and alias.is_tool
        if is_name and is_sure_tool and found[other].sentence == phrase.sentence:
            return True
    return False
