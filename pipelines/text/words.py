"""Reads texts in batches: their characters in one array, cut into words that are known by a hash of their letters."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from pipelines.text.characters import (
    ASCII,
    BLANK,
    EXPANDING_LETTER,
    OTHER_LETTER,
    SIGN,
    SPACE,
    Codes,
    Flags,
    is_any_of,
    letter_numbers,
    look_up,
)

Positions = NDArray[np.int64]
Hashes = NDArray[np.uint64]

BATCH_BYTES = 2_000_000
"""Texts read at once: enough that NumPy's calls cost little, few enough that the arrays take tens of megabytes."""

HASH_BASE = 0x9E3779B97F4A7C15
"""2^64 divided by the golden ratio spreads what it multiplies."""
MAX_LETTERS = 64
"""A longer word is in no phrase."""

_WINDOW = 8
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(_WINDOW + 1)], np.uint64)
_BEFORE, _BETWEEN, _BEHIND = "\0\0\0", "\n\0", "\n\0\0\0" + "\0" * MAX_LETTERS
"""What stands around texts, so that a rule may ask for any character near a word: a line break ends each text, and a
sign that is in no phrase keeps it apart from the next one."""


class Batch(NamedTuple):
    """Texts side by side. All positions are characters of the whole batch.

    text: all texts in one, with signs between. utf8: its bytes. codes: its code points. wide: the characters beyond
    ASCII. kinds: those of each, see `characters`. origins and stops: where each text begins and ends. starts and ends:
    of each word. keys: a hash of each folded word, see `word_key`. text_of: the number of each word's text. signs: the
    characters that are neither letters nor digits nor plain blanks; sign_codes: their code points. repeated: white
    space after white space.
    """

    text: str
    utf8: bytes
    codes: Codes
    wide: Positions
    kinds: NDArray[np.uint8]
    origins: Positions
    stops: Positions
    starts: Positions
    ends: Positions
    keys: Hashes
    text_of: Positions
    signs: Positions
    sign_codes: Codes
    repeated: Positions

    def is_kind(self, positions: Positions, kinds: int) -> Flags:
        """Whether the character at each position is of one of the kinds."""
        return self.kinds.take(positions) & np.uint8(kinds) > 0

    def find_sign(self, sign: str) -> Positions:
        """Where a sign stands."""
        result: Positions = self.signs[self.sign_codes == ord(sign)]
        return result

    def find_signs(self, signs: str) -> Positions:
        """Where any of the signs stand."""
        result: Positions = self.signs[is_any_of(self.sign_codes, signs)]
        return result

    def find_kind(self, kind: int) -> Positions:
        """Where signs of a kind stand."""
        return self.signs[self.is_kind(self.signs, kind)]

    def skip_space(self, positions: Positions) -> Positions:
        """The first character from each position on that is no white space."""
        found = positions + self.is_kind(positions, SPACE)
        inside = np.flatnonzero(self.is_kind(found, SPACE))
        last = self.repeated[~self.is_kind(self.repeated + 1, SPACE)]
        found[inside] = last[np.searchsorted(last, found[inside])] + 1
        return found

    def first_word(self, positions: Positions) -> Positions:
        """The number of the first word that begins at each position or after it."""
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
    """Cuts texts into words, runs of what `is_word_character` and `str.casefold` say."""
    text = _BEFORE + _BETWEEN.join(texts) + _BEHIND
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    stops = np.cumsum(lengths + len(_BETWEEN)) + len(_BEFORE) - len(_BETWEEN)
    origins = stops - lengths
    wide = np.flatnonzero(codes >= ASCII)
    kinds, letters = look_up(codes, wide)
    is_letter = letters >= OTHER_LETTER
    edges = np.flatnonzero(is_letter[1:] != is_letter[:-1]) + 1
    starts, ends = edges[::2].copy(), edges[1::2].copy()
    keys = _word_keys(letters, starts, ends)
    for expanding in np.flatnonzero(letters == EXPANDING_LETTER).tolist():
        word = int(np.searchsorted(starts, expanding, "right")) - 1
        keys[word] = word_key(text[starts[word] : ends[word]].casefold())
    counts = np.diff(np.searchsorted(starts, origins), append=len(starts))
    text_of = np.repeat(np.arange(len(texts)), counts)
    signs = np.flatnonzero(letters == SIGN)
    repeated = _find_repeated_space(kinds, letters, signs)
    return Batch(
        text,
        text.encode(),
        codes,
        wide,
        kinds,
        origins,
        stops,
        starts,
        ends,
        keys,
        text_of,
        signs,
        codes[signs],
        repeated,
    )


def _find_repeated_space(kinds: NDArray[np.uint8], letters: NDArray[np.uint8], signs: Positions) -> Positions:
    spaces = signs[kinds[signs] & SPACE > 0]
    blanks = np.flatnonzero((letters[1:] | letters[:-1]) == BLANK) + 1
    second = merge(blanks, spaces, spaces + 1)
    return second[kinds[second] & kinds[second - 1] & SPACE > 0]


