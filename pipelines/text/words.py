"""Reads texts in batches: their characters in one array, cut into words that are known by a hash of their letters."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipelines.text.characters import ALNUM, EXPANDS, SPACE, Codes, Flags, characters

Positions = NDArray[np.int64]
Hashes = NDArray[np.uint64]

BATCH_BYTES = 1_000_000
"""Texts read at once: enough that NumPy's calls cost little, few enough that the arrays stay in the caches."""

HASH_BASE = 0x9E3779B97F4A7C15
"""Odd, so that it has an inverse modulo 2^64; 2^64 divided by the golden ratio spreads what it multiplies."""
_INVERSE = pow(HASH_BASE, -1, 1 << 64)

_BEFORE, _BETWEEN, _BEHIND = "\0\0\0", "\n\0", "\n\0\0\0"
"""What stands around texts, so that a rule may ask for any character near a word: a line break ends each text, and a
sign that is in no phrase keeps it apart from the next one."""


class Batch(NamedTuple):
    """Texts side by side. All offsets are characters of the whole batch.

    text: all texts in one, with signs between. codes: its code points. kinds: their kinds, the low byte. origins and
    stops: where each text begins and ends. starts and ends: of each word. keys: a hash of the folded word, see
    `word_key`. is_spaced: whether nothing but white space stands before a word. text_of: the number of each word's
    text.
    """

    text: str
    codes: Codes
    kinds: NDArray[np.uint8]
    origins: Positions
    stops: Positions
    starts: Positions
    ends: Positions
    keys: Hashes
    is_spaced: Flags
    text_of: Positions

    def kinds_at(self, positions: Positions) -> NDArray[np.uint16]:
        """All kinds of the characters at some positions."""
        return characters().kinds[self.codes[positions]]

    def is_kind(self, kind: int) -> Flags:
        """Which characters of the batch are of a kind (one of the low byte)."""
        return (self.kinds & np.uint8(kind)).astype(np.bool_)

    def skip_space(self, positions: Positions) -> Positions:
        """The first character from each position on that is no white space."""
        found = positions + (self.kinds[positions] & SPACE != 0)
        late = np.flatnonzero(self.kinds[found] & SPACE)
        if late.size:
            is_space = self.is_kind(SPACE)
            run_ends = np.flatnonzero(is_space[:-1] & ~is_space[1:]) + 1
            found[late] = run_ends[np.searchsorted(run_ends, found[late])]
        return found

    def first_word(self, positions: Positions) -> Positions:
        """The number of the first word that begins at each position or behind it."""
        return np.searchsorted(self.starts, positions)

    def cut(self, starts: Positions, ends: Positions) -> list[str]:
        """The characters between each start and end."""
        text = self.text
        return [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


def batches(texts: pl.Series) -> Iterator[tuple[int, Batch]]:
    """Texts in batches of about BATCH_BYTES, each with the number of its first text; null is read as an empty text."""
    texts = texts.fill_null("")
    before = np.concatenate([[0], texts.str.len_bytes().cast(pl.Int64).cum_sum().to_numpy()])
    first = 0
    while first < len(texts):
        behind = int(np.searchsorted(before, before[first] + BATCH_BYTES, "right"))
        size = max(1, behind - 1 - first)
        yield first, read_batch(texts[first : first + size].to_list())
        first += size


def read_batch(texts: list[str]) -> Batch:
    """Cuts texts into words, runs of letters and digits, by what `str.isalnum` and `str.casefold` say."""
    text = _BEFORE + _BETWEEN.join(texts) + _BEHIND
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    stops = np.cumsum(lengths + len(_BETWEEN)) + len(_BEFORE) - len(_BETWEEN)
    origins = stops - lengths
    table = characters()
    index = codes.astype(np.intp)
    kinds = _low_kinds()[index]
    is_letter = (kinds & ALNUM).view(np.bool_)
    edges = np.flatnonzero(is_letter[1:] != is_letter[:-1]) + 1
    starts, ends = edges[::2], edges[1::2]

    # h[i] is the sum of compared[k] * base^k for k < i, so a word's key is (h[end] - h[start]) * base^-start.
    powers, inverses = _powers(1 << len(codes).bit_length())
    hashes = table.compared[index]
    hashes *= powers[: len(codes)]
    at_edges = np.cumsum(hashes, out=hashes)[edges - 1]
    keys = (at_edges[1::2] - at_edges[::2]) * inverses[starts]
    is_spaced = np.ones(len(starts), np.bool_)
    is_spaced[1:] = at_edges[2::2] == at_edges[1:-1:2]
    for expanding in np.flatnonzero(kinds & EXPANDS).tolist():
        word = int(np.searchsorted(starts, expanding, "right")) - 1
        keys[word] = word_key(text[starts[word] : ends[word]].casefold())
    counts = np.diff(np.searchsorted(starts, origins), append=len(starts))
    text_of = np.repeat(np.arange(len(texts)), counts)
    return Batch(text, codes, kinds, origins, stops, starts, ends, keys, is_spaced, text_of)


def word_key(folded: str) -> int:
    """The hash by which a folded word is known: the sum of (code point + 1) * base^k, modulo 2^64."""
    return sum((ord(letter) + 1) * pow(HASH_BASE, at, 1 << 64) for at, letter in enumerate(folded)) % (1 << 64)


@cache
def _low_kinds() -> NDArray[np.uint8]:
    return characters().kinds.astype(np.uint8)


@cache
def _powers(size: int) -> tuple[Hashes, Hashes]:
    """The powers of the base and of its inverse, from the zeroth on."""
    return _powers_of(HASH_BASE, size), _powers_of(_INVERSE, size)


def _powers_of(base: int, size: int) -> Hashes:
    factors = np.full(size, base, np.uint64)
    factors[0] = 1
    return np.cumprod(factors)


class HashTable:
    """Numbers from 1 on by keys of 64 bits: open addressing, all look-ups of an array at once."""

    def __init__(self, numbers: dict[int, int]) -> None:
        """Takes the number of each key."""
        bits = max(4, (4 * len(numbers)).bit_length())
        self._shift = np.uint64(64 - bits)
        self._keys = np.zeros(1 << bits, np.uint64)
        self._numbers = np.zeros(1 << bits, np.int32)
        slots = self._slots(np.array(list(numbers), np.uint64)).tolist()
        for slot, (key, number) in zip(slots, numbers.items(), strict=True):
            while self._numbers[slot]:
                slot = (slot + 1) % (1 << bits)
            self._keys[slot], self._numbers[slot] = key, number

    def get(self, keys: Hashes) -> NDArray[np.int32]:
        """The number of each key, 0 where it has none."""
        slots = self._slots(keys)
        numbers = self._numbers[slots]
        others = np.flatnonzero((self._keys[slots] != keys) & (numbers > 0))
        while others.size:
            slots[others] = (slots[others] + 1) % len(self._keys)
            numbers[others] = self._numbers[slots[others]]
            is_other = (self._keys[slots[others]] != keys[others]) & (numbers[others] > 0)
            others = others[is_other]
        return numbers

    def _slots(self, keys: Hashes) -> Positions:
        return ((keys * np.uint64(HASH_BASE)) >> self._shift).astype(np.int64)


class Sequences:
    """Words that follow each other, whatever signs stand between them; each sequence of word numbers once."""

    def __init__(self, sequences: Iterable[tuple[int, ...]]) -> None:
        """Takes sequences of word numbers, from 1 on."""
        by_length: dict[int, set[tuple[int, ...]]] = {}
        for words in sequences:
            by_length.setdefault(len(words), set()).add(words)
        self._tables = {
            length: HashTable({_sequence_key(words): 1 for words in known}) for length, known in by_length.items()
        }

    def begin_at(self, batch: Batch, numbers: NDArray[np.int32], first: Positions) -> Flags:
        """Whether a sequence begins at the word `first`, within its text."""
        return self._match(batch, numbers, first, is_last=False)

    def end_at(self, batch: Batch, numbers: NDArray[np.int32], last: Positions) -> Flags:
        """Whether a sequence ends at the word `last`, within its text."""
        return self._match(batch, numbers, last, is_last=True)

    def _match(
        self, batch: Batch, numbers: NDArray[np.int32], words: Positions, *, is_last: bool
    ) -> Flags:
        found = np.zeros(len(words), np.bool_)
        for length, table in self._tables.items():
            first = words - (length - 1) * is_last
            fits = np.flatnonzero((first >= 0) & (first + length <= len(numbers)))
            at = first[fits]
            keys = np.zeros(len(at), np.uint64)
            for offset in range(length):
                keys = keys * np.uint64(HASH_BASE) + numbers[at + offset].astype(np.uint64)
            found[fits] |= (table.get(keys) > 0) & (batch.text_of[at] == batch.text_of[at + length - 1])
        return found


def _sequence_key(words: tuple[int, ...]) -> int:
    key = 0
    for word in words:
        key = (key * HASH_BASE + word) % (1 << 64)
    return key
