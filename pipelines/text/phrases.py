"""Finds lists of phrases in texts as whole words: leftmost first, longest first."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.text.characters import DASHES, SAME_SIGN, SPACE, Flags, is_any_of, is_word_character
from pipelines.text.words import Batch, HashTable, Positions, Sequences, word_key

_WORD = re.compile(r"[^\W_]+")
_LEVEL_BITS, _ENDING_BITS, _LIST_BIT = 6, 24, 56
_PAIR_BITS = 18
"""A table of this size tells most words that do not go on: small enough for a cache, large enough to be sparse."""
_SPREAD = np.uint32(0x9E3779B1)
MAX_WORDS = 1 << _LEVEL_BITS
"""A phrase has fewer words than this."""

Numbers = NDArray[np.int32]


class Hits(NamedTuple):
    """Phrases found: value (place in its list), characters start to end, words first to last (included)."""

    value: Positions
    start: Positions
    end: Positions
    first: Positions
    last: Positions

    def where(self, chosen: Flags | Positions) -> "Hits":
        """Some of the hits."""
        return Hits(*(column[chosen] for column in self))


class Candidates(NamedTuple):
    """Places where phrases stand, by list, first word and then the longest first, and the number of each word."""

    order: Positions
    numbers: Numbers


@lru_cache(maxsize=1 << 14)
def normal_gap(gap: str) -> str:
    """The signs between two words in one spelling.

    White space of any kind and a single hyphen or dash without white space are all one space; other signs lose
    the white space around them, so that `R & D` reads as `R&D`. A dash with white space around it stays apart.
    """
    if gap.isspace():
        return " "
    signs = gap.strip().translate(SAME_SIGN)
    if signs == "-":
        return " " if len(gap) == 1 else " - "
    return signs


class Spelling(NamedTuple):
    """A phrase cut at its words: they are folded, the gaps between them normal, prefix and suffix the signs around."""

    words: tuple[str, ...]
    gaps: tuple[str, ...]
    prefix: str
    suffix: str


def split_phrase(phrase: str) -> Spelling:
    """The spelling of a phrase; one without letters and digits is all prefix."""
    spans = [match.span() for match in _WORD.finditer(phrase)]
    if not spans:
        return Spelling((), (), phrase.strip(), "")
    gaps = (normal_gap(phrase[end:start]) for (_, end), (start, _) in pairwise(spans))
    words = tuple(phrase[start:end].casefold() for start, end in spans)
    return Spelling(words, tuple(gaps), phrase[: spans[0][0]].strip(), phrase[spans[-1][1] :].strip())


def phrase_key(phrase: str) -> tuple[str, ...]:
    """What two spellings share when they differ only in case, white space, hyphens or the shape of a sign."""
    words, gaps, prefix, suffix = split_phrase(phrase)
    return (*words, *gaps, prefix, suffix) if words else (prefix,)


class _Ending(NamedTuple):
    phrase_list: int
    value: int
    prefix: str
    suffix: str


class Phrases:
    """Lists of phrases as a tree of words, and kinds of single words.

    A word's number is that of the node it leads to. A node's children are reached over a gap and a word; its endings
    are the phrases that end there, those with most signs around them first, and else in the order they are given.
    """

    def __init__(
        self,
        lists: Mapping[str, Sequence[str]],
        words: Mapping[str, Iterable[str]] | None = None,
        sequences: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        """Takes lists of phrases; words by kind; and sequences of words, found whatever signs stand between them.

        Raises ValueError for a phrase of a list that has no letter or digit.
        """
        self._numbers: dict[str, int] = {}
        self._onward: dict[tuple[int, int], int] = {}
        self._children: dict[tuple[int, str], int] = {}
        self._endings: list[list[_Ending]] = [[]]
        self._lists = {name: number for number, name in enumerate(lists)}
        for name, phrases in lists.items():
            for value, phrase in enumerate(phrases):
                self._add(self._lists[name], value, phrase)
        kinds = {name: [self.number(word) for word in some] for name, some in (words or {}).items()}
        self._sequences = {
            name: Sequences(tuple(map(self.number, split_phrase(phrase).words)) for phrase in some)
            for name, some in (sequences or {}).items()
        }
        self._freeze()
        self._is_kind = {name: np.zeros(len(self._endings), np.bool_) for name in kinds}
        for name, numbers in kinds.items():
            self._is_kind[name][numbers] = True

    def number(self, word: str) -> int:
        """The number of a word, from 1 on; a word not seen before gets one."""
        return self._numbers.setdefault(word.casefold(), 0) or self._new_node(self._numbers, word.casefold())

    def _new_node(self, nodes: dict[Any, int], key: Any) -> int:
        nodes[key] = len(self._endings)
        self._endings.append([])
        return nodes[key]

    def _add(self, phrase_list: int, value: int, phrase: str) -> None:
        spelling = split_phrase(phrase)
        if not 0 < len(spelling.words) < MAX_WORDS:
            raise ValueError(
                f"a phrase needs a letter or digit, and fewer than {MAX_WORDS} words: {phrase!r}"
            )
        node = self.number(spelling.words[0])
        for gap, word in zip(spelling.gaps, spelling.words[1:], strict=True):
            pair = self._onward.setdefault((node, self.number(word)), len(self._onward) + 1)
            child = self._children.get((pair, gap))
            node = self._new_node(self._children, (pair, gap)) if child is None else child
        self._endings[node].append(_Ending(phrase_list, value, spelling.prefix, spelling.suffix))
        self._endings[node].sort(key=lambda ending: -len(ending.prefix) - len(ending.suffix))

    def _freeze(self) -> None:
        """Packs the tree into arrays."""
        flat = [ending for endings in self._endings for ending in endings]
        keys = {word_key(word): number for word, number in self._numbers.items()}
        if 0 in keys:
            unread = [word for word in self._numbers if not word_key(word)]
            raise ValueError(f"words are too long or have letters of no known alphabet: {unread}")
        if len(keys) < len(self._numbers) or len(flat) >= 1 << _ENDING_BITS:
            raise ValueError("two words have the same hash, or there are too many phrases")
        self._words = HashTable(keys)
        self._pairs = HashTable({node << 32 | word: pair for (node, word), pair in self._onward.items()})
        self._is_pair = np.zeros(1 << _PAIR_BITS, np.bool_)
        self._is_pair[_pair_slots(*np.array(list(self._onward), np.int32).reshape(-1, 2).T)] = True
        self._space_child = np.zeros(len(self._onward) + 1, np.int32)
        self._has_signs = np.zeros(len(self._onward) + 1, np.bool_)
        for (pair, gap), child in self._children.items():
            if gap == " ":
                self._space_child[pair] = child
            else:
                self._has_signs[pair] = True
        self._ending_counts = np.array([len(endings) for endings in self._endings])
        self._has_ending = self._ending_counts > 0
        self._first_ending = np.cumsum(self._ending_counts) - self._ending_counts
        self._ending_list = np.array([ending.phrase_list for ending in flat], np.int64)
        self._ending_value = np.array([ending.value for ending in flat], np.int64)
        self._prefix_size = np.array([len(ending.prefix) for ending in flat], np.int64)
        self._suffix_size = np.array([len(ending.suffix) for ending in flat], np.int64)
        self._flat = flat

    def read(self, batch: Batch) -> Candidates:
        """Where the words of all phrases of all lists are in a batch."""
        numbers = self._words.get(batch.keys)
        alone = np.flatnonzero(self._has_ending.take(numbers))
        found, level = [self._expand(alone, numbers[alone], 0)], 1
        first = np.flatnonzero(self._is_pair[_pair_slots(numbers[:-1], numbers[1:])])
        nodes = numbers[first]
        while first.size:
            pairs = self._pairs.get((nodes.astype(np.int64) << 32 | numbers[first + level]).view(np.uint64))
            on = np.flatnonzero(pairs)
            first = first[on]
            nodes = self._child(batch, pairs[on], first + level)
            on = np.flatnonzero(nodes)
            first, nodes = first[on], nodes[on]
            found.append(self._expand(first, nodes, level))
            level += 1
            on = np.flatnonzero(first + level < len(numbers))
            on = on[self._is_pair[_pair_slots(nodes[on], numbers[first[on] + level])]]
            first, nodes = first[on], nodes[on]
        return Candidates(np.sort(np.concatenate(found)), numbers)

    def _expand(self, first: Positions, nodes: Numbers, level: int) -> Positions:
        """The endings of the nodes as one number each: list, first word, words left out of MAX_WORDS, ending."""
        some = np.flatnonzero(self._has_ending[nodes])
        counts = self._ending_counts[nodes[some]]
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        endings = np.repeat(self._first_ending[nodes[some]], counts) + within
        place = first[some] << _LEVEL_BITS | (MAX_WORDS - 1 - level)
        place = np.repeat(place, counts) << _ENDING_BITS
        result: Positions = self._ending_list[endings] << _LIST_BIT | place | endings
        return result

    def _child(self, batch: Batch, pairs: Numbers, words: Positions) -> Numbers:
        """The nodes that pairs of a node and its next word lead to over the gap before that word; 0 if none."""
        gap_start, gap_end = batch.ends[words - 1], batch.starts[words]
        sign, is_single = batch.codes[gap_start], gap_end - gap_start == 1
        begins_blank = batch.is_kind(gap_start, SPACE)
        is_blank = is_single & (begins_blank | is_any_of(sign, "-" + DASHES))
        children = np.where(is_blank, self._space_child[pairs], 0)
        others = np.flatnonzero(~is_blank & (begins_blank | self._has_signs[pairs]))
        gaps = map(normal_gap, batch.cut(gap_start[others], gap_end[others]))
        keys = zip(pairs[others].tolist(), gaps, strict=True)
        children[others] = [self._children.get(key, 0) for key in keys]
        return children

    def hits(self, batch: Batch, candidates: Candidates, name: str) -> Hits:
        """The places of one list's phrases whose signs stand there too, by first word, longest first."""
        bounds = np.array([self._lists[name], self._lists[name] + 1]) << _LIST_BIT
        own = candidates.order[slice(*np.searchsorted(candidates.order, bounds))] - bounds[0]
        endings, places = own & ((1 << _ENDING_BITS) - 1), own >> _ENDING_BITS
        first = places >> _LEVEL_BITS
        last = first + (MAX_WORDS - 1) - (places & (MAX_WORDS - 1))
        prefix, suffix = self._prefix_size[endings], self._suffix_size[endings]
        start, end = batch.starts[first] - prefix, batch.ends[last] + suffix
        fits = np.ones(len(endings), np.bool_)
        for at in np.flatnonzero(prefix + suffix).tolist():
            ending, behind = self._flat[endings[at]], end[at] - suffix[at]
            if is_apart := _stands_apart(batch.text, behind, ending.suffix):
                end[at] += 1
            fits[at] = batch.text.startswith(ending.prefix, start[at]) and (
                is_apart or batch.text.startswith(ending.suffix, behind)
            )
        return Hits(self._ending_value[endings], start, end, first, last).where(fits)

    def find(self, batch: Batch, candidates: Candidates, name: str) -> Hits:
        """The phrases of one list that are in a batch, in order and without overlap."""
        return without_overlap(self.hits(batch, candidates, name))

    def is_kind(self, numbers: Numbers, kind: str) -> Flags:
        """Which words, by their numbers, are of a kind."""
        return self._is_kind[kind][numbers]

    def sequences(self, name: str) -> Sequences:
        """The sequences of a name."""
        return self._sequences[name]


