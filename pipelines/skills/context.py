"""Decides by its surroundings what an alias stands for."""

import re
from typing import NamedTuple

import numpy as np

from pipelines.skills.lexicon import ASKED, NEEDS_CONTEXT, SkillLexicon
from pipelines.text.characters import ALNUM, DECIMAL, UPPER, Flags, is_any_of
from pipelines.text.clauses import PREFERRED, REQUIRED, last_before, next_from
from pipelines.text.outlines import CONTEXT, Outline
from pipelines.text.phrases import Hits
from pipelines.text.sections import BENEFITS, NICE_TO_HAVE, REQUIREMENTS
from pipelines.text.words import Batch, Positions

NEAR = 60
MAX_NEIGHBOURS = 4
MAX_LIST_GAP = 20
MAX_LIST_OF_FIRMS = 150
MAX_LIST_OF_DEPARTMENTS = 80
NEAR_HIRING = 80
"""All in characters, but for the number of aliases on each side that count as neighbours. They were chosen by reading
postings: half or twice of the first three changes none of the labelled words and needs."""


class Context(NamedTuple):
    """The outline around aliases, and whether each is in a list with the one after it."""

    outline: Outline
    lexicon: SkillLexicon
    hits: Hits
    is_listed: Flags

    def where(self, stays: Flags) -> "Context":
        """Some of the aliases; those separated by one that is left out are in no list."""
        followed = np.append(stays[1:], False)
        return self._replace(hits=self.hits.where(stays), is_listed=(self.is_listed & followed)[stays])


def context_of(outline: Outline, lexicon: SkillLexicon, hits: Hits) -> Context:
    """The context of the aliases found in a batch."""
    return Context(outline, lexicon, hits, _are_listed(outline, lexicon, hits))


def _are_listed(outline: Outline, lexicon: SkillLexicon, hits: Hits) -> Flags:
    """Whether an alias and the next one, of another skill, stand side by side in a list."""
    listed = np.zeros(len(hits.start), np.bool_)
    if len(listed) < 2:
        return listed
    start, end, skill = hits.end[:-1], hits.start[1:], lexicon.skill[hits.value]
    size, between = end - start, hits.first[1:] - hits.last[:-1] - 1
    may_be = (size <= MAX_LIST_GAP) & (between <= 2) & (skill[1:] != skill[:-1])
    may_be &= (size != 1) | (outline.batch.codes[start] != ord(" "))
    some = np.flatnonzero(may_be)
    listed[some] = list(map(lexicon.is_list_gap, outline.batch.cut(start[some], end[some])))
    return listed


def are_employers(context: Context, employers: Batch) -> Flags:
    """Which aliases name the employer: outside lists and requirements, a tool's name with a capital that is the
    company's own, or that the text brings in as the employer's (`About Databricks`, `At Databricks`).

    employers: the employer of each text of the batch.
    """
    outline, hits = context.outline, context.hits
    batch = outline.batch
    names = np.flatnonzero(context.lexicon.is_tool[hits.value] & batch.is_kind(hits.start, UPPER))
    of_names = hits.where(names)
    is_named = outline.touches_employer_cue(of_names) | _begin_employer(context, of_names, employers)
    is_employer = np.zeros(len(hits.start), np.bool_)
    is_employer[names[is_named]] = True
    is_employer &= _may_be_employer(context, is_employer)
    if not is_employer.any():
        return is_employer
    is_own = np.zeros(len(batch.origins), np.bool_)
    is_own[batch.text_of[hits.first[is_employer]]] = True
    some = is_own[batch.text_of[of_names.first]]
    names, of_names = names[some], of_names.where(some)
    text_of = batch.text_of[of_names.first].tolist()
    written = dict(
        zip(names.tolist(), zip(text_of, batch.cut(of_names.start, of_names.end), strict=True), strict=True)
    )
    own = {written[at] for at in np.flatnonzero(is_employer).tolist()}
    is_same = np.zeros(len(hits.start), np.bool_)
    is_same[[at for at, name in written.items() if name in own]] = True
    return is_same & _may_be_employer(context, is_same)


