"""Tells by its surroundings what an alias stands for, compiled: see `pipelines.mentions`."""

from pipelines.characters import ALNUM, DECIMAL, LISTED, LISTED_LAST, UPPER
from pipelines.compiled import compiled, inlined
from pipelines.compiled_aliases import has_confirming_tail
from pipelines.compiled_lexicon import (
    AFTER_EMPLOYER,
    AFTER_SKILL,
    BEFORE_EMPLOYER,
    BEFORE_SKILL,
    CONNECTING,
    NEEDS_CONTEXT,
    PREFERRED,
    REQUIRED,
)
from pipelines.compiled_outline import NICE_TO_HAVE, REQUIREMENTS, section_at, sentence_at
from pipelines.compiled_words import is_touched, is_written_folded
from pipelines.mentions import MAX_LIST_GAP, MAX_NEIGHBOURS, NEAR

_BLANK, _SLASH, _UNDERSCORE, _CLOSING = map(ord, " /_)")
UNSURE, SURE = range(2)


@compiled
def leave_out_employers(text, found, outline, company, is_employer, lexicon):
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
        if not text.words[word].kinds & CONNECTING or not is_written_folded(text, word, lexicon):
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
def confirm(text, found, outline, needs, states, lexicon):
    """Writes which aliases are sure; one that needs context is once its surroundings confirm it."""
    for index in range(found.size):
        is_doubtful = lexicon.aliases[found[index].value].rule == NEEDS_CONTEXT
        states[index] = UNSURE if is_doubtful else SURE
    is_changed = True
    while is_changed:
        is_changed = False
        for index in range(found.size):
            if states[index] == UNSURE and _is_confirmed(text, found, index, outline, needs, states, lexicon):
                states[index], is_changed = SURE, True


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
        is_sure_tool = states[other] == SURE and alias.is_tool
        if is_name and is_sure_tool and sentence_at(outline, found[other].start) == sentence:
            return True
    return False


@inlined
def _opens_sentence(text, phrase, sentence_start):
    """Whether nothing but signs stands between the start of a sentence and a phrase."""
    return phrase.first == 0 or text.words[phrase.first - 1].end <= sentence_start
