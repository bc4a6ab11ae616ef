"""The skill lexicon: the spellings of skills, what each stands for, and the words that tell what stands near them."""

import re
from functools import cached_property, lru_cache

import numpy as np
import polars as pl

from pipelines.text.phrases import phrase_key
from pipelines.text.text_rules import TextRules
from schemas.skills import TOOL_CATEGORIES

WORD, EXACT_CASE, NEEDS_CONTEXT, ASKED, DECOY = range(5)
_RULES = ["word", "exact_case", "needs_context", "asked", "decoy"]
_WIDE_SIGNS = "、，；：／・（）「」"
"""Signs that separate the items of lists in Chinese and Japanese."""
_TRIED = ["exact_case", "needs_context", "word", "asked", "decoy"]
"""Of aliases spelt alike but for case, those bound to their case are tried first."""


class SkillLexicon:
    """Everything needed to find skills in texts and tags; built once."""

    def __init__(
        self,
        skill_aliases: pl.DataFrame,
        skills: pl.DataFrame,
        section_headings: pl.DataFrame,
        skill_cues: pl.DataFrame,
    ) -> None:
        """Takes frames of the contracts `SkillAliases`, `Skills`, `SectionHeadings` and `SkillCues`.

        Raises ValueError for an alias, heading or cue without a letter or digit.
        """
        order = pl.col("rule").replace_strict(_TRIED, range(len(_TRIED)), return_dtype=pl.Int8)
        aliases = skill_aliases.select("alias", "skill_id", "rule").sort(order, maintain_order=True)
        category = aliases.join(skills, on="skill_id", how="left", maintain_order="left")["category"]
        numbers = dict(zip(skills["skill_id"], range(skills.height), strict=True))
        self._skill_aliases = skill_aliases
        self.skill_ids = skills["skill_id"]
        self.aliases = aliases["alias"].to_list()
        lists = {
            name: skill_cues.filter(pl.col("effect") == effect, pl.col("reach").is_in(reach))["cue"].to_list()
            for name, effect, reach in (
                ("firms", "firms", ["after"]),
                ("departments behind", "departments", ["after"]),
                ("departments before", "departments", ["before"]),
                ("hiring", "hiring", ["both"]),
            )
        }
        self.text_rules = TextRules(section_headings, skill_cues, {"aliases": self.aliases, **lists})
        self.rule = np.array([_RULES.index(rule) for rule in aliases["rule"]], np.int64)
        first_letters = [next(filter(str.isalnum, alias), "\0") for alias in self.aliases]
        self.first_letter = np.array(list(map(ord, first_letters)), np.uint32)
        self.skill = np.array([numbers.get(skill_id, -1) for skill_id in aliases["skill_id"]], np.int64)
        self.is_tool = category.is_in(TOOL_CATEGORIES).fill_null(False).to_numpy()
        self.may_be_firm = category.is_in(["tool", "platform", "database"]).fill_null(False).to_numpy()
        departments = set(map(phrase_key, skill_cues.filter(pl.col("effect") == "department")["cue"]))
        self.is_department = np.array([phrase_key(alias) in departments for alias in self.aliases], np.bool_)
        is_ml = skills.filter("is_ml")["skill_id"].implode()
        self.is_ml = aliases["skill_id"].is_in(is_ml).fill_null(False).to_numpy()
        self.is_soft = (category == "soft").fill_null(False).to_numpy()
        words = "|".join(map(re.escape, self.text_rules.connecting_words))
        list_gap = re.compile(
            rf"[\s,;/|&+•●▪·*()\[\]:\-–{_WIDE_SIGNS}]*(?:\b(?:{words})(?:/(?:{words}))?\b)?[\s,;/|&+•(\-]*"
        )
        self.is_list_gap = lru_cache(1 << 14)(lambda gap: list_gap.fullmatch(gap) is not None)

        stopping = self.text_rules.linking_words.difference(self.text_rules.connecting_words)
        stops = "|".join(map(re.escape, sorted(stopping)))
        word = rf"(?!(?:{stops})\b)\w[\w'’.-]*"
        comma = rf"(?:\s*[,/&(]\s*(?:(?:{words})\s)?|\s(?:{words})\s)"
        self.only_items_before = re.compile(
            rf"[\s(]*(?:\w+\s)?(?:{word}(?:\s{word}){{0,3}}{comma})*", re.IGNORECASE
        )
        self.only_items_behind = re.compile(rf"(?:{comma}{word}(?:\s{word}){{0,2}})*\s", re.IGNORECASE)
        self.only_names = re.compile(rf"(?:[\s,;:/&(]|\b(?:{words})\b|[A-Z0-9][^\s,;:/&(]*)*")

    @cached_property
    def skills_by_tag(self) -> dict[tuple[str, ...], str]:
        """The skill of each spelling, by its `phrase_key`."""
        aliases = self._skill_aliases.filter(pl.col("skill_id").is_not_null())
        return {phrase_key(alias): skill_id for alias, skill_id in aliases["alias", "skill_id"].rows()}
