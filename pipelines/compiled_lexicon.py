"""Packs the phrases, rules and cues of the skill lexicon into arrays that compiled code can search."""

from typing import NamedTuple

import numpy as np
import polars as pl

from pipelines.characters import FOLD_BITS, character_table
from pipelines.mentions import CONNECTING_WORDS, TOOL_CATEGORIES
from pipelines.phrases import split_words
from pipelines.sections import CONTRASTING_WORDS, MAX_TOUCHING_WORDS
from schemas.skills import SECTIONS

# The lists of phrases. Those that only touch a skill are found by their words alone, whatever signs stand between.
ALIASES, HEADINGS, NEEDS, OPENERS, BEFORE_SKILL, AFTER_SKILL, BEFORE_EMPLOYER, AFTER_EMPLOYER = range(8)
_LISTS = 8

# What a word is: one bit for each list that has a phrase which begins with it, one for each that has the word alone,
ALONE = _LISTS
# and above them what it is by itself.
FILLER, LINKING, CONFIRMING_TAIL, CONNECTING, CONTRASTING = (
    1 << bit for bit in range(2 * _LISTS, 2 * _LISTS + 5)
)

WORD, EXACT_CASE, NEEDS_CONTEXT, DECOY = range(4)
_RULES = {"word": WORD, "exact_case": EXACT_CASE, "needs_context": NEEDS_CONTEXT, "decoy": DECOY}
_TRIED = ["exact_case", "needs_context", "word", "decoy"]

# Effects by name: of two cues at the same distance, the first decides.
NEGATED, PREFERRED, REQUIRED, ASKED, NEGATING, NO_EFFECT = range(6)
_EFFECTS = {
    "negated": NEGATED,
    "preferred": PREFERRED,
    "required": REQUIRED,
    "asked": ASKED,
    "negating": NEGATING,
    "none": NO_EFFECT,
}
BEFORE, AFTER, BOTH = range(3)
_REACHES = {"before": BEFORE, "after": AFTER, "both": BOTH}

ANY_GAP, SPACE_GAP, DASH_GAP = range(3)
_MAX_SIGNS = 63 // FOLD_BITS
HASH_FACTOR = np.uint64(0x9E3779B97F4A7C15)
PACKED, HASHED = np.uint64(1 << 56), np.uint64(1 << 63)
"""The key of a word of up to eight ASCII letters is these letters; another one's is a hash, from `HASHED` on."""
_PAIR_BITS = 19
PAIR_SHIFT = np.uint64(64 - _PAIR_BITS)

SLOT = np.dtype([("key", np.uint64), ("number", np.int32), ("kinds", np.uint32)])
SPAN = np.dtype([("first", np.int32), ("stop", np.int32)])
NODE = np.dtype([(name, np.int32) for name in ("parent", "has_edges", "first_ending", "stop_ending")])
ENDING = np.dtype([(name, np.int32) for name in ("prefix", "prefix_stop", "suffix", "suffix_stop", "value")])
ALIAS = np.dtype(
    [
        ("first", np.int32),
        ("stop", np.int32),
        ("skill", np.int32),
        ("rule", np.uint8),
        ("is_tool", np.bool_),
        ("is_soft", np.bool_),
    ],
    align=True,
)
HEADING = np.dtype([("section", np.int64), ("is_inline", np.bool_)], align=True)
CUE = np.dtype([("effect", np.int64), ("reach", np.int64)])


class Lexicon(NamedTuple):
    """The lexicon in arrays; `first` and `stop` of a word or alias, and its affixes, are spans of `letters`."""

    characters: np.ndarray
    expansions: np.ndarray
    letters: np.ndarray
    word_slots: np.ndarray
    words: np.ndarray
    roots: np.ndarray
    gaps: np.ndarray
    edges: np.ndarray
    pairs: np.ndarray
    nodes: np.ndarray
    endings: np.ndarray
    aliases: np.ndarray
    headings: np.ndarray
    cues: np.ndarray


class _Letters:
    """All letters of the lexicon, one word after the other."""

    def __init__(self) -> None:
        self.codes: list[int] = []

    def add(self, letters: str) -> tuple[int, int]:
        first = len(self.codes)
        self.codes.extend(map(ord, letters))
        return first, len(self.codes)


