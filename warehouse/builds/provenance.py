"""Describes the inputs of a build."""

from collections.abc import Iterator

import polars as pl

from schemas import TABLES
from warehouse.lake.parts import Parts
from warehouse.lake.software import code_versions, library_versions
from warehouse.lake.versions import digest

_Row = tuple[str, str, str, int | None, int | None]


def describe_build(
    tables: dict[str, Parts], curated_files: dict[str, str], measures: pl.DataFrame
) -> pl.DataFrame:
    """The table `build`: one row per table, source, curated file, folder of code, library and measure.

    `tables` are those that are not about builds, by name, including `raw_postings`, which has one part per source file.
    `curated_files` are the files of data/ and their sha256. `measures`
    has the columns kind, name, rows, figure and the table each was taken from. No time is noted, so that the same
    inputs make the same build.
    """
    versions = {"curated_file": curated_files, "code": code_versions(), "library": library_versions()}
    rows = [
        *_tables(tables),
        *_sources(tables["raw_postings"]),
        *(
            (kind, name, found, None, None)
            for kind, named in versions.items()
            for name, found in named.items()
        ),
    ]
    made_from = pl.DataFrame(rows, schema=["kind", "name", "version", "parts", "rows"], orient="row")
    digests = {table: parts.digest for table, parts in tables.items()}
    measured = measures.with_columns(version=pl.col("table").replace_strict(digests)).drop("table")
    described = pl.concat([made_from, measured], how="diagonal_relaxed")
    return described.select(TABLES["build"].polars_schema().names())


def _tables(tables: dict[str, Parts]) -> Iterator[_Row]:
    for name, parts in sorted(tables.items()):
        yield "table", name, parts.digest, len(parts.parts), parts.rows


def _sources(raw_postings: Parts) -> Iterator[_Row]:
    for source in sorted({part.source_id for part in raw_postings.parts}):
        parts = [part for part in raw_postings.parts if part.source_id == source]
        yield "source", source, digest([part.key for part in parts]), len(parts), sum(p.rows for p in parts)
