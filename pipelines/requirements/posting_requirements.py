"""What postings ask of people besides skills: degrees and years of experience."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from pipelines.requirements.degrees import Degree, DegreeRules, find_degrees
from pipelines.requirements.experience import ExperienceRules, Years, find_years
from pipelines.requirements.needs import AskedText, find_first_heading, read_needs
from pipelines.requirements.passages import Scope
from pipelines.requirements.sentences import Sentences
from pipelines.text.snippets import cut_snippets_of
from pipelines.text.text_rules import TextRules
from schemas.requirements import ASKED_NEEDS, PostingRequirements

_BEHIND = 200
_AHEAD = 300


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
        self.outline = TextRules(section_headings, skill_cues)
        sentences = Sentences(self.outline.abbreviations)
        self.degrees = DegreeRules(degree_words, degree_fields, experience_words, sentences)
        self.experience = ExperienceRules(experience_words, skill_aliases, skills, sentences)
        is_told = pl.col("effect").is_in(["preferred", "negated"])
        self.cues = skill_cues.filter(is_told)["cue"].unique(maintain_order=True).to_list()
        headings = section_headings.filter(pl.col("section") == "nice_to_have")["heading"].str.replace_all(
            "-", " "
        )
        self.nice_to_have = sorted({*headings, *headings.str.replace_all(" ", "-")})


def find_requirements(postings: pl.DataFrame, rules: RequirementRules) -> pl.DataFrame:
    """What the text of each posting asks for, in the contract `PostingRequirements`, ordered by posting and place.

    Postings have posting_id and description (or null; cleaned, contacts masked). Each distinct text is read once,
    and of it only the passages around words that can name a degree or years. What is asked counts as required unless
    the words near it, or the section it is in, say that it is preferred.
    """
    distinct = (
        postings.select(text="description")
        .filter(pl.col("text").is_not_null())
        .unique(maintain_order=True)
        .with_row_index("text_id")
        .with_columns(
            degrees=pl.col("text").str.find_many(rules.degrees.triggers, leftmost=True),
            years=pl.col("text").str.find_many(
                rules.experience.triggers, ascii_case_insensitive=True, leftmost=True
            ),
            cues=pl.col("text").str.find_many(rules.cues, ascii_case_insensitive=True),
            headings=pl.col("text").str.find_many(rules.nice_to_have, ascii_case_insensitive=True),
        )
    )
    rows = list(_rows(distinct, rules))
    schema = PostingRequirements.polars_schema()
    types = {name: dtype for name, dtype in schema.items() if name not in ("posting_id", "snippet")}
    types |= {"fields": pl.List(pl.String), "end": pl.Int64()}
    read = pl.DataFrame(rows, schema={"text_id": pl.Int64(), **types}, orient="row")
    snippets = cut_snippets_of(distinct["text"], read.select("start", "end", text="text_id"))
    read = read.with_columns(pl.col("text_id").cast(pl.UInt32), snippet=snippets)
    return (
        postings.select("posting_id", text="description")
        .join(distinct.select("text_id", "text"), on="text")
        .join(read, on="text_id")
        .select(list(schema))
        .sort("posting_id", "start")
    )


def _characters(text: str, offsets: list[int]) -> list[int]:
    """Byte offsets, as Polars gives them, as offsets of characters."""
    if text.isascii():
        return offsets
    encoded, last = text.encode(), 0
    characters: list[int] = []
    for offset in offsets:
        characters.append((characters[-1] if characters else 0) + len(encoded[last:offset].decode()))
        last = offset
    return characters


@dataclass
class _Row:
    """A row without its posting, in the order of the contract."""

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
    """What a text asks, named from character `start` to `end` of it, and the scopes that may state its need."""

    text: int
    what: Degree | Years
    start: int
    end: int
    scopes: list[Scope]


def _rows(distinct: pl.DataFrame, rules: RequirementRules) -> Iterator[tuple[object, ...]]:
    """The rows of the texts, in their order; each level and length of years of a text once."""
    texts = distinct["text"].to_list()
    degrees, years, cues, headings = (
        [_characters(text, offsets) for text, offsets in zip(texts, distinct[name].to_list(), strict=True)]
        for name in ("degrees", "years", "cues", "headings")
    )
    asked = [*_asked_degrees(texts, degrees, rules.degrees), *_asked_years(texts, years, rules.experience)]
    asked.sort(key=lambda one: one.text)
    stops = (
        max([*places, *others], default=0) + _AHEAD for places, others in zip(degrees, years, strict=True)
    )
    asked_texts = [
        AskedText(text[:stop], own_cues, find_first_heading(text[:stop], own_headings))
        for text, stop, own_cues, own_headings in zip(texts, stops, cues, headings, strict=True)
    ]
    needs = read_needs(asked_texts, [(one.text, one.scopes) for one in asked], rules.outline)
    rows: dict[Hashable, _Row] = {}
    for one, need in zip(asked, needs, strict=True):
        if need not in ASKED_NEEDS:
            continue
        found = _row(one, need)
        key = (one.text, found.requirement, found.level, found.years_min, found.years_max, found.skill_id)
        row = rows.setdefault(key, found)
        row.need = min(row.need, need, key=ASKED_NEEDS.index)
        if isinstance(one.what, Degree):
            row.fields = sorted({*(row.fields or ()), *one.what.fields})
            row.or_experience = row.or_experience or one.what.or_experience
    return (tuple(vars(row).values()) for row in rows.values())


def _asked_degrees(texts: list[str], hits: list[list[int]], rules: DegreeRules) -> Iterator[_Asked]:
    passages = [
        (number, first, text[first:last])
        for number, (text, places) in enumerate(zip(texts, hits, strict=True))
        for first, last in _passages(text, (place for place in places if rules.trigger.match(text, place)))
    ]
    found = find_degrees(pl.Series([passage for _, _, passage in passages], dtype=pl.String), rules)
    for (number, first, _), degrees in zip(passages, found, strict=True):
        for degree in degrees:
            scopes = [Scope(*(first + place for place in scope)) for scope in degree.scopes]
            yield _Asked(number, degree, first + degree.start, first + degree.end, scopes)


def _asked_years(texts: list[str], hits: list[list[int]], rules: ExperienceRules) -> Iterator[_Asked]:
    for number, found in enumerate(find_years(texts, hits, rules)):
        for years in found:
            scope = Scope(years.start, years.end, years.first, years.last)
            yield _Asked(number, years, years.start, years.end, [scope])


def _row(asked: _Asked, need: str) -> _Row:
    what, place = asked.what, (need, asked.start, asked.end)
    if isinstance(what, Degree):
        of_degree = what.level, what.fields, what.or_experience
        return _Row(asked.text, "degree", *of_degree, None, None, None, *place)
    of_years = what.years_min, what.years_max, what.skill_id
    return _Row(asked.text, "experience", None, None, None, *of_years, *place)


def _passages(text: str, hits: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The lines around the hits, cut where they are long; what overlaps is one passage."""
    start = end = -1
    for hit in sorted(hits):
        line_start = text.rfind("\n", 0, hit) + 1
        if hit - line_start > _BEHIND:
            line_start = text.find(" ", hit - _BEHIND, hit) + 1 or hit
        line_end = text.find("\n", hit)
        line_end = min(line_end if line_end >= 0 else len(text), hit + _AHEAD)
        if line_start <= end:
            end = max(end, line_end)
            continue
        if end > 0:
            yield start, end
        start, end = line_start, line_end
    if end > 0:
        yield start, end
