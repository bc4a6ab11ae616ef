"""A build: everything that is published together, and the swap that publishes it."""

import logging
import textwrap
from functools import partial
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl

from assets.checks import CHECKS
from assets.resources import WRITES_TO, Folders, LakeIOManager
from assets.title_checks import TITLE_CHECKS
from pipelines.figures.build import measure_build
from pipelines.figures.build_changes import COMPARED, list_changes
from schemas import TABLES
from warehouse.builds.database import DATABASE, build_database, describe_database
from warehouse.builds.folders import BuildError
from warehouse.builds.provenance import describe_build
from warehouse.builds.published import read_former
from warehouse.builds.summary import count_outcomes, measure_published, summarise
from warehouse.exports.folder import EXPORTS, write_exports
from warehouse.inbox.curated import hash_curated_files
from warehouse.lake.parts import Parts
from warehouse.report.site import REPORT, write_report

PUBLISHED = [name for name, contract in TABLES.items() if contract.is_published()]
MADE_FROM = [name for name in TABLES if name not in ("build", "build_changes")]
NOT_ENDED = [
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
]


@dg.asset(deps=MADE_FROM)
def build(folders: Folders, io_manager: dg.ResourceParam[LakeIOManager]) -> pl.DataFrame:
    """What this build was made from, its counts of records in and out, and its measures of quality."""
    tables = {name: io_manager.lake.read(name) for name in MADE_FROM}
    measured = ("source_coverage", "title_evaluation", "skill_evaluation", "role_distinctiveness", "periods")
    measures = measure_build(*(tables[name].scan().collect() for name in measured))
    return describe_build(tables, hash_curated_files(Path(folders.data)), measures)


@dg.asset
def build_changes(
    folders: Folders,
    build: pl.DataFrame,
    source_files: pl.DataFrame,
    role_demand: pl.DataFrame,
    role_skill_demand: pl.DataFrame,
) -> pl.DataFrame:
    """What differs from the previously published build, and why."""
    now = dict(zip(COMPARED, (build, source_files, role_demand, role_skill_demand), strict=True))
    return list_changes(read_former(folders.builds.kept, build), now)


@dg.asset(group_name="publication", deps=PUBLISHED, kinds={"duckdb"})
def ml_job_market(
    context: dg.AssetExecutionContext, folders: Folders, io_manager: dg.ResourceParam[LakeIOManager]
) -> dg.MaterializeResult:
    """The DuckDB database that analysts query, in a build that readers see only once it is published."""
    tables = read_published(io_manager)
    if damaged := folders.builds.find_damage():
        context.log.warning(f"{damaged} no longer match their checksums: the build is made again")
    made_from, database = make_database(folders, tables)
    lines = [f"| {table} | {parts.rows:,} |" for table, parts in tables.items()]
    return dg.MaterializeResult(
        data_version=dg.DataVersion(made_from),
        metadata={
            "dagster/row_count": sum(parts.rows for parts in tables.values()),
            "megabytes": round(database.stat().st_size / 1e6, 3),
            "rows": dg.MetadataValue.md("\n".join(["| table | rows |", "| --- | ---: |", *lines])),
        },
    )


@dg.asset(group_name="publication", deps=[ml_job_market], kinds={"parquet", "csv"})
def exports(folders: Folders, io_manager: dg.ResourceParam[LakeIOManager]) -> dg.MaterializeResult:
    """The same tables as Parquet and CSV files, with metadata for data catalogues and libraries."""
    made_from, database = make_database(folders, read_published(io_manager))
    folder = folders.builds.make(made_from, EXPORTS, partial(write_exports, database))
    return describe_folder(made_from, folder)


@dg.asset(group_name="publication", deps=[ml_job_market], kinds={"html"})
def report(folders: Folders, io_manager: dg.ResourceParam[LakeIOManager]) -> dg.MaterializeResult:
    """HTML pages with every figure's interval, SQL and evidence; they open from disk or any static host."""
    made_from, database = make_database(folders, read_published(io_manager))
    folder = folders.builds.make(made_from, REPORT, partial(write_report, database))
    return describe_folder(made_from, folder)


