"""A delimited text to a frame of its records: all at once where it is provably clean, one by one elsewhere."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipelines.reading.records import Record, RecordReader, line_end, read_records
from pipelines.reading.string_views import list_strings

_CR, _LF, _QUOTE = b'\r\n"'
_Places = NDArray[np.intp]


def split_records(text: bytes, delimiter: str) -> pl.DataFrame:
    """The records of a delimited text in UTF-8, in order.

    Returns start and end (byte offsets), line (physical line of the start, from 1), lines (how many it spans),
    is_unterminated, and fields (list of strings). The records are exactly those of `records.read_records`: stretches
    whose quotes all stand where RFC 4180 wants them are split by array operations, any other record is read by that.
    """
    marks = _Marks.of(text, delimiter)
    return _frame(text, marks, *_part_clean_from_unclean(text, delimiter, marks))


def split_records_one_by_one(text: bytes, delimiter: str) -> pl.DataFrame:
    """The same frame as `split_records`, made the slow way: what that is tested and measured against."""
    nothing = np.empty(0, np.int64)
    stretches = _Stretches(nothing, nothing, nothing)
    return _frame(text, _Marks.of(text, delimiter), stretches, list(read_records(text, delimiter)))


@dataclass(frozen=True)
class _Marks:
    """The text's bytes, and where the ones that matter stand: ascending byte offsets."""

    text: NDArray[np.uint8]
    delimiter: int
    line_end: int
    quotes: _Places
    delimiters: _Places
    line_ends: _Places

    @classmethod
    def of(cls, text: bytes, delimiter: str) -> "_Marks":
        array, chars = np.frombuffer(text, np.uint8), (ord(delimiter), ord(line_end(text)))
        return cls(array, *chars, *(np.flatnonzero(array == char) for char in (_QUOTE, *chars)))

    def quotes_before(self, places: _Places) -> _Places:
        """How many quotes stand before each place."""
        return np.searchsorted(self.quotes, places)

    def char_at(self, places: _Places) -> NDArray[np.uint8]:
        """The byte at each place; outside of the text there are line ends."""
        is_inside = (places >= 0) & (places < self.text.size)
        chars = np.full(places.size, self.line_end, np.uint8)
        chars[is_inside] = self.text[places[is_inside]]
        return chars

    def misplaced_quotes(self, parity: int) -> _Places:
        """Numbers of the quotes that break RFC 4180, if every second quote opens a field, from the 0th or 1st on.

        An opening quote must follow a delimiter, a line end or the quote it is doubled with, and must not be the
        last; a closing one must precede a delimiter, a line end or the quote it is doubled with.
        """
        separators = (self.delimiter, self.line_end, _QUOTE)
        after = self.char_at(self.quotes + 1)
        is_before_break = (after == _CR) & (self.char_at(self.quotes + 2) == _LF)
        can_close = np.isin(after, separators) | is_before_break
        can_open = np.isin(self.char_at(self.quotes - 1), separators)
        can_open[-1:] = False
        opens = np.arange(self.quotes.size) % 2 == parity
        return np.flatnonzero(~np.where(opens, can_open, can_close))


@dataclass(frozen=True)
class _Stretches:
    """Stretches of whole records that are clean: where they start and end, and how many quotes stand before."""

    starts: _Places
    ends: _Places
    quotes_before: _Places

    def separators(self, marks: _Marks, places: _Places) -> _Places:
        """The places that lie in a stretch and outside of its quotes."""
        if not self.starts.size:
            return places[:0]
        stretch = np.searchsorted(self.starts, places, side="right") - 1
        quotes = marks.quotes_before(places) - self.quotes_before[stretch]
        is_outside: NDArray[np.bool] = (stretch >= 0) & (places < self.ends[stretch]) & (quotes % 2 == 0)
        return places[is_outside]


