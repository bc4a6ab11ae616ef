"""Finds the mentions of skills in texts, many at once."""

import numpy as np
import polars as pl

from pipelines.skills.aliases import find_aliases
from pipelines.skills.context import are_confirmed, are_employers, context_of
from pipelines.skills.lexicon import SkillLexicon
from pipelines.text.outlines import NEEDS_STATED, NEGATED, Outline
from pipelines.text.snippets import cut_snippets, slice_text
from pipelines.text.words import Batch, Positions, batches
from schemas.skills import SECTIONS

_SECTIONS, _NEEDS = pl.Series(SECTIONS), pl.Series(NEEDS_STATED)
_MENTION = {
    "text": pl.Int32,
    "skill_id": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "alias": pl.String,
    "section": pl.String,
    "need": pl.String,
    "is_first": pl.Boolean,
    "snippet": pl.String,
}


def find_mentions(texts: pl.Series, companies: pl.Series, lexicon: SkillLexicon) -> pl.DataFrame:
    """The mentions of skills in each text, in the order of the texts and within them, without overlap.

    Texts and companies (the employer of each text, or null) are strings of equal number. Returns text (row number),
    skill_id, start and end (characters), alias (as written), section, need, is_first (of the skill in the text), and
    the snippet of those first mentions (of others it is empty). The rules are in docs/skill_matching.md.
    """
    frames = [pl.DataFrame(schema=_MENTION)]
    for first, batch in batches(texts):
        found = _find(batch, companies[first : first + len(batch.origins)], lexicon)
        frames.append(found.with_columns(pl.col("text") + first))
    return pl.concat(frames)


def _find(batch: Batch, companies: pl.Series, lexicon: SkillLexicon) -> pl.DataFrame:
    outline = Outline(batch, lexicon.text_rules)
    context = context_of(outline, lexicon, find_aliases(outline, lexicon))
    is_employer = are_employers(context, companies)
    if is_employer.any():
        context = context_of(outline, lexicon, context.hits.where(~is_employer))
    needs = outline.need(context.hits.start, context.hits.end)
    stays = are_confirmed(context, needs) & (needs != NEGATED)
    hits, needs = context.hits.where(stays), needs[stays]
    text, skill = batch.text_of[hits.first], lexicon.skill[hits.value]
    is_first = _are_first(text * len(lexicon.skill_ids) + skill)
    snippets = pl.repeat("", len(text), dtype=pl.String, eager=True)
    first = np.flatnonzero(is_first)
    return pl.DataFrame(
        {
            "text": text.astype(np.int32),
            "skill_id": lexicon.skill_ids.gather(skill),
            "start": hits.start - batch.origins[text],
            "end": hits.end - batch.origins[text],
            "alias": slice_text(batch.text, hits.start, hits.end),
            "section": _SECTIONS.gather(outline.section(hits.start)),
            "need": _NEEDS.gather(needs),
            "is_first": is_first,
            "snippet": snippets.scatter(first, cut_snippets(batch, hits.start[first], hits.end[first])),
        }
    )


def _are_first(keys: Positions) -> np.ndarray:
    is_first = np.zeros(len(keys), np.bool_)
    is_first[np.unique(keys, return_index=True)[1]] = True
    return is_first
