"""What a build was made from."""

import duckdb
import polars as pl

from pipelines.figures.build import measure_build
from schemas import TABLES
from tests.made_tables import store
from warehouse.builds.provenance import describe_build
from warehouse.lake.parts import Part, Parts


def test_every_table_source_folder_and_library_has_a_version(built):
    with duckdb.connect(str(built.database), read_only=True) as connection:
        rows = connection.sql("select kind, name, coalesce(rows, figure) from build").fetchall()
        records = connection.sql("select sum(records) from source_coverage").fetchall()[0][0]
        postings = connection.sql("select count(*) from postings").fetchall()[0][0]
    named = {(kind, name): count for kind, name, count in rows}
    assert {name for kind, name in named if kind == "table"} == set(TABLES) - {"build", "build_changes"}
    assert named["table", "postings"] == postings
    assert named["count", "records"] == records
    assert 0.9 < named["evaluation", "titles_macro_f1"] <= 1
    assert {("source", "sample_pay"), ("curated_file", "taxonomies/skills.csv")} <= set(named)
    assert {("library", "duckdb"), ("library", "python"), ("code", "pipelines")} <= set(named)


NO_MEASURES = measure_build(
    *(
        pl.DataFrame(schema=TABLES[n].polars_schema())
        for n in (
            "source_coverage",
            "title_evaluation",
            "skill_evaluation",
            "role_distinctiveness",
            "periods",
        )
    )
).clear()


def test_another_row_gives_its_table_another_version_and_no_other(tmp_path):
    before = {
        name: store(tmp_path, name, pl.DataFrame(schema=TABLES[name].polars_schema()))
        for name in ("skills", "raw_postings")
    }
    after = {
        **before,
        "skills": Parts(tmp_path, (Part("all", "made_by_something_else", "0" * 8, rows=1, bytes=1),)),
    }
    old, new = (
        describe_build(tables, {}, NO_MEASURES).select("kind", "name", "version")
        for tables in (before, after)
    )
    assert new.join(old, on=["kind", "name", "version"], how="anti")["name"].to_list() == ["skills"]
