"""What starts runs: the job, its schedule, and the sensors for postings, curated data and changed tables."""

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
    "postings": ("source_files",),
}
"""The assets that read all files of a folder; the asset <table> reads `taxonomies/<table>.csv`."""

RUN_TAGS = {"postings": Folders().postings, "code": code_digest()}
"""Tags that distinguish runs in the UI; `trigger` says what started a run, and is missing if a person did."""

refresh = dg.define_asset_job(
    "refresh",
    selection=dg.AssetSelection.all(),
    run_tags=RUN_TAGS,
    description="Reads the postings folder, recomputes what changed and publishes the database.",
)

daily_refresh = dg.ScheduleDefinition(
    name="daily_refresh",
    job=refresh,
    cron_schedule="0 5 * * *",
    execution_timezone="UTC",
    run_config=dg.RunConfig(ops={"source_files": Fetching(fetch=True)}),
    tags={"trigger": "schedule"},
    description="Runs every day at 05:00 UTC, in any server time zone, and first fetches the files that source cards "
    "name. If the daemon was down, missed ticks are made up by one run.",
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
"""Not `eager`, which also fires if a table was made again with the same content."""

changed_tables = dg.AutomationConditionSensorDefinition(
    "changed_tables",
    target=dg.AssetSelection.all(),
    minimum_interval_seconds=60,
    run_tags={**RUN_TAGS, "trigger": "changed tables"},
    description="When the content of a table changes, makes only what depends on it, in one run that ends with "
    "publication. Waits for runs in progress and for blocking checks.",
)


@dataclass(frozen=True)
class Watch:
    """The cursor of a sensor: the state of each name when last handled and when last seen, and since when."""

    handled: dict[str, str]
    seen: dict[str, str]
    since: float

    @property
    def changed(self) -> list[str]:
        """Names that were added, removed or changed since they were handled."""
        return sorted({name for name, _ in self.handled.items() ^ self.seen.items()})

    @property
    def cursor(self) -> str:
        """The watch as text."""
        return json.dumps(asdict(self))

    @property
    def run_key(self) -> str:
        """The same key if a tick is repeated because its end was lost, and a new key for every later change."""
        return hashlib.sha256(self.cursor.encode()).hexdigest()


@dg.sensor(
    job=refresh,
    minimum_interval_seconds=10,
    description="Starts a run when files in the postings folder were added, removed or changed, once they have been "
    f"stable for {SECONDS_UNTIL_STABLE:.0f} s.",
)
def postings_folder(context: dg.SensorEvaluationContext, folders: Folders) -> dg.RunRequest | dg.SkipReason:
    """One run for each stable state of the folder."""
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
    "makes what depends on them. Edits made before the sensor was switched on wait for the next refresh.",
)
def edited_data(context: dg.SensorEvaluationContext, folders: Folders) -> dg.RunRequest | dg.SkipReason:
    """One run for each stable state of the files, of exactly the assets that read the edited files."""
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
    """The assets that read a file of curated data or of postings, given as `<folder>/<name>`."""
    folder, name = file.split("/")
    return READ_TOGETHER.get(folder, (Path(name).stem,))


def _look(
    context: dg.SensorEvaluationContext, state: Mapping[str, str], handled_at_first: Mapping[str, str]
) -> Watch | dg.SkipReason:
    """The watch, once the changes are stable; its cursor then marks them as handled."""
    now = time.time()
    watch = Watch(**json.loads(context.cursor)) if context.cursor else Watch(dict(handled_at_first), {}, now)
    if state != watch.seen:
        watch = Watch(watch.handled, dict(state), now)
    context.update_cursor(watch.cursor)
    if not watch.changed:
        return dg.SkipReason("nothing has changed")
    if now - watch.since < SECONDS_UNTIL_STABLE:
        changed = ", ".join(watch.changed[:5])
        return dg.SkipReason(f"waiting until {changed} have been stable for {SECONDS_UNTIL_STABLE:.0f} s")
    context.update_cursor(Watch(watch.seen, watch.seen, watch.since).cursor)
    return watch
