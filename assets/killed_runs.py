"""Marks as failed the runs whose process was killed, so that they hold up no other run."""

from collections.abc import Sequence

import dagster as dg

from assets.resources import LakeIOManager


def find_killed(io_manager: LakeIOManager, instance: dg.DagsterInstance) -> Sequence[dg.DagsterRun]:
    """Runs that count as started on this lake and this machine; killed, all of them, where nobody writes."""
    return instance.get_runs(
        dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED], tags=io_manager.writing_here)
    )


def mark_killed(instance: dg.DagsterInstance, run: dg.DagsterRun) -> None:
    """Ends a run whose process is gone."""
    instance.report_run_failed(
        run, "its process was killed: what it finished is kept, and the next run carries on from there"
    )


@dg.sensor(
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Marks a run as failed whose process was killed: it counts as started, yet the lock it held is free.",
)
def killed_runs(
    context: dg.SensorEvaluationContext, io_manager: dg.ResourceParam[LakeIOManager]
) -> dg.SkipReason:
    """A run is marked when two looks in a row find the lock free: a run that ends well frees it a moment before."""
    runs = find_killed(io_manager, context.instance)
    suspects = {} if io_manager.is_being_written else {run.run_id: run for run in runs}
    killed = [run for run in suspects.values() if run.run_id in (context.cursor or "").split()]
    for run in killed:
        mark_killed(context.instance, run)
    context.update_cursor(" ".join(suspects))
    return dg.SkipReason(f"{len(killed)} killed runs were marked as failed")
