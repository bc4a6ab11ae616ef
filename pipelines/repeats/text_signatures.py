"""Band hashes that similar texts share, and the exact similarity of two texts, from bags of word shingles."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b

import numpy as np
import polars as pl
from numpy.typing import NDArray

SHINGLE_WORDS = 4
"""Consecutive words per shingle."""

BANDS, ROWS = 20, 6
"""Texts of similarity s share a band with probability 1 - (1 - s^6)^20: 0.998 at 0.8, 0.27 at 0.5, 0.01 at 0.3."""

BLOCK_BYTES = 1 << 18
"""About how much text is hashed at once: arrays of 8 bytes per letter must fit into the CPU's cache."""

LONG_WORD = 64
"""Words of at least this many bytes are hashed one by one; they are rare except in scripts without spaces."""

_Hashes = NDArray[np.uint64]
_Numbers = NDArray[np.int64]
_Letters = NDArray[np.uint8]

_EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)
_ODD = np.uint64(0x9E3779B97F4A7C15)
"""The multiplier of Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4)."""
_FIRST_LETTERS = np.array([(1 << 8 * letters) - 1 for letters in range(9)], np.uint64)
_A, _ZERO = np.frombuffer(b"a0", np.uint8)


def hash_bands(texts: pl.Series, min_words: int) -> pl.Series:
    """The band hashes of each text with at least `min_words` words: List(UInt64), at most BANDS; else null.

    In: texts (String, no nulls). Similar texts have a band in common. One-permutation MinHash (Li, Owen and Zhang
    2012, NeurIPS): the range of hashes is split into BANDS * ROWS bins, the least shingle of each bin is kept, and
    ROWS adjacent bins are hashed to a band. Bands with only empty bins occur in short texts and are left out, because
    they would be equal in all of them.
    """
    bands, counts = [np.empty((0, BANDS), np.uint64)], [np.empty(0, np.int64)]
    for hashes, sizes in _hash_shingles(texts):
        bands.append(_combine(_find_least(hashes, sizes)))
        counts.append(sizes)
    lists = pl.Series(texts.name, np.concatenate(bands)).arr.to_list()
    filled = lists.list.set_difference(pl.Series([[int(_EMPTY)]], dtype=lists.dtype))
    too_short = np.concatenate(counts) <= min_words - SHINGLE_WORDS
    return filled.set(pl.Series(too_short), None)


class Shingles:
    """Texts as bags of hashed shingles, by key; comparing texts needs nothing else, about 4 bytes per word."""

    def __init__(self, batches: Iterable[pl.DataFrame]) -> None:
        """In: frames with the columns key and text (String, no nulls). Equal keys must mean equal words."""
        self._shingles: dict[str, NDArray[np.uint32]] = {}
        for batch in batches:
            by_text = (
                _number_repeats((bag >> np.uint64(32)).astype(np.uint32))
                for hashes, sizes in _hash_shingles(batch["text"])
                for bag in np.split(hashes, np.cumsum(sizes)[:-1])
            )
            self._shingles.update(zip(batch["key"], by_text, strict=True))

    def similarity(self, key: str | None, other: str | None) -> float | None:
        """Jaccard similarity of two texts, 0 to 1: shingles in both / shingles in either, counted with repeats.

        Equal keys give 1. The result is None if a key is missing, or if the keys differ and one is unknown here.
        """
        if key is None or other is None:
            return None
        if key == other:
            return 1.0
        if key not in self._shingles or other not in self._shingles:
            return None
        together = np.sort(np.concatenate([self._shingles[key], self._shingles[other]]))
        both = np.count_nonzero(together[1:] == together[:-1])
        return float(both / (together.size - both)) if together.size else 1.0


