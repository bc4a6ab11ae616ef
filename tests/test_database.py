"""The published database: built in a new file, then swapped in."""

import duckdb
import polars as pl
import pytest

from schemas import TABLES
from warehouse.database import BUILDS_KEPT, publish
from warehouse.lake import Lake

POLARS_EMPTY = {name: pl.DataFrame(schema=contract.polars_schema()) for name, contract in TABLES.items()}


def skills(*ids):
    rows = [{"skill_id": i, "name": i, "category": "language", "is_ml": False} for i in ids]
    return pl.DataFrame(rows, schema=POLARS_EMPTY["skills"].schema)


@pytest.fixture
def lake(tmp_path):
    return Lake(tmp_path / "lake")


@pytest.fixture
def database(tmp_path):
    return tmp_path / "market.duckdb"


def store(lake, **tables):
    return {name: lake.store(name, tables.get(name, frame)) for name, frame in POLARS_EMPTY.items()}


def query(database, sql):
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.sql(sql).fetchall()


def test_every_published_table_and_column_carries_its_comment(lake, database):
    publish(database, store(lake))
    tables = query(database, "select table_name, comment from duckdb_tables()")
    assert dict(tables) == {name: c.__doc__ for name, c in TABLES.items() if c.is_published()}
    columns = query(
        database, "select table_name, column_name, comment from duckdb_columns() where not internal"
    )
    assert columns
    for table, column, comment in columns:
        assert comment == TABLES[table].descriptions()[column]


def test_private_columns_and_unpublished_tables_stay_out(lake, database):
    publish(database, store(lake))
    columns = {
        column for (column,) in query(database, "select column_name from duckdb_columns() where not internal")
    }
    assert not columns & {"description", "raw_text", "tags"}
    assert not query(
        database, "select 1 from duckdb_tables() where table_name in ('raw_postings', 'cleaned_postings')"
    )


def test_publishing_the_same_tables_again_writes_nothing(lake, database):
    tables = store(lake, skills=skills("sql"))
    first = publish(database, tables)
    state = first.stat()
    assert publish(database, tables) == first
    assert first.stat().st_mtime_ns == state.st_mtime_ns
    assert len(list((database.parent / "builds").iterdir())) == 1


def test_a_reader_keeps_the_build_it_opened_and_the_next_one_sees_the_new(lake, database):
    publish(database, store(lake, skills=skills("sql")))
    with duckdb.connect(str(database), read_only=True) as reader:
        publish(database, store(lake, skills=skills("sql", "r")))
        assert reader.sql("select count(*) from skills").fetchall() == [(1,)]
    assert query(database, "select count(*) from skills") == [(2,)]


def test_the_last_builds_are_kept(lake, database):
    for count in range(BUILDS_KEPT + 2):
        publish(database, store(lake, skills=skills(*(f"s{i}" for i in range(count)))))
    builds = sorted((database.parent / "builds").glob("*.duckdb"))
    assert len(builds) == BUILDS_KEPT
    assert database.resolve() in builds


def test_a_build_that_fails_leaves_the_published_one_and_no_other_file(lake, database):
    tables = store(lake, skills=skills("sql"))
    publish(database, tables)
    changed = store(lake, skills=skills("r"))
    changed["skills"].paths[0].unlink()
    with pytest.raises(duckdb.IOException):
        publish(database, changed)
    assert query(database, "select skill_id from skills") == [("sql",)]
    assert len(list((database.parent / "builds").iterdir())) == 1


def test_what_a_killed_run_left_half_built_is_removed_even_where_nothing_is_to_be_built(lake, database):
    tables = store(lake)
    build = publish(database, tables)
    (build.parent / ".k").mkdir()
    (build.parent / ".k" / "market.duckdb.wal").write_bytes(b"half")
    (database.parent / f".{database.name}.k").symlink_to(build)
    publish(database, tables)
    assert list(build.parent.iterdir()) == [build]
    assert not list(database.parent.glob(".*"))


def test_the_file_has_the_storage_version_of_older_clients(lake, database):
    build = publish(database, store(lake))
    assert build.read_bytes()[8:12] == b"DUCK"
    with duckdb.connect() as connection:
        connection.execute(f"attach '{build}' as built (read_only)")
        tags = connection.sql("select tags from duckdb_databases() where database_name = 'built'").fetchall()[
            0
        ][0]
    assert tags["storage_version"].startswith("v1.5")
