"""What a build was made from."""

import duckdb
import polars as pl

from schemas import TABLES
from tests.made_tables import store
from warehouse.parts import Part, Parts
from warehouse.provenance import describe_build


def test_every_table_source_folder_and_library_has_a_version(built):
    with duckdb.connect(str(built.database), read_only=True) as connection:
        rows = connection.sql("select kind, name, rows from build").fetchall()
        postings = connection.sql("select count(*) from postings").fetchall()[0][0]
    named = {(kind, name): count for kind, name, count in rows}
    assert {name for kind, name in named if kind == "table"} == set(TABLES) - {"build"}
    assert named["table", "postings"] == postings
    assert ("source", "sample_pay") in named
    assert {("library", "duckdb"), ("library", "python"), ("code", "pipelines")} <= set(named)


def test_another_row_gives_its_table_another_version_and_no_other(tmp_path):
    before = {
        name: store(tmp_path, name, pl.DataFrame(schema=TABLES[name].polars_schema()))
        for name in ("skills", "raw_postings")
    }
    after = {**before, "skills": Parts(tmp_path, (Part("all", "made_by_something_else", rows=1, bytes=1),))}
    old, new = (describe_build(tables).select("kind", "name", "version") for tables in (before, after))
    assert new.join(old, on=["kind", "name", "version"], how="anti")["name"].to_list() == ["skills"]
