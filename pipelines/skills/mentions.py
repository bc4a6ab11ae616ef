"""Finds the mentions of skills in one text."""

import re
from typing import NamedTuple

import polars as pl

from pipelines.text.phrases import Found, Phrases, Words, split_words
from pipelines.text.sections import Outline, OutlineRules

TOOL_CATEGORIES = frozenset({"language", "library", "tool", "platform", "database"})

_CASE_BOUND = ("exact_case", "needs_context")
_APOSTROPHES = tuple("'’")
_GLUE = (*"&+#", *_APOSTROPHES)
_GLUE_BETWEEN = tuple(".-‑–")
_TAIL = re.compile(r"[^\W_]+")
_WORD_IN_SENTENCE = re.compile(r"(?<=[\w)] )([^\W\d_])\w* \Z")
NEAR = 60
MAX_NEIGHBOURS = 4
MAX_LIST_GAP = 20
MAX_SNIPPET = 120
TOP_LEVEL_DOMAINS = ["com", "org", "edu", "gov", "io", "ai", "AI", "dev", "co", "de", "fr", "es", "nl", "eu"]
_ADDRESS = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+|[\w-]+(?:\.[\w-]+)*"
    rf"\.(?:{'|'.join(TOP_LEVEL_DOMAINS)})\b(?:/\S*)?"
)
CONNECTING_WORDS = ["and", "or", "und", "oder", "sowie", "et", "ou", "y", "o", "e", "en", "of", "i", "lub"]
CONNECTING_WORDS += ["plus", "like"]
_CONNECTING = "|".join(CONNECTING_WORDS)
_LIST_GAP = re.compile(
    rf"[\s,;/|&+•●▪·*()\[\]:\-–]*(?:\b(?:{_CONNECTING})(?:/(?:{_CONNECTING}))?\b)?[\s,;/|&+•(\-]*"
)


class Alias(NamedTuple):
    """A spelling and what it stands for; see the contract `SkillAliases`."""

    text: str
    skill_id: str | None
    rule: str


class Mention(NamedTuple):
    """A skill named in a text, from character `start` to `end`."""

    skill_id: str
    alias: str
    start: int
    end: int
    section: str
    need: str


class Matcher:
    """Everything needed to find skills in a text; built once from the lexicon."""

    def __init__(
        self,
        skill_aliases: pl.DataFrame,
        skills: pl.DataFrame,
        section_headings: pl.DataFrame,
        skill_cues: pl.DataFrame,
    ) -> None:
        """Takes frames of the contracts `SkillAliases`, `Skills`, `SectionHeadings` and `SkillCues`."""
        aliases = [Alias(*row) for row in skill_aliases.select("alias", "skill_id", "rule").iter_rows()]
        order = {"exact_case": 0, "needs_context": 1, "word": 2, "decoy": 3}
        aliases.sort(key=lambda alias: order[alias.rule])
        self.rules = OutlineRules(section_headings, skill_cues)
        self._phrases = Phrases((alias.text, alias) for alias in aliases)
        self._categories = dict(skills.select("skill_id", "category").iter_rows())

    def is_tool(self, alias: Alias) -> bool:
        """Whether an alias names a language, library, tool, platform or database."""
        return self._categories.get(alias.skill_id) in TOOL_CATEGORIES

    def is_soft(self, alias: Alias) -> bool:
        """Whether an alias names a soft skill."""
        return self._categories.get(alias.skill_id) == "soft"

    def aliases_in(self, words: Words) -> list[Found[Alias]]:
        """The aliases in a text, leftmost and longest first, decoys left out, before any rule of context."""
        text = words.text

        def accept(alias: Alias, start: int, end: int) -> bool:
            if alias.rule in _CASE_BOUND and not _is_same_case(text[start:end], alias.text):
                return False
            return self._stands_alone(text, start, end, alias) and not _is_in_address(text, start, end)

        return [phrase for phrase in self._phrases.find(words, accept) if phrase.value.rule != "decoy"]

    def _stands_alone(self, text: str, start: int, end: int, alias: Alias) -> bool:
        """Whether the signs beside an alias end it there; see docs/skill_matching.md, Boundaries."""
        before, after = text[max(0, start - 2) : start], text[end : end + 3]
        left, right = before[-1:], after[:1]
        if (
            left.isalnum()
            or right.isalnum()
            or left in ("_", "@")
            or right in ("_", "#")
            or after[:2] == "++"
        ):
            return False
        goes_on_left = left != "" and before[:1].isalnum()
        goes_on_right = after[1:2].isalnum()
        if alias.rule != "needs_context" and end - start > 1:
            opens_sentence = after[1:2].isupper() and after[2:3].islower()
            if right == "." and goes_on_right and not opens_sentence:
                return False
            return not (left == "." and goes_on_left and text[start].islower())
        # French and Italian elide before a name: `d'Oracle`, `dell'Oracle`.
        is_elided = left in _APOSTROPHES and end - start > 1
        if right in _GLUE or (left in _GLUE and not is_elided):
            return False
        if goes_on_left and left in _GLUE_BETWEEN:
            return False
        if goes_on_right and right in _GLUE_BETWEEN:
            tail = _TAIL.match(text, end + 1)
            return right != "." and tail is not None and tail[0].casefold() in self.rules.confirming_tails
        return True


