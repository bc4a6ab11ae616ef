"""What a build was made from."""

import functools
import platform
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import version

import polars as pl

from schemas import TABLES
from warehouse.parts import Parts
from warehouse.versions import ROOT, digest

_Row = tuple[str, str, str, int | None, int | None]
CODE = ["schemas", "pipelines", "warehouse", "assets"]
CODE_FILES = ("*.py", "sql/*.sql", "queries/*.sql", "pages/*.*", "pages/sql/*.sql")
"""Named one by one: `warehouse` also holds what runs write, and walking that takes long."""


def describe_build(tables: dict[str, Parts], measures: pl.DataFrame) -> pl.DataFrame:
    """The table `build`: one row per table, per source, per folder of code, per library and per measure.

    `tables` are all other tables by name; among them `raw_postings`, which has one part per source file. `measures`
    has the columns kind, name, rows, figure and the table each was taken from. No time is noted, so that the same
    inputs make the same build.
    """
    rows = [*_tables(tables), *_sources(tables["raw_postings"]), *_code(), *_libraries()]
    made_from = pl.DataFrame(rows, schema=["kind", "name", "version", "parts", "rows"], orient="row")
    versions = {table: parts.digest for table, parts in tables.items()}
    measured = measures.with_columns(version=pl.col("table").replace_strict(versions)).drop("table")
    described = pl.concat([made_from, measured], how="diagonal_relaxed")
    return described.select(TABLES["build"].polars_schema().names())


def code_digest() -> str:
    """Changes exactly when our code does."""
    return digest([version for _, _, version, _, _ in _code()])


@functools.cache
def installed_versions() -> dict[str, str]:
    """Versions of what makes parts on this machine, by name: folders of code, taxonomies, Python and libraries."""
    taxonomies = sorted((ROOT / "data" / "taxonomies").glob("*.csv"))
    versions = {name: version for _, name, version, *_ in [*_code(), *_libraries()]}
    return versions | {"taxonomies": digest([path.read_text() for path in taxonomies])}


def _tables(tables: dict[str, Parts]) -> Iterator[_Row]:
    for name, parts in sorted(tables.items()):
        yield "table", name, parts.digest, len(parts.parts), parts.rows


def _sources(raw_postings: Parts) -> Iterator[_Row]:
    for source in sorted({part.source_id for part in raw_postings.parts}):
        parts = [part for part in raw_postings.parts if part.source_id == source]
        yield "source", source, digest([part.key for part in parts]), len(parts), sum(p.rows for p in parts)


def _code() -> Iterator[_Row]:
    for folder in CODE:
        files = sorted(path for pattern in CODE_FILES for path in (ROOT / folder).glob(pattern))
        yield "code", folder, digest([path.read_text() for path in files]), None, None


def _libraries() -> Iterator[_Row]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = [re.split(r"[^\w-]", requirement)[0] for requirement in project["dependencies"]]
    yield "library", "python", platform.python_version(), None, None
    for name in sorted(names):
        yield "library", name, version(name), None, None
