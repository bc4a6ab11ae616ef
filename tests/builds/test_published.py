"""Which build a new one is compared with."""

import duckdb
import polars as pl
import pytest

from tests.made_tables import rows
from warehouse.builds.published import read_files, read_former, read_records, read_title_years

QUERIES = {"build": "from build"}


def make_rows(version):
    return rows("build", {"kind": "code", "name": "pipelines", "version": version})


@pytest.fixture
def builds(tmp_path):
    """Two builds, of the versions 1 and 2, oldest first."""
    for version in "12":
        (tmp_path / version).mkdir()
        with duckdb.connect(str(tmp_path / version / "ml_job_market.duckdb")) as connection:
            connection.register("frame", make_rows(version))
            connection.execute("create table build as from frame")
    return [tmp_path / "1", tmp_path / "2"]


def version_of(former):
    return former["build"]["version"].item()


def test_a_new_build_is_compared_with_the_published_one(builds):
    assert version_of(read_former(builds, make_rows("3"), QUERIES)) == "2"


def test_a_build_made_again_is_compared_with_the_one_it_was_compared_with_first(builds):
    assert version_of(read_former(builds, make_rows("2"), QUERIES)) == "1"


def test_what_went_back_to_an_older_build_is_compared_with_the_published_one(builds):
    assert version_of(read_former(builds, make_rows("1"), QUERIES)) == "2"


@pytest.mark.parametrize("chosen", [0, 1])
def test_nothing_is_compared_where_there_is_no_other_build(builds, chosen):
    assert read_former(builds[:chosen], make_rows("1"), QUERIES) == {}


def test_a_build_of_an_older_version_cannot_be_compared(builds):
    queries = {**QUERIES, "roles": "from role_demand"}
    assert read_former(builds, make_rows("3"), queries) == {}


def test_a_title_has_the_year_of_most_of_its_postings(tmp_path):
    database = tmp_path / "published.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "create table postings as from (values ('Analyst', date '2024-05-06'), ('Analyst', date '2023-01-02'), "
            "('Analyst', date '2024-07-08'), ('Nurse', null)) as postings(title, dated_on)"
        )
    assert read_title_years(database).rows() == [("Analyst", 2024)]
    assert read_title_years(tmp_path / "none.duckdb").is_empty()


@pytest.mark.parametrize("damage", [b"", b"\0" * 5000, None], ids=["empty", "overwritten", "missing"])
def test_counts_of_a_damaged_database_are_read_from_the_files_exported_with_it(tmp_path, damage):
    parquet = tmp_path / "build" / "exports" / "parquet"
    parquet.mkdir(parents=True)
    pl.DataFrame({"source_id": ["board"], "records": [7]}).write_parquet(parquet / "source_coverage.parquet")
    database = tmp_path / "published.duckdb"
    database.symlink_to(tmp_path / "build" / "published.duckdb")
    if damage is not None:
        database.resolve().write_bytes(damage)
    assert read_records(database).rows() == [("board", 7)]
    assert read_files(database).is_empty()
