"""Judges each occupation of a title shape by the rules, and chooses one of them."""

from typing import NamedTuple

from pipelines.titles.rule_rows import Condition, FindRule, Rule
from pipelines.titles.title_part import BREAKS, HEADS, TitlePart
from pipelines.titles.topics import find_topics, name_concepts, read_before, read_first, stand_together
from schemas.roles import NO_ROLE

RIVAL_DISCOUNT = 0.93

Shape = tuple[tuple[str, str, int], ...]
"""The parts of a title that rules use: kind, concept and the number of the phrase of each."""


class Occupation(NamedTuple):
    """An occupation in a title, the rule that matches it, and the words that the rule matched."""

    at: int
    part: TitlePart | None
    rule: Rule
    evidence: tuple[TitlePart, ...]

    @property
    def kind(self) -> str:
        """The kind of its noun; empty if the title has none."""
        return self.part.kind if self.part else ""

    @property
    def concept(self) -> str:
        """The concept of its noun; empty if the title has none."""
        return self.part.concept if self.part else ""


class Verdict(NamedTuple):
    """The role of a title shape, the levels of its leaders, and the numbers of the deciding phrases."""

    role_id: str
    grades: frozenset[str]
    confidence: float
    rule: str
    phrases: tuple[int, ...]


def judge_shape(find_rule: FindRule, shape: Shape) -> Verdict:
    """Find the role that all titles of one shape name.

    Each occupation noun is judged with its topics (before it, or else after it, or else in the next or the previous
    segment). Among several occupations, the strongest rule wins; if rules are equally strong, the first one wins.
    """
    parts = _leave_out_teams(
        [TitlePart(kind, concept, phrase, phrase + 1) for kind, concept, phrase in shape]
    )
    heads = [at for at, part in enumerate(parts) if part.kind in HEADS]
    if heads:
        occupations = _judge_all(parts, heads, find_rule)
        chosen = _choose(occupations, parts)
    else:
        is_graded = any(part.kind == "level" for part in parts)
        chosen = _match(
            "graded" if is_graded else "none",
            read_first(parts),
            [part for part in parts if part.kind == "topic"],
            find_rule,
        )
        occupations = [chosen]
    rivals = {other.rule.role_id for other in occupations if other.rule.strength >= 2} - {chosen.rule.role_id}
    confidence = chosen.rule.confidence * (RIVAL_DISCOUNT if rivals else 1)
    leads_people = chosen.kind in ("leader", "minor")
    grades = frozenset(
        part.concept
        for at, part in enumerate(parts)
        if (part.kind == "leader" and _is_grade(parts, at, chosen))
        or (part.kind == "minor" and (leads_people or part.concept == "executive"))
    )
    deciding = tuple(part.start for part in (chosen.part, *chosen.evidence) if part)
    return Verdict(
        chosen.rule.role_id,
        grades,
        round(confidence, 3),
        chosen.rule.rule_id,
        deciding,
    )


def _leave_out_teams(parts: list[TitlePart]) -> list[TitlePart]:
    """The parts without parentheses that name a team: Software Engineer (AI Asset Management Team).

    A leader's team is kept, because it says who is led.
    """
    if "team" not in [part.concept for part in parts] or any(part.kind == "leader" for part in parts):
        return parts
    kept = list(parts)
    opened = [at for at, part in enumerate(parts) if part.kind == "open"]
    for start in reversed(opened):
        end = next((at for at in range(start, len(kept)) if kept[at].kind == "close"), len(kept) - 1)
        aside = kept[start:end]
        if any(part.concept == "team" for part in aside) and not any(part.kind in HEADS for part in aside):
            del kept[start : end + 1]
    return kept


def _judge_all(parts: list[TitlePart], heads: list[int], find_rule: FindRule) -> list[Occupation]:
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


def _is_grade(parts: list[TitlePart], at: int, chosen: Occupation) -> bool:
    """Whether a leader word gives the level of this role, rather than of the person an assistant or office serves."""
    if chosen.part is None or at == chosen.at:
        return True
    if at > chosen.at:
        return parts[at - 1].kind != "link"
    serves = chosen.concept in ("other_occupation", "thing_manager", "project_manager")
    return not serves or any(part.kind in BREAKS for part in parts[at : chosen.at])


def _match(
    head: str,
    topics: list[TitlePart],
    near: list[TitlePart],
    find_rule: FindRule,
    at: int = 0,
    part: TitlePart | None = None,
) -> Occupation:
    """The first rule for a noun that matches its topics and the topics near it."""
    told = [topic for topic in topics if topic.concept != "neutral"]
    own = frozenset(name_concepts(told))
    nearest = frozenset(name_concepts([topic for topic in told if topic.start == told[0].start]))
    around = frozenset(name_concepts(near))
    rule = find_rule(head, own, nearest, around)
    evidence = [_find_evidence(condition, topics) for condition in rule.needs]
    evidence += [_find_evidence(condition, near) for condition in rule.near]
    return Occupation(at, part, rule, tuple(found for found in evidence if found))


def _find_evidence(condition: Condition, topics: list[TitlePart]) -> TitlePart | None:
    wanted = condition.anywhere | condition.nearest
    return next((part for part in topics if part.kind == "topic" and part.concept in wanted), None)


def _choose(occupations: list[Occupation], parts: list[TitlePart]) -> Occupation:
    """The occupation of a title: chosen within each group of adjacent nouns, then among the groups."""
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


def _repeats(previous: Occupation, occupation: Occupation, parts: list[TitlePart]) -> bool:
    """Whether a noun repeats the bare noun before the slash in the other gender (Développeur / Développeuse)."""
    between = [part.kind for part in parts[previous.at + 1 : occupation.at]]
    return between == ["coord"] and previous.concept == occupation.concept and not previous.evidence


def _choose_in_group(group: list[Occupation], parts: list[TitlePart]) -> Occupation:
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
