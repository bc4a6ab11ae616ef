"""Checks each frame against the contract of its table before it is written."""

import re

import polars as pl
from pandera.errors import SchemaErrors

from schemas import TABLES, Contract

SHOWN_CASES = 5

REPEATED_KEY = "multiple_fields_uniqueness"
"""Pandera's name of the check of a key of several columns: it gives no column, and the row as JSON."""

SENTENCES = {
    r"field_uniqueness": "occurs more than once",
    r"not_nullable": "may not be empty",
    r"isin\(\[(?P<known>.*)\]\)": "is not one of {known}",
    r"str_matches\((?P<pattern>.*)\)": "does not match {pattern}",
    r"in_range\((?P<least>.*), (?P<most>.*)\)": "is not between {least} and {most}",
    r"greater_than_or_equal_to\((?P<least>.*)\)": "is less than {least}",
    r"greater_than\((?P<least>.*)\)": "is not more than {least}",
    r"less_than_or_equal_to\((?P<most>.*)\)": "is more than {most}",
}
"""How a value breaks a contract, by the pattern of the check's name in Pandera."""


class ContractError(ValueError):
    """A table that was to be written breaks its contract."""


def validate(table: str, frame: pl.DataFrame, where: str, first_line: int | None = None) -> pl.DataFrame:
    """Returns the frame if it keeps its table's contract; see `validate_rows`."""
    return validate_rows(TABLES[table], frame, where, first_line)


def validate_rows(
    contract: type[Contract], frame: pl.DataFrame, where: str, first_line: int | None = None
) -> pl.DataFrame:
    """Returns the frame if it keeps the contract.

    Raises ContractError that names the table, its origin, and the first broken rules with their values. Rows are named
    by their key, or by their line in a file whose first row is on line `first_line`.
    """
    try:
        return contract.validate(frame, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases.select("column", "check", "failure_case", "index").unique(
            maintain_order=True
        )
        shown = "; ".join(
            _say_repeated(contract, frame, index, first_line)
            if check == REPEATED_KEY
            else f"column {column}, {_place(contract, frame, index, first_line)}: {_say(case, check)}"
            for column, check, case, index in cases.head(SHOWN_CASES).iter_rows()
        )
        more = f"; and {len(cases) - SHOWN_CASES} more" if len(cases) > SHOWN_CASES else ""
        raise ContractError(f"{where} breaks the contract of {contract.table()}: {shown}{more}") from None


def _say(case: object, check: str) -> str:
    """What a check found, in words; a check without a sentence is named."""
    value = "it" if case is None else repr(case)
    for pattern, sentence in SENTENCES.items():
        if match := re.fullmatch(pattern, check):
            return f"{value} {sentence.format(**match.groupdict())}"
    return f"{value} breaks {check}"


def _place(contract: type[Contract], frame: pl.DataFrame, index: int | None, first_line: int | None) -> str:
    if index is None:
        return "the column"
    if first_line is not None:
        return f"line {index + first_line}"
    return f"row {_name_key(contract, frame, index) or index}"


def _name_key(contract: type[Contract], frame: pl.DataFrame, index: int) -> str:
    return ", ".join(f"{column} {frame[column][index]!r}" for column in contract.key())


def _say_repeated(contract: type[Contract], frame: pl.DataFrame, index: int, first_line: int | None) -> str:
    place = _place(contract, frame, index, first_line)
    if first_line is None:
        return f"{place} occurs more than once"
    return f"{place}: the key {_name_key(contract, frame, index)} occurs more than once"
