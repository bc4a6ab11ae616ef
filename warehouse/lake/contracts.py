"""Checks each frame against the contract of its table before it is written."""

import polars as pl
from pandera.errors import SchemaErrors

from schemas import TABLES, Contract


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
        shown = "\n".join(
            f"  column {column}, {_place(contract, frame, index, first_line)}: {case!r} breaks {check}"
            for column, check, case, index in cases.head(5).iter_rows()
        )
        raise ContractError(
            f"{contract.table()} ({where}) breaks its contract, {len(cases)} times:\n{shown}"
        ) from None


def _place(contract: type[Contract], frame: pl.DataFrame, index: int | None, first_line: int | None) -> str:
    if index is None:
        return "the column"
    if first_line is not None:
        return f"line {index + first_line}"
    named = ", ".join(f"{column} {frame[column][index]!r}" for column in contract.key())
    return f"row {named or index}"