def are_firms(context: Context) -> Flags:
    """Which aliases name firms: a tool's name with a capital in a list that the text brings in as one of firms
    (`Our clients include Adobe, Slack and Oracle`)."""
    outline, lexicon, hits = context.outline, context.lexicon, context.hits
    batch = outline.batch
    cues = lexicon.text_rules.phrases.find(batch, outline.candidates, "firms")
    cue = np.searchsorted(cues.end, hits.start, "right") - 1
    begin = np.append(cues.end, -MAX_LIST_OF_FIRMS)[cue]
    may_be = lexicon.may_be_firm[hits.value] & batch.is_kind(hits.start, UPPER) & (begin >= 0)
    may_be &= (hits.start - begin <= MAX_LIST_OF_FIRMS) & (
        outline.sentence(hits.start) == outline.sentence(np.maximum(begin - 1, 0))
    )
    some = np.flatnonzero(may_be)
    lists = batch.cut(begin[some], hits.start[some])
    may_be[some] = [lexicon.only_names.fullmatch(names) is not None for names in lists]
    return may_be


def are_departments(context: Context, needs: Positions) -> Flags:
    """Which aliases name a part of the employer: in a list behind words that bring in colleagues (`partner with finance
    and marketing`), or, where nothing is asked, before a word for them (`finance and marketing teams`)."""
    outline, lexicon, hits = context.outline, context.lexicon, context.hits
    find = lexicon.text_rules.phrases.find
    some = np.flatnonzero(lexicon.is_department[hits.value])
    start, end = hits.start[some], hits.end[some]
    behind = find(outline.batch, outline.candidates, "departments behind").end
    opened = np.append(behind, -MAX_LIST_OF_DEPARTMENTS)[np.searchsorted(behind, start, "right") - 1]
    before = find(outline.batch, outline.candidates, "departments before").start
    closed = np.append(before, np.iinfo(np.int64).max)[np.searchsorted(before, end)]
    result = np.zeros(len(hits.start), np.bool_)
    result[some] = _are_all(outline, opened, start, lexicon.only_items_before)
    result[some] |= _are_all(outline, end, closed, lexicon.only_items_behind) & (needs[some] == CONTEXT)
    return result


def _are_all(outline: Outline, first: Positions, last: Positions, items: re.Pattern[str]) -> Flags:
    """Whether nothing but items of a list of departments stands from `first` to `last`, in one sentence."""
    result = np.zeros(len(first), np.bool_)
    near = np.flatnonzero((last - first <= MAX_LIST_OF_DEPARTMENTS) & (first >= 0))
    near = near[outline.sentence(first[near] - 1) == outline.sentence(last[near])]
    passages = outline.batch.cut(first[near], last[near])
    result[near] = [items.fullmatch(passage) is not None for passage in passages]
    return result


def are_offered(context: Context) -> Flags:
    """Which aliases stand among the benefits and are no tools: what the employer offers is no skill."""
    hits = context.hits
    result: Flags = (context.outline.section(hits.start) == BENEFITS) & ~context.lexicon.is_tool[hits.value]
    return result


def are_in_hiring(context: Context) -> Flags:
    """Which aliases are machine learning by which the employer chooses people, or that applicants may use (`we use AI
    tools in our hiring process`): words for hiring stand near them, in one sentence that asks for nothing."""
    outline, lexicon, hits = context.outline, context.lexicon, context.hits
    cues = lexicon.text_rules.phrases.find(outline.batch, outline.candidates, "hiring")
    some = np.flatnonzero(lexicon.is_ml[hits.value])
    some = some[~outline.ask_in_sentence(hits.start[some])]
    start, end = hits.start[some], hits.end[some]
    semicolons = outline.batch.find_sign(";")
    clause = outline.sentence(start) + np.searchsorted(semicolons, start)
    behind, before = next_from(cues.start, end), last_before(cues.end, start + 1)
    result = np.zeros(len(hits.start), np.bool_)
    for cue, distance in ((behind, behind - end), (before - 1, start - before)):
        near = np.flatnonzero(distance <= NEAR_HIRING)
        near = near[outline.sentence(cue[near]) + np.searchsorted(semicolons, cue[near]) == clause[near]]
        result[some[near]] = True
    return result


def _begin_employer(context: Context, names: Hits, employers: Batch) -> Flags:
    """Whether the words of a name are the first of the employer."""
    batch = context.outline.batch
    text = batch.text_of[names.first]
    first = employers.first_word(employers.origins)[text]
    size = names.last - names.first + 1
    begins: Flags = names.start == batch.starts[names.first]
    keys, text_of = np.append(employers.keys, 0), np.append(employers.text_of, -1)
    for offset in range(int(size.max(initial=0))):
        at = np.minimum(first + offset, len(employers.keys))
        own = np.minimum(names.first + offset, names.last)
        is_same = (keys[at] == batch.keys[own]) & (text_of[at] == text)
        begins &= is_same | (offset >= size)
    return begins


