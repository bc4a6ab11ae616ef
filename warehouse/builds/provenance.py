"""Describes the inputs of a build."""

from collections.abc import Iterator

import polars as pl

from schemas import TABLES
from warehouse.lake.parts import Parts
from warehouse.lake.software import code_versions, library_versions
from warehouse.lake.versions import digest

_Row = tuple[str, str, str, int | None, int | None]


def describe_build(tables: dict[str, Parts], measures: pl.DataFrame) -> pl.DataFrame:
    """The table `build`: one row per table, per source, per folder of code, per library and per measure.

    `tables` has all other tables by name, including `raw_postings` with one part per source file. `measures` has the
    columns kind, name, rows, figure and the table of each figure. No time is recorded, so the same inputs make the same
    build.
    """
    software = {"code": code_versions(), "library": library_versions()}
    rows = [
        *_tables(tables),
        *_sources(tables["raw_postings"]),
        *(
            (kind, name, found, None, None)
            for kind, named in software.items()
            for name, found in named.items()
        ),
    ]
    made_from = pl.DataFrame(rows, schema=["kind", "name", "version", "parts", "rows"], orient="row")
    versions = {table: parts.digest for table, parts in tables.items()}
    measured = measures.with_columns(version=pl.col("table").replace_strict(versions)).drop("table")
    described = pl.concat([made_from, measured], how="diagonal_relaxed")
    return described.select(TABLES["build"].polars_schema().names())


def _tables(tables: dict[str, Parts]) -> Iterator[_Row]:
    for name, parts in sorted(tables.items()):
        yield "table", name, parts.digest, len(parts.parts), parts.rows


def _sources(raw_postings: Parts) -> Iterator[_Row]:
    for source in sorted({part.source_id for part in raw_postings.parts}):
        parts = [part for part in raw_postings.parts if part.source_id == source]
        yield "source", source, digest([part.key for part in parts]), len(parts), sum(p.rows for p in parts)
