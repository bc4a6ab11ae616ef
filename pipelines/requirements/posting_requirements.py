"""What postings ask of people besides skills: degrees and years of experience."""

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial

import polars as pl

from pipelines.requirements.degrees import Degree, DegreeRules, find_degrees
from pipelines.requirements.experience import ExperienceRules, Years, find_years
from pipelines.requirements.outlines import Outline, OutlineRules
from pipelines.requirements.phrases import split_words
from pipelines.text.snippets import cut_snippets_of
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
        self.outline = OutlineRules(section_headings, skill_cues)
        self.degrees = DegreeRules(degree_words, degree_fields, experience_words)
        self.experience = ExperienceRules(experience_words, skill_aliases, skills)
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
    the words near it, or the section it stands in, say that it is preferred.
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
    rows = [
        (text_id, *row)
        for text_id, text, *hits in distinct.iter_rows()
        for row in _rows(rules, text, *(_characters(text, offsets) for offsets in hits))
    ]
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
    """A row without its ids, in the order of the contract."""

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


def _rows(
    rules: RequirementRules,
    text: str,
    degrees: list[int],
    years: list[int],
    cues: list[int],
    headings: list[int],
) -> list[tuple[object, ...]]:
    """The rows of one text; each level and length of years once."""
    needs = _NeedReader(text[: max([*degrees, *years], default=0) + _AHEAD], cues, headings, rules.outline)
    rows: dict[Hashable, _Row] = {}
    for asked, start, end, stated in _find(text, degrees, years, needs, rules):
        need = stated or needs.of_section(start)
        if need not in ASKED_NEEDS:
            continue
        found = _row(asked, need, start, end)
        key = (found.requirement, found.level, found.years_min, found.years_max, found.skill_id)
        row = rows.setdefault(key, found)
        row.need = min(row.need, need, key=ASKED_NEEDS.index)
        if isinstance(asked, Degree):
            row.fields = sorted({*(row.fields or ()), *asked.fields})
            row.or_experience = row.or_experience or asked.or_experience
    return [tuple(vars(row).values()) for row in rows.values()]


def _find(
    text: str, degrees: list[int], years: list[int], needs: "_NeedReader", rules: RequirementRules
) -> Iterator[tuple[Degree | Years, int, int, str | None]]:
    """What is asked, where it starts and ends in the text, and the need stated of it."""
    named = [hit for hit in degrees if rules.degrees.trigger.match(text, hit)]
    for first, last in _passages(text, named):
        for degree in find_degrees(text[first:last], rules.degrees, partial(needs.stated, first)):
            yield degree, first + degree.start, first + degree.end, degree.need
    for asked in find_years(text, years, rules.experience):
        stated = needs.stated(0, asked.start, asked.end, asked.first, asked.last)
        yield asked, asked.start, asked.end, stated


def _row(asked: Degree | Years, need: str, start: int, end: int) -> _Row:
    if isinstance(asked, Degree):
        of_degree = asked.level, asked.fields, asked.or_experience
        return _Row("degree", *of_degree, None, None, None, need, start, end)
    of_years = asked.years_min, asked.years_max, asked.skill_id
    return _Row("experience", None, None, None, *of_years, need, start, end)


class _NeedReader:
    """Reads the need of places in one text, of which nothing behind the last place matters.

    The outline of a passage is read only where it holds a cue that may make something preferred, and the sections only
    from the first word on that may head things that are nice to have, for what is asked is required otherwise.
    """

    def __init__(self, text: str, cues: list[int], headings: list[int], rules: OutlineRules) -> None:
        self._text = text
        self._cues = cues
        may_head = (
            offset
            for offset in headings
            if text[offset : offset + 1].isupper() or text.startswith("\n", offset - 1)
        )
        self._nice_to_have = min(may_head, default=len(text))
        self._rules = rules

    def stated(self, origin: int, start: int, end: int, first: int, last: int) -> str | None:
        """The need that the words from `first` to `last` state of `start` to `end`, all counted from `origin`."""
        cue = bisect_left(self._cues, origin + first)
        has_cue = cue < len(self._cues) and self._cues[cue] < origin + last
        if not has_cue and origin + start < self._nice_to_have:
            return None
        passage = split_words(self._text[origin + first : origin + last])
        need = Outline(passage, self._rules).need(start - first, end - first)
        return None if need == "context" else need

    def of_section(self, offset: int) -> str:
        """The need of what stands in a section where the words near it state none."""
        if offset < self._nice_to_have:
            return "required"
        section = self._sections.section(offset - self._nice_to_have)
        return "preferred" if section == "nice_to_have" else "required"

    @cached_property
    def _sections(self) -> Outline:
        return Outline(split_words(self._text[self._nice_to_have :]), self._rules)


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
