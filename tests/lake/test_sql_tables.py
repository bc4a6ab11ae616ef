"""Tables made by SQL: what a file says by itself."""

import shutil

import polars as pl
import pytest

from tests.made_tables import store
from warehouse.lake import sql_tables
from warehouse.lake.sql_tables import SQL, SqlTableError, describe_table, find_inputs, plan_table


@pytest.fixture
def sql(tmp_path, monkeypatch):
    """A folder of SQL with the macros alone, into which a test writes tables."""
    for macros in ("intervals", "macros"):
        shutil.copy(SQL / f"{macros}.sql", tmp_path)
    monkeypatch.setattr(sql_tables, "SQL", tmp_path)
    return lambda table, query: (tmp_path / f"{table}.sql").write_text(query)


@pytest.mark.parametrize(
    ("query", "inputs"),
    [
        ("from skills", ["skills"]),
        ("select roles.* from roles left join skills on false, postings", ["postings", "roles", "skills"]),
        ("with postings as (from market_postings) from postings", ["market_postings"]),
        ("with skills as (from skills) from skills", ["skills"]),
        ("with tests as (select role_id, 0.1 as p from roles) from adjust_p_values(tests)", ["roles"]),
        (
            "select 1 where exists (from skills) or 1 in (select rank from role_demand)",
            ["role_demand", "skills"],
        ),
        ("with unused as (from skills) from roles", ["roles"]),
        ("select 1 as one", []),
    ],
)
def test_a_table_is_made_from_the_tables_its_query_reads(sql, query, inputs):
    sql("role_pay", query)
    assert find_inputs() == {"role_pay": tuple(inputs)}


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("from skils", "skils"),
        ("select skil_id from skills", "skil_id"),
        ("select from from skills", "syntax error"),
        ("from skills join read_csv('nowhere.csv') using (skill_id)", "nowhere.csv"),
    ],
)
def test_a_query_that_cannot_be_planned_is_refused_by_the_name_of_its_file(sql, query, why):
    sql("role_pay", query)
    with pytest.raises(SqlTableError, match=rf"role_pay\.sql: .*{why}"):
        find_inputs()


def test_a_file_whose_table_has_no_contract_is_refused(sql):
    sql("role_pays", "from skills")
    with pytest.raises(SqlTableError, match=r"role_pays\.sql: no contract in schemas/"):
        find_inputs()


def test_a_table_is_described_by_the_comment_its_file_begins_with(sql):
    sql("role_pay", "-- What it\n-- holds.\n\n-- Why it is so.\nfrom skills")
    assert describe_table("role_pay") == "What it holds."


def test_a_file_without_a_comment_is_refused(sql):
    sql("role_pay", "from skills -- all of them")
    with pytest.raises(SqlTableError, match=r"role_pay\.sql: .* begin it with a comment"):
        describe_table("role_pay")


def test_a_large_table_of_postings_is_made_in_shares_that_are_the_whole_in_order(sql, tmp_path, monkeypatch):
    sql("market_postings", "-- What.\nselect posting_id from posting_roles order by posting_id")
    ids = sorted(f"{place * 37 % 256:02x}{'0' * 14}" for place in range(10))
    roles = store(tmp_path, "posting_roles", pl.DataFrame({"posting_id": reversed(ids)}))
    assert [task.key for task in plan_table("market_postings", posting_roles=roles).tasks] == ["all"]
    monkeypatch.setattr(sql_tables, "ROWS_AT_ONCE", 4)
    shares = plan_table("market_postings", posting_roles=roles)
    assert [task.key for task in shares.tasks] == ["all/0000", "all/0001", "all/0002"]
    assert all(0 < task.run().height < len(ids) for task in shares.tasks)
    assert shares.collect()["posting_id"].to_list() == ids


@pytest.mark.parametrize("order", ["", "order by role_id, posting_id"])
def test_a_large_table_in_another_order_is_made_at_once(sql, tmp_path, monkeypatch, order):
    sql("market_postings", f"select posting_id, role_id from posting_roles {order}")
    roles = store(tmp_path, "posting_roles", pl.DataFrame({"posting_id": ["0" * 16], "role_id": ["x"]}))
    monkeypatch.setattr(sql_tables, "ROWS_AT_ONCE", 1)
    assert len(plan_table("market_postings", posting_roles=roles).tasks) == 1
