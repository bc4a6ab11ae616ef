"""Cuts snippets: whole words around a place in a text."""

import numpy as np
import polars as pl

from pipelines.text.characters import SPACE
from pipelines.text.words import Batch, Positions

MAX_SNIPPET = 120


def slice_text(text: str, starts: Positions, ends: Positions) -> pl.Series:
    """The characters between each start and end of a text, as strings."""
    utf8 = text.encode()
    if len(utf8) > len(text):
        # Only few characters have more than a byte: counting theirs tells where every other one begins.
        codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
        wide = np.flatnonzero(codes >= 0x80)
        extra = 1 + (codes[wide] >= 0x800).astype(np.int64) + (codes[wide] >= 0x10000)
        before = np.concatenate([[0], np.cumsum(extra)])
        starts = starts + before[np.searchsorted(wide, starts)]
        ends = ends + before[np.searchsorted(wide, ends)]
    places = pl.DataFrame({"start": starts, "size": ends - starts})
    part = pl.lit(utf8).bin.slice(pl.col("start"), pl.col("size"))
    return places.select(part.cast(pl.String)).to_series() if len(starts) else pl.Series(dtype=pl.String)


def cut_snippets(batch: Batch, starts: Positions, ends: Positions, longest: int = MAX_SNIPPET) -> pl.Series:
    """Whole words around the characters from `start` to `end`, at most `longest`, white space collapsed.

    Each place lies within one text of the batch.
    """
    text_of = np.searchsorted(batch.origins, starts, "right") - 1
    origins, stops = batch.origins[text_of], batch.stops[text_of]
    room = np.maximum(0, longest - (ends - starts)) // 2
    first, last = np.maximum(origins, starts - room), np.minimum(stops, ends + room)

    is_space = batch.is_kind(SPACE)
    spaces = np.flatnonzero(is_space)
    cut_left = (first > origins) & ~is_space[first - 1] & ~is_space[first]
    next_space = np.append(spaces, len(is_space))[np.searchsorted(spaces, first)]
    first = np.where(cut_left, np.minimum(next_space, starts), first)
    cut_right = (last < stops) & ~is_space[last] & ~is_space[last - 1]
    last_space = np.append(spaces, -1)[np.searchsorted(spaces, last) - 1]
    last = np.where(cut_right, np.maximum(last_space, ends), last)

    # Collapsed, a run of white space is one blank, and what was at a place stands as much earlier as was left out.
    is_left_out = np.zeros(len(is_space), np.bool_)
    is_left_out[1:] = is_space[1:] & is_space[:-1]
    left_out = np.flatnonzero(is_left_out)
    codes = np.where(is_space, np.uint32(ord(" ")), batch.codes)[~is_left_out]
    collapsed = codes.tobytes().decode("utf-32-le")
    first -= np.searchsorted(left_out, first)
    last -= np.searchsorted(left_out, last)
    first += codes[first] == ord(" ")
    last -= codes[last - 1] == ord(" ")
    return slice_text(collapsed, first, np.minimum(last, first + longest))