def _hash_shingles(texts: pl.Series) -> Iterator[tuple[_Hashes, _Numbers]]:
    """Per block: the shingle hashes of its texts, one text after the other, and the count for each text."""
    behind = texts.str.len_bytes().cum_sum().to_numpy()
    firsts = np.flatnonzero(np.diff(behind // BLOCK_BYTES, prepend=-1))
    for first, last in zip(firsts, np.append(firsts, len(texts))[1:], strict=True):
        words, counts = _hash_words(texts[first:last])
        shingles = np.zeros(max(words.size - SHINGLE_WORDS + 1, 0), np.uint64)
        for place in range(SHINGLE_WORDS):
            shingles = _mix(shingles ^ words[place : place + shingles.size])
        is_whole = np.ones(words.size, bool)
        for back in range(1, SHINGLE_WORDS):
            is_whole[(np.cumsum(counts) - back)[counts >= back]] = False
        yield shingles[is_whole[: shingles.size]], np.maximum(counts - SHINGLE_WORDS + 1, 0)


def _hash_words(texts: pl.Series) -> tuple[_Hashes, _Numbers]:
    """The hashes of all words of all texts, one text after the other, and the number of words of each.

    Words are runs of ASCII letters, digits and non-ASCII characters, except U+0080 to U+00BF and U+2000 to U+203F.
    These ranges contain the spaces, dashes, quotes and bullets that change with a text's layout.
    """
    array = (texts.str.to_lowercase() + "\n").rechunk().to_arrow(compat_level=pl.CompatLevel.oldest())
    _, offsets, content = array.buffers()
    bounds = np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1]
    letters = np.frombuffer(content, np.uint8)[bounds[0] : bounds[-1]]
    is_of_word = (letters - _A < 26) | (letters - _ZERO < 10) | (letters >= 0x80)
    for lead, width in _find_layout_signs(letters):
        for place in range(width):
            is_of_word[lead + place] = False
    edges = np.flatnonzero(np.diff(is_of_word, prepend=False))
    starts, ends = edges[0::2], edges[1::2]
    counts = np.diff(np.searchsorted(starts, bounds - bounds[0]))
    return _hash_runs(letters, starts, ends - starts), counts


def _hash_runs(letters: _Letters, starts: _Numbers, lengths: _Numbers) -> _Hashes:
    """The hash of each run of letters: eight letters at a time; runs of LONG_WORD bytes or more one by one."""
    eights = np.ndarray((letters.size + 1,), "<u8", np.append(letters, np.zeros(8, np.uint8)), strides=(1,))
    hashes = _mix(eights[starts] & _FIRST_LETTERS[np.minimum(lengths, 8)])
    longer = np.flatnonzero((lengths > 8) & (lengths < LONG_WORD))
    for done in range(8, LONG_WORD, 8):
        longer = longer[lengths[longer] > done]
        rest = eights[starts[longer] + done] & _FIRST_LETTERS[np.minimum(lengths[longer] - done, 8)]
        hashes[longer] = _mix(hashes[longer] ^ rest)
    for word in np.flatnonzero(lengths >= LONG_WORD):
        run = letters[starts[word] : starts[word] + lengths[word]]
        hashes[word] = int.from_bytes(blake2b(run.tobytes(), digest_size=8).digest(), "little")
    return hashes


def _find_layout_signs(letters: _Letters) -> Iterator[tuple[_Numbers, int]]:
    """The places of non-ASCII characters that belong to no word, and their number of bytes in UTF-8."""
    yield np.flatnonzero(letters == 0xC2), 2
    leads = np.flatnonzero(letters == 0xE2)
    yield leads[letters[leads + 1] == 0x80], 3


def _mix(hashes: _Hashes) -> _Hashes:
    hashes = hashes * _ODD
    return hashes ^ (hashes >> np.uint64(29))


def _find_least(hashes: _Hashes, counts: _Numbers) -> _Hashes:
    """The least hash in each bin of each text, _EMPTY if the bin is empty: one row per text."""
    least = np.full((counts.size, BANDS * ROWS), _EMPTY)
    bins = ((hashes >> np.uint64(32)) * np.uint64(BANDS * ROWS) >> np.uint64(32)).astype(np.int64)
    np.minimum.at(
        least.reshape(-1), bins + np.repeat(np.arange(counts.size) * (BANDS * ROWS), counts), hashes
    )
    return least


def _combine(least: _Hashes) -> _Hashes:
    """The band hashes of rows of bins; _EMPTY if all bins of a band are empty."""
    bins = least.reshape(-1, BANDS, ROWS)
    bands = np.broadcast_to(np.arange(BANDS, dtype=np.uint64), bins.shape[:2])
    for row in range(ROWS):
        bands = _mix(bands ^ bins[:, :, row])
    return np.where((bins == _EMPTY).all(axis=2), _EMPTY, bands)


def _number_repeats(shingles: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """A bag as a sorted set: the second occurrence of a shingle becomes another shingle, the same in every text."""
    shingles = np.sort(shingles)
    is_again = np.append(False, shingles[1:] == shingles[:-1])[: shingles.size]
    if not is_again.any():
        return shingles
    places = np.arange(shingles.size)
    times = places - np.maximum.accumulate(np.where(is_again, 0, places))
    return np.sort(shingles + times.astype(np.uint32) * np.uint32(0x9E3779B1))
