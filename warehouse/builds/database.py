"""Builds the DuckDB database of a build."""

from pathlib import Path

import duckdb

from schemas import TABLES, Contract
from warehouse.inbox.curated import read_dataset_card
from warehouse.lake.machine import configure_duckdb
from warehouse.lake.parts import Parts
from warehouse.lake.sql_tables import INTERVALS, SQL, quote
from warehouse.lake.versions import digest
from warehouse.settings import WAREHOUSE

DATABASE = WAREHOUSE / "ml_job_market.duckdb"
STORAGE_VERSION = "v1.5.0"
"""Lets the command-line clients and viewers of DuckDB 1.5 open the file."""


def describe_database(tables: dict[str, Parts]) -> str:
    """A digest of the inputs of a build.

    They are the parts and comments of each published table, the macros, and the dataset's card.
    """
    return digest(
        {name: parts.digest for name, parts in tables.items()},
        {name: _comments(TABLES[name]) for name in tables},
        _macros(),
        read_dataset_card(),
    )


def build_database(tables: dict[str, Parts], path: Path) -> None:
    """Makes the database of these tables, by name, as a new file; DuckDB temporarily writes other files next to it."""
    with duckdb.connect(config=configure_duckdb()) as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(f"attach {quote(str(path))} as built (storage_version '{STORAGE_VERSION}')")
        connection.execute("use built")
        connection.execute("begin")  # alone, each statement would be synced to disk
        for name, parts in tables.items():
            columns = ", ".join(f'"{column}"' for column in TABLES[name].published_columns())
            connection.execute(
                f"create table {name} as select {columns} from read_parquet($1)", [_strings(parts)]
            )
        connection.execute(";".join(comment for name in tables for comment in _comments(TABLES[name])))
        connection.execute(_macros())
        connection.execute("commit")
        connection.execute("checkpoint")
        connection.execute("use memory")
        connection.execute("detach built")


def _macros() -> str:
    return "".join((SQL / f"{name}.sql").read_text() for name in (INTERVALS, "published_macros"))


def _comments(contract: type[Contract]) -> list[str]:
    table = contract.table()
    return [
        f"comment on table {table} is {quote(contract.__doc__ or '')}",
        *(
            f'comment on column {table}."{name}" is {quote(column.description or "")}'
            for name, column in contract.published_columns().items()
        ),
    ]


def _strings(parts: Parts) -> list[str]:
    return [str(path) for path in parts.paths]
