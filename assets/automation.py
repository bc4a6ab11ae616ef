"""What starts a run: the job, its schedule, and the sensor on the postings folder."""

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from assets.lake import Folders
from assets.sources import Fetching
from warehouse.source_files import watch_files

SECONDS_UNTIL_STABLE = 60
"""A file changed more recently may still be being written."""

refresh = dg.define_asset_job(
    "refresh",
    selection=dg.AssetSelection.all(),
    description="Reads what is in the postings folder, redoes what changed and publishes the database.",
)

daily_refresh = dg.ScheduleDefinition(
    name="daily_refresh",
    job=refresh,
    cron_schedule="0 5 * * *",
    execution_timezone="UTC",
    run_config=dg.RunConfig(ops={"source_files": Fetching(fetch=True)}),
    description="Every day at 05:00 UTC; fetches first what the source cards name. "
    "A tick missed while the daemon was down is not caught up.",
)


@dg.sensor(job=refresh, minimum_interval_seconds=30)
def postings_folder(
    context: dg.SensorEvaluationContext, folders: Folders
) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """Starts a run when files in the postings folder have come, gone or changed, once they are complete."""
    states = watch_files(Path(folders.postings))
    if any(time.time() - changed_at < SECONDS_UNTIL_STABLE for _, _, changed_at in states):
        yield dg.SkipReason(
            f"a file in {folders.postings} changed in the last {SECONDS_UNTIL_STABLE} s: waiting"
        )
        return
    cursor = hashlib.sha256(repr(states).encode()).hexdigest()
    if cursor == context.cursor:
        yield dg.SkipReason(f"nothing has changed in {folders.postings}")
        return
    context.update_cursor(cursor)
    yield dg.RunRequest()
