"""The data dictionary, written from the contracts."""

from collections.abc import Callable, Iterator

import polars as pl

from schemas import TABLES, Contract
from schemas.markdown import write_table, write_value

EXAMPLE_WIDTH = 40
NEVER_THE_SAME = {"version"}
"""Columns whose values change with every release of a library, so that an example would soon be out of date."""


def write_dictionary(
    read: Callable[[str], pl.DataFrame], view_columns: pl.DataFrame, macros: pl.DataFrame
) -> str:
    """The text of docs/data_dictionary.md: how the published tables are related, and the grain, key and columns of
    each.

    `read` gives a published table of the sample by its name, from which two rows are shown as examples;
    `view_columns` are view, view_comment, column, type and comment, `macros` are macro, parameters and comment, as the
    database says them.
    """
    published = [contract for contract in TABLES.values() if contract.is_published()]
    kept = [contract for contract in TABLES.values() if not contract.is_published()]
    lines = [
        "# Data dictionary",
        "",
        "For anyone who queries the database: every table and column. `make dictionary` writes this page.",
        "The descriptions are also comments in the database. Examples are two rows of the sample, which is synthetic.",
        "",
        *(f"- [{contract.table()}](#{contract.table()}): {contract.__doc__}" for contract in published),
        *(f"- [{view}](#{view}), a view: {comment}" for view, comment in _views(view_columns)),
        "- [macros](#macros): queries with parameters.",
        "",
        "Kept in the lake and never published: "
        + ", ".join(f"`{contract.table()}` ({(contract.__doc__ or '').rstrip('.')})" for contract in kept)
        + ".",
        "",
        "## How the tables are related",
        "",
        "PK marks a key column, FK a reference to another table's key. Both are checked before anything is published.",
        "",
        "```mermaid",
        *_draw(published),
        "```",
    ]
    for contract in published:
        lines += ["", *_describe(contract, read(contract.table()))]
    for view, comment in _views(view_columns):
        columns = view_columns.filter(view=view).select(
            "`" + pl.col("column") + "`", pl.col("type").str.to_lowercase(), "comment"
        )
        lines += ["", f"## {view}", "", f"A view. {comment}", ""]
        lines += write_table(["column", "type", "meaning"], columns.rows())
    calls = macros.select(
        "`from " + pl.col("macro") + "(" + pl.col("parameters").list.join(", ") + ")`", "comment"
    )
    lines += ["", "## macros", "", *write_table(["macro", "gives"], calls.rows())]
    return "\n".join(lines) + "\n"


def _views(view_columns: pl.DataFrame) -> list[tuple[str, str]]:
    return view_columns.select("view", "view_comment").unique(maintain_order=True).rows()


def _draw(contracts: list[type[Contract]]) -> Iterator[str]:
    yield "erDiagram"
    for contract in contracts:
        references = {reference.column: reference for reference in contract.references()}
        yield f"    {contract.table()} {{"
        for name, dtype in contract.polars_schema().items():
            roles = ["PK"] * (name in contract.key()) + ["FK"] * (name in references)
            if roles:
                yield f"        {dtype} {name} {', '.join(roles)}"
        yield "    }"
        for name, reference in references.items():
            is_optional = contract.to_schema().columns[name].nullable or reference.other_values
            yield f"    {reference.table} {'|o' if is_optional else '||'}--o{{ {contract.table()} : {name}"


def _describe(contract: type[Contract], table: pl.DataFrame) -> Iterator[str]:
    columns = contract.to_schema().columns
    references = {reference.column: reference.table for reference in contract.references()}
    ordered = table.sort(contract.key())
    examples = [ordered.row(at, named=True) for at in sorted({0, table.height // 2}) if at < table.height]
    rows = []
    for name, dtype in contract.polars_schema().items():
        if name in contract.private_columns():
            continue
        meaning = contract.descriptions()[name]
        if name in references:
            meaning += f" → [{references[name]}](#{references[name]})"
        shown = ["…" if name in NEVER_THE_SAME else _shorten(example[name]) for example in examples]
        rows.append([f"`{name}`", dtype, "yes" if columns[name].nullable else "", meaning, *shown])
    header = ["column", "type", "null", "meaning", *["for example", "or"][: len(examples)]]
    yield from [f"## {contract.table()}", "", contract.__doc__ or "", ""]
    yield from [f"Key: `{'`, `'.join(contract.key())}`.", ""]
    yield from write_table(header, rows)


def _shorten(value: object) -> str:
    text = write_value(value)
    return text if len(text) <= EXAMPLE_WIDTH else f"{text[: EXAMPLE_WIDTH - 1]}…"
