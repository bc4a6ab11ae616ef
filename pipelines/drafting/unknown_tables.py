"""An unknown file as a table of texts, with the entries of printed dicts as columns of their own."""

import polars as pl

from pipelines.cleaning.texts import read_collection
from pipelines.reading.headers import name_columns
from pipelines.reading.members import pick_members
from pipelines.reading.tables import read_table
from schemas.layouts import HEAD_BYTES, PARQUET_SIGNATURE, Dialect

LEAST_DICTS = 0.5
"""The share of a column's values that must be dicts for their entries to be looked at."""
_DICT = r"(?s)^\s*\{\s*['\"].*\}\s*$"
_LOOKED_AT, _MOST_KEYS = 100, 40


class UndraftableFileError(ValueError):
    """A file that no card can be drafted for; says what to do about it."""


def read_texts(file: str, data: bytes, dialect: Dialect) -> pl.DataFrame:
    """The records that are as wide as the header, as columns of texts named as in cards.

    Empty fields are null. Raises UndraftableFileError if there is no header of two columns, or no row.
    """
    if not data.strip():
        raise UndraftableFileError(f"{file} is empty: fetch it again")
    is_wide = (dialect.encoding or "").startswith("utf-16")
    if b"\x00" in data[:HEAD_BYTES] and not is_wide and not data.startswith(PARQUET_SIGNATURE):
        raise UndraftableFileError(f"{file} is not text: export it as CSV, JSON lines or Parquet")
    table = read_table(data, dialect)
    header = table.header
    if header and header[0].lstrip().startswith(("{", "[")):
        raise UndraftableFileError(
            f"{file} is JSON, but not one object per line: convert it to JSON lines or CSV"
        )
    if len(header) < 2:
        raise UndraftableFileError(
            f"{file} has only one column, {''.join(header)[:80]!r}: separate its fields by , ; TAB or | and add a "
            "header line"
        )
    fields = pl.col("fields")
    rows = table.records.filter(
        ~pl.col("is_unterminated"), fields.list.len() == len(header), fields != header
    )
    if rows.is_empty():
        raise UndraftableFileError(f"{file} has a header line but no rows that match it: fetch it again")
    columns = (fields.list.get(place).alias(name) for place, name in enumerate(name_columns(header)))
    return rows.select(columns).select(pl.all().str.strip_chars().replace("", None))


def unpack_dicts(table: pl.DataFrame) -> pl.DataFrame:
    """The table with the entries of each column of dicts in its place: `column[key]`, and theirs `column[key][key]`."""
    columns: list[pl.Series] = []
    for name in table.columns:
        values = table[name].drop_nulls()
        if values.str.contains(_DICT).sum() < max(LEAST_DICTS * len(values), 1):
            columns.append(table[name])
            continue
        looked_at = values.gather_every(max(len(values) // _LOOKED_AT, 1))
        found = (read_collection(value) for value in looked_at)
        keys = dict.fromkeys(key for value in found if isinstance(value, dict) for key in value)
        named = [key for key in keys if isinstance(key, str) and not set(key) & set("[]")]
        entries = [pick_members(table[name], (key,)).alias(f"{name}[{key}]") for key in named[:_MOST_KEYS]]
        columns += unpack_dicts(pl.DataFrame(entries)).get_columns()
    return pl.DataFrame(columns)
