"""A delimited text to a frame of its records: a block at once where its quotes are in order, or else one by one."""

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.reading.records import RecordReader, line_end

BLOCK_BYTES = 1 << 19
"""How much of a text is split at once. A quote out of order costs its block the slow way."""

_CR, _LF, _QUOTE = b'\r\n"'
_Letters = NDArray[np.uint8]
_Places = NDArray[np.int64]


def split_records(text: bytes, delimiter: str) -> pl.DataFrame:
    """The records of a delimited text in UTF-8, in order, exactly as `records.RecordReader` reads them.

    Returns start and end (byte offsets), line (physical line of the start, from 1), lines (how many it spans),
    is_unterminated, and fields (list of strings).
    """
    reader = RecordReader(text, delimiter)
    letters, line_break = np.frombuffer(text, np.uint8), ord(line_end(text))
    blocks, start = [_read_block(reader, 0, 0)], 0
    while start < len(text):
        block = _split_block(letters, start, ord(delimiter), line_break)
        if block is None:
            block = _read_block(reader, start, min(start + BLOCK_BYTES, len(text)))
        blocks.append(block)
        start = block["end"][-1]
    records = pl.concat(blocks, rechunk=True)
    line_breaks = np.flatnonzero(letters == line_break)
    first_line = 1 + np.searchsorted(line_breaks, records["start"])
    last_line = 1 + np.searchsorted(line_breaks, records["end"] - 1)
    return records.with_columns(line=first_line, lines=last_line - first_line + 1)


def _split_block(letters: _Letters, start: int, delimiter: int, line_break: int) -> pl.DataFrame | None:
    """The records from `start` on that end within a block; None if none does or a quote is out of order.

    While quotes open fields at their start, close them at their end and are in twos within them, a delimiter or line
    break after an even number of quotes ends a field.
    """
    block = letters[start : start + BLOCK_BYTES]
    if start + block.size == letters.size and block[-1] != line_break:
        block = np.append(block, np.uint8(line_break))
    quotes = np.flatnonzero(block == _QUOTE)
    separators = np.flatnonzero((block == delimiter) | (block == line_break))
    separators = separators[np.searchsorted(quotes, separators) % 2 == 0]
    breaks = np.flatnonzero(block[separators] == line_break)
    if not breaks.size:
        return None
    separators = separators[: breaks[-1] + 1]
    starts, ends = np.append(0, separators[:-1] + 1), separators.copy()
    if line_break == _LF:
        ends[breaks] -= (block[ends[breaks] - 1] == _CR) & (ends[breaks] > starts[breaks])
    quotes = quotes[: np.searchsorted(quotes, separators[-1])]
    needless = _find_needless_quotes(quotes, block[starts] == _QUOTE, starts, ends)
    if needless is None:
        return None
    dropped = np.sort(np.concatenate([separators, ends[ends < separators], needless]))
    bounds = np.append(starts - np.searchsorted(dropped, starts), separators[-1] + 1 - dropped.size)
    fields = _list_strings(np.delete(block[: separators[-1] + 1], dropped), bounds, breaks + 1)
    record_ends = np.minimum(start + separators[breaks] + 1, letters.size)
    return _frame(np.append(start, record_ends[:-1]), record_ends, np.zeros(breaks.size, bool), fields)


def _find_needless_quotes(
    quotes: _Places, is_quoted: NDArray[np.bool], starts: _Places, ends: _Places
) -> _Places | None:
    """The quotes around fields and one of each two within them; None if there are any other quotes."""
    opening, closing = quotes.reshape(-1, 2).T
    doubled = np.flatnonzero(closing[:-1] + 1 == opening[1:])
    outer_closing = np.delete(closing, doubled)
    are_around = np.array_equal(np.delete(opening, doubled + 1), starts[is_quoted])
    if not (are_around and np.array_equal(outer_closing, ends[is_quoted] - 1)):
        return None
    return np.concatenate([opening, outer_closing])


def _read_block(reader: RecordReader, start: int, stop: int) -> pl.DataFrame:
    """The records from `start` on, until one ends at `stop` or after it."""
    records = []
    while start < stop:
        records.append(reader.read(start))
        start = records[-1].end
    strings = [field for record in records for field in record.fields]
    bounds = np.cumsum([0, *map(len, strings)])
    list_ends = np.cumsum([len(record.fields) for record in records], dtype=np.int64)
    starts = np.array([record.start for record in records], np.int64)
    ends = np.array([record.end for record in records], np.int64)
    is_unterminated = np.array([record.is_unterminated for record in records], bool)
    return _frame(starts, ends, is_unterminated, _list_strings(b"".join(strings), bounds, list_ends))


def _frame(
    starts: _Places, ends: _Places, is_unterminated: NDArray[np.bool], fields: pl.Series
) -> pl.DataFrame:
    return pl.DataFrame({"start": starts, "end": ends, "is_unterminated": is_unterminated, "fields": fields})


def _list_strings(letters: bytes | _Letters, bounds: _Places, list_ends: _Places) -> pl.Series:
    """A list column over the strings between neighbouring bounds, places in a text; list_ends counts strings."""
    buffers = [None, pa.py_buffer(bounds), pa.py_buffer(letters)]
    strings = pa.Array.from_buffers(pa.large_string(), len(bounds) - 1, buffers)
    return pl.Series(pl.from_arrow(pa.LargeListArray.from_arrays(np.append(0, list_ends), strings)))
