"""Reads the rows of `role_titles`, and finds the one that matches an occupation noun and its topics."""

import re
from collections.abc import Callable
from typing import NamedTuple

import polars as pl

FindRule = Callable[[str, frozenset[str], frozenset[str], frozenset[str]], "Rule"]
"""Maps a head, its topics, the nearest of them and the surrounding topics to the first matching rule."""


HEADS_OF_NO_NOUN = {"leader", "graded", "none"}
"""Heads of rules for titles that name no occupation: only who leads, only a level and a field, or not even these."""

TOPICS_OF_NO_WORD = {"other_words", "unknown_head", "nothing"}
"""Topics of unknown words, of the unknown first half of a compound, and of no word."""


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

    @property
    def decides_the_rest(self) -> bool:
        """Whether the rule has no conditions, so that it decides every title that the rules before it leave."""
        return not (self.needs or self.near or self.unless)


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


def refuse_unknown_concepts(role_titles: pl.DataFrame, title_words: pl.DataFrame) -> None:
    """Refuses a rule that no title can match, and an occupation that no rule decides.

    In: `role_titles` and `title_words` (contracts RoleTitles, TitleWords). Raises ValueError with the file and line.
    """
    words = title_words.drop_nulls("concept").with_columns(pl.col("concept").str.split(" "))
    nouns = words.filter(pl.col("kind").is_in(["noun", "abbreviation"]))["concept"].list.last()
    heads, topics = {*nouns, *HEADS_OF_NO_NOUN}, {*words["concept"].explode(), *TOPICS_OF_NO_WORD}
    undecided = heads - {
        head for head, rules in read_rules(role_titles).items() if rules[-1].decides_the_rest
    }
    for line, row in enumerate(role_titles.iter_rows(named=True), start=2):
        named = re.findall("[a-z_]+", " ".join(row[column] or "" for column in ("needs", "near", "unless")))
        unknown = [*({*row["head"].split("|")} - heads), *({*named} - topics)]
        if unknown:
            raise ValueError(
                f"role_titles.csv, line {line} names {', '.join(sorted(unknown))}, which title_words.csv does not "
                "define: correct the name, or add its words there"
            )
    if undecided:
        raise ValueError(
            f"role_titles.csv has no last rule without conditions for {', '.join(sorted(undecided))}: add one"
        )


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