def _word_keys(letters: NDArray[np.uint8], starts: Positions, ends: Positions) -> Hashes:
    """The hash of each word, from windows of eight letters each; 0 of one with more than MAX_LETTERS."""
    windows = as_strided(letters[:_WINDOW].view(np.uint64), (len(letters) - _WINDOW + 1,), (1,))
    sizes = ends - starts
    keys: Hashes = windows[starts] & _MASKS[np.minimum(sizes, _WINDOW)]
    factor, longer = 1, np.flatnonzero(sizes > _WINDOW)
    for at in range(_WINDOW, MAX_LETTERS, _WINDOW):
        factor = factor * HASH_BASE % (1 << 64)
        mask = _MASKS[np.minimum(sizes[longer] - at, _WINDOW)]
        keys[longer] += (windows[starts[longer] + at] & mask) * np.uint64(factor)
        longer = longer[sizes[longer] > at + _WINDOW]
    keys[sizes > MAX_LETTERS] = 0
    return keys


def word_key(folded: str) -> int:
    """The hash by which a folded word is known, 0 if it is in no phrase.

    It is the sum of the numbers that each eight letters are, byte by byte, times a power of HASH_BASE, modulo 2^64.
    """
    alphabet = letter_numbers()
    if len(folded) > MAX_LETTERS or not alphabet.keys() >= set(folded):
        return 0
    spelt = bytes(alphabet[letter] for letter in folded)
    windows = (int.from_bytes(spelt[at : at + _WINDOW], "little") for at in range(0, len(spelt), _WINDOW))
    return sum(window * pow(HASH_BASE, power, 1 << 64) for power, window in enumerate(windows)) % (1 << 64)


def merge(*positions: Positions) -> Positions:
    """The distinct positions of several arrays, in order."""
    merged = np.sort(np.concatenate(positions))
    is_new = np.ones(len(merged), np.bool_)
    is_new[1:] = merged[1:] != merged[:-1]
    return merged[is_new]


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
        """The number of each key, 0 if it has none."""
        slots = self._slots(keys)
        numbers = self._numbers.take(slots)
        others = np.flatnonzero(numbers)
        others = others[self._keys.take(slots.take(others)) != keys.take(others)]
        while others.size:
            slots[others] = (slots[others] + 1) % len(self._keys)
            numbers[others] = self._numbers[slots[others]]
            is_other = (self._keys[slots[others]] != keys[others]) & (numbers[others] > 0)
            others = others[is_other]
        return numbers

    def _slots(self, keys: Hashes) -> Positions:
        return ((keys * np.uint64(HASH_BASE)) >> self._shift).view(np.int64)


class Sequences:
    """Words that follow each other, whatever signs stand between them; each sequence of word numbers once."""

    def __init__(self, sequences: Iterable[tuple[int, ...]]) -> None:
        """Takes sequences of word numbers, from 1 on."""
        by_length: dict[int, set[tuple[int, ...]]] = {}
        for words in sequences:
            by_length.setdefault(len(words), set()).add(words)
        self._tables = {
            length: HashTable({_sequence_key(words): 1 for words in known})
            for length, known in by_length.items()
        }
        every = [words for known in by_length.values() for words in known]
        self._is_edge = np.zeros((2, 2 + max((max(words) for words in every), default=0)), np.bool_)
        for words in every:
            self._is_edge[[0, 1], [words[0], words[-1]]] = True

    def begin_at(self, batch: Batch, numbers: NDArray[np.int32], first: Positions) -> Flags:
        """Whether a sequence begins at the word `first`, within its text."""
        return self._match(batch, numbers, first, is_last=False)

    def end_at(self, batch: Batch, numbers: NDArray[np.int32], last: Positions) -> Flags:
        """Whether a sequence ends at the word `last`, within its text."""
        return self._match(batch, numbers, last, is_last=True)

    def _match(self, batch: Batch, numbers: NDArray[np.int32], words: Positions, *, is_last: bool) -> Flags:
        found = np.zeros(len(words), np.bool_)
        within = np.flatnonzero((words >= 0) & (words < len(numbers)))
        edges = np.minimum(numbers[words[within]], self._is_edge.shape[1] - 1)
        within = within[self._is_edge[int(is_last), edges]]
        words = words[within]
        for length, table in self._tables.items():
            first = words - (length - 1) * is_last
            fits = np.flatnonzero((first >= 0) & (first + length <= len(numbers)))
            if not fits.size:
                continue
            at = first[fits]
            keys = np.zeros(len(at), np.uint64)
            for offset in range(length):
                keys = keys * np.uint64(HASH_BASE) + numbers[at + offset].astype(np.uint64)
            found[within[fits]] |= (table.get(keys) > 0) & (
                batch.text_of[at] == batch.text_of[at + length - 1]
            )
        return found


def _sequence_key(words: tuple[int, ...]) -> int:
    key = 0
    for word in words:
        key = (key * HASH_BASE + word) % (1 << 64)
    return key
