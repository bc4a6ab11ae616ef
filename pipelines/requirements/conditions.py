"""Finds the certifications, languages, clearances and statements on visas that postings name."""

from typing import NamedTuple

import numpy as np
import polars as pl

from pipelines.text.characters import UPPER, Flags
from pipelines.text.clauses import NEGATED, REQUIRED
from pipelines.text.outlines import CONTEXT, NEEDS_STATED, Outline
from pipelines.text.phrases import Candidates, Hits, Phrases, are_in_case
from pipelines.text.sections import BENEFITS, RESPONSIBILITIES
from pipelines.text.snippets import cut_snippets
from pipelines.text.text_rules import TextRules
from pipelines.text.words import Batch, Positions, batches
from schemas.conditions import (
    CONDITION_KINDS,
    SIGN_RULES,
    SPONSORSHIP_OFFERED,
    SPONSORSHIP_REFUSED,
    PostingConditions,
)
from schemas.skills import NEEDS

NEAR = 45
"""Characters between a name and a word of its sentence that confirms it: a level or a verb of speaking, for one."""
LIST_GAP = 12
"""Characters between two names of a list, of which one confirms the other."""
CLEARANCE, LANGUAGE, VISA = map(CONDITION_KINDS.index, ("clearance", "language", "visa"))

_READ = {
    "text_id": pl.UInt32(),
    "kind": pl.String(),
    "name": pl.String(),
    "need": pl.String(),
    "start": pl.Int64(),
    "snippet": pl.String(),
}


class ConditionRules:
    """The words of conditions, and the headings and cues by which texts are read; built once."""

    def __init__(
        self, condition_words: pl.DataFrame, section_headings: pl.DataFrame, skill_cues: pl.DataFrame
    ) -> None:
        """Takes frames of the contracts of these names."""
        is_sign = pl.col("rule").is_in(SIGN_RULES)
        names, signs = condition_words.filter(~is_sign), condition_words.filter(is_sign)
        kinds = {kind: number for number, kind in enumerate(CONDITION_KINDS)}
        own = {rule: signs.filter(pl.col("rule") == rule) for rule in SIGN_RULES}
        lists = {rule: words["word"].to_list() for rule, words in own.items()}
        self.words = names["word"].to_list()
        self.phrases = Phrases({"conditions": self.words})
        self.text = TextRules(section_headings, skill_cues, {"conditions": self.words, **lists})
        self.names = pl.concat([names["name"], pl.Series([SPONSORSHIP_OFFERED, SPONSORSHIP_REFUSED])])
        self.kind = np.array([kinds.get(kind, -1) for kind in names["kind"]], np.int64)
        rule = names["rule"].to_numpy()
        is_upper = np.array([word.isupper() for word in self.words], np.bool_)
        has_capital = np.array([word[0].isupper() for word in self.words], np.bool_)
        self.needs_context = rule == "needs_context"
        self.is_exact = (rule == "exact_case") | (self.needs_context & is_upper)
        self.needs_capital = self.needs_context & has_capital
        self.is_sponsor = rule == "sponsors"
        self.sign_kind = {
            rule: np.array([kinds[kind] for kind in words["kind"]], np.int64) for rule, words in own.items()
        }

    def find_names(self, batch: Batch, phrases: Phrases, candidates: Candidates) -> Hits:
        """The words in a batch that are names, not decoys, in the case that their rule asks for."""
        hits = phrases.find(batch, candidates, "conditions")
        fits: Flags = (self.kind[hits.value] >= 0) | self.is_sponsor[hits.value]
        fits &= ~self.needs_capital[hits.value] | batch.is_kind(hits.start, UPPER)
        hits = hits.where(fits)
        return hits.where(are_in_case(batch, hits, self.words, self.is_exact[hits.value]))

    def name_any(self, batch: Batch) -> Positions:
        """The numbers of the texts of a batch that name anything."""
        names = self.find_names(batch, self.phrases, self.phrases.read(batch))
        return np.unique(batch.text_of[names.first])


class _Signs(NamedTuple):
    """Words that tell something about the conditions near them: the first and last word of each, its characters and
    sentence."""

    first: Positions
    last: Positions
    start: Positions
    end: Positions
    sentence: Positions


