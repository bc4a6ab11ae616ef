"""Alerts for failed runs, new warnings and stale publications."""

import time
from datetime import timedelta

import dagster as dg

from assets.causes import find_cause, find_new_warnings
from warehouse.webhook import is_wanted, send_alert

PUBLICATION = dg.AssetKey("publication")
WARN_AFTER = timedelta(hours=26)
STALE_AFTER = timedelta(hours=50)
"""Warns after one missed daily run, fails after two."""

FRESHNESS = dg.FreshnessPolicy.time_window(fail_window=STALE_AFTER, warn_window=WARN_AFTER)
"""Applies to the first and the last asset: whether new files were looked for, and whether they were published."""

ON_WHERE_WANTED = dg.DefaultSensorStatus.RUNNING if is_wanted() else dg.DefaultSensorStatus.STOPPED
TOLD = "ml_job_market/told"
"""The tag of runs whose failure has been reported."""


@dg.run_failure_sensor(
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Writes the cause of a failed run at the end of its page and sends it to the webhook ALERT_WEBHOOK.",
)
def failed_runs(context: dg.RunFailureSensorContext) -> None:
    """One message per failed run that was not reported where it was started."""
    if TOLD not in context.dagster_run.tags:
        context.log.info(tell_of_failure(context.instance, context.dagster_run))


def tell_of_failure(instance: dg.DagsterInstance, run: dg.DagsterRun) -> str:
    """Reports the cause of a failure on the run's page and to the webhook; returns the cause, and why the webhook
    failed."""
    cause = find_cause(instance, run.run_id)
    instance.add_run_tags(run.run_id, {TOLD: "failed"})
    instance.report_engine_event(cause, run)
    if not is_wanted():
        return cause
    unsent = send_alert(
        f"ml_job_market: run {run.run_id[:8]} of {run.job_name} failed. {cause}\nThe published build is unchanged.",
        {"event": "run_failed", "run_id": run.run_id, "job": run.job_name},
    )
    return f"{cause} ({unsent})" if unsent else cause


@dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.SUCCESS,
    default_status=ON_WHERE_WANTED,
    description="Sends new warnings of checks to the webhook ALERT_WEBHOOK; on if that is set.",
)
def new_warnings(context: dg.RunStatusSensorContext) -> None:
    """One message per successful run with new warnings."""
    run, warnings = context.dagster_run, find_new_warnings(context.instance, context.dagster_run.run_id)
    if not warnings:
        return
    unsent = send_alert(
        f"ml_job_market: run {run.run_id[:8]} of {run.job_name} succeeded with warnings.\n"
        + "\n".join(warnings),
        {"event": "warnings", "run_id": run.run_id, "job": run.job_name},
    )
    context.log.info(unsent or f"sent {len(warnings)} warnings to the webhook")


@dg.sensor(
    minimum_interval_seconds=300,
    default_status=ON_WHERE_WANTED,
    description="Tells the webhook ALERT_WEBHOOK once when the published build may be stale: no run has succeeded for "
    f"{STALE_AFTER.total_seconds() / 3600:.0f} hours; on if that is set.",
)
def stale_publication(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """One message per stale publication; the cursor is the time of the publication that was reported."""
    event = context.instance.get_latest_materialization_event(PUBLICATION)
    if event is None:
        return dg.SkipReason("nothing has been published yet")
    age = timedelta(seconds=time.time() - event.timestamp)
    if age < STALE_AFTER:
        return dg.SkipReason(f"the last successful run was {_hours(age)} ago")
    if context.cursor == str(event.timestamp):
        return dg.SkipReason(f"the last successful run was {_hours(age)} ago; the webhook was told")
    unsent = send_alert(
        f"ml_job_market: no run has succeeded for {_hours(age)}. Check in the Dagster UI that the schedule "
        "daily_refresh is on, the daemon is running and the last run succeeded.",
        {"event": "stale", "run_id": event.run_id, "hours": f"{age.total_seconds() / 3600:.1f}"},
    )
    if unsent is None:
        context.update_cursor(str(event.timestamp))
    return dg.SkipReason(f"the last successful run was {_hours(age)} ago; {unsent or 'told the webhook'}")


def _hours(age: timedelta) -> str:
    return f"{age.total_seconds() / 3600:.0f} hours"


ALERTS = [failed_runs, new_warnings, stale_publication]
