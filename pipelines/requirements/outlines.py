"""Reads the outline of a passage: its sections, its sentences, and the need that their words state."""

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import NamedTuple

import polars as pl

from pipelines.requirements.phrases import Found, Phrases, Words, split_words
from pipelines.text.characters import BREAKS
from pipelines.text.outlines import LEADING_CUE_PENALTY, MAX_WORDS_NEGATED
from pipelines.text.sections import MAX_HEAD_WORDS, MAX_HEADLINE_WORDS, MAX_WORDS_TO_COLON, is_title_case

_BREAKS = (
    re.compile(r"[^\S\n]{2,}"),
    re.compile(rf"[{BREAKS}]\s*"),
    re.compile(r"\*(?<=\s\*)\s+"),
    re.compile(r"[.!?](?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bz\.B\.)[\"”)]?\s+(?=[^\Wa-zà-ÿ_]|[-(*\"“])"),
)
_CAPITAL_IN_LINE = re.compile(r"(?<=[\w)\]%+] )[^\W\d_a-zß-ÿ]")
_WORD = re.compile(r"[^\W_]+")


class Cue(NamedTuple):
    """What a phrase tells about the skills near it; see the contract `SkillCues`."""

    effect: str
    reach: str


class Heading(NamedTuple):
    """What a phrase heads; see the contract `SectionHeadings`."""

    section: str
    is_inline: bool


class OutlineRules:
    """The headings and cues by which outlines are read."""

    def __init__(self, section_headings: pl.DataFrame, skill_cues: pl.DataFrame) -> None:
        """Takes frames of the contracts `SectionHeadings` and `SkillCues`."""
        headings = section_headings.select("heading", "section", "is_inline").rows()
        self.headings = Phrases(
            (heading, Heading(section, is_inline)) for heading, section, is_inline in headings if section
        )
        self.fillers = frozenset(
            word for heading, section, _ in headings if not section for word in split_words(heading).folded
        )
        cues = skill_cues.select("cue", "effect", "reach").rows()

        def having(*effects: str) -> Phrases[Cue]:
            return Phrases((cue, Cue(effect, reach)) for cue, effect, reach in cues if effect in effects)

        self.needs = having("none", "negated", "negating", "required", "preferred", "asked")
        self.openers: dict[str, list[list[str]]] = {}
        for opener in (split_words(cue).folded for cue, effect, _ in cues if effect == "opens"):
            self.openers.setdefault(opener[0], []).append(opener)
        self.linking_words = frozenset(cue for cue, effect, _ in cues if effect == "links")
        contrasts = "|".join(cue for cue, effect, _ in cues if effect == "contrasts")
        self.contrast = re.compile(rf"[\s,;(–-]*(?:{contrasts})\b")


