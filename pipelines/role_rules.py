"""The rows of the role taxonomy, and how they decide a title."""

from typing import NamedTuple

import polars as pl

from pipelines.title_topics import (
    BREAKS,
    HEADS,
    find_topics,
    name_concepts,
    read_before,
    read_first,
    stand_together,
)
from pipelines.titles import (
    SEPARATORS,
    Part,
    ReadTitle,
    Vocabulary,
    locate_in_raw,
    name_seniority,
    read_title,
)
from schemas.roles import NO_ROLE

RIVAL_DISCOUNT = 0.93


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


class Rulebook(NamedTuple):
    """The rules by head noun in order of priority, and what was already matched with them."""

    rules: dict[str, list[Rule]]
    matched: dict[tuple[str, frozenset[str], frozenset[str], frozenset[str]], Rule]


class Occupation(NamedTuple):
    """An occupation that a title names, the rule that fits it and the words that fit the rule."""

    at: int
    part: Part | None
    rule: Rule
    evidence: tuple[Part, ...]


class Decision(NamedTuple):
    """What a title names."""

    role_id: str
    seniority: str
    confidence: float
    rule: str
    matched_text: str


def read_rules(role_titles: pl.DataFrame) -> Rulebook:
    """Read the rows of `role_titles` (contract RoleTitles) into a rulebook."""
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
    return Rulebook(rules, {})


def decide_role(title: str | None, vocabulary: Vocabulary, rulebook: Rulebook) -> Decision:
    """Decide which role a title names. Never raises; a missing title is `unknown`.

    Each occupation noun is judged with the topics that belong to it (before it, else after it, else in the next or
    the previous segment); of several occupations the strongest rule wins, and of equally strong ones the first named.
    """
    read = read_title(title, vocabulary)
    parts = _promote_abbreviations(read.parts, read.text)
    heads = [at for at, part in enumerate(parts) if part.kind in HEADS]
    if heads:
        occupations = _judge_all(parts, heads, rulebook)
        chosen = _choose(occupations, parts)
    else:
        chosen = _match("none", read_first(parts), [part for part in parts if part.kind == "topic"], rulebook)
        occupations = [chosen]
    rivals = {other.rule.role_id for other in occupations if other.rule.strength >= 2} - {chosen.rule.role_id}
    confidence = chosen.rule.confidence * (RIVAL_DISCOUNT if rivals else 1)
    leads_people = chosen.part is not None and chosen.part.kind in ("leader", "minor")
    graded = [part for at, part in enumerate(parts) if part.kind != "leader" or _is_grade(parts, at, chosen)]
    return Decision(
        chosen.rule.role_id,
        name_seniority(graded, leads_people),
        round(confidence, 3),
        chosen.rule.rule_id,
        _quote(chosen, read, title or ""),
    )


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


def _judge_all(parts: list[Part], heads: list[int], rulebook: Rulebook) -> list[Occupation]:
    before = {at: read_before(parts, at) for at in heads}
    owned = {id(topic): at for at in heads for group in before[at] for topic in group}
    occupations = []
    for at in heads:
        name = "leader" if parts[at].kind != "noun" else parts[at].concept
        near = [part for part in parts if part.kind == "topic" and owned.get(id(part), at) == at]
        groups = find_topics(parts, at, before[at])
        if name == "leader" and any(parts[other].kind == "noun" for other in heads):
            near = [part for group in groups for part in group]
        judged = [_match(name, group, near, rulebook, at, parts[at]) for group in groups]
        occupations.append(max(judged, key=lambda one: (one.rule.strength, one.rule.role_id not in NO_ROLE)))
    return occupations


def _is_grade(parts: list[Part], at: int, chosen: Occupation) -> bool:
    """Whether a leader word grades the one who is sought, and is not whom an assistant or an office serves."""
    if chosen.part is None or at == chosen.at:
        return True
    if at > chosen.at:
        return parts[at - 1].kind != "link"
    serves = chosen.part.concept in ("other_occupation", "thing_manager", "project_manager")
    return not serves or any(part.kind in BREAKS for part in parts[at : chosen.at])


def _match(
    head: str, topics: list[Part], near: list[Part], rulebook: Rulebook, at: int = 0, part: Part | None = None
) -> Occupation:
    """The first rule for a noun that its topics, and the topics near it, fit."""
    told = [topic for topic in topics if topic.concept != "neutral"]
    own = frozenset(name_concepts(told))
    nearest = frozenset(name_concepts([topic for topic in told if topic.start == told[0].start]))
    around = frozenset(name_concepts(near))
    key = (head, own, nearest, around)
    if key not in rulebook.matched:
        rulebook.matched[key] = next(
            rule for rule in rulebook.rules[head] if _fits(rule, own, nearest, around)
        )
    rule = rulebook.matched[key]
    evidence = [_find_evidence(condition, topics) for condition in rule.needs]
    evidence += [_find_evidence(condition, near) for condition in rule.near]
    return Occupation(at, part, rule, tuple(found for found in evidence if found))


def _fits(rule: Rule, own: frozenset[str], nearest: frozenset[str], around: frozenset[str]) -> bool:
    return (
        not rule.unless & own
        and all(need.anywhere & own or need.nearest & nearest for need in rule.needs)
        and all(condition.anywhere & around for condition in rule.near)
    )


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
    return between == ["coord"] and previous.part.concept == occupation.part.concept and not previous.evidence


def _choose_in_group(group: list[Occupation], parts: list[Part]) -> Occupation:
    first, last = group[0], group[-1]
    if len(group) == 1:
        return first
    after_first = parts[first.at + 1]
    if last.part.kind == "leader" and stand_together(parts, group[-2].at, last.at):
        return last
    leads = first.part.concept != "executive" or last.part.concept == "officer" or after_first.kind == "link"
    if first.part.kind == "leader" and leads and last.part.concept != "product_manager":
        return first
    if last.part.concept == "other_occupation" and stand_together(parts, group[-2].at, last.at):
        return last
    others = [occupation for occupation in group if occupation.part.kind == "noun"] or group
    return max(others, key=lambda occupation: occupation.rule.strength)


def _quote(occupation: Occupation, read: ReadTitle, raw: str) -> str:
    """The words of the raw title that decided, in their order; ` … ` stands for other words between them."""
    deciding = [part for part in (occupation.part, *occupation.evidence) if part]
    others = {part.start for part in read.parts if part.kind not in SEPARATORS and part.kind != "gender"}
    spans: list[list[int]] = []
    for start, end in sorted({(part.start, part.end) for part in deciding}):
        if spans and not any(spans[-1][1] <= other < start for other in others):
            spans[-1][1] = max(end, spans[-1][1])
        else:
            spans.append([start, end])
    offsets = locate_in_raw(raw, read.text)
    return " … ".join(raw[offsets[start] : offsets[end]] for start, end in spans)
