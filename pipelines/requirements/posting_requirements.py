"""What postings ask of people besides skills: degrees and years of experience."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from pipelines.requirements.degrees import Degree, DegreeHits, DegreeRules, find_degrees
from pipelines.requirements.experience import ExperienceRules, Years, find_years
from pipelines.requirements.needs import Needs
from pipelines.requirements.passages import Scope
from pipelines.requirements.sentences import Sentences
from pipelines.text.phrases import Hits
from pipelines.text.snippets import cut_snippets
from pipelines.text.text_rules import TextRules
from pipelines.text.words import Batch, batches
from schemas.requirements import ASKED_NEEDS, PostingRequirements

_READ = {
    "text_id": pl.UInt32(),
    "requirement": pl.String(),
    "level": pl.String(),
    "fields": pl.List(pl.String),
    "or_experience": pl.Boolean(),
    "years_min": pl.Int64(),
    "years_max": pl.Int64(),
    "skill_id": pl.String(),
    "need": pl.String(),
    "snippet": pl.String(),
    "start": pl.Int64(),
}
_OF_ROW = [name for name in _READ if name not in ("snippet", "start")]


class RequirementRules:
    """Everything needed to find degrees and experience in a text; built once."""

    def __init__(
        self,
        degree_words: pl.DataFrame,
        degree_fields: pl.DataFrame,
        experience_words: pl.DataFrame,
        section_headings: pl.DataFrame,
        skill_cues: pl.DataFrame,
        skill_aliases: pl.DataFrame,
        skills: pl.DataFrame,
    ) -> None:
        """Takes frames of the contracts of these names."""
        sentences = Sentences(skill_cues.filter(pl.col("effect") == "abbreviates")["cue"])
        self.degrees = DegreeRules(degree_words, degree_fields, experience_words, sentences)
        self.experience = ExperienceRules(experience_words, skill_aliases, skills, sentences)
        lists = {**self.degrees.lists, "years": self.experience.triggers}
        self.text = TextRules(section_headings, skill_cues, lists)


def find_requirements(postings: pl.DataFrame, rules: RequirementRules) -> pl.DataFrame:
    """What the text of each posting asks for, in the contract `PostingRequirements`, ordered by posting and place.

    Postings have posting_id and description (or null; cleaned, contacts masked). Each distinct text is read once,
    and of it only the passages around words that can name a degree or years. What is asked counts as required unless
    the words near it, or the section it is in, say that it is preferred.
    """
    distinct = (
        postings.drop_nulls("description").group_by("description", maintain_order=True).agg("posting_id")
    )
    found = [
        _read(batch, rules).with_columns(pl.col("text_id") + first)
        for first, batch in batches(distinct["description"])
    ]
    return (
        distinct.select("posting_id")
        .with_row_index("text_id")
        .join(pl.concat([pl.DataFrame(schema=_READ), *found]), on="text_id")
        .explode("posting_id")
        .select(list(PostingRequirements.polars_schema()))
        .sort("posting_id", "start")
    )


@dataclass
class _Row:
    """A row of a text; start and end are characters of the batch."""

    text_id: int
    requirement: str
    level: str | None
    fields: list[str] | None
    or_experience: bool | None
    years_min: int | None
    years_max: int | None
    skill_id: str | None
    need: str
    start: int
    end: int


class _Asked(NamedTuple):
    """What a text asks, named from character `start` to `end`, and the scopes that may state its need."""

    what: Degree | Years
    start: int
    end: int
    scopes: list[Scope]


def _read(batch: Batch, rules: RequirementRules) -> pl.DataFrame:
    """What the texts of a batch ask: `text_id` (number in the batch) and columns of the contract."""
    phrases = rules.text.phrases
    candidates = phrases.read(batch)
    degrees, fields, experience, years = (
        phrases.hits(batch, candidates, name) for name in (*rules.degrees.lists, "years")
    )
    asked = [
        *_asked_degrees(batch, DegreeHits(degrees, fields, experience), rules.degrees),
        *_asked_years(batch, years, rules.experience),
    ]
    needs = Needs(batch, candidates, rules.text).read([one.scopes for one in asked])
    starts = np.array([one.start for one in asked], np.int64)
    text_of = np.searchsorted(batch.origins, starts, "right") - 1
    rows = list(_rows(asked, needs, text_of.tolist()))
    texts = np.array([row.text_id for row in rows], np.int64)
    start, end = (np.array([getattr(row, name) for row in rows], np.int64) for name in ("start", "end"))
    columns: dict[str, Any] = {name: [getattr(row, name) for row in rows] for name in _OF_ROW}
    columns |= {"start": start - batch.origins[texts], "snippet": cut_snippets(batch, start, end)}
    return pl.DataFrame(columns, _READ)


def _rows(asked: list[_Asked], needs: list[str], texts: list[int]) -> Iterator[_Row]:
    """Each level and length of years of a text once, with its strongest need."""
    rows: dict[Hashable, _Row] = {}
    for one, need, text in zip(asked, needs, texts, strict=True):
        if need not in ASKED_NEEDS:
            continue
        found = _row(text, one, need)
        key = (text, found.requirement, found.level, found.years_min, found.years_max, found.skill_id)
        row = rows.setdefault(key, found)
        row.need = min(row.need, need, key=ASKED_NEEDS.index)
        if isinstance(one.what, Degree):
            row.fields = sorted({*(row.fields or ()), *one.what.fields})
            row.or_experience = row.or_experience or one.what.or_experience
    return iter(rows.values())


def _row(text: int, asked: _Asked, need: str) -> _Row:
    what, place = asked.what, (need, asked.start, asked.end)
    if isinstance(what, Degree):
        of_degree = what.level, what.fields, what.or_experience
        return _Row(text, "degree", *of_degree, None, None, None, *place)
    of_years = what.years_min, what.years_max, what.skill_id
    return _Row(text, "experience", None, None, None, *of_years, *place)


def _asked_degrees(batch: Batch, hits: DegreeHits, rules: DegreeRules) -> Iterator[_Asked]:
    for first, degrees in find_degrees(batch, hits, rules):
        for degree in degrees:
            scopes = [Scope(*(first + place for place in scope)) for scope in degree.scopes]
            yield _Asked(degree, first + degree.start, first + degree.end, scopes)


def _asked_years(batch: Batch, hits: Hits, rules: ExperienceRules) -> Iterator[_Asked]:
    for origin, years in find_years(batch, hits, rules):
        scope = Scope(*(origin + place for place in (years.start, years.end, years.first, years.last)))
        yield _Asked(years, scope.start, scope.end, [scope])
