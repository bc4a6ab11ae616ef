"""What the data dictionary is written from."""

from schemas import TABLES


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