class _Tree:
    """Phrases as paths of numbered nodes: from a word over a gap and the next word to the next node."""

    def __init__(self) -> None:
        self.words: dict[str, int] = {"": 0}
        self.gaps: dict[str, int] = {"any": ANY_GAP, " ": SPACE_GAP, " - ": DASH_GAP}
        self.roots: dict[tuple[int, int], int] = {}
        self.edges: dict[tuple[int, int, int], int] = {}
        self.parents: list[int] = []
        self.endings: list[list[tuple[str, str, int]]] = []

    def word(self, word: str) -> int:
        return self.words.setdefault(word, len(self.words))

    def add(self, phrase_list: int, phrase: str, value: int) -> None:
        words = split_words(phrase)
        if not words.folded:
            raise ValueError(f"a phrase needs a letter or digit: {phrase!r}")
        gaps = [words.gap_before(index) for index in range(1, len(words.folded))]
        prefix, suffix = phrase[: words.starts[0]].strip(), phrase[words.ends[-1] :].strip()
        self.add_words(phrase_list, words.folded, gaps, (prefix, suffix, value))

    def add_words(
        self, phrase_list: int, words: list[str], gaps: list[str], ending: tuple[str, str, int] = ("", "", 0)
    ) -> None:
        node = self._child(self.roots, (self.word(words[0]), phrase_list), -1)
        for word, gap in zip(words[1:], gaps, strict=True):
            key = node, self.word(word), self.gaps.setdefault(gap, len(self.gaps))
            node = self._child(self.edges, key, node)
        endings = self.endings[node]
        endings.append(ending)
        endings.sort(key=lambda ending: -len(ending[0]) - len(ending[1]))

    def _child(self, children: dict[tuple, int], key: tuple, parent: int) -> int:
        if key not in children:
            children[key] = len(self.parents)
            self.parents.append(parent)
            self.endings.append([])
        return children[key]


class CompiledMatcher:
    """What `pipelines.mentions.Matcher` knows, in the form that `pipelines.compiled_mentions` reads."""

    def __init__(
        self,
        skill_aliases: pl.DataFrame,
        skills: pl.DataFrame,
        section_headings: pl.DataFrame,
        skill_cues: pl.DataFrame,
    ) -> None:
        """Takes frames of the contracts `SkillAliases`, `Skills`, `SectionHeadings` and `SkillCues`.

        Raises ValueError for a phrase without a letter or digit, or with more than three signs between two words.
        """
        self.skill_ids = skills["skill_id"]
        skill_numbers = {skill_id: number for number, skill_id in enumerate(self.skill_ids)}
        aliases = sorted(
            skill_aliases.select("alias", "skill_id", "rule").rows(), key=lambda row: _TRIED.index(row[2])
        )
        headings = section_headings.select("heading", "section", "is_inline").rows()
        cues = skill_cues.select("cue", "effect", "reach").rows()

        tree = _Tree()
        for number, (alias, _, _) in enumerate(aliases):
            tree.add(ALIASES, alias, number)
        for number, (heading, section, _) in enumerate(headings):
            if section:
                tree.add(HEADINGS, heading, number)
        for number, (cue, effect, _) in enumerate(cues):
            if effect in _EFFECTS:
                tree.add(NEEDS, cue, number)
        _add_touching(tree, cues)
        word_kinds = _word_kinds(tree, headings, cues)
        letters = _Letters()
        words = [letters.add(word) for word in tree.words]
        categories = dict(skills.select("skill_id", "category").rows())
        alias_rows = [
            (
                *letters.add("".join(filter(str.isalnum, alias))),
                skill_numbers.get(skill_id, -1),
                _RULES[rule],
                categories.get(skill_id) in TOOL_CATEGORIES,
                categories.get(skill_id) == "soft",
            )
            for alias, skill_id, rule in aliases
        ]
        ending_rows = [
            (*letters.add(prefix), *letters.add(suffix), value)
            for endings in tree.endings
            for prefix, suffix, value in endings
        ]
        self.lexicon = Lexicon(
            *character_table(),
            np.array(letters.codes, np.uint32),
            _word_slots(tree.words, word_kinds),
            np.array(words, SPAN),
            _roots(tree),
            np.array([_gap_key(gap) for gap in tree.gaps], np.int64),
            _edges(tree),
            _pairs(tree),
            _nodes(tree),
            np.array(ending_rows, ENDING),
            np.array(alias_rows, ALIAS),
            np.array([(SECTIONS.index(s or "unknown"), is_inline) for _, s, is_inline in headings], HEADING),
            np.array([(_EFFECTS.get(effect, NO_EFFECT), _REACHES[reach]) for _, effect, reach in cues], CUE),
        )


