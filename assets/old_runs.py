"""Limits Dagster's history of runs."""

import dagster as dg

RUNS_KEPT = 100
"""A quarter of a gigabyte, at 2.5 MB a run, as measured on SQLite."""

ENDED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


def delete_old_runs(instance: dg.DagsterInstance) -> int:
    """Deletes ended runs except the last RUNS_KEPT, with their events; returns how many.

    A run that made the current state of an asset stays, because its events describe that asset.
    """
    ended = instance.get_runs(dg.RunsFilter(statuses=ENDED))[RUNS_KEPT:]
    if not ended:
        return 0
    latest = instance.get_latest_materialization_events(instance.all_asset_keys()).values()
    current = {event.run_id for event in latest if event}
    old = [run.run_id for run in ended if run.run_id not in current]
    for run_id in old:
        instance.delete_run(run_id)
    return len(old)


@dg.sensor(
    minimum_interval_seconds=3600,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description=f"Deletes all but the last {RUNS_KEPT} runs from Dagster's history, except those that made the current "
    "state of an asset.",
)
def old_runs(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Once an hour."""
    return dg.SkipReason(f"{delete_old_runs(context.instance)} old runs were deleted")
