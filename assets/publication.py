"""The published database."""

from pathlib import Path

import dagster as dg
import polars as pl

from assets.lake import Folders, LakeIOManager
from pipelines.build import measure_build
from schemas import TABLES
from warehouse.database import publish
from warehouse.provenance import describe_build

PUBLISHED = [name for name, contract in TABLES.items() if contract.is_published()]
MADE_FROM = [name for name in TABLES if name != "build"]


@dg.asset(group_name="publication", deps=MADE_FROM)
def build(io_manager: dg.ResourceParam[LakeIOManager]) -> pl.DataFrame:
    """What this build was made from, what came in and out of it, and how good it is."""
    tables = {name: io_manager.lake.read(name) for name in MADE_FROM}
    measured = ("source_coverage", "title_evaluation", "skill_evaluation")
    return describe_build(tables, measure_build(*(tables[name].scan().collect() for name in measured)))


@dg.asset(group_name="publication", deps=PUBLISHED)
def ml_job_market(
    context: dg.AssetExecutionContext, folders: Folders, io_manager: dg.ResourceParam[LakeIOManager]
) -> dg.MaterializeResult:
    """The DuckDB database analysts query: built in a new file, then swapped in."""
    tables = {name: io_manager.lake.read(name) for name in PUBLISHED}
    build = publish(Path(folders.database), tables)
    context.log.info(f"published {folders.database} -> {build.name}")
    rows = sum(parts.rows for parts in tables.values())
    return dg.MaterializeResult(
        data_version=dg.DataVersion(build.stem.rpartition("-")[2]),
        metadata={
            "dagster/row_count": rows,
            "build": build.name,
            "megabytes": round(build.stat().st_size / 1e6, 3),
            "rows": dg.MetadataValue.md(
                "\n".join(
                    [
                        "| table | rows |",
                        "| --- | ---: |",
                        *(f"| {t} | {p.rows:,} |" for t, p in tables.items()),
                    ]
                )
            ),
        },
    )
