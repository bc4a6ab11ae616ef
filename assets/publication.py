"""A build: everything that is published together, and the swap that publishes it."""

from functools import partial
from pathlib import Path

import dagster as dg
import polars as pl

from assets.lake import Folders, LakeIOManager
from schemas import TABLES
from warehouse.builds import BuildError
from warehouse.database import DATABASE, build_database, describe_database
from warehouse.parts import Parts
from warehouse.provenance import describe_build
from warehouse.report import REPORT, write_report

PUBLISHED = [name for name, contract in TABLES.items() if contract.is_published()]
MADE_FROM = [name for name in TABLES if name != "build"]


@dg.asset(group_name="publication", deps=MADE_FROM)
def build(io_manager: dg.ResourceParam[LakeIOManager]) -> pl.DataFrame:
    """What this build was made from: versions of tables, sources, code and libraries."""
    return describe_build({name: io_manager.lake.read(name) for name in MADE_FROM})


@dg.asset(group_name="publication", deps=PUBLISHED)
def ml_job_market(folders: Folders, io_manager: dg.ResourceParam[LakeIOManager]) -> dg.MaterializeResult:
    """The DuckDB database analysts query, in a build that nobody sees before it is published."""
    tables = read_published(io_manager)
    made_from = describe_database(tables)
    database = folders.builds.make(made_from, DATABASE.name, partial(build_database, tables))
    lines = [f"| {table} | {parts.rows:,} |" for table, parts in tables.items()]
    return dg.MaterializeResult(
        data_version=dg.DataVersion(made_from),
        metadata={
            "dagster/row_count": sum(parts.rows for parts in tables.values()),
            "megabytes": round(database.stat().st_size / 1e6, 3),
            "rows": dg.MetadataValue.md("\n".join(["| table | rows |", "| --- | ---: |", *lines])),
        },
    )


@dg.asset(group_name="publication", deps=[ml_job_market])
def report(folders: Folders, io_manager: dg.ResourceParam[LakeIOManager]) -> dg.MaterializeResult:
    """Pages to look at, with every figure's interval, SQL and evidence; they open from disk or any static host."""
    tables = read_published(io_manager)
    made_from = describe_database(tables)
    database = folders.builds.make(made_from, DATABASE.name, partial(build_database, tables))
    folder = folders.builds.make(made_from, REPORT, partial(write_report, database))
    files = [path for path in folder.rglob("*") if path.is_file()]
    return dg.MaterializeResult(
        data_version=dg.DataVersion(made_from),
        metadata={
            "pages": sum(path.suffix == ".html" for path in files),
            "megabytes": round(sum(path.stat().st_size for path in files) / 1e6, 3),
            "path": dg.MetadataValue.path(Path(folders.published) / REPORT / "index.html"),
        },
    )


@dg.asset(group_name="publication", deps=[ml_job_market, report])
def publication(
    context: dg.AssetExecutionContext, folders: Folders, io_manager: dg.ResourceParam[LakeIOManager]
) -> dg.MaterializeResult:
    """The link that leads readers to the newest build: swapped when all of it is made."""
    made_from = describe_database(read_published(io_manager))
    try:
        build = folders.builds.publish(made_from)
    except BuildError as error:
        raise dg.Failure(str(error), allow_retries=False) from None
    context.log.info(f"published {build}")
    return dg.MaterializeResult(
        data_version=dg.DataVersion(made_from),
        metadata={"build": build.name, "folder": dg.MetadataValue.path(build)},
    )


def read_published(io_manager: LakeIOManager) -> dict[str, Parts]:
    """The tables of a build, by name, as the lake holds them now."""
    return {name: io_manager.lake.read(name) for name in PUBLISHED}