def _add_touching(tree: _Tree, cues: list[tuple[str, str, str]]) -> None:
    for cue, effect, reach in cues:
        words = split_words(cue).folded
        gaps = ["any"] * (len(words) - 1)
        if effect == "opens":
            tree.add_words(OPENERS, words, gaps)
        elif effect in ("confirms", "employer") and len(words) <= MAX_TOUCHING_WORDS:
            is_tail = effect == "confirms" and cue.startswith("-")
            before, after = (
                (BEFORE_SKILL, AFTER_SKILL) if effect == "confirms" else (BEFORE_EMPLOYER, AFTER_EMPLOYER)
            )
            if reach != "before" and not is_tail:
                tree.add_words(before, words[::-1], gaps)
            if reach != "after" and not is_tail:
                tree.add_words(after, words, gaps)


def _word_kinds(tree: _Tree, headings: list[tuple], cues: list[tuple[str, str, str]]) -> dict[int, int]:
    """The kinds of each word that has any, by its number."""
    fillers = (heading for heading, section, _ in headings if not section)
    confirming = (cue for cue, effect, reach in cues if effect == "confirms" and reach != "after")
    by_kind = {
        FILLER: (word for filler in fillers for word in split_words(filler).folded),
        LINKING: (cue for cue, effect, _ in cues if effect == "links"),
        CONFIRMING_TAIL: (cue.removeprefix("-").casefold() for cue in confirming),
        CONNECTING: CONNECTING_WORDS,
        CONTRASTING: CONTRASTING_WORDS,
    }
    marks = [(tree.word(word), kind) for kind, words in by_kind.items() for word in words]
    marks.extend((word, 1 << phrase_list) for word, phrase_list in tree.roots)
    marks.extend(
        (word, 1 << phrase_list + ALONE)
        for (word, phrase_list), node in tree.roots.items()
        if tree.endings[node]
    )
    kinds: dict[int, int] = {}
    for word, kind in marks:
        kinds[word] = kinds.get(word, 0) | kind
    return kinds


def _word_slots(words: dict[str, int], kinds: dict[int, int]) -> np.ndarray:
    rows = []
    for word, number in words.items():
        key = 0
        for letter in map(ord, word):
            if key < PACKED and letter < 0x80:
                key = key << 8 | letter
            else:
                key = (key ^ letter) * int(HASH_FACTOR) % 2**64 | int(HASHED)
        rows.append((key, number, kinds.get(number, 0)))
    return _slots(rows[1:])


def _roots(tree: _Tree) -> np.ndarray:
    roots = np.full((len(tree.words), _LISTS), -1, np.int32)
    for place, node in tree.roots.items():
        roots[place] = node
    return roots


def _edges(tree: _Tree) -> np.ndarray:
    rows = []
    for (parent, word, gap), node in tree.edges.items():
        key = (parent * len(tree.words) + word) * len(tree.gaps) + gap
        rows.append((key, node, 0))
    return _slots(rows)


def _pairs(tree: _Tree) -> np.ndarray:
    """A bit for each pair of words that may begin a phrase, at a hash of their numbers; others share some bits."""
    bits = np.zeros(1 << _PAIR_BITS, np.uint8)
    first_words = {node: word for (word, _), node in tree.roots.items()}
    for parent, word, _ in tree.edges:
        if parent in first_words:
            key = first_words[parent] * len(tree.words) + word
            bits[key * int(HASH_FACTOR) % 2**64 >> int(PAIR_SHIFT)] = 1
    return np.packbits(bits, bitorder="little")


def _nodes(tree: _Tree) -> np.ndarray:
    nodes = np.zeros(len(tree.parents), NODE)
    nodes["parent"] = tree.parents
    nodes["stop_ending"] = np.cumsum([len(endings) for endings in tree.endings])
    nodes["first_ending"][1:] = nodes["stop_ending"][:-1]
    nodes["has_edges"][[parent for parent, _, _ in tree.edges]] = 1
    return nodes


def _slots(rows: list[tuple[int, int, int]]) -> np.ndarray:
    """A hash table of (key, number, kinds), searched from the slot of the key's hash on to the first empty one."""
    size = 1 << (2 * len(rows)).bit_length()
    slots = np.zeros(size, SLOT)
    taken = set()
    for key, number, kinds in rows:
        slot = (key * int(HASH_FACTOR) % 2**64 >> 32) * size >> 32
        while slot in taken:
            slot = (slot + 1) % size
        taken.add(slot)
        slots[slot] = key, number, kinds
    return slots


def _gap_key(gap: str) -> int:
    """The signs between two words as one number."""
    if gap in ("any", " ", " - "):
        return -1
    if len(gap) > _MAX_SIGNS:
        raise ValueError(f"more than {_MAX_SIGNS} signs between two words of a phrase: {gap!r}")
    return sum(ord(sign) << FOLD_BITS * index for index, sign in enumerate(gap))
