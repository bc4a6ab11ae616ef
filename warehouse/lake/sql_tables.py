"""Makes tables by SQL over tables of the lake, from one file `sql/<table>.sql` each."""

import json
from collections.abc import Iterator
from functools import cache, partial
from importlib.metadata import version
from itertools import pairwise
from typing import Any

import duckdb
import polars as pl

from schemas import TABLES
from warehouse.lake.machine import configure_duckdb, is_memory_scarce
from warehouse.lake.parts import Parts, Plan, Task
from warehouse.lake.versions import digest
from warehouse.settings import ROOT

SQL = ROOT / "warehouse" / "sql"
INTERVALS = "intervals"
"""The macros of intervals, shares and periods, which the published database has too."""
MACROS = (INTERVALS, "macros", "published_macros")
"""The files there that make no table."""


ROWS_AT_ONCE = 5_000_000
"""Rows of the largest input from which a table of postings is made in shares: 24 million rows of `posting_skills` give
11 million of `market_skills`, which need 5.6 GB at once to be made and checked."""


class SqlTableError(ValueError):
    """A SQL file that cannot make a table; the message names the file and what to do."""


def plan_table(table: str, **inputs: Parts) -> Plan:
    """Plans a table made by `sql/<table>.sql` from tables of the lake, each seen under its argument's name.

    A table in the order of its postings is made in one share for each ROWS_AT_ONCE rows of its largest input.
    """
    macros, query = read_macros(), _read(table)
    most_rows = max((parts.rows for parts in inputs.values()), default=0)
    is_by_posting = query.rpartition("order by")[2].split(",")[0].strip() == "posting_id"
    shares = 1 + most_rows // ROWS_AT_ONCE if is_by_posting else 1
    size = sum(parts.bytes for parts in inputs.values()) // shares
    tasks = []
    for share, condition in enumerate(_bound_shares(shares)):
        asked = f"from (\n{query}\n) where {condition}" if condition else query
        made_by = digest(macros, asked, version("duckdb"), inputs)
        key = f"all/{share:04}" if condition else "all"
        tasks.append(Task(key, made_by, partial(_run, macros, asked, inputs), size))
    return Plan(tuple(tasks), in_turn=True)


def _bound_shares(count: int) -> Iterator[str]:
    """The condition of each share of the postings: ids are checksums in hexadecimal digits, so shares are equal."""
    bounds = [f"{share * 16**4 // count:04x}" for share in range(1, count)]
    for low, high in pairwise(["", *bounds, ""]):
        yield " and ".join([f"posting_id >= '{low}'"] * bool(low) + [f"posting_id < '{high}'"] * bool(high))


def find_inputs() -> dict[str, tuple[str, ...]]:
    """Every table made by SQL, with the tables it reads, in alphabetical order.

    DuckDB plans each query over empty tables made from the contracts; the plan shows which tables it reads. Raises
    SqlTableError for a file whose table has no contract, and for SQL that DuckDB rejects, such as a query with an
    unknown table or column.
    """
    tables = sorted(path.stem for path in SQL.glob("*.sql") if path.stem not in MACROS)
    if lacking := [table for table in tables if table not in TABLES]:
        raise SqlTableError(
            f"{SQL / lacking[0]}.sql: no contract in schemas/ defines the table {lacking[0]}: add one"
        )
    with duckdb.connect() as connection:
        connection.execute(read_macros())
        for name, contract in TABLES.items():
            connection.from_arrow(pl.DataFrame(schema=contract.polars_schema()).to_arrow()).create(name)
        connection.execute("pragma disable_optimizer")  # the optimizer would drop empty tables
        return {table: tuple(sorted(set(_explain(connection, table)))) for table in tables}


def describe_table(table: str) -> str:
    """The description of a table made by SQL: the comment at the start of its file.

    Raises SqlTableError if the file does not start with a comment.
    """
    lines = _read(table).splitlines()
    comment = lines[: next((at for at, line in enumerate(lines) if not line.startswith("--")), len(lines))]
    if not comment:
        raise SqlTableError(
            f"{SQL / table}.sql: it has no description: begin it with a comment that says what the table contains"
        )
    return " ".join(line.removeprefix("--").strip() for line in comment)


def read_macros() -> str:
    """The SQL that defines what the tables' queries share."""
    return _read(INTERVALS) + _read("macros")


def quote(text: str) -> str:
    """A text as an SQL literal, for statements that take no parameters."""
    return "'" + text.replace("'", "''") + "'"


def _read(name: str) -> str:
    return (SQL / f"{name}.sql").read_text()


def _explain(connection: duckdb.DuckDBPyConnection, table: str) -> Iterator[str]:
    """The tables that the plan of a query reads."""
    try:
        ((_, plan),) = connection.execute(f"explain (format json) {_read(table)}").fetchall()
    except duckdb.Error as error:
        raise SqlTableError(f"{SQL / table}.sql: {error}") from None
    for operator in json.loads(plan):
        yield from _tables_read(operator)


def _tables_read(operator: dict[str, Any]) -> Iterator[str]:
    if table := operator["extra_info"].get("Table"):  # prefixed with its database and schema
        yield table.rpartition(".")[2]
    for child in operator["children"]:
        yield from _tables_read(child)


def _run(macros: str, query: str, inputs: dict[str, Parts]) -> pl.DataFrame:
    with _open(macros).cursor() as connection:
        connection.execute("set timezone = 'UTC'")
        for name, parts in inputs.items():
            paths = [str(path) for path in parts.paths]
            connection.read_parquet(paths).create_view(name, replace=True)
        table: pl.DataFrame = connection.sql(query).pl()
    if is_memory_scarce():
        _open.cache_clear()  # while it is open, it keeps some 200 MB of what its tables needed
    return table


@cache
def _open(macros: str) -> duckdb.DuckDBPyConnection:
    """An empty database with these macros, for all tables: to open one takes as long as many a table does."""
    connection = duckdb.connect(config=configure_duckdb())
    connection.execute(macros)
    return connection
