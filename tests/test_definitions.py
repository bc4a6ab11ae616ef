"""The asset graph as Dagster loads it."""

import dagster as dg
import polars as pl

from assets.checks import every_mapped_column_is_there
from assets.definitions import defs
from schemas import TABLES

SPECS = {spec.key.path[-1]: spec for spec in defs.resolve_all_asset_specs()}


def test_a_table_exists_if_and_only_if_it_has_a_contract():
    assert set(SPECS) == set(TABLES) | {"ml_job_market", "exports", "report", "publication"}


def test_every_asset_has_a_group_a_description_and_its_columns():
    for name, spec in SPECS.items():
        assert spec.group_name != "default"
        assert spec.description
        if name in TABLES:
            shown = spec.metadata["dagster/column_schema"].columns
            assert [column.name for column in shown] == TABLES[name].polars_schema().names()
            assert all(column.description for column in shown)


def test_the_graph_is_the_one_the_design_draws():
    upstream = {name: sorted(dep.asset_key.path[-1] for dep in spec.deps) for name, spec in SPECS.items()}
    assert upstream["raw_postings"] == ["source_files"]
    assert upstream["rejected_rows"] == ["raw_postings"]
    assert upstream["cleaned_postings"] == ["raw_postings"]
    assert upstream["text_signatures"] == ["cleaned_postings"]
    assert upstream["postings"] == ["cleaned_postings", "text_signatures"]
    assert upstream["posting_roles"] == ["cleaned_postings", "role_titles", "title_words"]
    assert "cleaned_postings" in upstream["posting_skills"]
    assert "cleaned_postings" in upstream["posting_requirements"]
    assert upstream["ml_job_market"] == sorted(name for name, c in TABLES.items() if c.is_published())


def test_everything_is_checked_before_anything_is_published():
    blocking = {
        (key.asset_key.path[-1], key.name)
        for check in defs.asset_checks
        for key in check.check_keys
        if check.get_spec_for_check_key(key).blocking
    }
    assert ("postings", "every_record_is_a_posting_rejected_or_skipped") in blocking
    assert ("postings", "every_file_has_as_many_rows_as_its_card_expects") in blocking
    assert ("postings", "no_employers_merge_on_boilerplate") in blocking
    assert ("skill_evaluation", "skills_are_found_as_well_as_before") in blocking
    referring = {name for name, contract in TABLES.items() if list(contract.references())}
    assert {table for table, name in blocking if name == "every_reference_resolves"} == referring


def test_the_job_covers_every_asset_and_the_schedule_and_the_sensor_start_it():
    job = defs.resolve_job_def("refresh")
    assert {key.path[-1] for key in job.asset_layer.executable_asset_keys} == set(SPECS)
    assert defs.resolve_schedule_def("daily_refresh").job_name == "refresh"
    assert defs.resolve_sensor_def("postings_folder").job_name == "refresh"


def test_a_missing_column_is_warned_of_by_name():
    source_files = pl.DataFrame(
        {"file": ["a.csv", "b.csv"], "missing_columns": [[], ["Firm"]]},
        schema_overrides={"missing_columns": pl.List(pl.String)},
    )
    result = every_mapped_column_is_there(source_files)
    assert not result.passed
    assert result.severity == dg.AssetCheckSeverity.WARN
    assert "b.csv" in result.description
    assert "Firm" in result.description
