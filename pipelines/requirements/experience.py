"""Finds the years of experience that a posting asks for."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import polars as pl

from pipelines.requirements.passages import Passages, group_by_passage
from pipelines.requirements.sentences import Sentences, either
from pipelines.text.characters import DIGIT
from pipelines.text.phrases import Hits, Phrases, are_in_case
from pipelines.text.words import Batch, Positions, batches
from schemas.skills import TOOL_CATEGORIES

MAX_YEARS = 20
"""More years than this are not a requirement but the age of a company or of a team."""

_AMOUNT_BEHIND = 48
_BEHIND = 45
_AHEAD = 90
_WORD = re.compile(r"[^\W_]+")
_LABEL = re.compile(r"\W{1,6}")
_SHORT_YEAR = 2
"""A year of so few letters (`yr`, `an`) is one only behind a digit and a blank."""


class Years(NamedTuple):
    """Years asked for, named from character `start` to `end`, in the sentence from `first` to `last`."""

    years_min: int | None
    years_max: int | None
    skill_id: str | None
    start: int
    end: int
    first: int
    last: int


class _Phrases:
    """Phrases that are looked for right before or right after a place, in any case."""

    def __init__(self, phrases: Iterable[str], skipped: Iterable[str] = ()) -> None:
        """Takes phrases, and words of which one may follow a phrase."""
        self._skipped = frozenset(skipped)
        self._by_first: dict[str, list[list[str]]] = {}
        self._by_last: dict[str, list[list[str]]] = {}
        for phrase in sorted(filter(None, map(_folded, phrases)), key=len, reverse=True):
            self._by_first.setdefault(phrase[0], []).append(phrase)
            self._by_last.setdefault(phrase[-1], []).append(phrase)

    def end(self, words: list[str]) -> int:
        """How many of the last words are one of the phrases; an article after it counts. 0 if none."""
        size = self._size_at_end(words)
        if not size and words and words[-1] in self._skipped:
            size = self._size_at_end(words[:-1])
            size += size > 0
        return size

    def _size_at_end(self, words: list[str]) -> int:
        phrases = self._by_last.get(words[-1], ()) if words else ()
        return next((len(phrase) for phrase in phrases if words[-len(phrase) :] == phrase), 0)

    def begin(self, words: list[str]) -> bool:
        """Whether the words begin with one of the phrases."""
        phrases = self._by_first.get(words[0], ()) if words else ()
        return any(words[: len(phrase)] == phrase for phrase in phrases)


class _Employer(NamedTuple):
    """The phrases by which years are told to be the employer's own; see `kind` of `ExperienceWords`."""

    opens: _Phrases
    own: _Phrases
    employer: _Phrases
    has: _Phrases
    describes: _Phrases

    def has_years(self, before: list[str], following: str, opens_sentence: bool) -> bool:
        """Whether years are the employer's, by the words before them and the rest of the sentence.

        `Our team brings <years>`, and `With <years> of experience, Example is a leader` at the begin of a sentence.
        """
        verb = self.has.end(before)
        if verb and self.employer.end(before[: len(before) - verb]):
            return True
        if not opens_sentence or self.opens.end(before) != len(before):
            return False
        subject = _folded(following.partition(",")[2])
        are_people = self.own.begin(subject) and any(self.employer.begin(subject[at:]) for at in (1, 2))
        is_told = any(self.describes.begin(subject[at:]) for at in range(1, 5))
        return self.employer.begin(subject) or are_people or is_told


