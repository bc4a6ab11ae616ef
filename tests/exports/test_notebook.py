"""The example notebook runs, and shows what the database holds."""

import runpy

import duckdb
import pytest

from warehouse.settings import ROOT

NOTEBOOK = ROOT / "docs" / "notebooks" / "skills_of_a_role.py"


@pytest.fixture(scope="module")
def shown(built):
    """What the cells of the notebook define, on the sample."""
    app = runpy.run_path(str(NOTEBOOK))["app"]
    _, definitions = app.run(defs={"address": str(built.database)})
    return definitions


def test_every_table_of_the_notebook_has_rows(shown):
    assert all(shown[table].height for table in ("top_skills", "moves", "evidence"))


def test_the_notebook_shows_the_shares_that_the_database_holds(shown, built):
    query = (
        "select asked_share from role_skill_demand "
        "where period = 'latest' and role_id = 'data_engineer' and rank <= 10 order by rank"
    )
    with duckdb.connect(str(built.database), read_only=True) as connection:
        assert shown["top_skills"]["asked_share"].to_list() == [
            share for (share,) in connection.sql(query).fetchall()
        ]
