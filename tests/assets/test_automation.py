"""What starts runs, and of which assets."""

import ast
import inspect
import json
import shutil
from datetime import UTC, datetime

import dagster as dg
import pytest

from assets import postings, role_definitions, sources
from assets.automation import READ_TOGETHER, SECONDS_UNTIL_STABLE, edited_data, postings_folder, read_by
from assets.definitions import defs
from assets.resources import Folders
from assets.sources import Fetching
from schemas import TABLES
from warehouse.inbox.curated import hash_curated_files
from warehouse.settings import ROOT

GRAPH = defs.resolve_asset_graph()
ALL = dg.AssetSelection.all() | dg.AssetSelection.all_asset_checks()
INSTANCE = dg.DagsterInstance.ephemeral()


def test_the_schedule_fetches_and_a_run_started_by_hand_does_not():
    context = dg.build_schedule_context(
        INSTANCE, scheduled_execution_time=datetime(2026, 3, 2, 5, tzinfo=UTC)
    )
    tick = defs.resolve_schedule_def("daily_refresh").evaluate_tick(context)
    assert tick.run_requests[0].run_config["ops"]["source_files"]["config"]["fetch"]
    assert not Fetching().fetch


def look(sensor, cursor=None, **folders):
    """What the sensor does at a tick, and the cursor it leaves."""
    context = dg.build_sensor_context(INSTANCE, cursor, resources={"folders": Folders(**folders)})
    return sensor(context), context.cursor


def a_while_later(cursor):
    """The cursor as if what was last seen had been there for longer than it takes to be stable."""
    watch = json.loads(cursor)
    return json.dumps({**watch, "since": watch["since"] - 2 * SECONDS_UNTIL_STABLE})


def test_the_postings_folder_starts_one_run_once_its_files_stay_as_they_are(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("x")
    waiting, cursor = look(postings_folder, postings=str(tmp_path))
    assert "waiting" in waiting.skip_message
    file.write_text("x, and more of it")
    waiting, cursor = look(postings_folder, a_while_later(cursor), postings=str(tmp_path))
    assert "waiting" in waiting.skip_message
    request, cursor = look(postings_folder, a_while_later(cursor), postings=str(tmp_path))
    assert isinstance(request, dg.RunRequest)
    nothing, cursor = look(postings_folder, a_while_later(cursor), postings=str(tmp_path))
    assert "nothing has changed" in nothing.skip_message
    file.unlink()
    _, cursor = look(postings_folder, cursor, postings=str(tmp_path))
    assert isinstance(look(postings_folder, a_while_later(cursor), postings=str(tmp_path))[0], dg.RunRequest)


def test_a_repeated_tick_starts_no_second_run_but_a_folder_as_it_once_was_does(tmp_path):
    file = tmp_path / "a.csv"

    def put(text, cursor):
        file.write_text(text)
        before = a_while_later(look(postings_folder, cursor, postings=str(tmp_path))[1])
        request, after = look(postings_folder, before, postings=str(tmp_path))
        assert look(postings_folder, before, postings=str(tmp_path))[0].run_key == request.run_key
        return request.run_key, after

    first, cursor = put("x", None)
    second, cursor = put("xy", cursor)
    third, cursor = put("x", cursor)
    assert len({first, second, third}) == 3


def test_a_postings_folder_that_is_not_there_starts_no_run_and_says_what_to_do(tmp_path):
    skipped, _ = look(postings_folder, postings=str(tmp_path / "none"))
    assert "create it, or set POSTINGS" in skipped.skip_message


@pytest.mark.parametrize(
    ("file", "read"),
    [
        ("taxonomies/skill_aliases.csv", {"skill_aliases"}),
        (
            "sources/sample_ats.yml",
            {"source_files", "sources", "raw_postings", "snapshots", "record_keys", "cleaned_postings"},
        ),
    ],
)
def test_an_edited_file_starts_a_run_of_exactly_the_tables_that_read_it(tmp_path, file, read):
    for folder in ("taxonomies", "sources", "role_definitions"):
        shutil.copytree(ROOT / "data" / folder, tmp_path / folder)
    nothing, cursor = look(edited_data, data=str(tmp_path))
    assert "nothing has changed" in nothing.skip_message
    with (tmp_path / file).open("a") as edited:
        edited.write("# ")
    waiting, cursor = look(edited_data, cursor, data=str(tmp_path))
    assert file in waiting.skip_message
    request, _ = look(edited_data, a_while_later(cursor), data=str(tmp_path))
    assert {key.path[-1] for key in request.asset_selection} == read


def test_every_asset_that_reads_curated_data_is_run_when_that_is_edited():
    readers = {"read_cards": set(), "read_articles": set()}
    for module in (sources, postings, role_definitions):
        for node in ast.parse(inspect.getsource(module)).body:
            if isinstance(node, ast.FunctionDef) and node.name in TABLES:
                called = {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
                for reader in called & set(readers):
                    readers[reader].add(node.name)
    assert readers == {
        "read_cards": set(READ_TOGETHER["sources"]),
        "read_articles": set(READ_TOGETHER["role_definitions"]),
    }
    assert {table for file in hash_curated_files(ROOT / "data") for table in read_by(file)} <= set(TABLES)


def report_made(instance, table, version):
    """A table was made, with content of that version."""
    instance.report_runless_asset_event(
        dg.AssetMaterialization(table, tags={"dagster/data_version": version})
    )


def report_checked(instance, check, passed):
    instance.report_runless_asset_event(
        dg.AssetCheckEvaluation(asset_key=check.asset_key, check_name=check.name, passed=passed, metadata={})
    )


def test_one_run_makes_all_that_depends_on_a_changed_table_once_its_checks_passed():
    aliases = dg.AssetKey("skill_aliases")
    check = dg.AssetCheckKey(aliases, "every_reference_resolves")
    with dg.DagsterInstance.ephemeral() as instance:
        for asset in GRAPH.get_all_asset_keys():
            report_made(instance, asset, "1")
        for key in GRAPH.asset_check_keys:
            report_checked(instance, key, passed=True)
        tick = dg.evaluate_automation_conditions(defs, instance, ALL)
        report_made(instance, "roles", "1")
        report_made(instance, aliases, "2")
        report_checked(instance, check, passed=False)
        tick = dg.evaluate_automation_conditions(defs, instance, ALL, cursor=tick.cursor)
        assert tick.total_requested == 0
        report_checked(instance, check, passed=True)
        tick = dg.evaluate_automation_conditions(defs, instance, ALL, cursor=tick.cursor)
        requested = {result.key for result in tick.results if not result.true_subset.is_empty}
        depending = dg.AssetSelection.assets(aliases).downstream(include_self=False)
        assert requested == depending.resolve(GRAPH)
        assert dg.AssetKey("publication") in requested
        for asset in requested:
            report_made(instance, asset, "2")
        tick = dg.evaluate_automation_conditions(defs, instance, ALL, cursor=tick.cursor)
        assert tick.total_requested == 0


def test_the_launchpad_lets_one_source_be_fetched_and_made_again_and_knows_its_name():
    job = defs.resolve_job_def("refresh")

    def choose(source):
        return {
            "ops": {"source_files": {"config": {"fetch": True, "fetch_only": [source]}}},
            "resources": {"io_manager": {"config": {"force_sources": [source]}}},
        }

    assert dg.validate_run_config(job, choose("linkedin_nl_2025"))
    with pytest.raises(dg.DagsterInvalidConfigError, match="no_such_source"):
        dg.validate_run_config(job, choose("no_such_source"))
