"""The published DuckDB database: built in a new file, then swapped in."""

import os
import shutil
import uuid
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from schemas import TABLES, Contract
from warehouse.parts import Parts
from warehouse.queries import SQL
from warehouse.versions import ROOT, digest

DATABASE = ROOT / "warehouse" / "ml_job_market.duckdb"
BUILDS_KEPT = 3
STORAGE_VERSION = "v1.5.0"
"""So that the command-line clients and viewers of DuckDB 1.5 can open the file."""


def publish(database: Path, tables: dict[str, Parts]) -> Path:
    """Builds the database from the current parts and swaps it in; returns the build that is published.

    `database` becomes a symlink to `builds/<name>-<UTC time>-<digest>.duckdb` beside it. Readers keep the build they
    opened. Where the published build was made from the same parts, nothing is written. What a killed run left
    half-built is removed.
    """
    builds = database.parent / "builds"
    _remove_unfinished(database, builds)
    published = {name: contract for name, contract in TABLES.items() if contract.is_published()}
    made_from = digest(
        {name: tables[name].digest for name in published},
        {name: _comments(c) for name, c in published.items()},
        _macros(),
    )
    current = database.resolve()
    if current.is_file() and current.stem.endswith(made_from):
        return current
    builds.mkdir(parents=True, exist_ok=True)
    build = builds / f"{database.stem}-{datetime.now(UTC):%Y%m%dT%H%M%S}-{made_from}.duckdb"
    with TemporaryDirectory(prefix=".", dir=builds) as folder:  # DuckDB writes more than the one file
        unfinished = Path(folder) / build.name
        _build(unfinished, {name: (contract, tables[name]) for name, contract in published.items()})
        unfinished.replace(build)
    _swap(database, build)
    _forget_old_builds(builds, build)
    return build


def _build(path: Path, tables: dict[str, tuple[type[Contract], Parts]]) -> None:
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(f"attach {_quoted(str(path))} as built (storage_version '{STORAGE_VERSION}')")
        connection.execute("use built")
        for name, (contract, parts) in tables.items():
            shown = [
                column for column in contract.polars_schema() if column not in contract.private_columns()
            ]
            columns = ", ".join(f'"{column}"' for column in shown)
            connection.execute(
                f"create table {name} as select {columns} from read_parquet($1)", [_strings(parts)]
            )
            for statement in _comments(contract):
                connection.execute(statement)
        connection.execute(_macros())
        connection.execute("checkpoint")
        connection.execute("use memory")
        connection.execute("detach built")


def _macros() -> str:
    return (SQL / "published_macros.sql").read_text()


def _comments(contract: type[Contract]) -> list[str]:
    table = contract.table()
    return [
        f"comment on table {table} is {_quoted(contract.__doc__ or '')}",
        *(
            f'comment on column {table}."{column}" is {_quoted(text)}'
            for column, text in contract.descriptions().items()
            if column not in contract.private_columns()
        ),
    ]


def _swap(database: Path, build: Path) -> None:
    link = database.with_name(f".{database.name}.{uuid.uuid4().hex}")
    link.symlink_to(os.path.relpath(build, database.parent))
    link.replace(database)


def _remove_unfinished(database: Path, builds: Path) -> None:
    for folder in builds.glob(".*"):
        shutil.rmtree(folder)
    for link in database.parent.glob(f".{database.name}.*"):
        link.unlink()


def _forget_old_builds(builds: Path, published: Path) -> None:
    finished = sorted(path for path in builds.glob("*.duckdb") if path != published)
    for path in finished[: max(0, len(finished) - BUILDS_KEPT + 1)]:
        path.unlink()


def _strings(parts: Parts) -> list[str]:
    return [str(path) for path in parts.paths]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
