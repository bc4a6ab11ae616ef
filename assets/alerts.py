"""Who is told when a run fails, or when what readers see has grown old."""

import time
from datetime import timedelta

import dagster as dg

from warehouse.webhook import is_wanted, send_alert

PUBLICATION = dg.AssetKey("publication")
WARN_AFTER = timedelta(hours=26)
STALE_AFTER = timedelta(hours=50)
"""Of the daily runs, one is late; two are missing."""

FRESHNESS = dg.FreshnessPolicy.time_window(fail_window=STALE_AFTER, warn_window=WARN_AFTER)
"""Of the first asset and the last: whether anybody looked for new files, and whether readers were given them."""

ON_WHERE_WANTED = dg.DefaultSensorStatus.RUNNING if is_wanted() else dg.DefaultSensorStatus.STOPPED
SHOWN_CHARACTERS = 1000


@dg.run_failure_sensor(
    default_status=ON_WHERE_WANTED,
    description="Tells the webhook ALERT_WEBHOOK which run failed, where and why; on where that is set.",
)
def failed_runs(context: dg.RunFailureSensorContext) -> None:
    """One message per run that failed."""
    run = context.dagster_run
    causes = [f"{event.step_key}: {_cause(event)}" for event in context.get_step_failure_events()]
    why = "\n".join(causes) or context.failure_event.message or "no cause is known"
    unsent = send_alert(
        f"ml_job_market: run {run.run_id[:8]} of {run.job_name} failed. What is published stays as it was; the run's "
        f"page in the Dagster UI says more.\n{why[:SHOWN_CHARACTERS]}",
        {"event": "run_failed", "run_id": run.run_id, "job": run.job_name},
    )
    context.log.info(unsent or f"told the webhook that run {run.run_id} failed")


@dg.sensor(
    minimum_interval_seconds=300,
    default_status=ON_WHERE_WANTED,
    description=f"Tells the webhook ALERT_WEBHOOK once when what readers see may have grown old: no run has ended "
    f"well for {STALE_AFTER.total_seconds() / 3600:.0f} hours; on where that is set.",
)
def stale_publication(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """One message per publication that has grown old; the cursor is the time of the one that was told of."""
    event = context.instance.get_latest_materialization_event(PUBLICATION)
    if event is None:
        return dg.SkipReason("nothing has been published yet")
    age = timedelta(seconds=time.time() - event.timestamp)
    if age < STALE_AFTER:
        return dg.SkipReason(f"the last run that ended well was {_hours(age)} ago")
    if context.cursor == str(event.timestamp):
        return dg.SkipReason(f"the last run that ended well was {_hours(age)} ago; the webhook was told")
    unsent = send_alert(
        f"ml_job_market: no run has ended well for {_hours(age)}. Look in the Dagster UI whether the schedule "
        "daily_refresh is on, the daemon runs and the last run succeeded.",
        {"event": "stale", "run_id": event.run_id, "hours": f"{age.total_seconds() / 3600:.1f}"},
    )
    if unsent is None:
        context.update_cursor(str(event.timestamp))
    return dg.SkipReason(
        f"the last run that ended well was {_hours(age)} ago; {unsent or 'told the webhook'}"
    )


def _cause(event: dg.DagsterEvent) -> str:
    """What the step itself raised, without the framework around it."""
    error = event.step_failure_data.error
    while error and error.cause:
        error = error.cause
    return error.message.strip() if error else "no cause is known"


def _hours(age: timedelta) -> str:
    return f"{age.total_seconds() / 3600:.0f} hours"


ALERTS = [failed_runs, stale_publication]