class ExperienceRules:
    """The words by which years of experience are found; built once."""

    def __init__(
        self,
        experience_words: pl.DataFrame,
        skill_aliases: pl.DataFrame,
        skills: pl.DataFrame,
        sentences: Sentences,
    ) -> None:
        """Takes frames of the contracts `ExperienceWords`, `SkillAliases` and `Skills`."""
        self.sentences = sentences
        of_kind: dict[str, list[str]] = {}
        for word, kind in experience_words.select("word", "kind").iter_rows():
            of_kind.setdefault(kind, []).append(word)
        numbers = experience_words.filter(pl.col("kind") == "number")
        self.numbers = dict(numbers.select(pl.col("word").str.to_lowercase(), "value").iter_rows())
        ranges, or_more = either(of_kind["range"]), either(of_kind["or_more"])
        digits = r"\d{1,2}(?:[.,]\d)?"
        self.amount_in_digits = _amount(digits, ranges, or_more)
        self.amount_in_words = _amount(rf"(?:{digits}|{either(self.numbers)})", ranges, or_more)
        self.year = re.compile(
            rf"[\s\d+)–-]{{1,2}}(?P<year>{either(of_kind['year'])})(?!\w)['’]?", re.IGNORECASE
        )
        self.no_number = re.compile(rf"(?<!\w)(?:{either(of_kind['no_number'])})(?!\w)", re.IGNORECASE)
        self.at_least = _Phrases(of_kind["at_least"], of_kind["article"])
        self.up_to = _Phrases(of_kind["up_to"], of_kind["article"])
        self.not_before = _Phrases(of_kind["not_before"], of_kind["article"])
        self.not_after = _Phrases(of_kind["not_after"])
        self.asks = _Phrases(of_kind["asks"])
        self.employer = _Employer(*(_Phrases(of_kind[kind]) for kind in _Employer._fields))
        self.experience = frozenset(word for phrase in of_kind["experience"] for word in _folded(phrase)[-1:])
        self.linking = self.experience | {
            word for kind in ("asks", "or_more") for phrase in of_kind[kind] for word in _folded(phrase)
        }
        tools = skills.filter(pl.col("category").is_in(TOOL_CATEGORIES)).select("skill_id")
        aliases = skill_aliases.join(tools, on="skill_id", maintain_order="left")
        self.aliases, self.skill_ids = aliases["alias"].to_list(), aliases["skill_id"].to_list()
        self.is_exact = (aliases["rule"] != "word").to_numpy()
        self.tool_phrases = Phrases({"tools": self.aliases})
        years = of_kind["year"]
        glued = [f"{number}{year}" for year in years if len(year) > _SHORT_YEAR for number in range(100)]
        self.triggers = [*years, *glued, *of_kind["no_number"]]
        self.is_year = np.arange(len(self.triggers)) < len(years)
        self.is_short = np.array([len(word) <= _SHORT_YEAR for word in self.triggers], np.bool_)


def _amount(number: str, ranges: str, or_more: str) -> re.Pattern[str]:
    """A number or range of numbers at the end of a text, which is in lower case and stops before the word year."""
    again = rf"(?:\s*\(\s*{number}\s*(?:\+|[-–]\s*\d{{1,2}})?\s*\))?"
    more = rf"(?:\s*\+|\s+(?:{or_more})\b)?"
    dash = rf"\s*[-–—−/]\s*|\s*\b(?:{ranges})\s+"
    return re.compile(
        rf"(?<![\w$€£.,])(?P<low>{number}){again}{more}(?:(?:{dash})(?P<high>{number}){again})?{more}"
        rf"\s*(?:\([^()\n]{{1,9}}\)|\))?{more}[\s-]*$"
    )


