"""Finds the certifications, languages, clearances and statements on visas that postings name."""

from typing import NamedTuple

import numpy as np
import polars as pl

from pipelines.text.characters import UPPER, Flags
from pipelines.text.clauses import NEGATED, REQUIRED
from pipelines.text.outlines import CONTEXT, NEEDS_STATED, Outline
from pipelines.text.phrases import Hits
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
    "text": pl.Int64(),
    "kind": pl.String(),
    "name": pl.String(),
    "need": pl.String(),
    "start": pl.Int64(),
    "snippet": pl.String(),
    "text_id": pl.UInt32(),
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
        self.text = TextRules(section_headings, skill_cues, {"conditions": self.words, **lists})
        self.names = names["name"]
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


class _Reader:
    """Reads the conditions of a batch of texts."""

    def __init__(self, batch: Batch, rules: ConditionRules) -> None:
        self._batch, self._rules = batch, rules
        self._outline = Outline(batch, rules.text)
        phrases, candidates = rules.text.phrases, self._outline.candidates
        hits = phrases.find(batch, candidates, "conditions")
        self._hits = hits.where(self._are_written_so(hits))

    def _are_written_so(self, hits: Hits) -> Flags:
        """Which words are names, not decoys, in the case that their rule asks for."""
        rules, batch = self._rules, self._batch
        fits: Flags = (rules.kind[hits.value] >= 0) | rules.is_sponsor[hits.value]
        fits &= ~rules.needs_capital[hits.value] | batch.is_kind(hits.start, UPPER)
        exact = np.flatnonzero(fits & rules.is_exact[hits.value])
        written = batch.cut(hits.start[exact], hits.end[exact])
        fits[exact] = [
            rules.words[value] == text
            for value, text in zip(hits.value[exact].tolist(), written, strict=True)
        ]
        return fits

    def _signs(self, rule: str, kind: int) -> _Signs:
        hits = self._rules.text.phrases.find(self._batch, self._outline.candidates, rule)
        hits = hits.where(self._rules.sign_kind[rule][hits.value] == kind)
        return _Signs(hits.first, hits.last, hits.start, hits.end, self._outline.sentence(hits.start))

    def read(self) -> pl.DataFrame:
        """The conditions named: text (its number in the batch), kind, name, need, start, and snippet."""
        hits = self._hits
        found = _Found(
            hits,
            self._rules.kind[hits.value],
            self._outline.need(hits.start, hits.end, may_be_studied=np.ones(len(hits.start), np.bool_)),
            self._outline.sentence(hits.start),
        )
        sponsors = self._rules.is_sponsor[found.hits.value]
        named = self._require_by_default(self._named(found.where(~sponsors & (found.need != NEGATED))))
        offered, refused = self._read_sponsorship(found.where(sponsors))
        names = self._rules.names.gather(named.hits.value)
        return pl.concat(
            [
                self._frame(named, names),
                self._frame(offered, pl.repeat(SPONSORSHIP_OFFERED, len(offered.kind), eager=True)),
                self._frame(refused, pl.repeat(SPONSORSHIP_REFUSED, len(refused.kind), eager=True)),
            ]
        )

    def _frame(self, found: _Found, names: pl.Series) -> pl.DataFrame:
        batch, hits = self._batch, found.hits
        text = batch.text_of[hits.first]
        return pl.DataFrame(
            {
                "text": text,
                "kind": pl.Series(CONDITION_KINDS, dtype=pl.String).gather(found.kind),
                "name": names.cast(pl.String),
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

    def _read_sponsorship(self, found: _Found) -> tuple[_Found, _Found]:
        """Statements that the employer sponsors visas, and that it does not."""
        found = found.where(np.isin(found.sentence, self._signs("about_visas", VISA).sentence))
        found = found.where(~np.isin(found.sentence, self._not_stated()))
        found = found._replace(kind=np.full(len(found.kind), VISA))
        is_refused = np.isin(found.sentence, self._signs("refuses", VISA).sentence)
        is_offered = ~is_refused & np.isin(found.sentence, self._signs("offers", VISA).sentence)
        offered, refused = found.where(is_offered), found.where(is_refused)
        return (
            offered._replace(need=np.full(len(offered.kind), CONTEXT)),
            refused._replace(need=np.full(len(refused.kind), REQUIRED)),
        )

    def _not_stated(self) -> Positions:
        """The sentences that ask or speak of others: questions, equal opportunity, notices."""
        questions = self._outline.sentence(self._batch.find_sign("?"))
        return np.union1d(questions, self._signs("not_stated", VISA).sentence)


def find_conditions(postings: pl.DataFrame, rules: ConditionRules) -> pl.DataFrame:
    """What the text of each posting names besides skills, degrees and years, in the contract `PostingConditions`,
    ordered by posting, kind and name.

    Postings have posting_id and description (or null; cleaned, contacts masked). Each distinct text is read once; of
    several mentions of a condition the first is shown, and the strongest need of any counts.
    """
    distinct = (
        postings.select(text="description")
        .filter(pl.col("text").is_not_null())
        .unique(maintain_order=True)
        .with_row_index("text_id")
    )
    read = [
        _Reader(batch, rules).read().with_columns(text_id=(pl.col("text") + first).cast(pl.UInt32))
        for first, batch in batches(distinct["text"])
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
        postings.select("posting_id", text="description")
        .join(distinct, on="text")
        .join(found, on="text_id")
        .select(list(PostingConditions.polars_schema()))
        .sort("posting_id", "kind", "name")
    )
