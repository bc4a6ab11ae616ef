"""The records of one source file, each with what became of it."""

import hashlib
from pathlib import PurePosixPath

import polars as pl

from pipelines.cleaning.texts import clean_line, unpack_collections
from pipelines.reading.headers import (
    SEPARATOR_LINE,
    Place,
    place_columns,
    place_personal_columns,
    place_sections,
)
from pipelines.reading.members import pick_members
from pipelines.reading.tables import Table, read_table
from schemas.layouts import Layout, RawColumn, find_groups, unpacked_name
from schemas.postings import RawPostings

COLUMNS = RawPostings.polars_schema().names()
VALUES = COLUMNS[COLUMNS.index("raw_text") + 1 :]

HEADER, REPEATED_HEADER, BLANK = "header line", "repeated header line", "blank line"
SEPARATOR = "line that names the separator"
SKIPPED = [HEADER, REPEATED_HEADER, BLANK, SEPARATOR]
WITHHELD = "[withheld: the source has personal columns, and the record is not whole]"

LONGEST = {"title": 500, "description": 1_000_000}
"""Characters beyond which it is no title or description; in 225,000 real records they have up to 199 and 61,273."""

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
    table = read_table(data, card.dialect)
    records = table.records
    ids = pl.Series(_posting_ids(file, file_sha256, records["line"]), dtype=pl.String)
    judged = (
        records.lazy()
        .with_columns(**_values(table.header, file, card))
        .with_columns(posting_id=ids, is_header=_find_headers(table))
        .with_columns(reason=_reason(table, card))
        .with_columns(outcome=_outcome())
        .with_columns(pl.when(_IS_POSTING).then(pl.col(VALUES)))
        .collect(engine="in-memory")
    )
    texts = _texts(table, judged.filter(pl.col("outcome") == "rejected"), card)
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


def _texts(table: Table, rejected: pl.DataFrame, card: Layout) -> dict[int, str]:
    """What stands at each line that is rejected, without the fields of personal columns."""
    personal = place_personal_columns(table.header, card)
    texts = {}
    for line, start, end, fields in rejected.select("line", "start", "end", "fields").iter_rows():
        if not personal:
            texts[line] = table.text[start:end].decode()
        elif len(fields) != len(table.header):
            texts[line] = WITHHELD
        else:
            kept = (field or "" for number, field in enumerate(fields) if number not in personal)
            texts[line] = (table.delimiter or ",").join(kept)
    return texts


def _outcome() -> pl.Expr:
    reason = pl.col("reason")
    return (
        pl.when(reason.is_null())
        .then(pl.lit("posting"))
        .when(reason.is_in(SKIPPED))
        .then(pl.lit("skipped"))
        .otherwise(pl.lit("rejected"))
    )


def _reason(table: Table, card: Layout) -> pl.Expr:
    """Why a record is no posting, or null; one that lacks only columns at its end that are not read is one."""
    width = len(table.header)
    fields, is_header = _FIELDS.list.len(), pl.col("is_header")
    is_blank = _FIELDS.list.eval(pl.element().str.strip_chars() == "").list.all()
    has_more = _FIELDS.list.slice(width).list.eval(pl.element() != "").list.any()
    is_first = is_header.cum_sum() == 1
    names_separator = (pl.col("line") == 1) & _FIELDS.list.join("").str.contains(SEPARATOR_LINE)
    return (
        pl.when("is_unterminated")
        .then(pl.lit(table.why_broken))
        .when(is_blank)
        .then(pl.lit(BLANK))
        .when(is_header & is_first)
        .then(pl.lit(HEADER))
        .when(is_header)
        .then(pl.lit(REPEATED_HEADER))
        .when(names_separator)
        .then(pl.lit(SEPARATOR))
        .when((fields < _fields_needed(table.header, card)) | has_more)
        .then(pl.format(f"it has {{}} fields where the header has {width}", fields))
        .when(pl.col("title").map_batches(_find_unseen, return_dtype=pl.Boolean))
        .then(pl.lit("it has no title"))
        .when(_is_longer("title"))
        .then(pl.lit(_say_too_long("title")))
        .when(_is_longer("description"))
        .then(pl.lit(_say_too_long("description")))
    )


def _is_longer(column: str) -> pl.Expr:
    return pl.col(column).str.len_chars() > LONGEST[column]


def _say_too_long(column: str) -> str:
    return f"its {column} has more than {LONGEST[column]:,} characters: check which column the card maps to {column}"


def _fields_needed(header: list[str], card: Layout) -> int:
    """As many fields as hold every column that is read."""
    read = [place for places in place_columns(header, card).values() for place in places]
    read += [place for _, place in place_sections(header, card)]
    return max((place.column + 1 for place in read), default=len(header))


def _find_headers(table: Table) -> pl.Series:
    """Which records are the header: as files joined together repeat it, case, space and byte order marks aside."""
    is_header = pl.repeat(False, len(table.records), dtype=pl.Boolean, eager=True)
    if table.delimiter is None:
        return is_header
    names = pl.Series([table.header], dtype=pl.List(pl.String)).list.eval(_plain_name(pl.element()))
    found = (
        table.records.with_row_index()
        .filter(_plain_name(_FIELDS.list.first()) == pl.lit(names).first().list.first())
        .filter(_FIELDS.list.eval(_plain_name(pl.element())) == pl.lit(names).first())
    )
    return is_header.scatter(found["index"], True)


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
        found = pl.coalesce(*(_value(place, card, column) for place in places))
        corrections = card.corrections.get(column, {})
        corrected = found.replace(list(corrections), list(corrections.values())) if corrections else found
        values[column] = pl.when(found.is_null()).then(values[column]).otherwise(corrected)
    if sections := place_sections(header, card):
        values["description"] = _join_sections(values["description"], sections, card)
    return values


def _value(place: Place, card: Layout, column: RawColumn) -> pl.Expr:
    value = _FIELDS.list.get(place.column, null_on_oob=True)
    if place.keys:
        value = value.map_batches(lambda cells: pick_members(cells, place.keys), return_dtype=pl.String)
    is_value = ~value.str.strip_chars().is_in(list(card.missing))
    if column in card.only:
        is_value &= value.str.contains(card.only[column])
    return pl.when(is_value).then(value)


def _join_sections(description: pl.Expr, sections: list[tuple[str, Place]], card: Layout) -> pl.Expr:
    """The description and the further columns of text, each below its heading; null if all are missing."""
    parts = [_unpacked(description)]
    for heading, place in sections:
        text = _unpacked(_value(place, card, "description"))
        parts.append(pl.concat_str(pl.lit(f"{heading}\n"), text) if heading else text)
    return pl.concat_str(parts, separator="\n\n", ignore_nulls=True).replace("", None)


def _unpacked(value: pl.Expr) -> pl.Expr:
    return value.map_batches(unpack_collections, return_dtype=pl.String)


def _posting_ids(file: str, file_sha256: str, lines: pl.Series) -> list[str]:
    prefix = f"{unpacked_name(file)}\n{file_sha256}\n".encode()
    return [hashlib.sha256(b"%s%d" % (prefix, line)).hexdigest()[:16] for line in lines]


def _facts_in_name(file: str, card: Layout) -> dict[str, str]:
    name = PurePosixPath(unpacked_name(file)).name
    found = find_groups(name, card.name_pattern) if card.name_pattern else {}
    return {group: value for group, value in found.items() if value and not group.isdigit()}
