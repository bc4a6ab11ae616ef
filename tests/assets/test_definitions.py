"""The asset graph as Dagster loads it."""

import os

import dagster as dg
import polars as pl

from assets.checks import every_mapped_column_is_there
from assets.definitions import defs
from schemas import TABLES
from warehouse.settings import ROOT

GOLDEN = ROOT / "tests" / "golden" / "definitions.txt"
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


def test_the_graph_its_checks_and_what_starts_it_equal_the_golden():
    blocking = {
        key: check.get_spec_for_check_key(key).blocking
        for check in defs.asset_checks
        for key in check.check_keys
    }
    lines = [
        *(
            f"{spec.group_name}/{name} <- {', '.join(sorted(dep.asset_key.path[-1] for dep in spec.deps))}".rstrip()
            for name, spec in SPECS.items()
        ),
        *(
            f"check {key.to_user_string()}{' (blocking)' if is_blocking else ''}"
            for key, is_blocking in blocking.items()
        ),
        *(
            f"schedule {one.name}: {one.job_name} at {one.cron_schedule} {one.execution_timezone}"
            for one in defs.schedules
        ),
        *(
            f"sensor {one.name}: {one.sensor_type.value.lower()} every {one.minimum_interval_seconds} s"
            for one in defs.sensors
        ),
        *(f"job {one.name}" for one in defs.jobs),
    ]
    text = "\n".join(sorted(lines)) + "\n"
    if os.environ.get("WRITE_GOLDEN"):
        GOLDEN.write_text(text)
    assert GOLDEN.read_text() == text, "if this is what you meant: make golden, and commit the diff"


def test_a_column_that_refers_to_a_table_says_where_it_comes_from():
    lineage = SPECS["posting_skills"].metadata["dagster/column_lineage"].deps_by_column
    assert [(dep.asset_key.path[-1], dep.column_name) for dep in lineage["posting_id"]] == [
        ("cleaned_postings", "posting_id")
    ]
    assert ("skills", "skill_id") in [
        (dep.asset_key.path[-1], dep.column_name) for dep in lineage["skill_id"]
    ]
    for name, spec in SPECS.items():
        lineage = spec.metadata.get("dagster/column_lineage")
        for dep in (dep for deps in lineage.deps_by_column.values() for dep in deps) if lineage else ():
            assert dep.column_name in TABLES[dep.asset_key.path[-1]].polars_schema()
            assert dep.asset_key in {other.asset_key for other in SPECS[name].deps}


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