@dg.asset(group_name="publication", deps=[ml_job_market, exports, report])
def publication(
    context: dg.AssetExecutionContext, folders: Folders, io_manager: dg.ResourceParam[LakeIOManager]
) -> dg.MaterializeResult:
    """The link that points readers to the newest build; it is swapped once the build is complete."""
    if reason := find_failing_checks(context.instance, context.run.run_id):
        raise dg.Failure(reason, allow_retries=False)
    made_from, former = describe_database(read_published(io_manager)), folders.builds.published
    origin = folders.name_origin(io_manager.lake.read("source_files").scan().collect())
    is_comparable = former is not None and folders.builds.origin == origin
    try:
        build = folders.builds.publish(made_from, origin)
    except BuildError as error:
        raise dg.Failure(str(error), allow_retries=False) from None
    summary = summarise(build / DATABASE.name, former / DATABASE.name if former and is_comparable else None)
    if not build.name.endswith(made_from):
        context.log.warning(f"the build of this run was rolled back before: {build} stays published")
    context.log.log(logging.DEBUG if build == former else logging.INFO, f"what is published now:\n{summary}")
    if fetched := find_fetched(context.instance, context.run.run_id):
        context.log.info(f"downloads by source:\n{fetched}")
    return dg.MaterializeResult(
        data_version=dg.DataVersion(build.name.rpartition("-")[2]),
        metadata={
            "build": build.name,
            "made from": folders.builds.origin or "unknown",
            "is new": build != former,
            "tables": len(PUBLISHED),
            "database": dg.MetadataValue.path(folders.database),
            "folder": dg.MetadataValue.path(build),
            "summary": dg.MetadataValue.md(textwrap.indent(summary, " " * 4)),  # as plain text, not Markdown
            **count_outcomes(build / DATABASE.name),
            **measure_published(build / DATABASE.name),
        },
    )


def find_failing_checks(instance: dg.DagsterInstance, run_id: str) -> str | None:
    """Why the tables must not be published: blocking checks that failed in their last run, or that a run planned but
    did not complete; None if all passed.

    Checks that the asking run has not started yet do not count: their failure stops everything downstream.
    """
    specs = (spec for check in (*CHECKS, *TITLE_CHECKS) for spec in check.check_specs if spec.blocking)
    waiting = find_waiting(instance)
    latest = (_find_latest(instance, spec.key, waiting) for spec in specs)
    open_checks = [record for record in latest if record and record.status.value != "SUCCEEDED"]
    failed = [record.key.to_user_string() for record in open_checks if record.status.value == "FAILED"]
    if failed:
        return (
            f"nothing is published while blocking checks fail: {', '.join(failed)}. The UI says for each what to do; "
            "then materialise its table again, or run the job"
        )
    tables = {record.key.asset_key.to_user_string() for record in open_checks if record.run_id != run_id}
    if tables:
        return (
            f"nothing is published, because the run that made {', '.join(sorted(tables))} ended before they were "
            "checked: run the job refresh"
        )
    return None


def find_waiting(instance: dg.DagsterInstance) -> set[str]:
    """The ids of runs that are to make tables and have not begun to: they wait for the one that writes."""
    runs = instance.get_runs(dg.RunsFilter(statuses=NOT_ENDED))
    return {run.run_id for run in runs if WRITES_TO not in run.tags}


def _find_latest(instance: dg.DagsterInstance, key: dg.AssetCheckKey, waiting: set[str]) -> Any:
    """What is known last of a check; not what a run that waits has planned of it."""
    record = instance.get_latest_asset_check_evaluation_record(key)
    if record is None or record.run_id not in waiting:
        return record
    history = instance.event_log_storage.get_asset_check_execution_history(key, limit=len(waiting) + 1)
    return next((earlier for earlier in history if earlier.run_id not in waiting), None)


def find_fetched(instance: dg.DagsterInstance, run_id: str) -> str | None:
    """What a run fetched, by source, from the metadata of source_files; None if it fetched nothing."""
    event = instance.get_latest_materialization_event(dg.AssetKey("source_files"))
    if event is None or event.run_id != run_id or event.asset_materialization is None:
        return None
    fetched = event.asset_materialization.metadata.get("fetched")
    return str(fetched.value) if fetched else None


def make_database(folders: Folders, tables: dict[str, Parts]) -> tuple[str, Path]:
    """The digest of the build that these tables make, and its database, which is made if it does not exist yet."""
    made_from = describe_database(tables)
    return made_from, folders.builds.make(made_from, DATABASE.name, partial(build_database, tables))


def describe_folder(made_from: str, folder: Path) -> dg.MaterializeResult:
    """The result that Dagster shows for a folder of the build."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    megabytes = round(sum(path.stat().st_size for path in files) / 1e6, 3)
    return dg.MaterializeResult(
        data_version=dg.DataVersion(made_from),
        metadata={"files": len(files), "megabytes": megabytes, "folder": dg.MetadataValue.path(folder)},
    )


def read_published(io_manager: LakeIOManager) -> dict[str, Parts]:
    """The published tables in the lake, by name."""
    return {name: io_manager.lake.read(name) for name in PUBLISHED}
