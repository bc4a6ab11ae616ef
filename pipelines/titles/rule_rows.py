"""Reads the rows of `role_titles`, and finds the one that matches an occupation noun and its topics."""

from collections.abc import Callable
from typing import NamedTuple

import polars as pl

FindRule = Callable[[str, frozenset[str], frozenset[str], frozenset[str]], "Rule"]
"""Maps a head, its topics, the nearest of them and the surrounding topics to the first matching rule."""


class Condition(NamedTuple):
    """One group of a rule: concepts that count anywhere, and concepts that count only next to the noun."""

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


def _read_conditions(text: str | None) -> tuple[Condition, ...]:
    conditions = []
    for group in (text or "").split():
        names = group.split("|")
        nearest = frozenset(name.removesuffix("!") for name in names if name.endswith("!"))
        conditions.append(Condition(frozenset(name for name in names if not name.endswith("!")), nearest))
    return tuple(conditions)


def find_rule(
    rules: dict[str, list[Rule]],
    head: str,
    own: frozenset[str],
    nearest: frozenset[str],
    around: frozenset[str],
) -> Rule:
    """The first rule for a noun that matches its topics, the nearest of them and the surrounding topics."""
    return next(rule for rule in rules[head] if _fits(rule, own, nearest, around))


def _fits(rule: Rule, own: frozenset[str], nearest: frozenset[str], around: frozenset[str]) -> bool:
    if not rule.unless.isdisjoint(own):
        return False
    for need in rule.needs:
        if need.anywhere.isdisjoint(own) and need.nearest.isdisjoint(nearest):
            return False
    return all(not condition.anywhere.isdisjoint(around) for condition in rule.near)