def are_in_case(batch: Batch, hits: Hits, phrases: Sequence[str], is_bound: Flags) -> Flags:
    """Which hits of a list of phrases are written in the case of their phrase, or are not bound to it."""
    fits = ~is_bound
    bound = np.flatnonzero(is_bound)
    written = batch.cut(hits.start[bound], hits.end[bound])
    fits[bound] = [
        phrases[value] == text for value, text in zip(hits.value[bound].tolist(), written, strict=True)
    ]
    return fits


def _stands_apart(text: str, end: int, signs: str) -> bool:
    """Whether signs that a word ends with stand one blank after it and before no other word (`C # and F #`)."""
    behind = end + 1 + len(signs)
    return bool(signs) and text.startswith(f" {signs}", end) and not is_word_character(text[behind])


def _pair_slots(nodes: Numbers, words: Numbers) -> NDArray[np.uint32]:
    """A place in a table of 2^_PAIR_BITS for each pair of a node and a word."""
    mixed = nodes.astype(np.uint32) * _SPREAD + words.astype(np.uint32)
    return (mixed * _SPREAD) >> np.uint32(32 - _PAIR_BITS)


def without_overlap(hits: Hits) -> Hits:
    """Of hits ordered by first word and then the longest first, those that are: leftmost first, longest first."""
    # What no hit before reaches into stands, and what begins in such a hit does not; few are left to try one by one.
    reached = np.maximum.accumulate(hits.end)
    stands = np.ones(len(reached), np.bool_)
    stands[1:] = hits.start[1:] >= reached[:-1]
    hits = hits.where(stands | (hits.start >= np.maximum.accumulate(np.where(stands, hits.end, 0))))
    reached = np.maximum.accumulate(hits.end)
    is_apart = np.ones(len(reached) + 1, np.bool_)
    is_apart[1:-1] = hits.start[1:] >= reached[:-1]
    stands = is_apart[:-1] & is_apart[1:]
    contested, free = np.flatnonzero(~stands), 0
    places = zip(
        contested.tolist(), hits.start[contested].tolist(), hits.end[contested].tolist(), strict=True
    )
    for at, start, end in places:
        if start >= free:
            stands[at] = True
            free = end
    return hits.where(stands)
