"""Cuts snippets: whole words around a place in a text."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipelines.text.characters import ASCII, SPACE
from pipelines.text.words import Batch, Positions, batches, merge

MAX_SNIPPET = 120


def cut_strings(batch: Batch, starts: Positions, ends: Positions) -> pl.Series:
    """The characters between each start and end."""
    return _cut_bytes(batch.utf8, _bytes_before(batch, starts), _bytes_before(batch, ends))


def _bytes_before(batch: Batch, positions: Positions) -> Positions:
    """Where each character begins in the UTF-8 of the batch."""
    wide = batch.codes[batch.wide]
    extra = 1 + (wide >= 0x800).astype(np.int64) + (wide >= 0x10000)
    before = np.concatenate([[0], np.cumsum(extra)])
    result: Positions = positions + before[np.searchsorted(batch.wide, positions)]
    return result


def _cut_bytes(utf8: bytes, starts: Positions, ends: Positions) -> pl.Series:
    places = pl.DataFrame({"start": starts, "size": ends - starts})
    part = pl.lit(pl.Series([utf8])).bin.slice(pl.col("start"), pl.col("size"))
    return places.select(part.cast(pl.String)).to_series() if len(starts) else pl.Series(dtype=pl.String)


def cut_snippets(batch: Batch, starts: Positions, ends: Positions, longest: int = MAX_SNIPPET) -> pl.Series:
    """Whole words around the characters from `start` to `end`, at most `longest`, white space collapsed.

    Each place is within one text of the batch.
    """
    text_of = np.searchsorted(batch.origins, starts, "right") - 1
    origins, stops = batch.origins[text_of], batch.stops[text_of]
    room = np.maximum(0, longest - (ends - starts)) // 2
    first, last = np.maximum(origins, starts - room), np.minimum(stops, ends + room)

    first = np.where(first > origins, _next_space(batch, first, starts), first)
    last = np.where(last < stops, _last_space(batch, last, ends), last)

    # Collapsed, a run of white space is one blank, and what was at a place stands as much earlier as was left out.
    utf8, dropped = _collapse_space(batch)
    first, last = _bytes_before(batch, first), _bytes_before(batch, last)
    first -= np.searchsorted(dropped, first)
    last -= np.searchsorted(dropped, last)
    first += utf8[first] == ord(" ")
    last -= utf8[last - 1] == ord(" ")
    return _cut_bytes(utf8.tobytes(), first, last).str.head(longest)


def _collapse_space(batch: Batch) -> tuple[NDArray[np.uint8], Positions]:
    """The UTF-8 of a batch with one blank for each run of white space, and which of its bytes are left out."""
    utf8 = np.frombuffer(bytearray(batch.utf8), np.uint8)
    spaces = batch.find_kind(SPACE)
    starts, codes = _bytes_before(batch, spaces), batch.codes[spaces]
    utf8[starts] = ord(" ")
    dropped = merge(
        _bytes_before(batch, batch.repeated), starts[codes >= ASCII] + 1, starts[codes >= 0x800] + 2
    )
    return np.delete(utf8, dropped), dropped


def cut_snippets_of(texts: pl.Series, starts: Positions, ends: Positions, longest: int) -> pl.Series:
    """The snippet of each text around its characters from `start` to `end`."""
    snippets = [pl.Series(dtype=pl.String)]
    for first, batch in batches(texts):
        own = slice(first, first + len(batch.origins))
        snippets.append(cut_snippets(batch, batch.origins + starts[own], batch.origins + ends[own], longest))
    return pl.concat(snippets)


def _next_space(batch: Batch, first: Positions, stop: Positions) -> Positions:
    """The place itself where a word begins or white space is, or else the next white space, at most `stop`."""
    found = first.copy()
    inside = np.flatnonzero(~batch.is_kind(first - 1, SPACE))
    while inside.size:
        inside = inside[(found[inside] < stop[inside]) & ~batch.is_kind(found[inside], SPACE)]
        found[inside] += 1
    return found


def _last_space(batch: Batch, last: Positions, start: Positions) -> Positions:
    """The place itself where a word ends or white space is, or else after the last white space, at least `start`."""
    found = last.copy()
    inside = np.flatnonzero(~batch.is_kind(last, SPACE))
    while inside.size:
        inside = inside[(found[inside] > start[inside]) & ~batch.is_kind(found[inside] - 1, SPACE)]
        found[inside] -= 1
    return found
