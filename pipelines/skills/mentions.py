"""Finds the mentions of skills in texts, many at once."""

from typing import NamedTuple

import numpy as np
import polars as pl

from pipelines.skills.aliases import find_aliases
from pipelines.skills.context import (
    are_confirmed,
    are_departments,
    are_employers,
    are_firms,
    are_in_hiring,
    are_offered,
    context_of,
)
from pipelines.skills.lexicon import SkillLexicon
from pipelines.text.clauses import NEGATED
from pipelines.text.outlines import NEEDS_STATED, Outline
from pipelines.text.snippets import cut_snippets, cut_strings
from pipelines.text.words import Batch, Hashes, Positions, batches, read_batch
from schemas.skills import NEEDS, SECTIONS

_SECTIONS, _NEEDS = pl.Series(SECTIONS), pl.Series(NEEDS_STATED)
_STRENGTH = np.array([len(NEEDS), *map(NEEDS.index, NEEDS_STATED[1:])])
"""Of each need that can be stated, the strongest first; a negated mention is none."""


def find_mentions(texts: pl.Series, companies: pl.Series, lexicon: SkillLexicon) -> pl.DataFrame:
    """The mentions of skills in each text, in the order of the texts and within them, without overlap.

    Texts and companies (the employer of each text, or null) are strings of equal number. Returns text (row number),
    skill_id, start and end (characters), alias (as written), section, need, mentions (of the evidence, which is the
    first of those of the skill in the text with the strongest need, how many there are; of others 0), and the snippet
    of the evidence (of others it is empty). The rules are in docs/skill_matching.md.
    """
    found = [
        _find(batch, first, companies[first : first + len(batch.origins)], lexicon)
        for first, batch in batches(texts)
    ]
    found.append(_Found.empty())
    text, skill, start, end, section, need, mentions = map(
        np.concatenate, list(zip(*found, strict=True))[:-2]
    )
    alias, snippet = (pl.concat(strings) for strings in list(zip(*found, strict=True))[-2:])
    return pl.DataFrame(
        {
            "text": text.astype(np.int32),
            "skill_id": lexicon.skill_ids.gather(skill),
            "start": start,
            "end": end,
            "alias": alias,
            "section": _SECTIONS.gather(section),
            "need": _NEEDS.gather(need),
            "mentions": mentions,
            "snippet": pl.repeat("", len(text), eager=True).scatter(np.flatnonzero(mentions), snippet),
        }
    )


class _Found(NamedTuple):
    """Mentions of one batch: columns of equal length, but for the snippets, which only evidence has."""

    text: Positions
    skill: Positions
    start: Positions
    end: Positions
    section: Positions
    need: Positions
    mentions: Positions
    alias: pl.Series
    snippet: pl.Series

    @classmethod
    def empty(cls) -> "_Found":
        """No mentions."""
        none, no_strings = np.zeros(0, np.int64), pl.Series(dtype=pl.String)
        return cls(none, none, none, none, none, none, none, no_strings, no_strings)


def _find(batch: Batch, first_text: int, companies: pl.Series, lexicon: SkillLexicon) -> _Found:
    employers = read_batch(companies.fill_null("").to_list())
    outline = Outline(batch, lexicon.text_rules, _first_words(employers))
    context = context_of(outline, lexicon, find_aliases(outline, lexicon))
    context = context.where(~are_employers(context, employers))
    context = context.where(~are_firms(context))
    context = context.where(~are_offered(context) & ~are_in_hiring(context))
    may_be_studied = ~lexicon.is_tool[context.hits.value]
    needs = outline.need(context.hits.start, context.hits.end, may_be_studied)
    stays = are_confirmed(context, needs) & (needs != NEGATED) & ~outline.is_denied(context.hits)
    stays &= ~are_departments(context, needs)
    hits = context.hits.where(stays)
    text, skill = batch.text_of[hits.first], lexicon.skill[hits.value]
    mentions = _count_mentions(text * len(lexicon.skill_ids) + skill, needs[stays])
    return _Found(
        text + first_text,
        skill,
        hits.start - batch.origins[text],
        hits.end - batch.origins[text],
        outline.section(hits.start),
        needs[stays],
        mentions,
        cut_strings(batch, hits.start, hits.end),
        cut_snippets(batch, hits.start[mentions > 0], hits.end[mentions > 0]),
    )


def _count_mentions(skill: Positions, need: Positions) -> Positions:
    """How often a text mentions the skill, at its evidence: the first mention with the strongest need. Elsewhere 0."""
    order = np.argsort(skill * len(_STRENGTH) + _STRENGTH[need], kind="stable")
    _, first, counts = np.unique(skill[order], return_index=True, return_counts=True)
    result = np.zeros(len(skill), np.int64)
    result[order[first]] = counts
    return result


def _first_words(texts: Batch) -> Hashes:
    """The key of the first word of each text, 0 if it has none."""
    first = texts.first_word(texts.origins)
    is_own = np.append(texts.text_of, -1)[first] == np.arange(len(first))
    return np.where(is_own, np.append(texts.keys, 0)[first], 0).astype(np.uint64)
