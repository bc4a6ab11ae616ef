"""The records of one source file, each with what became of it."""

import hashlib
import re
from pathlib import PurePosixPath

import polars as pl

from pipelines.cleaning.texts import clean_line
from pipelines.reading.dialects import detect_dialect
from pipelines.reading.headers import find_header, place_columns
from pipelines.reading.record_frames import split_records
from pipelines.reading.records import to_utf8
from schemas.postings import RawPostings
from schemas.sources import HEAD_BYTES, Layout, unpacked_name

COLUMNS = RawPostings.polars_schema().names()
VALUES = COLUMNS[COLUMNS.index("raw_text") + 1 :]

HEADER, REPEATED_HEADER, BLANK = "header line", "repeated header line", "blank line"
SKIPPED = [HEADER, REPEATED_HEADER, BLANK]

_FIELDS = pl.col("fields")
_AROUND_A_NAME = ' \t\u00a0\ufeff"'
_SEEMS_BLANK = r"^(?:\s|\p{C}|&#?\w+;|<[^<>]*>)*$"
"""Characters that are not seen, HTML entities, which may stand for such, and tags."""
_IS_POSTING = pl.col("outcome") == "posting"


def read_postings(data: bytes, file: str, file_sha256: str, card: Layout) -> pl.DataFrame:
    """Reads one file by its card: the contract RawPostings, one row per record, in file order.

    Values keep the source's spelling; what the card calls missing is null and what it corrects is corrected. A record
    that is no posting is kept as `rejected` with its raw text, or counted as `skipped` (header and blank lines). A
    column of the card that the file lacks is null.
    """
    dialect = detect_dialect(data[:HEAD_BYTES], card.dialect)
    text = to_utf8(data, dialect.encoding)
    records = split_records(text, dialect.delimiter)
    header = find_header(text, dialect.delimiter)
    ids = pl.Series(_posting_ids(file, file_sha256, records["line"]), dtype=pl.String)
    judged = (
        records.lazy()
        .with_columns(**_values(header, file, card))
        .with_columns(posting_id=ids, is_header=_find_headers(records, header))
        .with_columns(reason=_reason(len(header)))
        .with_columns(outcome=_outcome())
        .with_columns(pl.when(_IS_POSTING).then(pl.col(VALUES)))
        .collect(engine="in-memory")
    )
    rejected = judged.filter(pl.col("outcome") == "rejected").select("line", "start", "end").rows()
    texts = {line: text[start:end].decode() for line, start, end in rejected}
    return judged.select(
        "posting_id",
        "line",
        "lines",
        "outcome",
        "reason",
        *VALUES,
        source_id=pl.lit(card.source_id),
        file=pl.lit(file),
        file_sha256=pl.lit(file_sha256),
        raw_text=pl.col("line").replace_strict(texts, default=None, return_dtype=pl.String),
    ).select(COLUMNS)


def _outcome() -> pl.Expr:
    reason = pl.col("reason")
    return (
        pl.when(reason.is_null())
        .then(pl.lit("posting"))
        .when(reason.is_in(SKIPPED))
        .then(pl.lit("skipped"))
        .otherwise(pl.lit("rejected"))
    )


def _reason(width: int) -> pl.Expr:
    """Why a record is no posting under a header of that width, or null."""
    fields, is_header = _FIELDS.list.len(), pl.col("is_header")
    is_blank = _FIELDS.list.eval(pl.element().str.strip_chars() == "").list.all()
    has_more = _FIELDS.list.slice(width).list.eval(pl.element() != "").list.any()
    is_first = is_header.cum_sum() == 1
    return (
        pl.when("is_unterminated")
        .then(pl.lit("a quote is opened and never closed"))
        .when(is_blank)
        .then(pl.lit(BLANK))
        .when(is_header & is_first)
        .then(pl.lit(HEADER))
        .when(is_header)
        .then(pl.lit(REPEATED_HEADER))
        .when((fields < width) | has_more)
        .then(pl.format(f"it has {{}} fields where the header has {width}", fields))
        .when(pl.col("title").map_batches(_find_unseen, return_dtype=pl.Boolean))
        .then(pl.lit("it has no title"))
    )


def _find_headers(records: pl.DataFrame, header: list[str]) -> pl.Series:
    """Which records are the header: as files joined together repeat it, case, space and byte order marks aside."""
    names = pl.Series([header], dtype=pl.List(pl.String)).list.eval(_plain_name(pl.element()))
    found = (
        records.with_row_index()
        .filter(_plain_name(_FIELDS.list.first()) == pl.lit(names).first().list.first())
        .filter(_FIELDS.list.eval(_plain_name(pl.element())) == pl.lit(names).first())
    )
    return pl.repeat(False, len(records), dtype=pl.Boolean, eager=True).scatter(found["index"], True)


def _plain_name(field: pl.Expr) -> pl.Expr:
    return field.str.strip_chars(_AROUND_A_NAME).str.to_lowercase()


def _find_unseen(titles: pl.Series) -> pl.Series:
    """Which titles are null or hold nothing that a reader of their page would see."""
    is_unseen = titles.str.contains(_SEEMS_BLANK).fill_null(True)
    suspects = is_unseen.arg_true()
    return is_unseen.scatter(suspects, clean_line(titles.gather(suspects)).is_null())


def _values(header: list[str], file: str, card: Layout) -> dict[str, pl.Expr]:
    """The raw columns of a record that is a posting, by name."""
    constants = dict[str, str](card.constants.items()) | _facts_in_name(file, card)
    values = {name: pl.lit(constants.get(name), dtype=pl.String) for name in VALUES}
    for column, places in place_columns(header, card).items():
        found = pl.coalesce(
            *(_unless_missing(_FIELDS.list.get(place, null_on_oob=True), card) for place in places)
        )
        corrections = card.corrections.get(column, {})
        corrected = found.replace(list(corrections), list(corrections.values())) if corrections else found
        values[column] = pl.when(found.is_null()).then(values[column]).otherwise(corrected)
    return values


def _unless_missing(value: pl.Expr, card: Layout) -> pl.Expr:
    return pl.when(~value.str.strip_chars().is_in(list(card.missing))).then(value)


def _posting_ids(file: str, file_sha256: str, lines: pl.Series) -> list[str]:
    prefix = f"{unpacked_name(file)}\n{file_sha256}\n".encode()
    return [hashlib.sha256(b"%s%d" % (prefix, line)).hexdigest()[:16] for line in lines]


def _facts_in_name(file: str, card: Layout) -> dict[str, str]:
    name = PurePosixPath(unpacked_name(file)).name
    found = re.search(card.name_pattern, name) if card.name_pattern else None
    return {name: value for name, value in found.groupdict().items() if value} if found else {}