def _folded(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def find_years(batch: Batch, hits: Hits, rules: ExperienceRules) -> Iterator[tuple[int, Years]]:
    """The years of experience that each text of a batch asks for, with the character the text begins at.

    Takes the hits of the triggers of the rules. Years count where an experience word stands near them in the sentence,
    or a word that asks follows directly; not those of an age, a contract or a company's history. Years without a number
    have neither minimum nor maximum. A skill is named where a tool follows the years with only words of experience
    between.
    """
    places = _places(batch, hits, rules)
    hits_of = np.split(places, np.searchsorted(places, batch.origins[1:]))
    texts = batch.cut(batch.origins, batch.stops)
    found = [
        (origin, text, years)
        for origin, text, own in zip(batch.origins.tolist(), texts, hits_of, strict=True)
        for years in _years_in(text, (own - origin).tolist(), rules)
    ]
    following = [
        text[years.end : min(years.last, years.end + _AHEAD)] if years.years_min is not None else ""
        for _, text, years in found
    ]
    for (origin, _, years), skill_id in zip(found, _skills_in(following, rules), strict=True):
        yield origin, years._replace(skill_id=skill_id)


def _places(batch: Batch, hits: Hits, rules: ExperienceRules) -> Positions:
    """Where years may be told: the character before a word for them, or the first of digits and a word in one."""
    is_near = batch.is_kind(hits.start - 2, DIGIT) & (batch.codes[hits.start - 1] == ord(" "))
    hits = hits.where(is_near | ~rules.is_short[hits.value])
    return np.unique(np.maximum(hits.start - rules.is_year[hits.value], 0))


def _years_in(text: str, hits: Iterable[int], rules: ExperienceRules) -> list[Years]:
    years: list[Years] = []
    for hit in hits:
        found = _numbered(text, hit, rules) or _unnumbered(text, hit, rules)
        if found and not (years and found.start < years[-1].end):
            years.append(found)
    return years


def _numbered(text: str, hit: int, rules: ExperienceRules) -> Years | None:
    year = rules.year.match(text, hit)
    if year is None:
        return None
    behind = max(0, year.start("year") - _AMOUNT_BEHIND)
    before = text[behind : year.start("year")].lower()
    pattern = (
        rules.amount_in_digits
        if rules.numbers.keys().isdisjoint(_WORD.findall(before))
        else rules.amount_in_words
    )
    amount = pattern.search(before)
    if amount is None:
        return None
    low = _value(amount["low"], rules)
    high = _value(amount["high"], rules) if amount["high"] else None
    if high is not None and high <= low:
        high = None
    start, end = behind + amount.start(), year.end()
    words = _folded(text[max(0, start - _BEHIND) : start])
    is_limit, qualifier = True, rules.up_to.end(words)
    if not qualifier:
        is_limit, qualifier = False, rules.at_least.end(words)
    words = words[: len(words) - qualifier]
    following = _folded(text[end : end + _AHEAD])
    if low > MAX_YEARS or rules.not_before.end(words) or rules.not_after.begin(following):
        return None
    first, last = rules.sentences.around(text, start, end)
    is_asked = (
        rules.asks.begin(following) and following[:1] == _folded(text[end : min(last, end + _AHEAD)])[:1]
    )
    opening = _folded(text[first:start])
    if rules.employer.has_years(words, text[end:last], len(opening) - qualifier <= len(words)):
        return None
    if not is_asked and not _names_experience(text, start, end, first, last, rules):
        return None
    if is_limit and high is None:
        low, high = 0, low
    return Years(low, high, None, _start_of_last(text, start, qualifier), end, first, last)


def _unnumbered(text: str, hit: int, rules: ExperienceRules) -> Years | None:
    vague = rules.no_number.match(text, hit)
    if vague is None:
        return None
    first, last = rules.sentences.around(text, hit, vague.end())
    if not _names_experience(text, hit, vague.end(), first, last, rules):
        return None
    return Years(None, None, None, hit, vague.end(), first, last)


def _value(number: str, rules: ExperienceRules) -> int:
    return rules.numbers.get(number) or int(re.split(r"[.,]", number)[0])


def _start_of_last(text: str, start: int, words: int) -> int:
    """Where the last `words` words before `start` begin."""
    if not words:
        return start
    first = max(0, start - _BEHIND)
    return first + [match.start() for match in _WORD.finditer(text[first:start])][-words]


def _names_experience(text: str, start: int, end: int, first: int, last: int, rules: ExperienceRules) -> bool:
    """Whether an experience word stands near in the sentence, or right before as a label (`Experience:`)."""
    before, after = text[max(first, start - _BEHIND) : start], text[end : min(last, end + _AHEAD)]
    if not rules.experience.isdisjoint(_folded(after)) or not rules.experience.isdisjoint(_folded(before)):
        return True
    label = list(_WORD.finditer(text, max(0, start - _BEHIND), start))[-1:]
    return bool(
        label and label[0][0].casefold() in rules.experience and _LABEL.fullmatch(text, label[0].end(), start)
    )


def _skills_in(following: list[str], rules: ExperienceRules) -> Iterator[str | None]:
    """The skill that each text after years names."""
    for first, batch in batches(pl.Series(following, dtype=pl.String)):
        hits = rules.tool_phrases.hits(batch, rules.tool_phrases.read(batch), "tools")
        hits = hits.where(are_in_case(batch, hits, rules.aliases, rules.is_exact[hits.value]))
        tools = group_by_passage(Passages(batch.origins, batch.stops), hits, rules.skill_ids)
        for text, found in zip(following[first : first + len(tools)], tools, strict=True):
            is_named = found and rules.linking.issuperset(_folded(text[: found[0].start]))
            yield found[0].value if is_named else None