def match_skills(text: str, matcher: Matcher, company: str | None = None) -> list[Mention]:
    """All mentions of skills in a text, in the order of the text and without overlap.

    An alias that needs context must be confirmed by its surroundings; a product named like the employer is the
    employer outside lists and requirements; a skill that is said not to be needed is no mention. The whole rule is
    in docs/skill_matching.md.
    """
    words = split_words(text)
    found = matcher.aliases_in(words)
    if not found:
        return []
    outline = Outline(words, matcher.rules)
    found = _without_employers(found, outline, text, matcher, company)
    found = _confirmed(found, outline, text, matcher)
    mentions = (
        Mention(
            skill_id,
            text[phrase.start : phrase.end],
            phrase.start,
            phrase.end,
            outline.section(phrase.start),
            outline.need(phrase.start, phrase.end),
        )
        for phrase in found
        if (skill_id := phrase.value.skill_id)
    )
    return [mention for mention in mentions if mention.need != "negated"]


def _is_same_case(written: str, alias: str) -> bool:
    return written == alias or list(filter(str.isalnum, written)) == list(filter(str.isalnum, alias))


def _is_in_address(text: str, start: int, end: int) -> bool:
    """Whether the characters are part of an e-mail address, a URL or a domain and not the whole of it."""
    first, last = start, end
    while first > 0 and not text[first - 1].isspace():
        first -= 1
    while last < len(text) and not text[last].isspace():
        last += 1
    token = text[first:last]
    if "." not in token and "@" not in token and "://" not in token:
        return False
    return any(
        first + match.start() <= start
        and end <= first + match.end()
        and end - start < len(match[0].rstrip(".,;:)"))
        for match in _ADDRESS.finditer(token)
    )


def _is_listed_with(one: Found[Alias], other: Found[Alias], text: str) -> bool:
    """Whether two aliases stand side by side in a list."""
    first, second = sorted((one, other), key=lambda phrase: phrase.start)
    gap = text[first.end : second.start]
    return gap != " " and len(gap) <= MAX_LIST_GAP and bool(_LIST_GAP.fullmatch(gap))


def _neighbours(found: list[Found[Alias]], index: int) -> list[Found[Alias]]:
    own = found[index]
    before = [
        phrase for phrase in found[max(0, index - MAX_NEIGHBOURS) : index] if own.start - phrase.end <= NEAR
    ]
    after = [
        phrase for phrase in found[index + 1 : index + 1 + MAX_NEIGHBOURS] if phrase.start - own.end <= NEAR
    ]
    return [phrase for phrase in before + after if phrase.value.skill_id != own.value.skill_id]