class _Found(NamedTuple):
    """Conditions named in a batch: the word of each, its kind, and the need stated, a place in NEEDS_STATED."""

    hits: Hits
    kind: Positions
    need: Positions
    sentence: Positions

    def where(self, chosen: Flags) -> "_Found":
        return _Found(self.hits.where(chosen), self.kind[chosen], self.need[chosen], self.sentence[chosen])

    def with_others(self, others: "_Found") -> "_Found":
        hits = Hits(*map(np.concatenate, zip(self.hits, others.hits, strict=True)))
        return _Found(hits, *map(np.concatenate, zip(self[1:], others[1:], strict=True)))


class _Reader:
    """Reads the conditions of a batch of texts."""

    def __init__(self, batch: Batch, rules: ConditionRules) -> None:
        self._batch, self._rules = batch, rules
        self._outline = Outline(batch, rules.text)

    def _signs(self, rule: str, kind: int) -> _Signs:
        hits = self._rules.text.phrases.find(self._batch, self._outline.candidates, rule)
        hits = hits.where(self._rules.sign_kind[rule][hits.value] == kind)
        return _Signs(hits.first, hits.last, hits.start, hits.end, self._outline.sentence(hits.start))

    def read(self) -> pl.DataFrame:
        """The conditions named: text_id (its number in the batch), kind, name, need, start, and snippet."""
        batch, rules = self._batch, self._rules
        hits = rules.find_names(batch, rules.text.phrases, self._outline.candidates)
        found = _Found(
            hits,
            rules.kind[hits.value],
            self._outline.need(hits.start, hits.end, may_be_studied=np.ones(len(hits.start), np.bool_)),
            self._outline.sentence(hits.start),
        )
        sponsors = rules.is_sponsor[found.hits.value]
        named = self._require_by_default(self._named(found.where(~sponsors & (found.need != NEGATED))))
        found = named.with_others(self._read_sponsorship(found.where(sponsors)))
        text, hits = batch.text_of[found.hits.first], found.hits
        return pl.DataFrame(
            {
                "text_id": text.astype(np.uint32),
                "kind": pl.Series(CONDITION_KINDS).gather(found.kind),
                "name": rules.names.gather(hits.value),
                "need": pl.Series(NEEDS_STATED).gather(found.need),
                "start": hits.start - batch.origins[text],
                "snippet": cut_snippets(batch, hits.start, hits.end),
            }
        )

    def _named(self, found: _Found) -> _Found:
        """Those that need no confirmation, or have it: by a word near them, or by a list with one that has it."""
        is_sure = ~self._rules.needs_context[found.hits.value]
        excused = np.zeros(len(is_sure), np.bool_)
        for kind in range(len(CONDITION_KINDS)):
            is_own = found.kind == kind
            is_sure |= is_own & self._are_near(found, self._signs("confirms", kind))
            excused |= is_own & self._touch(found, self._signs("denies", kind))
        is_sure &= ~excused
        hits = found.hits
        joins = (found.sentence[1:] == found.sentence[:-1]) & (found.kind[1:] == found.kind[:-1])
        joins &= (hits.start[1:] - hits.end[:-1] <= LIST_GAP) & ~excused[1:] & ~excused[:-1]
        group = np.concatenate([[0], np.cumsum(~joins)])[: len(is_sure)]
        has_sure = np.zeros(len(is_sure) + 1, np.bool_)
        np.logical_or.at(has_sure, group, is_sure)
        named = (is_sure | has_sure[group]) & ~excused
        named &= (found.kind != VISA) | ~np.isin(found.sentence, self._not_stated())
        return found.where(named)

    def _are_near(self, found: _Found, signs: _Signs) -> Flags:
        """Which names have a sign near them in their sentence."""
        near = np.zeros(len(found.kind), np.bool_)
        if not len(signs.start):
            return near
        before = np.searchsorted(signs.end, found.hits.start, "right") - 1
        after = np.minimum(np.searchsorted(signs.start, found.hits.end), len(signs.start) - 1)
        for sign, gap in (
            (before, found.hits.start - signs.end[before]),
            (after, signs.start[after] - found.hits.end),
        ):
            near |= (signs.sentence[sign] == found.sentence) & (gap >= 0) & (gap <= NEAR)
        return near

    @staticmethod
    def _touch(found: _Found, signs: _Signs) -> Flags:
        """Which names have a sign as the word before or behind them in their sentence."""
        hits, sentences = found.hits, 1 + max(found.sentence.max(initial=0), signs.sentence.max(initial=0))
        before, behind = (word * sentences + found.sentence for word in (hits.first - 1, hits.last + 1))
        last, first = (word * sentences + signs.sentence for word in (signs.last, signs.first))
        result: Flags = np.isin(before, last) | np.isin(behind, first)
        return result

    def _require_by_default(self, found: _Found) -> _Found:
        """Clearances, rights to work and languages outside duties and benefits are required unless otherwise stated:
        of a right to work by a cue, as a notice of it often ends a list of what is nice to have."""
        outline, hits = self._outline, found.hits
        section = outline.section(hits.start)
        is_told = (section == RESPONSIBILITIES) | (section == BENEFITS)
        is_asked = (found.kind == CLEARANCE) | (found.kind == VISA) | (found.kind == LANGUAGE) & ~is_told
        need = np.where(found.kind == VISA, outline.stated_need(hits.start, hits.end), found.need)
        return found._replace(need=np.where(is_asked & (need == CONTEXT), REQUIRED, need))

    def _read_sponsorship(self, found: _Found) -> _Found:
        """Statements that the employer sponsors visas, or that it does not, of words for sponsors."""
        found = found.where(np.isin(found.sentence, self._signs("about_visas", VISA).sentence))
        found = found.where(~np.isin(found.sentence, self._not_stated()))
        is_refused = np.isin(found.sentence, self._signs("refuses", VISA).sentence)
        is_offered = np.isin(found.sentence, self._signs("offers", VISA).sentence)
        stated = _Found(
            found.hits._replace(value=len(self._rules.words) + is_refused),
            np.full(len(is_refused), VISA),
            np.where(is_refused, REQUIRED, CONTEXT),
            found.sentence,
        )
        return stated.where(is_refused | is_offered)

    def _not_stated(self) -> Positions:
        """The sentences that ask or speak of others: questions, equal opportunity, notices."""
        questions = self._outline.sentence(self._batch.find_sign("?"))
        return np.union1d(questions, self._signs("not_stated", VISA).sentence)


