"""Cuts snippets: whole words around a place in a text."""

import numpy as np
import polars as pl

from pipelines.text.characters import SPACE, Codes
from pipelines.text.words import Batch, Positions, batches

MAX_SNIPPET = 120


def slice_text(codes: Codes, starts: Positions, ends: Positions) -> pl.Series:
    """The characters between each start and end of a text, given by its code points, as strings."""
    utf8 = codes.tobytes().decode("utf-32-le").encode()
    if len(utf8) > len(codes):
        # Only few characters have more than a byte: counting theirs tells where every other one begins.
        wide = np.flatnonzero(codes >= 0x80)
        extra = 1 + (codes[wide] >= 0x800).astype(np.int64) + (codes[wide] >= 0x10000)
        before = np.concatenate([[0], np.cumsum(extra)])
        starts = starts + before[np.searchsorted(wide, starts)]
        ends = ends + before[np.searchsorted(wide, ends)]
    places = pl.DataFrame({"start": starts, "size": ends - starts})
    part = pl.lit(pl.Series([utf8])).bin.slice(pl.col("start"), pl.col("size"))
    return places.select(part.cast(pl.String)).to_series() if len(starts) else pl.Series(dtype=pl.String)


def cut_snippets(batch: Batch, starts: Positions, ends: Positions, longest: int = MAX_SNIPPET) -> pl.Series:
    """Whole words around the characters from `start` to `end`, at most `longest`, white space collapsed.

    Each place lies within one text of the batch.
    """
    text_of = np.searchsorted(batch.origins, starts, "right") - 1
    origins, stops = batch.origins[text_of], batch.stops[text_of]
    room = np.maximum(0, longest - (ends - starts)) // 2
    first, last = np.maximum(origins, starts - room), np.minimum(stops, ends + room)

    first = np.where(first > origins, _next_space(batch, first, starts), first)
    last = np.where(last < stops, _last_space(batch, last, ends), last)

    # Collapsed, a run of white space is one blank, and what was at a place stands as much earlier as was left out.
    codes = batch.codes.copy()
    codes[batch.find_kind(SPACE)] = ord(" ")
    codes = np.delete(codes, batch.repeated)
    first -= np.searchsorted(batch.repeated, first)
    last -= np.searchsorted(batch.repeated, last)
    first += codes[first] == ord(" ")
    last -= codes[last - 1] == ord(" ")
    return slice_text(codes, first, np.minimum(last, first + longest))


def cut_snippets_of(texts: pl.Series, places: pl.DataFrame, longest: int = MAX_SNIPPET) -> pl.Series:
    """The snippets of places in texts: text (row number, in order), start and end (characters of the text)."""
    snippets = [pl.Series(dtype=pl.String)]
    used = places["text"].unique().sort()
    places = places.with_columns(text=pl.Series(used.search_sorted(places["text"]), dtype=pl.Int64))
    for first, batch in batches(texts.gather(used)):
        own = places.filter(pl.col("text").is_between(first, first + len(batch.origins) - 1))
        origins = batch.origins[own["text"].to_numpy() - first]
        snippets.append(
            cut_snippets(batch, origins + own["start"].to_numpy(), origins + own["end"].to_numpy(), longest)
        )
    return pl.concat(snippets)


def _next_space(batch: Batch, first: Positions, stop: Positions) -> Positions:
    """The place itself where a word begins or white space is, else the next white space, at most `stop`."""
    found = first.copy()
    inside = np.flatnonzero(~batch.is_kind(first - 1, SPACE))
    while inside.size:
        inside = inside[(found[inside] < stop[inside]) & ~batch.is_kind(found[inside], SPACE)]
        found[inside] += 1
    return found


def _last_space(batch: Batch, last: Positions, start: Positions) -> Positions:
    """The place itself where a word ends or white space is, else behind the last white space, at least `start`."""
    found = last.copy()
    inside = np.flatnonzero(~batch.is_kind(last, SPACE))
    while inside.size:
        inside = inside[(found[inside] > start[inside]) & ~batch.is_kind(found[inside] - 1, SPACE)]
        found[inside] -= 1
    return found