def _may_be_employer(context: Context, chosen: Flags) -> Flags:
    """Which of the chosen aliases stand outside requirements and lists, with no confirming cue next to them."""
    some = np.flatnonzero(chosen)
    hits = context.hits.where(some)
    section = context.outline.section(hits.start)
    is_asked = (section == REQUIREMENTS) | (section == NICE_TO_HAVE)
    is_listed = context.is_listed[some] | context.is_listed[some - 1]
    may_be = np.zeros(len(chosen), np.bool_)
    may_be[some] = ~is_asked & ~is_listed & ~context.outline.touches_confirming_cue(hits)
    return may_be


def are_confirmed(context: Context, needs: Positions) -> Flags:
    """Which aliases need no context, or have it; `needs` is what is stated of each, a place in NEEDS_STATED."""
    outline, lexicon, hits = context.outline, context.lexicon, context.hits
    is_doubtful = lexicon.rule[hits.value] == NEEDS_CONTEXT
    doubtful = np.flatnonzero(is_doubtful)
    own = hits.where(doubtful)
    is_name = _are_names(context, doubtful)
    is_needed = (needs == REQUIRED) | (needs == PREFERRED)
    is_sure: Flags = ~is_doubtful & (is_needed | (lexicon.rule[hits.value] != ASKED))
    confirms_lists = is_doubtful | ~lexicon.is_soft[hits.value]
    is_listed = context.is_listed[doubtful] & np.append(confirms_lists, False)[doubtful + 1]
    is_listed |= context.is_listed[doubtful - 1] & confirms_lists[doubtful - 1]
    is_sure[doubtful] = outline.touches_confirming_cue(own) | is_listed | is_name & is_needed[doubtful]
    near = _near_tools(context, doubtful[is_name])
    while True:
        alias, tool = near[:, ~is_sure[near[0]]]
        confirmed = alias[is_sure[tool]]
        if not confirmed.size:
            return is_sure
        is_sure[confirmed] = True


def _near_tools(context: Context, chosen: Positions) -> Positions:
    """The chosen aliases, each with every tool near it in the same sentence: two rows."""
    hits, skill = context.hits, context.lexicon.skill[context.hits.value]
    is_tool = context.lexicon.is_tool[hits.value]
    sentence = context.outline.sentence(hits.start)
    pairs = [np.zeros((2, 0), np.int64)]
    for offset in [*range(-MAX_NEIGHBOURS, 0), *range(1, MAX_NEIGHBOURS + 1)]:
        own = chosen[(chosen + offset >= 0) & (chosen + offset < len(skill))]
        other = own + offset
        gap = np.maximum(hits.start[own] - hits.end[other], hits.start[other] - hits.end[own])
        fits = (
            (gap <= NEAR) & is_tool[other] & (skill[own] != skill[other]) & (sentence[own] == sentence[other])
        )
        pairs.append(np.stack([own[fits], other[fits]]))
    return np.concatenate(pairs, axis=1)


def _are_names(context: Context, chosen: Positions) -> Flags:
    """Whether a capital tells that an alias is a name: it does not open a sentence, and is no part of a longer name,
    such as Spring in `Spring House` or Vault in `Data Vault`."""
    outline, hits = context.outline, context.hits.where(chosen)
    batch = outline.batch
    codes = batch.codes
    sentence = outline.sentences[outline.sentence(hits.start)]
    opens_sentence = batch.ends[hits.first - 1] <= sentence
    opens_sentence |= hits.first == 0

    is_before_alias = np.append(context.hits.start, -1)[chosen + 1] == hits.end + 1
    is_followed = (codes[hits.end] == ord(" ")) & batch.is_kind(hits.end + 1, UPPER) & ~is_before_alias

    word, blank = batch.starts[hits.first - 1], hits.start - 1
    follows = (codes[blank] == ord(" ")) & (batch.ends[hits.first - 1] == blank) & (word >= hits.start - NEAR)
    follows &= (codes[word - 1] == ord(" ")) & (
        batch.is_kind(word - 2, ALNUM) | is_any_of(codes[word - 2], "_)")
    )
    follows &= batch.is_kind(word, UPPER) & ~batch.is_kind(word, DECIMAL)
    is_behind_alias = np.append(context.hits.end, -1)[chosen - 1] == blank
    result: Flags = (
        batch.is_kind(hits.start, UPPER) & ~opens_sentence & ~is_followed & ~(follows & ~is_behind_alias)
    )
    return result
