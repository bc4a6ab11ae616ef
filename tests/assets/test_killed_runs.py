"""Runs whose process was killed are marked as failed, and no other run is."""

import dagster as dg
import pytest

from assets.killed_runs import killed_runs
from assets.resources import LakeIOManager
from warehouse.lake.locks import WriteLock


@pytest.fixture
def lake(tmp_path):
    return LakeIOManager(root=str(tmp_path))


@dg.job
def refresh():
    """A job without steps."""


def begin(instance, lake):
    """A run that has begun to write to a lake, and whose end is not told."""
    run = instance.create_run_for_job(refresh, tags=lake.writing_here)
    started = dg.DagsterEvent(dg.DagsterEventType.RUN_START.value, refresh.name)
    instance.report_dagster_event(started, run.run_id)
    return run


def look(instance, lake, cursor=None):
    """What the sensor does at one tick; returns its cursor."""
    resources = {"io_manager": lake}
    with dg.build_sensor_context(instance=instance, cursor=cursor, resources=resources) as context:
        killed_runs(context)
        return context.cursor


def status(instance, run):
    return instance.get_run_by_id(run.run_id).status.value


def test_a_run_whose_lock_stays_free_is_marked_as_failed_at_the_second_look(lake):
    with dg.instance_for_test() as instance:
        run = begin(instance, lake)
        cursor = look(instance, lake)
        assert status(instance, run) == "STARTED"
        look(instance, lake, cursor)
        assert status(instance, run) == "FAILURE"


def test_a_run_that_holds_the_lock_is_left_alone(lake, tmp_path):
    lock = WriteLock(tmp_path)
    lock.acquire("a run")
    with dg.instance_for_test() as instance:
        run = begin(instance, lake)
        look(instance, lake, look(instance, lake))
        assert status(instance, run) == "STARTED"
    lock.release()


def test_a_run_that_waits_for_the_lock_or_writes_elsewhere_is_left_alone(lake, tmp_path):
    with dg.instance_for_test() as instance:
        elsewhere = begin(instance, LakeIOManager(root=str(tmp_path / "other")))
        look(instance, lake, look(instance, lake))
        assert status(instance, elsewhere) == "STARTED"
