"""Runs SQL over tables of the lake."""

from functools import partial
from importlib.metadata import version

import duckdb
import polars as pl

from warehouse.lake.parts import Parts, Plan, Task
from warehouse.lake.versions import digest
from warehouse.settings import ROOT

SQL = ROOT / "warehouse" / "sql"


def plan_table(table: str, **inputs: Parts) -> Plan:
    """Plans a table made by `sql/<table>.sql` from tables of the lake, each seen under its argument's name."""
    macros, query = ((SQL / f"{name}.sql").read_text() for name in ("macros", table))
    made_by = digest(macros, query, version("duckdb"), inputs)
    size = sum(parts.bytes for parts in inputs.values())
    return Plan((Task("all", made_by, partial(_run, macros, query, inputs), size),))


def quote(text: str) -> str:
    """A text as an SQL literal, for statements that take no parameters."""
    return "'" + text.replace("'", "''") + "'"


def _run(macros: str, query: str, inputs: dict[str, Parts]) -> pl.DataFrame:
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(macros)
        for name, parts in inputs.items():
            connection.read_parquet([str(path) for path in parts.paths]).create_view(name)
        table: pl.DataFrame = connection.sql(query).pl()
    return table