class Outline:
    """The sections, sentences and cues of one text. Offsets are characters of the text."""

    def __init__(self, words: Words, rules: OutlineRules) -> None:
        self._words = words
        self._rules = rules
        ends = {match.end() for breaks in _BREAKS for match in breaks.finditer(words.text)}
        self._units = sorted(ends | {0, len(words.text)})

    def section(self, offset: int) -> str:
        """The part of the posting that holds an offset: one of `schemas.skills.SECTIONS`."""
        starts, sections = self._sections
        return sections[bisect_right(starts, offset) - 1]

    def sentence(self, offset: int) -> tuple[int, int]:
        """Start and end of the sentence, line or point of a list that holds an offset."""
        index = bisect_right(self._sentences, offset) - 1
        return self._sentences[index], self._sentences[min(index + 1, len(self._sentences) - 1)]

    def need(self, start: int, end: int) -> str:
        """The need stated of what stands from `start` to `end`: required, preferred, context or negated.

        The nearest cue of the sentence decides, then the section; where neither says anything, words that ask for
        what follows them.
        """
        effects = [effect for _, effect in sorted(self._cues_reaching(start, end))]
        stated = next((effect for effect in effects if effect in ("required", "preferred", "negated")), None)
        if stated == "required" and "negating" in effects:
            return "negated"
        if stated is not None:
            return stated
        section = self.section(start)
        if section == "requirements":
            return "required"
        if section == "nice_to_have":
            return "preferred"
        return "required" if section == "unknown" and "asked" in effects else "context"

    @cached_property
    def _sentences(self) -> list[int]:
        text, folded, word_starts, _ = self._words
        starts = set(self._units)
        for heading_start, heading_end, _ in self._headings:
            starts |= {heading_start, heading_end}
        for match in _CAPITAL_IN_LINE.finditer(text):
            word = bisect_left(word_starts, match.start())
            openers = self._rules.openers.get(folded[word], ())
            if word and any(folded[word : word + len(opener)] == opener for opener in openers):
                previous = text[word_starts[word - 1] : match.start()].rstrip()
                if self._can_end_a_point(previous):
                    starts.add(match.start())
        return sorted(starts)

    @cached_property
    def _sections(self) -> tuple[list[int], list[str]]:
        starts, sections = [0], ["unknown"]
        headings = ((start, False, section) for start, _, section in self._headings)
        lead_ins = ((start, True, section) for start, section in self._lead_ins())
        for start, is_lead_in, section in sorted([*headings, *lead_ins]):
            if is_lead_in and sections[-1] in ("requirements", "nice_to_have"):
                continue
            starts.append(start)
            sections.append(section)
        return starts, sections

    def _lead_ins(self) -> list[tuple[int, str]]:
        """Start and section of each line that asks for the list after it (`Experience with any of these:`)."""
        lead_ins = []
        for cue in self._need_cues:
            if cue.value.effect in ("required", "asked", "preferred"):
                line_end = self._units[self._unit(cue.start) + 1]
                if self._words.text[cue.end : line_end].rstrip().endswith(":"):
                    section = "nice_to_have" if cue.value.effect == "preferred" else "requirements"
                    lead_ins.append((cue.start, section))
        return lead_ins

    @cached_property
    def _headings(self) -> list[tuple[int, int, str]]:
        """Start, end and section of each heading, in the order of the text."""
        headings: list[tuple[int, int, str]] = []
        for run in self._runs(self._rules.headings.find(self._words)):
            if self._is_headline(run):
                headings.append((run[0].start, run[-1].end, _section_of(run)))
            else:
                headings.extend(
                    (phrase.start, phrase.end, phrase.value.section)
                    for phrase in run
                    if self._is_inline_heading(phrase)
                )
        return headings

    def _runs(self, found: list[Found[Heading]]) -> list[list[Found[Heading]]]:
        runs: list[list[Found[Heading]]] = []
        for phrase in found:
            if runs:
                last = runs[-1][-1]
                gap = self._words.text[last.end : phrase.start]
                if self._is_filler(gap) and self._unit(last.start) == self._unit(phrase.start):
                    runs[-1].append(phrase)
                    continue
            runs.append([phrase])
        return runs

    def _is_filler(self, text: str) -> bool:
        return ":" not in text and all(
            word[0].casefold() in self._rules.fillers for word in _WORD.finditer(text)
        )

    def _unit(self, offset: int) -> int:
        return bisect_right(self._units, offset) - 1

    def _can_end_a_point(self, word: str) -> bool:
        """Whether a word of running text can end a point of a list, so that a capital after it begins another."""
        is_last = word[0].islower() or word[-1].isdigit() or word[-1] in ")]%+"
        return is_last and word.strip("()").casefold() not in self._rules.linking_words

    def _is_headline(self, run: list[Found[Heading]]) -> bool:
        text = self._words.text
        unit = self._unit(run[0].start)
        unit_start, unit_end = self._units[unit], self._units[unit + 1]
        start, end = run[0].start, run[-1].end
        before, after = text[unit_start:start], text[end:unit_end]
        is_inline = any(phrase.value.is_inline for phrase in run)
        starts_unit = self._is_filler(before)
        if not (starts_unit or is_inline):
            return False
        head, colon, _ = after.partition(":")
        ends_unit = self._is_filler(after)
        has_colon = bool(colon) and self._is_filler(head)
        if starts_unit and (ends_unit or has_colon):
            return True
        if not is_inline:
            return False
        if has_colon and text[start].isupper():
            return True
        if (starts_unit or ends_unit) and is_title_case(text[unit_start:unit_end]):
            return len(text[unit_start:unit_end].split()) <= MAX_HEADLINE_WORDS
        return (
            bool(colon)
            and len(head.split()) <= MAX_WORDS_TO_COLON
            and len(before.split()) + len(head.split()) <= MAX_HEAD_WORDS
            and "," not in before
        )

    def _is_inline_heading(self, phrase: Found[Heading]) -> bool:
        text = self._words.text
        if not phrase.value.is_inline or not is_title_case(text[phrase.start : phrase.end]):
            return False
        following = text[phrase.end : phrase.end + 6].lstrip(" *-–:")
        if not following or not (following[0].isupper() or following[0].isdigit()):
            return False
        if text[phrase.end : phrase.end + 1] not in (" ", ":", "\n"):
            return False
        before = text[self._units[self._unit(phrase.start)] : phrase.start].split()
        if not before or self._can_end_a_point(before[-1]):
            return True
        is_phrase = " " in text[phrase.start : phrase.end]
        return is_phrase and before[-1][0].isupper()

    @cached_property
    def _need_cues(self) -> list[Found[Cue]]:
        return self._rules.needs.find(self._words)

    @cached_property
    def _need_cue_starts(self) -> list[int]:
        return [cue.start for cue in self._need_cues]

    def _cues_reaching(self, start: int, end: int) -> list[tuple[int, str]]:
        """Distance and effect of each cue of the sentence that reaches what stands from `start` to `end`."""
        sentence_start, sentence_end = self.sentence(start)
        text = self._words.text
        reaching = []
        first = bisect_right(self._need_cue_starts, sentence_start - 1)
        for cue in self._need_cues[first:]:
            if cue.start >= sentence_end:
                break
            effect, reach = cue.value
            if effect == "none" or (effect == "negated" and self._rules.contrast.match(text, cue.end)):
                continue
            if cue.start >= end and reach != "after":
                between = text[end : cue.start]
                distance = len(between)
            elif cue.end <= start and reach != "before":
                in_brackets = text[cue.start - 1 : cue.start] == "(" and text[cue.end : cue.end + 1] == ")"
                if in_brackets and text[sentence_start : cue.start - 1].strip():
                    continue
                between = text[cue.end : start]
                if effect == "negating" and len(between.split()) > MAX_WORDS_NEGATED:
                    continue
                distance = len(between) + (LEADING_CUE_PENALTY if reach == "both" else 0)
            else:
                continue
            if ";" not in between:
                reaching.append((distance, effect))
        return reaching


def _section_of(run: list[Found[Heading]]) -> str:
    sections = [phrase.value.section for phrase in run]
    if "nice_to_have" in sections:
        return "nice_to_have"
    return next((section for section in sections if section != "unknown"), "unknown")