def _is_part_of_name(found: list[Found[Alias]], index: int, text: str) -> bool:
    """Whether an alias stands in a longer name, such as Spring in `Spring House` or Vault in `Data Vault`."""
    own = found[index]
    following = text[own.end : own.end + 2]
    if following[:1] == " " and following[1:].isupper():
        is_alias = index + 1 < len(found) and found[index + 1].start == own.end + 1
        if not is_alias:
            return True
    preceding = _WORD_IN_SENTENCE.search(text, max(0, own.start - NEAR), own.start)
    is_alias = index > 0 and found[index - 1].end == own.start - 1
    return preceding is not None and preceding[1].isupper() and not is_alias


def _confirmed(
    found: list[Found[Alias]], outline: Outline, text: str, matcher: Matcher
) -> list[Found[Alias]]:
    """Leaves out the aliases that need context and have none."""
    doubtful = {index for index, phrase in enumerate(found) if phrase.value.rule == "needs_context"}
    unsure = {found[index] for index in doubtful}
    sure = set(found) - unsure

    def is_confirmed(index: int) -> bool:
        own = found[index]
        if outline.touches_confirming_cue(own.start, own.end):
            return True
        sentence = outline.sentence(own.start)
        opens_sentence = not any(map(str.isalnum, text[sentence[0] : own.start]))
        is_name = text[own.start].isupper() and not opens_sentence
        is_name = is_name and not _is_part_of_name(found, index, text)
        if is_name and outline.need(own.start, own.end) in ("required", "preferred"):
            return True
        for other in _neighbours(found, index):
            if _is_listed_with(own, other, text) and (other in unsure or not matcher.is_soft(other.value)):
                return True
            is_sure_tool = other in sure and matcher.is_tool(other.value)
            if is_name and is_sure_tool and outline.sentence(other.start) == sentence:
                return True
        return False

    confirmed = {index for index in doubtful if is_confirmed(index)}
    while confirmed:
        sure |= {found[index] for index in confirmed}
        doubtful -= confirmed
        confirmed = {index for index in doubtful if is_confirmed(index)}
    return [phrase for phrase in found if phrase in sure]


def _without_employers(
    found: list[Found[Alias]], outline: Outline, text: str, matcher: Matcher, company: str | None
) -> list[Found[Alias]]:
    """Leaves out what names the employer: outside lists and requirements, a name that is the company's own or that
    the text brings in as the employer's (`About Databricks`, `At Databricks`)."""
    company_words = split_words(company or "").folded

    def is_employer(index: int) -> bool:
        own = found[index]
        return not (
            outline.section(own.start) in ("requirements", "nice_to_have")
            or outline.touches_confirming_cue(own.start, own.end)
            or any(_is_listed_with(own, other, text) for other in _neighbours(found, index))
        )

    def is_named_employer(phrase: Found[Alias]) -> bool:
        name = phrase.value.text
        if company_words and name.casefold().startswith(company_words[0]):
            own_words = split_words(name).folded
            if company_words[: len(own_words)] == own_words:
                return True
        return outline.touches_employer_cue(phrase.start, phrase.end)

    names = [
        index
        for index, phrase in enumerate(found)
        if matcher.is_tool(phrase.value) and text[phrase.start].isupper()
    ]
    employers = {
        text[found[index].start : found[index].end]
        for index in names
        if is_named_employer(found[index]) and is_employer(index)
    }
    if not employers:
        return found
    left_out = {
        index
        for index in names
        if text[found[index].start : found[index].end] in employers and is_employer(index)
    }
    return [phrase for index, phrase in enumerate(found) if index not in left_out]


def cut_snippet(text: str, start: int, end: int) -> str:
    """Whole words around the characters `start` to `end`, at most 120 characters, white space collapsed."""
    room = max(0, MAX_SNIPPET - (end - start)) // 2
    first, last = max(0, start - room), min(len(text), end + room)
    before, after = text[first:start], text[end:last]
    if first > 0 and not text[first - 1].isspace():
        before = "".join(before.split(maxsplit=1)[1:]) if not before[:1].isspace() else before
    if last < len(text) and not text[last].isspace():
        after = "".join(after.rsplit(maxsplit=1)[:-1]) if not after[-1:].isspace() else after
    return " ".join(f"{before}{text[start:end]}{after}".split())[:MAX_SNIPPET]
