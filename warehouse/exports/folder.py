"""Writes the published tables as Parquet and CSV files with metadata into one folder."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandera.polars as pa
import polars as pl
import yaml

from schemas import TABLES, Contract
from schemas.dataset import DatasetCard
from warehouse.exports.citation import describe_citation
from warehouse.exports.contents import Exported, ExportedFile, ExportedSource
from warehouse.exports.croissant import describe_croissant
from warehouse.exports.data_package import describe_data_package
from warehouse.exports.dcat import describe_catalogue
from warehouse.exports.readme import write_readme
from warehouse.inbox.curated import DATASET_CARD, read_dataset_card
from warehouse.lake.machine import configure_duckdb
from warehouse.lake.sql_tables import quote
from warehouse.lake.versions import digest

EXPORTS = "exports"
"""The name of the folder in a build."""

PARQUET_OPTIONS = "format parquet, compression zstd, compression_level 3, row_group_size 122880"
CSV_OPTIONS = "format csv, header"
FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"
"""The start of a cell that a spreadsheet would run (OWASP, CSV Injection), including full-width characters."""

SOURCES = """
select source_id, name, publisher, page, licence, is_synthetic
from sources
where files > 0
order by source_id
"""


def write_exports(database: Path, folder: Path, dataset_card: Path = DATASET_CARD) -> Exported:
    """Writes the tables of a built database into a new folder, and returns what was written.

    The files are `parquet/<table>.parquet` for each published table, `csv/<table>.csv` for tables that are not about
    single postings, `datapackage.json` (Data Package 2.0), `croissant.json` (Croissant 1.1), `dcat.jsonld` (DCAT 3),
    `CITATION.cff`, `README.md` and `SHA256SUMS`. The same database gives the same bytes: rows keep their order, which
    the tables of the lake fix, and no time is recorded. Raises FileExistsError if the folder exists, CuratedFileError
    if the card needs a correction.
    """
    card = read_dataset_card(dataset_card)
    folder.mkdir(parents=True)
    with _opened(database) as connection:
        files = tuple(_write_tables(connection, folder))
        exported = _describe(connection, card, files)
    _write_json(folder / "datapackage.json", describe_data_package(exported))
    _write_json(folder / "croissant.json", describe_croissant(exported))
    _write_json(folder / "dcat.jsonld", describe_catalogue(exported))
    citation = yaml.safe_dump(describe_citation(exported), sort_keys=False, allow_unicode=True, width=120)
    (folder / "CITATION.cff").write_text(citation, encoding="utf-8")
    (folder / "README.md").write_text(write_readme(exported), encoding="utf-8")
    _write_checksums(folder)
    return exported


def has_csv(contract: type[Contract]) -> bool:
    """Whether the table is small enough for a spreadsheet, because it is not about single postings."""
    return "posting_id" not in contract.polars_schema()


def _opened(database: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config=configure_duckdb())
    connection.execute("set timezone = 'UTC'")
    connection.execute("set enable_progress_bar = false")
    connection.execute(f"attach {quote(str(database))} as built (read_only)")
    connection.execute("use built")
    return connection


def _write_tables(connection: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[ExportedFile]:
    for form in ("parquet", "csv"):
        (folder / form).mkdir()
    for table, contract in TABLES.items():
        if contract.is_published():
            columns = contract.published_columns()
            values = [_name(name) for name in columns]
            yield _copy(connection, contract, values, folder, f"parquet/{table}.parquet", PARQUET_OPTIONS)
            if has_csv(contract):
                cells = [_csv_cell(name, column) for name, column in columns.items()]
                yield _copy(connection, contract, cells, folder, f"csv/{table}.csv", CSV_OPTIONS)


def _copy(
    connection: duckdb.DuckDBPyConnection,
    contract: type[Contract],
    values: list[str],
    folder: Path,
    path: str,
    options: str,
) -> ExportedFile:
    table, target = contract.table(), folder / path
    query = f"select {', '.join(values)} from {table}"
    rows = connection.execute(f"copy ({query}) to {quote(str(target))} ({options})").fetchall()[0][0]
    return ExportedFile(
        table, target.suffix.removeprefix("."), path, rows, target.stat().st_size, _sha256(target)
    )


def _csv_cell(name: str, column: pa.Column) -> str:
    """A column as a CSV cell: lists as JSON, and an apostrophe before text that would run as a formula."""
    value = _name(name)
    if column.dtype.type == pl.List:
        return f"to_json({value}) as {value}"
    if column.dtype.type == pl.String:
        is_formula = f"regexp_matches({value}, {quote(FORMULA)})"
        return f"case when {is_formula} then '''' || {value} else {value} end as {value}"
    return value


def _describe(
    connection: duckdb.DuckDBPyConnection, card: DatasetCard, files: tuple[ExportedFile, ...]
) -> Exported:
    made_from = connection.sql("select kind, name, version from build order by kind, name").pl()
    first_on, last_on = connection.sql("select min(posted_on), max(posted_on) from postings").fetchall()[0]
    sources = tuple(ExportedSource(*row) for row in connection.sql(SOURCES).fetchall())
    return Exported(card, digest(made_from), first_on, last_on, files, sources)


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _write_checksums(folder: Path) -> None:
    """Writes the checksums of all other files of the folder, for `sha256sum --check SHA256SUMS`."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _name(identifier: str) -> str:
    return f'"{identifier}"'
