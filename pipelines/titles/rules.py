"""The rows of the role taxonomy, and how they decide a title."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import NamedTuple

import polars as pl

from pipelines.titles.parts import NOISE, locate_in_raw, normalise_title
from pipelines.titles.reader import SEPARATORS, Part, TitleReader, name_seniority
from pipelines.titles.topics import (
    BREAKS,
    HEADS,
    find_topics,
    name_concepts,
    read_before,
    read_first,
    stand_together,
)
from schemas.roles import NO_ROLE

RIVAL_DISCOUNT = 0.93
UNTOLD = {"noise", "level", "words"}
REMEMBERED = 50_000
"""How many titles, and how many shapes of titles, are remembered: about 50 MB."""

Shape = tuple[tuple[str, str, int], ...]
"""What decides of a title: kind and concept of each part, and the number of the phrase it stands for."""


class Condition(NamedTuple):
    """One group of a rule: any of these concepts, and those that count only next to the noun."""

    anywhere: frozenset[str]
    nearest: frozenset[str]


class Rule(NamedTuple):
    """One row of `role_titles`."""

    rule_id: str
    strength: int
    needs: tuple[Condition, ...]
    near: tuple[Condition, ...]
    unless: frozenset[str]
    role_id: str
    confidence: float


class Occupation(NamedTuple):
    """An occupation that a title names, the rule that fits it and the words that fit the rule."""

    at: int
    part: Part | None
    rule: Rule
    evidence: tuple[Part, ...]

    @property
    def kind(self) -> str:
        """The kind of its noun; empty where the title has none."""
        return self.part.kind if self.part else ""

    @property
    def concept(self) -> str:
        """What its noun stands for; empty where the title has none."""
        return self.part.concept if self.part else ""


class Decision(NamedTuple):
    """What a title names."""

    role_id: str
    seniority: str
    confidence: float
    rule: str
    matched_text: str


FindRule = Callable[[str, frozenset[str], frozenset[str], frozenset[str]], Rule]
"""Head, its topics, the nearest of them and those around it to the first rule that fits."""


class Verdict(NamedTuple):
    """What a shape of titles names, the grades of its leaders, and the numbers of the phrases that decided."""

    role_id: str
    grades: frozenset[str]
    confidence: float
    rule: str
    phrases: tuple[int, ...]


class RoleRules:
    """The words and rules of the role taxonomy, which decide titles.

    Titles of one shape (the same words but for those of no meaning, places and numbers) are decided once, and what
    was decided is remembered; the memory is bounded.
    """

    def __init__(self, role_titles: pl.DataFrame, title_words: pl.DataFrame) -> None:
        """In: `role_titles` (contract RoleTitles) and `title_words` (contract TitleWords)."""
        self._reader = TitleReader(title_words)
        self.decide = lru_cache(REMEMBERED)(self._decide)
        self._open = {
            row["rule_id"]
            for row in role_titles.iter_rows(named=True)
            if row["strength"] == 0 and row["role_id"] == "unknown"
        }
        find_rule = lru_cache(REMEMBERED)(partial(_find_rule, read_rules(role_titles)))
        self._judge = lru_cache(REMEMBERED)(partial(judge_shape, find_rule))

    def _decide(self, title: str | None) -> Decision:
        """Decide which role a title names. Never raises; a missing title is `unknown`."""
        read = self._reader.read(title)
        parts = _promote_abbreviations(read.parts, read.text)
        shape, spans = _take_shape(parts)
        verdict = self._judge(shape)
        deciding = sorted({spans[phrase] for phrase in verdict.phrases})
        levels = {part.concept for part in parts if part.kind == "level"} | verdict.grades
        quote = _quote(deciding, parts, read.text, title) if deciding and title else ""
        return Decision(verdict.role_id, name_seniority(levels), verdict.confidence, verdict.rule, quote)

    def is_open(self, decision: Decision) -> bool:
        """Whether the title names no occupation at all, so that the text of its posting may name one."""
        return decision.rule in self._open

    def normalise(self, title: str | None) -> str:
        """A title in lower case without noise and punctuation; idempotent."""
        return normalise_title(title, self._reader)

    def find_core(self, title: str) -> str:
        """The words of a title that say which occupation it is: lower case, without level, place and other noise."""
        text, parts = self._reader.read(title)
        told = {
            (part.start, part.end)
            for part in parts
            if part.kind in HEADS | {"topic", "words", "abbreviation"}
        }
        return " ".join(text[start:end].lower() for start, end in sorted(told))

    def knows(self, title: str) -> bool:
        """Whether every word of a title has a known meaning."""
        return all(part.kind != "words" for part in self._reader.read(title).parts)

    def name_concepts(self, title: str) -> str:
        """The concepts of a title that is topics and, last, an occupation; empty for any other title."""
        parts = self._reader.read(title).parts
        is_plain = (
            bool(parts) and all(part.kind == "topic" for part in parts[:-1]) and parts[-1].kind == "noun"
        )
        return " ".join(part.concept for part in parts) if is_plain else ""


def read_rules(role_titles: pl.DataFrame) -> dict[str, list[Rule]]:
    """Read the rows of `role_titles` (contract RoleTitles): the rules of each head noun in order of priority."""
    rules: dict[str, list[Rule]] = {}
    for row in role_titles.sort("priority").iter_rows(named=True):
        rule = Rule(
            row["rule_id"],
            row["strength"],
            _read_conditions(row["needs"]),
            _read_conditions(row["near"]),
            frozenset((row["unless"] or "").split("|")) - {""},
            row["role_id"],
            row["confidence"],
        )
        for head in row["head"].split("|"):
            rules.setdefault(head, []).append(rule)
    return rules


def judge_shape(find_rule: FindRule, shape: Shape) -> Verdict:
    """Judge what titles of a shape name.

    Each occupation noun is judged with the topics that belong to it (before it, else after it, else in the next or
    the previous segment); of several occupations the strongest rule wins, and of equally strong ones the first named.
    """
    parts = _leave_out_teams([Part(kind, concept, phrase, phrase + 1) for kind, concept, phrase in shape])
    heads = [at for at, part in enumerate(parts) if part.kind in HEADS]
    if heads:
        occupations = _judge_all(parts, heads, find_rule)
        chosen = _choose(occupations, parts)
    else:
        chosen = _match(
            "none", read_first(parts), [part for part in parts if part.kind == "topic"], find_rule
        )
        occupations = [chosen]
    rivals = {other.rule.role_id for other in occupations if other.rule.strength >= 2} - {chosen.rule.role_id}
    confidence = chosen.rule.confidence * (RIVAL_DISCOUNT if rivals else 1)
    leads_people = chosen.kind in ("leader", "minor")
    grades = frozenset(
        part.concept
        for at, part in enumerate(parts)
        if (part.kind == "leader" and _is_grade(parts, at, chosen)) or (part.kind == "minor" and leads_people)
    )
    deciding = tuple(part.start for part in (chosen.part, *chosen.evidence) if part)
    return Verdict(
        chosen.rule.role_id,
        grades,
        round(confidence, 3),
        chosen.rule.rule_id,
        deciding,
    )


def _leave_out_teams(parts: list[Part]) -> list[Part]:
    """The parts without parentheses that name a team: Software Engineer (AI Asset Management Team).

    Of a leader the team is kept: it says who is led.
    """
    if "team" not in [part.concept for part in parts] or any(part.kind == "leader" for part in parts):
        return parts
    kept = list(parts)
    opened = [at for at, part in enumerate(parts) if part.kind == "open"]
    for start in reversed(opened):
        end = next((at for at in range(start, len(kept)) if kept[at].kind == "close"), start)
        aside = kept[start:end]
        if any(part.concept == "team" for part in aside) and not any(part.kind in HEADS for part in aside):
            del kept[start : end + 1]
    return kept


def _take_shape(parts: list[Part]) -> tuple[Shape, list[tuple[int, int]]]:
    """The shape of a title and the span of each of its phrases.

    What decides nothing is left out, so that many titles share a shape: which noise, level or unknown word it is, and
    how many of them stand together.
    """
    shape: list[tuple[str, str, int]] = []
    spans: list[tuple[int, int]] = []
    previous = ""
    for kind, concept, start, end in parts:
        if kind in NOISE:
            kind = "noise"
        if kind in UNTOLD:
            if kind == previous:
                continue
            concept = ""
        if not spans or spans[-1] != (start, end):
            spans.append((start, end))
        shape.append((kind, concept, len(spans) - 1))
        previous = kind
    return tuple(shape), spans


def _read_conditions(text: str | None) -> tuple[Condition, ...]:
    conditions = []
    for group in (text or "").split():
        names = group.split("|")
        nearest = frozenset(name.removesuffix("!") for name in names if name.endswith("!"))
        conditions.append(Condition(frozenset(name for name in names if not name.endswith("!")), nearest))
    return tuple(conditions)


def _promote_abbreviations(parts: list[Part], text: str) -> list[Part]:
    """DE, DS, PO are read as occupations only in capitals and where the title names no other occupation."""
    short = {(part.start, part.end) for part in parts if part.kind == "abbreviation"}
    if not short:
        return parts
    if any(part.kind in HEADS for part in parts):
        return [part for part in parts if (part.start, part.end) not in short]
    return [
        part._replace(kind="noun") if part.kind == "abbreviation" else part
        for part in parts
        if (part.start, part.end) not in short or text[part.start : part.end].isupper()
    ]


def _judge_all(parts: list[Part], heads: list[int], find_rule: FindRule) -> list[Occupation]:
    before = {at: read_before(parts, at) for at in heads}
    owned = {id(topic): at for at in heads for group in before[at] for topic in group}
    occupations = []
    for at in heads:
        name = "leader" if parts[at].kind != "noun" else parts[at].concept
        near = [part for part in parts if part.kind == "topic" and owned.get(id(part), at) == at]
        groups = find_topics(parts, at, before[at])
        if name == "leader" and any(parts[other].kind == "noun" for other in heads):
            near = [part for group in groups for part in group]
        judged = [_match(name, group, near, find_rule, at, parts[at]) for group in groups]
        occupations.append(max(judged, key=lambda one: (one.rule.strength, one.rule.role_id not in NO_ROLE)))
    return occupations


def _is_grade(parts: list[Part], at: int, chosen: Occupation) -> bool:
    """Whether a leader word grades the one who is sought, and is not whom an assistant or an office serves."""
    if chosen.part is None or at == chosen.at:
        return True
    if at > chosen.at:
        return parts[at - 1].kind != "link"
    serves = chosen.concept in ("other_occupation", "thing_manager", "project_manager")
    return not serves or any(part.kind in BREAKS for part in parts[at : chosen.at])


def _match(
    head: str,
    topics: list[Part],
    near: list[Part],
    find_rule: FindRule,
    at: int = 0,
    part: Part | None = None,
) -> Occupation:
    """The first rule for a noun that its topics, and the topics near it, fit."""
    told = [topic for topic in topics if topic.concept != "neutral"]
    own = frozenset(name_concepts(told))
    nearest = frozenset(name_concepts([topic for topic in told if topic.start == told[0].start]))
    around = frozenset(name_concepts(near))
    rule = find_rule(head, own, nearest, around)
    evidence = [_find_evidence(condition, topics) for condition in rule.needs]
    evidence += [_find_evidence(condition, near) for condition in rule.near]
    return Occupation(at, part, rule, tuple(found for found in evidence if found))


def _find_rule(
    rules: dict[str, list[Rule]],
    head: str,
    own: frozenset[str],
    nearest: frozenset[str],
    around: frozenset[str],
) -> Rule:
    """The first rule for a noun that fits its topics, the nearest of them and those around it."""
    return next(rule for rule in rules[head] if _fits(rule, own, nearest, around))


def _fits(rule: Rule, own: frozenset[str], nearest: frozenset[str], around: frozenset[str]) -> bool:
    if not rule.unless.isdisjoint(own):
        return False
    for need in rule.needs:
        if need.anywhere.isdisjoint(own) and need.nearest.isdisjoint(nearest):
            return False
    return all(not condition.anywhere.isdisjoint(around) for condition in rule.near)


def _find_evidence(condition: Condition, topics: list[Part]) -> Part | None:
    wanted = condition.anywhere | condition.nearest
    return next((part for part in topics if part.kind == "topic" and part.concept in wanted), None)


def _choose(occupations: list[Occupation], parts: list[Part]) -> Occupation:
    """The occupation a title is about: first within each group of nouns that stand together, then over the groups."""
    groups: list[list[Occupation]] = []
    for occupation in occupations:
        previous = groups[-1][-1] if groups else None
        if previous and not any(part.kind in BREAKS for part in parts[previous.at + 1 : occupation.at]):
            groups[-1].append(occupation)
        elif previous and _repeats(previous, occupation, parts):
            groups[-1][-1] = occupation
        else:
            groups.append([occupation])
    named = [_choose_in_group(group, parts) for group in groups]
    top = max(occupation.rule.strength for occupation in named)
    return next(occupation for occupation in named if occupation.rule.strength >= top)


def _repeats(previous: Occupation, occupation: Occupation, parts: list[Part]) -> bool:
    """Whether a noun is the other gender of the bare noun before the slash (Développeur / Développeuse)."""
    between = [part.kind for part in parts[previous.at + 1 : occupation.at]]
    return between == ["coord"] and previous.concept == occupation.concept and not previous.evidence


def _choose_in_group(group: list[Occupation], parts: list[Part]) -> Occupation:
    first, last = group[0], group[-1]
    if len(group) == 1:
        return first
    after_first = parts[first.at + 1]
    if last.kind == "leader" and stand_together(parts, group[-2].at, last.at):
        return last
    leads = first.concept != "executive" or last.concept == "officer" or after_first.kind == "link"
    if first.kind == "leader" and leads and last.concept != "product_manager":
        return first
    if last.concept == "other_occupation" and stand_together(parts, group[-2].at, last.at):
        return last
    others = [occupation for occupation in group if occupation.kind == "noun"] or group
    return max(others, key=lambda occupation: occupation.rule.strength)


def _quote(deciding: list[tuple[int, int]], parts: list[Part], text: str, raw: str) -> str:
    """The words of the raw title that decided, in their order; ` … ` stands for other words between them."""
    others = {part.start for part in parts if part.kind not in SEPARATORS and part.kind != "gender"}
    spans: list[list[int]] = []
    for start, end in deciding:
        if spans and not any(spans[-1][1] <= other < start for other in others):
            spans[-1][1] = max(end, spans[-1][1])
        else:
            spans.append([start, end])
    offsets = locate_in_raw(raw, text)
    return " … ".join(raw[offsets[start] : offsets[end]] for start, end in spans)
