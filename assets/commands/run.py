"""Runs the job `refresh` in this process; prints progress in plain lines and the result in the last one.

`python -m assets` starts it. The run appears in Dagster's history under the project's code location, as if the UI had
started it.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import dagster as dg
from dagster._core.definitions.reconstruct import ReconstructableJob, ReconstructableRepository
from dagster._core.execution.api import execute_run_iterator
from dagster._core.remote_origin import (
    ManagedGrpcPythonEnvCodeLocationOrigin,
    RemoteJobOrigin,
    RemoteRepositoryOrigin,
)
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin

from assets.alerts import PUBLICATION, tell_of_failure
from assets.causes import find_warnings
from assets.changed_inputs import ChangedInputs
from assets.console import make_line
from assets.old_runs import delete_old_runs
from assets.resources import Folders, LakeIOManager
from schemas import TABLES
from warehouse.settings import FETCH, ROOT

JOB = "refresh"
MODULE = "assets.definitions"
LOCATION = "ml-job-market"
"""The name of the code location in `dg dev`, as pyproject.toml sets it, independent of the folder's name."""

SHOWN_TABLES = 3


@dataclass(frozen=True)
class Begun:
    """A run in the history that is about to start, its job, and the inputs it was chosen for."""

    changed: ChangedInputs
    job: ReconstructableJob
    run: dg.DagsterRun


def begin(instance: dg.DagsterInstance) -> Begun:
    """Chooses what to make and adds the run to the history."""
    changed = ChangedInputs.look(Folders(), LakeIOManager())
    job = load_job(changed.choose(instance, is_fetching=FETCH))
    return Begun(changed, job, create_run(instance, job))


def finish(instance: dg.DagsterInstance, begun: Begun) -> str | None:
    """Runs the job and prints its progress; returns why it failed, None if it succeeded."""
    job, run = begun.job, begun.run
    print(make_line("INFO", "run", f"{run.run_id[:8]} has begun"))
    groups = Groups({key.path[-1] for key in job.get_definition().asset_layer.selected_asset_keys})
    try:
        for event in execute_run_iterator(job, run, instance):
            for line in groups.follow(event):
                print(line)
    except KeyboardInterrupt:
        return "interrupted: finished work is kept; `make run` continues from there"
    run = instance.get_run_by_id(run.run_id) or run
    if not run.is_success:
        return f"{run.run_id[:8]} failed and published nothing. {tell_of_failure(instance, run)}"
    for key, warning in find_warnings(instance, run.run_id).items():
        print(make_line("WARNING", key.asset_key.to_user_string(), warning))
    try:
        begun.changed.note()
    except OSError as error:
        unnoted = f"published, but {begun.changed.folders.note} could not be noted ({error.strerror})"
        print(make_line("WARNING", "run", f"{unnoted}: the next run makes everything"))
    delete_old_runs(instance)
    print(make_line("INFO", "run", describe_result(instance, run.run_id)))
    return None


def create_run(instance: dg.DagsterInstance, job: ReconstructableJob) -> dg.DagsterRun:
    """Adds a run of the job, about to start, to the history."""
    target = LoadableTargetOrigin(
        executable_path=sys.executable, module_name=MODULE, working_directory=str(ROOT)
    )
    location = ManagedGrpcPythonEnvCodeLocationOrigin(target, LOCATION)
    return instance.create_run_for_job(
        job.get_definition(),
        run_config={"loggers": {"console": {"config": {"log_level": instance.python_log_level or "INFO"}}}},
        tags=job.get_definition().run_tags,
        remote_job_origin=RemoteJobOrigin(RemoteRepositoryOrigin(location, "__repository__"), JOB),
        job_code_origin=job.get_python_origin(),
        asset_selection=job.asset_selection,
    )


def describe_result(instance: dg.DagsterInstance, run_id: str) -> str:
    """What a run has published: records, postings, tables, origin and path."""
    entries = instance.all_logs(run_id, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION)
    events = [entry.dagster_event for entry in entries if entry.dagster_event]
    event = next(event for event in reversed(events) if event.asset_key == PUBLICATION)
    said = {name: value.value for name, value in event.materialization.metadata.items()}
    return (
        f"{'published' if said['is new'] else 'nothing has changed, still published:'} {said['records in']:,} records, "
        f"{said['postings and pay records']:,} postings and pay records of them, in {said['tables']} tables, made from "
        f"{said['made from']}: {said['database']}"
    )


@dataclass
class Groups:
    """The progress of the chosen tables of each group: a line when the last of them is stored."""

    chosen: set[str]
    _waiting: dict[str, set[str]] = field(default_factory=dict)
    _made: dict[str, list[str]] = field(default_factory=dict)
    _rows: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for table in self.chosen & set(TABLES):
            self._waiting.setdefault(TABLES[table].group(), set()).add(table)

    def follow(self, event: dg.DagsterEvent) -> Iterator[str]:
        """The line to print after this event, if any."""
        if event.event_type != dg.DagsterEventType.ASSET_MATERIALIZATION or event.asset_key is None:
            return
        table = event.asset_key.path[-1]
        if table not in TABLES:
            return
        group, metadata = TABLES[table].group(), event.materialization.metadata
        self._waiting[group].discard(table)
        self._rows[group] = self._rows.get(group, 0) + int(metadata["dagster/row_count"].value)
        if metadata["parts made"].value:
            self._made.setdefault(group, []).append(table)
        if not self._waiting[group]:
            yield make_line("INFO", group, f"{self._rows[group]:,} rows, {_list(self._made.get(group, []))}")


def _list(made: list[str]) -> str:
    more = f" and {len(made) - SHOWN_TABLES} more" if len(made) > SHOWN_TABLES else ""
    return f"made {', '.join(made[:SHOWN_TABLES])}{more}" if made else "nothing has changed"


def load_job(chosen: dg.AssetSelection | None = None) -> ReconstructableJob:
    """The job, of the chosen assets and their checks; of all assets by default."""
    repository = ReconstructableRepository.for_module(MODULE, "defs", working_directory=str(ROOT))
    job = ReconstructableJob(repository, JOB)
    return job.get_subset(
        asset_selection=chosen and chosen.resolve(job.get_definition().asset_layer.asset_graph)
    )