def _part_clean_from_unclean(text: bytes, delimiter: str, marks: _Marks) -> tuple[_Stretches, list[Record]]:
    """Goes from misplaced quote to misplaced quote: what ends before one is clean, the record around it is read."""
    misplaced = [marks.misplaced_quotes(parity) for parity in (0, 1)]
    is_odd = marks.quotes_before(marks.line_ends) % 2 == 1
    line_ends = [marks.line_ends[~is_odd], marks.line_ends[is_odd]]
    reader = RecordReader(text, delimiter)
    stretches, records, start, quotes = [], [], 0, 0
    while start < len(text):
        breaking = misplaced[quotes % 2]
        number = np.searchsorted(breaking, quotes)
        if number == breaking.size:
            stretches.append((start, len(text), quotes))
            break
        outer_line_ends = line_ends[quotes % 2]
        last = np.searchsorted(outer_line_ends, marks.quotes[breaking[number]]) - 1
        if last >= 0 and outer_line_ends[last] >= start:
            stretches.append((start, outer_line_ends[last] + 1, quotes))
            start = int(outer_line_ends[last]) + 1
        record = reader.read(start)
        records.append(record)
        start, quotes = record.end, int(np.searchsorted(marks.quotes, record.end))
    return _Stretches(*np.array(stretches, np.int64).reshape(-1, 3).T), records


@dataclass(frozen=True)
class _Clean:
    """The fields of all clean stretches (places of their values, and which hold doubled quotes) and their records."""

    starts: _Places
    ends: _Places
    has_doubled_quotes: NDArray[np.bool]
    record_starts: _Places
    record_ends: _Places
    widths: _Places


def _split_clean(marks: _Marks, stretches: _Stretches) -> _Clean:
    size = marks.text.size
    is_cut_off = size in stretches.ends and marks.text[-1] != marks.line_end
    separators = np.concatenate(
        [
            stretches.separators(marks, marks.delimiters),
            stretches.separators(marks, marks.line_ends),
            np.full(int(is_cut_off), size),
        ]
    )
    separators.sort(kind="stable")
    is_last = marks.char_at(separators) == marks.line_end
    starts = np.concatenate([[0], separators[:-1] + 1])[: separators.size]
    starts[np.searchsorted(separators, stretches.starts)] = stretches.starts
    ends = separators - (is_last & _follows_cr(marks, starts, separators))
    last = np.flatnonzero(is_last)
    first = np.concatenate([[0], last[:-1] + 1])[: last.size]
    is_quoted = marks.char_at(starts) == _QUOTE
    values = starts + is_quoted, ends - is_quoted
    return _Clean(
        *values,
        marks.quotes_before(values[1]) > marks.quotes_before(values[0]),
        starts[first],
        np.minimum(separators[last] + 1, size),
        last - first + 1,
    )


def _follows_cr(marks: _Marks, starts: _Places, ends: _Places) -> NDArray[np.bool]:
    follows: NDArray[np.bool] = (marks.char_at(ends - 1) == _CR) & (ends > starts)
    return follows & (marks.line_end == _LF)


def _frame(text: bytes, marks: _Marks, stretches: _Stretches, records: list[Record]) -> pl.DataFrame:
    clean = _split_clean(marks, stretches)
    starts = np.concatenate([clean.record_starts, [record.start for record in records]]).astype(np.int64)
    ends = np.concatenate([clean.record_ends, [record.end for record in records]]).astype(np.int64)
    widths = np.concatenate([clean.widths, [len(record.fields) for record in records]]).astype(np.int64)
    first_line = np.searchsorted(marks.line_ends, starts)
    last_line = np.searchsorted(marks.line_ends, ends - 1)
    loose = {
        int(i): text[clean.starts[i] : clean.ends[i]].replace(b'""', b'"')
        for i in np.flatnonzero(clean.has_doubled_quotes)
    }
    loose |= enumerate((field for record in records for field in record.fields), start=clean.starts.size)
    field_starts, field_ends = (
        np.pad(places, (0, int(widths.sum()) - places.size)) for places in (clean.starts, clean.ends)
    )
    frame = pl.DataFrame(
        {
            "start": starts,
            "end": ends,
            "line": first_line + 1,
            "lines": last_line - first_line + 1,
            "is_unterminated": [False] * clean.widths.size + [record.is_unterminated for record in records],
            "fields": list_strings(text, field_starts, field_ends, loose, widths),
        },
        schema_overrides={"is_unterminated": pl.Boolean},
    )
    return frame.sort("start") if records else frame
