"""Dagster's history as `make run` opens it."""

import dagster as dg
import pytest
from dagster._core.storage.runs import SqliteRunStorage

from assets.history import open_history

TABLE = dg.AssetKey("table")


@pytest.fixture
def home(tmp_path):
    (tmp_path / "dagster.yaml").write_text("telemetry: {enabled: false}\n")
    return tmp_path


def make_table(instance, rows):
    @dg.asset
    def table() -> dg.MaterializeResult:
        return dg.MaterializeResult(metadata={"rows": rows})

    assert dg.materialize([table], instance=instance).success


def rows_of(instance):
    return instance.get_latest_materialization_event(TABLE).asset_materialization.metadata["rows"].value


def logs(home):
    """The files that hold what SQLite has not yet folded into its own."""
    return sorted(path.name for path in (home / "history").rglob("*.db-wal"))


def test_files_of_the_history_stay_open_until_the_run_has_ended(home):
    with open_history(home) as instance:
        make_table(instance, rows=1)
        (run,) = instance.get_runs()
        assert logs(home) == sorted(["index.db-wal", "runs.db-wal", f"{run.run_id}.db-wal"])
    assert logs(home) == []


def test_what_a_run_has_noted_is_in_dagsters_own_history(home):
    with open_history(home) as instance:
        make_table(instance, rows=1)
    with dg.DagsterInstance.from_config(str(home)) as instance:
        (run,) = instance.get_runs()
        assert run.is_success
        assert rows_of(instance) == 1
        assert instance.all_logs(run.run_id)[-1].dagster_event.is_job_success


def test_an_open_history_sees_what_others_write(home):
    with open_history(home) as instance:
        make_table(instance, rows=1)
        with dg.DagsterInstance.from_config(str(home)) as other:
            make_table(other, rows=2)
        assert rows_of(instance) == 2
        assert len(instance.get_runs()) == 2


def test_a_history_with_settings_of_its_own_is_opened_as_they_say(home):
    (home / "dagster.yaml").write_text(
        f"run_storage: {{module: dagster._core.storage.runs, class: SqliteRunStorage, config: {{base_dir: {home}}}}}\n"
    )
    with open_history(home) as instance:
        make_table(instance, rows=1)
        assert type(instance.run_storage) is SqliteRunStorage
    assert (home / "runs.db").is_file()
