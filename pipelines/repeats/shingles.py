"""Texts as bags of word shingles: band hashes that similar texts share, and how similar two texts are exactly."""

from collections.abc import Iterable

import numba
import numpy as np
import polars as pl
from numpy.typing import NDArray

SHINGLE_WORDS = 4
"""Words in a row that make one shingle."""

BANDS, ROWS = 20, 6
"""Texts of similarity s share a band with probability 1 - (1 - s^6)^20: 0.998 at 0.8, 0.27 at 0.5, 0.01 at 0.3."""

_EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)
_ODD, _PRIME, _BASIS = np.uint64(0x9E3779B97F4A7C15), np.uint64(0x100000001B3), np.uint64(0xCBF29CE484222325)
"""Fibonacci hashing's multiplier, and the prime and the basis of the hash FNV-1a."""

_compiled = numba.njit(cache=True, nogil=True)


def hash_bands(texts: pl.Series, min_words: int) -> pl.Series:
    """The band hashes of each text of `min_words` words or more: List(UInt64), at most BANDS of them; else null.

    In: texts (String, no nulls). Similar texts have a band in common. One-permutation MinHash (Li, Owen and Zhang
    2012, NeurIPS): each shingle falls into one of BANDS * ROWS bins, the least hash of a bin is kept, and ROWS
    neighbouring bins are hashed to a band. Bands of empty bins only, which short texts have, are left out: they would
    be alike in all of them.
    """
    bands = np.full((len(texts), BANDS), _EMPTY)
    hashes, ends = _shingles(texts)
    _fill_bands(hashes, ends, bands)
    lists = pl.Series(texts.name, bands).arr.to_list()
    filled = lists.list.set_difference(pl.Series([[int(_EMPTY)]], dtype=lists.dtype))
    too_short = np.diff(ends, prepend=0) <= min_words - SHINGLE_WORDS
    return filled.set(pl.Series(too_short), None)


class Shingles:
    """Texts as bags of hashed shingles, by key: all that comparing them needs, about 4 bytes a word."""

    def __init__(self, batches: Iterable[pl.DataFrame]) -> None:
        """In: frames with the columns key and text (String, no nulls). Equal keys must mean equal words."""
        self._shingles: dict[str, NDArray[np.uint32]] = {}
        for batch in batches:
            hashes, ends = _shingles(batch["text"])
            *by_text, _ = np.split((hashes >> np.uint64(32)).astype(np.uint32), ends)
            self._shingles.update(zip(batch["key"], map(np.sort, by_text), strict=True))

    def similarity(self, key: str | None, other: str | None) -> float | None:
        """Jaccard similarity of two texts, 0 to 1: shingles in both / shingles in either, each as often as it occurs.

        Equal keys mean 1; None where one is missing, or of two different ones is not here.
        """
        if key is None or other is None:
            return None
        if key == other:
            return 1.0
        if key not in self._shingles or other not in self._shingles:
            return None
        return _jaccard(self._shingles[key], self._shingles[other])


def _shingles(texts: pl.Series) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The hashes of all shingles of all texts, one text after the other, and where each text's end."""
    array = texts.str.to_lowercase().rechunk().to_arrow(compat_level=pl.CompatLevel.oldest())
    _, offsets, content = array.buffers()
    bounds = np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1]
    letters = np.frombuffer(content or b"", np.uint8)
    hashes = np.empty(1 + (bounds[-1] - bounds[0]) // 2, dtype=np.uint64)
    ends = np.empty(len(texts), dtype=np.int64)
    return hashes[: _hash_shingles(letters, bounds, hashes, ends)], ends


@_compiled
def _hash_shingles(
    letters: NDArray[np.uint8], bounds: NDArray[np.int64], hashes: NDArray[np.uint64], ends: NDArray[np.int64]
) -> int:
    """Fills `hashes` and `ends`; returns how many shingles there are.

    Words are runs of ASCII letters and digits and of whatever lies beyond ASCII, but for U+0080 to U+00BF and U+2000
    to U+203F: there lie the spaces, dashes, quotes and bullets that change with a text's layout.
    """
    recent = np.zeros(SHINGLE_WORDS, dtype=np.uint64)
    count = 0
    for text in range(len(bounds) - 1):
        words, word = 0, _BASIS
        at, end = bounds[text], bounds[text + 1]
        while at <= end:
            letter = letters[at] if at < end else np.uint8(0)
            width = 1
            if letter == 0xC2:
                width = 2
            elif letter == 0xE2 and at + 1 < end and letters[at + 1] == 0x80:
                width = 3
            if width == 1 and (97 <= letter <= 122 or 48 <= letter <= 57 or letter >= 128):
                word = (word ^ np.uint64(letter)) * _PRIME
            elif word != _BASIS:
                recent[words % SHINGLE_WORDS] = word
                words, word = words + 1, _BASIS
                if words >= SHINGLE_WORDS:
                    shingle = np.uint64(0)
                    for back in range(SHINGLE_WORDS):
                        shingle = (shingle ^ recent[(words + back) % SHINGLE_WORDS]) * _ODD
                        shingle ^= shingle >> np.uint64(29)
                    hashes[count] = shingle
                    count += 1
            at += width
        ends[text] = count
    return count


@_compiled
def _fill_bands(hashes: NDArray[np.uint64], ends: NDArray[np.int64], bands: NDArray[np.uint64]) -> None:
    """Fills `bands`, in which every value is _EMPTY: one row per text."""
    least = np.empty(BANDS * ROWS, dtype=np.uint64)
    start = 0
    for text in range(len(ends)):
        least[:] = _EMPTY
        for i in range(start, ends[text]):
            place = hashes[i] % np.uint64(BANDS * ROWS)
            least[place] = min(least[place], hashes[i])
        for band in range(BANDS):
            filled = False
            combined = np.uint64(band)
            for value in least[band * ROWS : (band + 1) * ROWS]:
                filled |= value != _EMPTY
                combined = (combined ^ value) * _ODD
                combined ^= combined >> np.uint64(29)
            if filled:
                bands[text, band] = combined
        start = ends[text]


@_compiled
def _jaccard(ours: NDArray[np.uint32], theirs: NDArray[np.uint32]) -> float:
    """Jaccard similarity of two sorted arrays as bags; two empty ones are equal."""
    i, j, both = 0, 0, 0
    while i < len(ours) and j < len(theirs):
        one, other = ours[i], theirs[j]
        both += one == other
        i += one <= other
        j += other <= one
    either = len(ours) + len(theirs) - both
    return both / either if either else 1.0
