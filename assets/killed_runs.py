"""Marks runs whose process was killed as failed, so that they do not block other runs."""

from collections.abc import Sequence

import dagster as dg

from assets.resources import LakeIOManager


def find_killed(io_manager: LakeIOManager, instance: dg.DagsterInstance) -> Sequence[dg.DagsterRun]:
    """Runs with the status started on this lake and machine; if the lock is free, all of them were killed."""
    return instance.get_runs(
        dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED], tags=io_manager.writing_here)
    )


def mark_killed(instance: dg.DagsterInstance, run: dg.DagsterRun) -> None:
    """Marks a run whose process is gone as failed."""
    instance.report_run_failed(run, "its process was killed: finished work is kept; run again to continue")


@dg.sensor(
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Marks a run as failed if its process was killed: its status is started, but its lock is free.",
)
def killed_runs(
    context: dg.SensorEvaluationContext, io_manager: dg.ResourceParam[LakeIOManager]
) -> dg.SkipReason:
    """A run is marked if two ticks in a row find the lock free, because a successful run releases it shortly before it
    ends."""
    runs = find_killed(io_manager, context.instance)
    suspects = {} if io_manager.is_being_written else {run.run_id: run for run in runs}
    killed = [run for run in suspects.values() if run.run_id in (context.cursor or "").split()]
    for run in killed:
        mark_killed(context.instance, run)
    context.update_cursor(" ".join(suspects))
    return dg.SkipReason(f"{len(killed)} killed runs were marked as failed")
