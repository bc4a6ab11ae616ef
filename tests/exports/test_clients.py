"""The published database opened as analysts open it: with the DuckDB CLI one major version back, and from Python."""

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

CLI = Path(sys.executable).with_name("duckdb")


def ask_cli(database, sql):
    done = subprocess.run(
        [CLI, "-readonly", "-json", database, "-c", sql], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def ask_python(database, sql):
    with duckdb.connect(str(database), read_only=True) as connection:
        found = connection.sql(sql)
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def test_the_cli_is_of_the_major_version_before_the_library():
    version = subprocess.run([CLI, "--version"], capture_output=True, text=True, check=True).stdout
    assert int(version.lstrip("v").split(".")[0]) == int(duckdb.__version__.split(".")[0]) - 1


@pytest.mark.parametrize(
    "sql",
    [
        "select skill, asked_postings, postings_with_text, asked_share_low from top_skills('data_engineer', 10)",
        "select skill, asked_share_a, asked_share_b from compare_roles('data_engineer', 'data_scientist') limit 20",
        "select month::varchar as month, asked_share from skill_trend('data_engineer', 'sql')",
        "select file, line, snippet from why('data_engineer', 'sql')",
        "select role_id, skill_id, count(*) as n from evidence group by all order by all limit 20",
        "select comment from duckdb_columns() where table_name = 'role_skill_demand' order by column_index",
        "select comment from duckdb_functions() where function_type = 'table_macro' order by all",
    ],
)
def test_both_clients_give_the_same_answer(built, sql):
    found = ask_python(built.database, sql)
    assert found
    assert ask_cli(built.database, sql) == found


def test_both_clients_read_the_exported_parquet(built):
    exported = built.root / "published" / "exports" / "parquet" / "role_skill_demand.parquet"
    columns = "select period, role_id, skill_id, asked_share from"
    sql = f"{columns} read_parquet('{exported}') order by period, role_id, rank limit 50"
    table = f"{columns} role_skill_demand order by period, role_id, rank limit 50"
    expected = ask_python(built.database, table)
    assert ask_python(built.database, sql) == expected
    assert ask_cli(built.database, sql) == expected
