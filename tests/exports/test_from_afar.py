"""The published database and its Parquet files read over http, from a server that answers range requests."""

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pytest

from tests.loopback import Page

CLI = Path(sys.executable).with_name("duckdb")
DATABASE = "/ml_job_market.duckdb"
PARQUET = "/parquet/role_skill_demand.parquet"
TOP = (
    "select role_id, skill_id, asked_postings, asked_share from {} where period = 'latest' "
    "order by role_id, rank, skill_id limit 50"
)


@pytest.fixture
def market(site, built):
    """The server, with the database and one table of the published build."""
    exported = built.root / "published" / "exports"
    for path, file in ((DATABASE, built.database), (PARQUET, exported / PARQUET.lstrip("/"))):
        site.pages[path] = Page(file.read_bytes(), etag='"1"', content_type="application/octet-stream")
    return site


@pytest.fixture
def expected(built):
    """What the database on disk answers."""
    with duckdb.connect(str(built.database), read_only=True) as connection:
        return connection.sql(TOP.format("role_skill_demand")).pl()


def load_httpfs():
    """The statement that loads the extension of the CLI's version."""
    (extension,) = Path(str(files("duckdb_extension_httpfs"))).rglob("httpfs.duckdb_extension")
    return f"load '{extension}'"


def ask_cli(*statements):
    done = subprocess.run(
        [CLI, "-json", "-c", "; ".join(statements)], capture_output=True, text=True, check=True
    )
    return pl.DataFrame(json.loads(done.stdout))


def ask_python(*statements):
    """The answer to the last statement by the library, which fetches its extension from the web."""
    with duckdb.connect() as connection:
        try:
            connection.execute("install httpfs; load httpfs")
        except duckdb.Error as error:
            pytest.skip(f"the extension httpfs cannot be fetched here: {str(error).splitlines()[0]}")
        for statement in statements[:-1]:
            connection.execute(statement)
        return connection.sql(statements[-1]).pl()


def ranges(site):
    return [asked for asked in site.asked("Range") if asked]


def test_the_cli_attaches_the_database_over_http_and_reads_parts_of_it(market, expected):
    attach = f"attach '{market.address}{DATABASE}' as market (read_only)"
    answer = ask_cli(load_httpfs(), attach, "use market", TOP.format("role_skill_demand"))
    assert answer.rows() == expected.rows()
    assert ranges(market)


def test_macros_answer_over_http_once_the_database_is_in_use(market):
    attach = f"attach '{market.address}{DATABASE}' as market (read_only)"
    answer = ask_cli(load_httpfs(), attach, "use market", "select skill from top_skills('data_engineer', 3)")
    assert answer.height == 3


def test_the_library_attaches_the_database_over_http(market, expected):
    attach = f"attach '{market.address}{DATABASE}' as market (read_only)"
    assert ask_python(attach, "use market", TOP.format("role_skill_demand")).equals(expected)


def test_the_cli_reads_a_parquet_file_over_http(market, expected):
    assert ask_cli(load_httpfs(), TOP.format(f"'{market.address}{PARQUET}'")).rows() == expected.rows()
    assert ranges(market)


def test_polars_reads_a_parquet_file_over_http(market, expected):
    demand = pl.scan_parquet(f"{market.address}{PARQUET}")
    by_rank = (
        demand.filter(period="latest").sort("role_id", "rank", "skill_id").select(expected.columns).head(50)
    )
    assert by_rank.collect().equals(expected)
    assert ranges(market)


def test_pandas_reads_a_parquet_file_over_http(market, expected):
    demand = pd.read_parquet(f"{market.address}{PARQUET}")
    demand = demand[demand["period"] == "latest"].sort_values(["role_id", "rank", "skill_id"])
    assert demand[expected.columns].head(50).to_numpy().tolist() == [list(row) for row in expected.rows()]
