"""Reads the database that is published now, and those published before."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import polars as pl

from warehouse.builds.folders import DATABASE_FILE

TITLE_ROLES = """
select title, any_value(role_id) as role_id
from postings
join posting_roles using (posting_id)
group by title
having count(distinct role_id) = 1
"""
TITLE_YEARS = (
    "select title, mode(year(dated_on)) as year from postings where dated_on is not null group by title"
)
SHARES = """
select period, role_id, skill_id, asked_share, asked_share_low, asked_share_high, postings_with_text, is_small_sample
from role_skill_demand
where period = 'all'
"""
FILES = "select file, lines, problem from source_files"
RECORDS = "select source_id, records from source_coverage"
COMPARED = {
    "build": "from build",
    "source_files": "select file, file_sha256, lines, problem from source_files",
    "role_demand": "select period, role_id, postings from role_demand where period = 'all'",
    "role_skill_demand": SHARES,
}
"""The queries on a previous build, by the table's name."""

KEY = ("kind", "name")


def read_files(database: Path) -> pl.DataFrame:
    """The files of the published build: file, lines, problem; no rows if nothing is published."""
    files = _ask(database, FILES)
    schema = {"file": pl.String, "lines": pl.Int64, "problem": pl.String}
    return pl.DataFrame(schema=schema) if files is None else files


def read_records(database: Path) -> pl.DataFrame:
    """The number of records read per published source: source_id, records; no rows if nothing is published."""
    records = _ask(database, RECORDS)
    return pl.DataFrame(schema={"source_id": pl.String, "records": pl.Int64}) if records is None else records


def read_title_roles(database: Path) -> pl.DataFrame:
    """Titles of the published database whose role does not depend on the text: title, role_id.

    No rows if nothing is published, or if an older version published other tables.
    """
    titles = _ask(database, TITLE_ROLES)
    return pl.DataFrame(schema={"title": pl.String, "role_id": pl.String}) if titles is None else titles


def read_title_years(database: Path) -> pl.DataFrame:
    """Titles of the published database and the year of most of their postings: title, year.

    No rows if nothing is published, or if an older version published other tables.
    """
    years = _ask(database, TITLE_YEARS)
    return pl.DataFrame(schema={"title": pl.String, "year": pl.Int64}) if years is None else years


def read_shares(database: Path) -> pl.DataFrame | None:
    """The asked shares of the published table role_skill_demand for the period `all`.

    None if nothing is published, or if an older version published the table without these columns.
    """
    return _ask(database, SHARES)


def read_former(
    builds: Sequence[Path], build: pl.DataFrame, queries: Mapping[str, str] = COMPARED
) -> dict[str, pl.DataFrame]:
    """The tables of `queries` in the newest of the builds that was made of anything else than this one.

    `builds` are folders, oldest first; `build` is the table of that name. A run that changes nothing therefore finds
    the build that the published one was compared with. Empty if there is no such build, or if an older version made it.
    """
    for folder in reversed(builds):
        tables = {name: _ask(folder / DATABASE_FILE, query) for name, query in queries.items()}
        former = {name: table for name, table in tables.items() if table is not None}
        if len(former) < len(queries) or not former["build"].sort(*KEY).equals(build.sort(*KEY)):
            return former if len(former) == len(queries) else {}
    return {}


def _ask(database: Path, query: str) -> pl.DataFrame | None:
    """The answer of a build's database or, if that is missing or damaged, of the Parquet files beside it.

    None if those are too, or if they lack the tables or columns.
    """
    for open_build in (_open_database, _open_parquet):
        try:
            with open_build(database) as connection:
                answer: pl.DataFrame = connection.sql(query).pl()
        except duckdb.Error:
            continue
        return answer
    return None


def _open_database(database: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(database), read_only=True)


def _open_parquet(database: Path) -> duckdb.DuckDBPyConnection:
    """The tables as exported with a database: what is compared with them must not depend on one file."""
    connection = duckdb.connect()
    for file in (database.resolve().parent / "exports" / "parquet").glob("*.parquet"):
        connection.read_parquet(str(file)).create_view(file.stem)
    return connection