def find_conditions(postings: pl.DataFrame, rules: ConditionRules) -> pl.DataFrame:
    """What the text of each posting names besides skills, degrees and years, in the contract `PostingConditions`,
    ordered by posting, kind and name.

    Postings have posting_id and description (or null; cleaned, contacts masked). Each distinct text is read once, and
    its sections and sentences only if it names anything; of several mentions of a condition the first is shown, and
    the strongest need of any counts.
    """
    distinct = (
        postings.drop_nulls("description").group_by("description", maintain_order=True).agg("posting_id")
    )
    naming = [first + rules.name_any(batch) for first, batch in batches(distinct["description"])]
    distinct = distinct[np.concatenate([np.zeros(0, np.int64), *naming])].with_row_index("text_id")
    read = [
        _Reader(batch, rules).read().with_columns(pl.col("text_id") + first)
        for first, batch in batches(distinct["description"])
    ]
    strength = pl.col("need").replace_strict(NEEDS, range(len(NEEDS)), return_dtype=pl.Int8)
    found = (
        pl.concat([pl.DataFrame(schema=_READ), *read])
        .sort("text_id", "start", maintain_order=True)
        .group_by("text_id", "kind", "name", maintain_order=True)
        .agg(pl.col("snippet").first(), pl.col("start").first(), strongest=strength.min())
        .with_columns(
            need=pl.col("strongest").replace_strict(range(len(NEEDS)), NEEDS, return_dtype=pl.String)
        )
    )
    return (
        distinct.select("text_id", "posting_id")
        .join(found, on="text_id")
        .explode("posting_id")
        .select(list(PostingConditions.polars_schema()))
        .sort("posting_id", "kind", "name")
    )
