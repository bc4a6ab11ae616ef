"""The data dictionary."""

import os

import duckdb

from schemas import TABLES
from schemas.dictionary import write_dictionary
from warehouse.settings import ROOT

VIEW_COLUMNS = """
select view_name as view, views.comment as view_comment, column_name as column, data_type as type, columns.comment
from duckdb_columns() as columns
join duckdb_views() as views on view_oid = table_oid
where not views.internal
order by view_name, column_index
"""
MACROS = """
select function_name as macro, parameters, comment from duckdb_functions() where not internal order by function_name
"""
PAGE = ROOT / "docs" / "data_dictionary.md"


def test_the_committed_dictionary_is_fresh(built):
    with duckdb.connect(str(built.database), read_only=True) as connection:
        text = write_dictionary(
            lambda table: connection.sql(f"from {table}").pl(),
            connection.sql(VIEW_COLUMNS).pl(),
            connection.sql(MACROS).pl(),
        )
    if os.environ.get("WRITE_DOCS"):
        PAGE.write_text(text)
    assert PAGE.read_text() == text, "run `make dictionary`, and commit the diff"


def test_every_table_has_a_grain_a_key_and_a_description_of_every_column():
    for contract in TABLES.values():
        assert (contract.__doc__ or "").startswith("One row per "), contract
        assert contract.key(), contract
        assert all(contract.descriptions().values()), contract


def test_every_reference_points_to_a_published_table():
    for contract in TABLES.values():
        for reference in contract.references():
            assert TABLES[reference.table].is_published()
            assert len(TABLES[reference.table].key()) == 1
