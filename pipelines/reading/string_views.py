"""Strings that lie somewhere in a text, as a Polars column that points to them instead of copying them."""

import numpy as np
import polars as pl
import pyarrow as pa

_INLINE_BYTES = 12
_BUFFER_BITS = 30
"""A place within a buffer has 31 bits, so a long text is handed over as several buffers, one from each GiB on."""


def list_strings(
    text: bytes, starts: np.ndarray, ends: np.ndarray, loose: dict[int, bytes], widths: np.ndarray
) -> pl.Series:
    """A list column over strings of a text in UTF-8.

    String i is the bytes from starts[i] to ends[i], or loose[i] where given; list j has the next widths[j] of them.
    Layout: Arrow's variable-size binary view. A string has 16 bytes: its length, then itself where it has at most
    12 bytes, else its first 4, the number of its buffer and its place in it.
    """
    buffers = _buffers(text)
    views = _views(text, starts, ends, first_buffer=0)
    if loose:
        joined = b"".join(loose.values())
        loose_ends = np.cumsum(np.fromiter(map(len, loose.values()), np.int64, len(loose)))
        loose_starts = np.concatenate([[0], loose_ends[:-1]])
        views[list(loose)] = _views(joined, loose_starts, loose_ends, first_buffer=len(buffers))
        buffers += _buffers(joined)
    strings = pa.Array.from_buffers(pa.string_view(), len(views), [None, pa.py_buffer(views), *buffers])
    offsets = pa.array(np.concatenate([[0], np.cumsum(widths)]), pa.int64())
    return pl.Series(pl.from_arrow(pa.LargeListArray.from_arrays(offsets, strings)))


def _buffers(text: bytes) -> list[pa.Buffer]:
    whole = pa.py_buffer(text)
    return [whole.slice(place) for place in range(0, max(len(text), 1), 1 << _BUFFER_BITS)]


def _views(text: bytes, starts: np.ndarray, ends: np.ndarray, first_buffer: int) -> np.ndarray:
    lengths = (ends - starts).astype(np.int32)
    views = np.empty((starts.size, 16), np.uint8)
    views[:, :4] = lengths[:, None].view(np.uint8)
    is_own = np.arange(_INLINE_BYTES) < lengths[:, None]
    np.multiply(_heads(np.frombuffer(text, np.uint8), starts), is_own, out=views[:, 4:])
    is_long = lengths > _INLINE_BYTES
    places = starts[is_long]
    buffer_and_place = [first_buffer + (places >> _BUFFER_BITS), places & ((1 << _BUFFER_BITS) - 1)]
    views[is_long, 8:] = np.stack(buffer_and_place, axis=1).astype(np.int32).view(np.uint8)
    return views


def _heads(text: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """The 12 bytes from each start on; zeros behind the text's end."""
    cut = max(text.size - _INLINE_BYTES, 0)
    tail = np.concatenate([text[cut:], np.zeros(2 * _INLINE_BYTES, np.uint8)])
    is_in_tail = starts >= cut
    heads = np.empty((starts.size, _INLINE_BYTES), np.uint8)
    heads[is_in_tail] = _windows(tail)[starts[is_in_tail] - cut]
    if cut:
        heads[~is_in_tail] = _windows(text)[starts[~is_in_tail]]
    return heads


def _windows(text: np.ndarray) -> np.ndarray:
    return np.lib.stride_tricks.sliding_window_view(text, _INLINE_BYTES)
