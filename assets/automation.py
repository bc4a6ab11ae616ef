"""What starts runs: the job, its schedule, and the sensors on postings, curated data and changed tables."""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import dagster as dg

from assets.resources import Folders
from assets.sources import Fetching
from warehouse.inbox.curated import hash_curated_files
from warehouse.inbox.source_files import watch_files
from warehouse.lake.software import code_digest
from warehouse.settings import SECONDS_UNTIL_STABLE

READ_TOGETHER = {
    "sources": ("source_files", "sources", "raw_postings", "snapshots", "record_keys", "cleaned_postings"),
    "role_definitions": ("role_definitions", "role_skill_claims"),
}
"""The assets that read all YAML files of a folder of curated data; `taxonomies/<table>.csv` is read by its namesake."""

RUN_TAGS = {"postings": Folders().postings, "code": code_digest()}
"""What tells runs apart in the UI; `trigger` says what started one, and is missing where somebody did."""

refresh = dg.define_asset_job(
    "refresh",
    selection=dg.AssetSelection.all(),
    run_tags=RUN_TAGS,
    description="Reads what is in the postings folder, redoes what changed and publishes the database.",
)

daily_refresh = dg.ScheduleDefinition(
    name="daily_refresh",
    job=refresh,
    cron_schedule="0 5 * * *",
    execution_timezone="UTC",
    run_config=dg.RunConfig(ops={"source_files": Fetching(fetch=True)}),
    tags={"trigger": "schedule"},
    description="Every day at 05:00 UTC, whatever the server's time zone; fetches first what the source cards name. "
    "If ticks were missed while the daemon was down, it runs once when the daemon is back.",
)

WHAT_IT_IS_MADE_FROM_HAS_CHANGED = (
    dg.AutomationCondition.any_deps_match(
        dg.AutomationCondition.data_version_changed() | dg.AutomationCondition.will_be_requested()
    )
    .since_last_handled()
    .with_label("what it is made from has changed")
    & ~dg.AutomationCondition.in_progress()
    & ~dg.AutomationCondition.any_deps_in_progress()
    & dg.AutomationCondition.all_deps_blocking_checks_passed()
)
"""Not `eager`, which also fires where a table was made again and came out the same."""

changed_tables = dg.AutomationConditionSensorDefinition(
    "changed_tables",
    target=dg.AssetSelection.all(),
    minimum_interval_seconds=60,
    run_tags={**RUN_TAGS, "trigger": "changed tables"},
    description="Where the content of a table has changed, makes all that depends on it, and nothing else, in one run "
    "that ends with publication. It waits for runs in progress and for blocking checks.",
)


@dataclass(frozen=True)
class Watch:
    """What a sensor remembers as its cursor: each name's state when last handled, when last seen, and since when."""

    handled: dict[str, str]
    seen: dict[str, str]
    since: float

    @property
    def changed(self) -> list[str]:
        """Names that have come, gone or changed since they were handled."""
        return sorted({name for name, _ in self.handled.items() ^ self.seen.items()})

    @property
    def cursor(self) -> str:
        """The watch as text."""
        return json.dumps(asdict(self))

    @property
    def run_key(self) -> str:
        """The same where a tick is repeated because its end was lost, and another for every later change."""
        return hashlib.sha256(self.cursor.encode()).hexdigest()


@dg.sensor(
    job=refresh,
    minimum_interval_seconds=10,
    description="Starts a run when files in the postings folder have come, gone or changed, once they have stayed as "
    f"they are for {SECONDS_UNTIL_STABLE:.0f} s.",
)
def postings_folder(context: dg.SensorEvaluationContext, folders: Folders) -> dg.RunRequest | dg.SkipReason:
    """One run for each state of the folder that lasts."""
    states = {}
    for folder in folders.postings_folders:
        if not folder.is_dir():
            return dg.SkipReason(
                f"the postings folder {folder} does not exist: create it, or set POSTINGS to another"
            )
        states[str(folder)] = hashlib.sha256(repr(watch_files(folder)).encode()).hexdigest()
    found = _look(context, states, handled_at_first={})
    return (
        found
        if isinstance(found, dg.SkipReason)
        else dg.RunRequest(found.run_key, tags={"trigger": "postings folder"})
    )


@dg.sensor(
    job=refresh,
    minimum_interval_seconds=30,
    description="Starts a run of the tables that read an edited taxonomy, source card or article; `changed_tables` "
    "makes what depends on them. What was edited before it was switched on waits for the next refresh.",
)
def edited_data(context: dg.SensorEvaluationContext, folders: Folders) -> dg.RunRequest | dg.SkipReason:
    """One run for each state of the files that lasts, of exactly the assets that read what was edited."""
    files = hash_curated_files(Path(folders.data))
    found = _look(context, files, handled_at_first=files)
    if isinstance(found, dg.SkipReason):
        return found
    readers = {table for file in found.changed for table in read_by(file)}
    return dg.RunRequest(
        found.run_key,
        tags={"trigger": "edited data"},
        asset_selection=[dg.AssetKey(table) for table in sorted(readers)],
    )


def read_by(file: str) -> tuple[str, ...]:
    """The assets that read a file of curated data, given as `<folder>/<name>`."""
    folder, name = file.split("/")
    return READ_TOGETHER.get(folder, (Path(name).stem,))


def _look(
    context: dg.SensorEvaluationContext, state: Mapping[str, str], handled_at_first: Mapping[str, str]
) -> Watch | dg.SkipReason:
    """The watch, once what has changed has stayed as it is; its cursor then says that it is handled."""
    now = time.time()
    watch = Watch(**json.loads(context.cursor)) if context.cursor else Watch(dict(handled_at_first), {}, now)
    if state != watch.seen:
        watch = Watch(watch.handled, dict(state), now)
    context.update_cursor(watch.cursor)
    if not watch.changed:
        return dg.SkipReason("nothing has changed")
    if now - watch.since < SECONDS_UNTIL_STABLE:
        changed = ", ".join(watch.changed[:5])
        return dg.SkipReason(f"waiting until {changed} stay as they are for {SECONDS_UNTIL_STABLE:.0f} s")
    context.update_cursor(Watch(watch.seen, watch.seen, watch.since).cursor)
    return watch
