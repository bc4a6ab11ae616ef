"""Packs the phrases, rules and cues of the skill lexicon into arrays that compiled code can search."""

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipelines.skills.characters import read_characters, signs_of
from pipelines.skills.mentions import CONNECTING_WORDS, TOOL_CATEGORIES
from pipelines.text.phrases import split_words
from pipelines.text.sections import CONTRASTING_WORDS, MAX_TOUCHING_WORDS
from schemas.skills import SECTIONS

# The lists of phrases. Those after the cues only touch a skill and are found by their words alone, whatever signs stand
# between.
ALIASES, HEADINGS, CUES, OPENERS, BEFORE_SKILL, AFTER_SKILL, BEFORE_EMPLOYER, AFTER_EMPLOYER = range(8)
_LISTS = 8

# What a word is: one bit for each list that has a phrase which begins with it, one for each that has the word alone,
ALONE = _LISTS
# and above them what it is by itself, and in a text whether more than a blank, and whether
# white space other than single blanks, stands before it.
FILLER, LINKING, CONFIRMING_TAIL, CONNECTING, CONTRASTING, AFTER_SIGNS, AFTER_SPACES = (
    1 << bit for bit in range(2 * _LISTS, 2 * _LISTS + 7)
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
MAX_SIGNS = 7
HASH_FACTOR = np.uint64(0x9E3779B97F4A7C15)
"""Fibonacci hashing: 2^64 divided by the golden ratio."""
_WAY_BITS = 19
WAY_SHIFT = np.uint64(64 - _WAY_BITS)
NODE_BITS = np.uint64(24)

WORD_SLOT = np.dtype([("key", np.uint64), ("number", np.int32), ("kinds", np.uint32)])
NODE = np.dtype([("parent", np.int32), ("first_ending", np.int32)])
ENDING = np.dtype(
    [
        ("value", np.int32),
        ("signs", np.int32),
        ("prefix", np.uint8),
        ("suffix", np.uint8),
        ("phrase_list", np.uint8),
        ("rule", np.uint8),
    ]
)
ALIAS = np.dtype(
    [
        ("letters", np.int32),
        ("stop", np.int32),
        ("skill", np.int32),
        ("rule", np.uint8),
        ("is_tool", np.bool_),
        ("is_soft", np.bool_),
    ],
    align=True,
)
HEADING = np.dtype([("section", np.int32), ("is_inline", np.int32)])
CUE = np.dtype([("effect", np.int32), ("reach", np.int32)])

Records = NDArray[np.void]


class Lexicon(NamedTuple):
    """The lexicon in arrays: the four of `Characters`, and the phrases as a tree.

    A word's number is that of the node it leads to. A node's endings, up to those of the next node, are phrases that
    end there: how many signs stand before and after their words, and from where on they are in `spelling`, as are the
    UTF-8 letters of aliases. `ways` has a bit for each node and word that go on, at a hash; others share some bits.
    An edge is a key (node, word and gap) and the node it leads to in one number.
    """

    codes: NDArray[np.uint32]
    expansions: NDArray[np.uint32]
    kinds: NDArray[np.uint16]
    same: NDArray[np.uint8]
    words: Records
    ways: NDArray[np.uint8]
    gaps: NDArray[np.int64]
    edges: NDArray[np.uint64]
    nodes: Records
    endings: Records
    spelling: NDArray[np.uint8]
    aliases: Records
    headings: Records
    cues: Records


class _Ending(NamedTuple):
    value: int
    prefix: str
    suffix: str
    phrase_list: int
    rule: int


class _Tree:
    """Phrases as paths of numbered nodes: from a word's over a gap and the next word to the next node."""

    def __init__(self) -> None:
        self.words: dict[str, int] = {}
        self.first_words: set[tuple[int, int]] = set()
        self.gaps: dict[str, int] = {"any": ANY_GAP, " ": SPACE_GAP, " - ": DASH_GAP}
        self.edges: dict[tuple[int, int, int], int] = {}
        self.parents: list[int] = [-1]
        self.endings: list[list[_Ending]] = [[]]

    def word(self, word: str) -> int:
        """The number of a word, from 1 on."""
        return self._child(self.words, word, -1)

    def add(self, phrase_list: int, phrase: str, value: int, rule: int = WORD) -> None:
        """Adds a phrase with its signs; raises ValueError if it has no letter or digit."""
        words = split_words(phrase)
        if not words.folded:
            raise ValueError(f"a phrase needs a letter or digit: {phrase!r}")
        gaps = [words.gap_before(index) for index in range(1, len(words.folded))]
        prefix, suffix = phrase[: words.starts[0]].strip(), phrase[words.ends[-1] :].strip()
        self.add_words(phrase_list, words.folded, gaps, _Ending(value, prefix, suffix, phrase_list, rule))

    def add_words(self, phrase_list: int, words: list[str], gaps: list[str], ending: _Ending) -> None:
        """Adds a phrase by its words and the gaps between them."""
        node = self.word(words[0])
        self.first_words.add((node, phrase_list))
        for word, gap in zip(words[1:], gaps, strict=True):
            key = node, self.word(word), self.gaps.setdefault(gap, len(self.gaps))
            node = self._child(self.edges, key, node)
        endings = self.endings[node]
        endings.append(ending)
        endings.sort(key=lambda ending: -len(ending.prefix) - len(ending.suffix))

    def _child(self, children: dict[Any, int], key: Any, parent: int) -> int:
        if key not in children:
            children[key] = len(self.parents)
            self.parents.append(parent)
            self.endings.append([])
        return children[key]


class _Spelling:
    """Signs and letters of the lexicon as bytes, one spelling after the other."""

    def __init__(self) -> None:
        self.bytes = bytearray()

    def add(self, spelling: bytes) -> tuple[int, int]:
        """Where a spelling begins and ends."""
        first = len(self.bytes)
        self.bytes += spelling
        return first, len(self.bytes)

    def add_ending(self, ending: _Ending) -> tuple[int, ...]:
        """The record of an ending."""
        first, _ = self.add(bytes(signs_of(ending.prefix + ending.suffix)))
        return ending.value, first, len(ending.prefix), len(ending.suffix), ending.phrase_list, ending.rule


class CompiledMatcher:
    """What `pipelines.skills.mentions.Matcher` knows, in the form that `pipelines.skills.compiled_mentions` reads."""

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
        for number, (alias, _, rule) in enumerate(aliases):
            tree.add(ALIASES, alias, number, _RULES[rule])
        for number, (heading, section, _) in enumerate(headings):
            if section:
                tree.add(HEADINGS, heading, number)
        for number, (cue, effect, _) in enumerate(cues):
            if effect in _EFFECTS:
                tree.add(CUES, cue, number)
        _add_touching(tree, cues)
        word_kinds = _word_kinds(tree, headings, cues)
        spelling = _Spelling()
        categories = dict(skills.select("skill_id", "category").rows())
        alias_rows = [
            (
                *spelling.add("".join(filter(str.isalnum, alias)).encode()),
                skill_numbers.get(skill_id, -1),
                _RULES[rule],
                categories.get(skill_id) in TOOL_CATEGORIES,
                categories.get(skill_id) == "soft",
            )
            for alias, skill_id, rule in aliases
        ]
        ending_rows = [spelling.add_ending(ending) for endings in tree.endings for ending in endings]
        self.lexicon = Lexicon(
            *read_characters(),
            _word_slots(tree.words, word_kinds),
            _ways(tree),
            np.array([_gap_key(gap) for gap in tree.gaps], np.int64),
            _edges(tree),
            _nodes(tree),
            np.array(ending_rows, ENDING),
            np.frombuffer(bytes(spelling.bytes), np.uint8),
            np.array(alias_rows, ALIAS),
            np.array([(SECTIONS.index(s or "unknown"), is_inline) for _, s, is_inline in headings], HEADING),
            np.array([(_EFFECTS.get(effect, NO_EFFECT), _REACHES[reach]) for _, effect, reach in cues], CUE),
        )


def _add_touching(tree: _Tree, cues: list[tuple[str, str, str]]) -> None:
    def add(phrase_list: int, words: list[str]) -> None:
        tree.add_words(phrase_list, words, ["any"] * (len(words) - 1), _Ending(0, "", "", phrase_list, WORD))

    for cue, effect, reach in cues:
        words = split_words(cue).folded
        if effect == "opens":
            add(OPENERS, words)
        elif effect in ("confirms", "employer") and len(words) <= MAX_TOUCHING_WORDS:
            is_tail = effect == "confirms" and cue.startswith("-")
            before, after = (
                (BEFORE_SKILL, AFTER_SKILL) if effect == "confirms" else (BEFORE_EMPLOYER, AFTER_EMPLOYER)
            )
            if reach != "before" and not is_tail:
                add(before, words[::-1])
            if reach != "after" and not is_tail:
                add(after, words)


def _word_kinds(
    tree: _Tree, headings: list[tuple[Any, ...]], cues: list[tuple[str, str, str]]
) -> dict[int, int]:
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
    for word, phrase_list in tree.first_words:
        marks.append((word, 1 << phrase_list))
        if any(ending.phrase_list == phrase_list for ending in tree.endings[word]):
            marks.append((word, 1 << phrase_list + ALONE))
    kinds: dict[int, int] = {}
    for word, kind in marks:
        kinds[word] = kinds.get(word, 0) | kind
    return kinds


def _word_slots(words: dict[str, int], kinds: dict[int, int]) -> Records:
    """The hash table of words. They are known by hashes of 64 bits, so that no two of any lake are taken for each
    other."""
    numbers: dict[int, int] = {}
    for word, number in words.items():
        key = 0
        for letter in map(ord, word):
            key = (key ^ letter) * int(HASH_FACTOR) % 2**64
        numbers[key] = number
    if len(numbers) < len(words):
        raise ValueError("two words of the lexicon have the same hash: choose another HASH_FACTOR")
    slots = np.zeros(_table_size(numbers), WORD_SLOT)
    for slot, key in _slots_of({key: key for key in numbers}):
        slots[slot] = key, numbers[key], kinds.get(numbers[key], 0)
    return slots


def _edges(tree: _Tree) -> NDArray[np.uint64]:
    nodes, gaps = len(tree.parents), len(tree.gaps)
    if nodes >= 2**NODE_BITS or nodes * nodes * gaps >= 2 ** (64 - NODE_BITS):
        raise ValueError(f"too many phrases: {nodes} words and beginnings of phrases")
    keys = {(node * nodes + word) * gaps + gap: child for (node, word, gap), child in tree.edges.items()}
    edges = np.zeros(_table_size(keys), np.uint64)
    for slot, key in _slots_of({key: key * int(HASH_FACTOR) % 2**64 for key in keys}):
        edges[slot] = key << int(NODE_BITS) | keys[key]
    return edges


def _ways(tree: _Tree) -> NDArray[np.uint8]:
    bits = np.zeros(1 << _WAY_BITS, np.uint8)
    nodes = len(tree.parents)
    for node, word, _ in tree.edges:
        bits[(node * nodes + word) * int(HASH_FACTOR) % 2**64 >> int(WAY_SHIFT)] = 1
    return np.packbits(bits, bitorder="little")


def _nodes(tree: _Tree) -> Records:
    nodes = np.zeros(len(tree.parents) + 1, NODE)
    nodes["parent"][:-1] = tree.parents
    nodes["first_ending"][1:] = np.cumsum([len(endings) for endings in tree.endings])
    return nodes


def _table_size(keys: Collection[int]) -> int:
    """A power of two, so that at most three quarters are taken: the smaller, the more stays in the nearest cache."""
    return 1 << (4 * len(keys) // 3).bit_length()


def _slots_of(hashes: dict[int, int]) -> Iterator[tuple[int, int]]:
    """The slot of each key in a hash table, and the key: the first empty one from that of its hash on."""
    size, taken = _table_size(hashes), set()
    for key, hash_of_key in hashes.items():
        slot = (hash_of_key >> 32) * size >> 32
        while slot in taken:
            slot = (slot + 1) % size
        taken.add(slot)
        yield slot, key


def _gap_key(gap: str) -> int:
    """The signs between two words as one number."""
    if gap in ("any", " ", " - "):
        return -1
    if len(gap) > MAX_SIGNS:
        raise ValueError(f"more than {MAX_SIGNS} signs between two words of a phrase: {gap!r}")
    return int.from_bytes(bytes(signs_of(gap)), "little")
