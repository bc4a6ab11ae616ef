"""The database of a build: tables, comments, what stays out, and how it is read."""

import resource
from functools import partial
from pathlib import Path

import duckdb
import polars as pl
import pytest

from schemas import TABLES
from warehouse.builds.database import DATABASE, build_database, describe_database
from warehouse.builds.folders import PIECES, Builds
from warehouse.lake.tables import Lake

POLARS_EMPTY = {name: pl.DataFrame(schema=contract.polars_schema()) for name, contract in TABLES.items()}


def skills(*ids):
    rows = [{"skill_id": i, "name": i, "category": "language", "is_ml": False} for i in ids]
    return pl.DataFrame(rows, schema=POLARS_EMPTY["skills"].schema)


@pytest.fixture
def lake(tmp_path):
    return Lake(tmp_path / "lake")


@pytest.fixture
def database(tmp_path):
    return tmp_path / DATABASE.name


def store(lake, **tables):
    stored = {name: lake.store(name, tables.get(name, frame)) for name, frame in POLARS_EMPTY.items()}
    return {name: parts for name, parts in stored.items() if TABLES[name].is_published()}


def publish(database, tables):
    builds, made_from = Builds(database.parent), describe_database(tables)
    builds.make(made_from, database.name, partial(build_database, tables))
    for piece in PIECES:
        builds.make(made_from, piece, Path.touch)
    builds.publish(made_from, "the sample")


@pytest.fixture(scope="module")
def built_database(tmp_path_factory):
    """A database of empty tables; tests only read it."""
    folder = tmp_path_factory.mktemp("built_database")
    database = folder / DATABASE.name
    build_database(store(Lake(folder / "lake")), database)
    return database


def query(database, sql):
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.sql(sql).fetchall()


def test_every_published_table_and_column_carries_its_comment(built_database):
    tables = query(built_database, "select table_name, comment from duckdb_tables()")
    assert dict(tables) == {name: c.__doc__ for name, c in TABLES.items() if c.is_published()}
    columns = query(
        built_database,
        "select table_name, column_name, comment from duckdb_columns() "
        "where table_oid in (select table_oid from duckdb_tables())",
    )
    assert columns
    for table, column, comment in columns:
        assert comment == TABLES[table].descriptions()[column]


def test_every_view_each_of_its_columns_and_every_macro_carries_a_comment(built_database):
    described = query(
        built_database,
        """
        select view_name, comment from duckdb_views() where not internal
        union all select column_name, comment from duckdb_columns() where not internal and table_name = 'evidence'
        union all select function_name, comment from duckdb_functions() where not internal
        """,
    )
    assert {"evidence", "snippet", "why"} <= {name for name, _ in described}
    assert [name for name, comment in described if not comment] == []


def test_private_columns_and_unpublished_tables_stay_out(built_database):
    columns = {
        column
        for (column,) in query(built_database, "select column_name from duckdb_columns() where not internal")
    }
    assert not columns & {"description", "raw_text", "tags"}
    assert not query(
        built_database,
        "select 1 from duckdb_tables() where table_name in ('raw_postings', 'cleaned_postings')",
    )


def test_the_same_tables_are_described_the_same_and_a_changed_one_is_not(lake):
    first = describe_database(store(lake, skills=skills("sql")))
    assert describe_database(store(lake, skills=skills("sql"))) == first
    assert describe_database(store(lake, skills=skills("r"))) != first


def test_a_reader_keeps_the_build_it_opened_and_the_next_one_sees_the_new(lake, database):
    publish(database, store(lake, skills=skills("sql")))
    with duckdb.connect(str(database), read_only=True) as reader:
        publish(database, store(lake, skills=skills("sql", "r")))
        assert reader.sql("select count(*) from skills").fetchall() == [(1,)]
    assert query(database, "select count(*) from skills") == [(2,)]


def test_the_file_has_the_storage_version_of_older_clients(built_database):
    assert built_database.read_bytes()[8:12] == b"DUCK"
    with duckdb.connect() as connection:
        connection.execute(f"attach '{built_database}' as built (read_only)")
        tags = connection.sql("select tags from duckdb_databases() where database_name = 'built'").fetchall()[
            0
        ][0]
    assert tags["storage_version"].startswith("v1.5")


def test_a_disk_that_is_full_leaves_the_published_build(lake, database):
    publish(database, store(lake, skills=skills("sql")))
    more = store(lake, skills=skills("r"))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(duckdb.Error, match=r"File too large|[Cc]ould not"):
            publish(database, more)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert query(database, "select skill_id from skills") == [("sql",)]
    publish(database, more)
    assert query(database, "select skill_id from skills") == [("r",)]
