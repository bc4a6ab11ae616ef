"""Contracts: which of them are tables."""

import subprocess
import sys

import pandera.polars as pa
import pytest

from schemas import TABLES, Contract
from schemas.contract import GROUPS
from warehouse.settings import ROOT


def test_tables_stand_in_the_order_in_which_a_posting_passes_their_groups():
    numbers = [GROUPS.index(contract.group()) for contract in TABLES.values()]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(len(GROUPS)))


def test_a_contract_with_a_group_is_a_table_and_one_without_is_none(monkeypatch):
    monkeypatch.setattr("schemas.contract.TABLES", {})

    class _Named(Contract):
        name: str = pa.Field(unique=True, description="A name.")

    class NewTable(_Named, group="skills", published=False):
        """One row per name."""

    class SecondTable(NewTable, group="pay"):
        """One row per name."""

    class NoTable(NewTable):
        """One row per name."""

    from schemas import contract

    assert {"new_table": NewTable, "second_table": SecondTable} == contract.TABLES
    assert (NewTable.group(), NewTable.is_published()) == ("skills", False)
    assert (SecondTable.group(), SecondTable.is_published()) == ("pay", True)
    assert NoTable.key() == ["name"]


def test_a_group_that_is_not_there_is_refused_with_what_to_do():
    with pytest.raises(
        ValueError, match="NewTable: there is no group 'skill': correct it, or add it to GROUPS"
    ):

        class NewTable(Contract, group="skill"):
            """One row per name."""


@pytest.mark.parametrize("module", ["schemas.pay", "schemas.dictionary", "schemas.contract"])
def test_all_tables_are_known_in_the_same_order_whichever_module_comes_first(module):
    code = f"import {module}; from schemas import TABLES; print(*TABLES)"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.split() == list(TABLES)
