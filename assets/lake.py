"""How Dagster reaches the lake and the folders."""

import inspect
import os
import re
from pathlib import Path

import dagster as dg
import polars as pl
from pydantic import PrivateAttr

from schemas import TABLES
from warehouse.builds import Builds
from warehouse.database import DATABASE
from warehouse.lake import LAKE, Lake
from warehouse.locks import LockError, WriteLock
from warehouse.parts import Parts, Plan
from warehouse.versions import ROOT
from warehouse.workers import Workers

PREVIEW_ROWS = 5


class Folders(dg.ConfigurableResource):
    """Where the project's input lies, curated data, posting files and downloads, and where builds are published."""

    data: str = str(ROOT / "data")
    postings: str = str(Path(os.environ.get("POSTINGS") or ROOT / "data" / "sample").resolve())
    downloads: str = str(ROOT / "warehouse" / "downloads")
    published: str = str(DATABASE.parent)

    @property
    def is_sample(self) -> bool:
        """Whether the postings folder is the sample, whose synthetic rows are never mixed with fetched ones."""
        return Path(self.postings) == Path(self.data) / "sample"

    @property
    def builds(self) -> Builds:
        """The builds, and the links through which readers find the published one."""
        return Builds(Path(self.published))

    @property
    def database(self) -> Path:
        """The database of the published build."""
        return Path(self.published) / DATABASE.name

    @property
    def cards(self) -> Path:
        """Folder of the source cards."""
        return Path(self.data) / "sources"

    @property
    def taxonomies(self) -> Path:
        """Folder of the taxonomy CSVs."""
        return Path(self.data) / "taxonomies"

    @property
    def role_definitions(self) -> Path:
        """Folder of the role-definition articles."""
        return Path(self.data) / "role_definitions"


class LakeIOManager(dg.ConfigurableIOManager):
    """Stores each table as Parquet parts and hands it on as Parts, LazyFrame or DataFrame, as the asset asks.

    One run writes at a time, whoever started it: the lake's lock is held from the run's first step to its last.
    """

    root: str = str(LAKE)
    lock_timeout_seconds: int = 3600
    _lock: WriteLock = PrivateAttr()
    _workers: Workers = PrivateAttr(default_factory=Workers)

    @property
    def lake(self) -> Lake:
        """The lake itself."""
        return Lake(Path(self.root), self._workers)

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        """Waits for the lake's lock, then clears what a killed run left.

        Raises dg.Failure where another run holds the lock for too long.
        """
        self._lock = WriteLock(Path(self.root))
        run = f"run {context.run.run_id[:8]}" if context.run else "a run"
        try:
            self._lock.acquire(run, self.lock_timeout_seconds, context.log.warning)
        except LockError as error:
            raise dg.Failure(f"{error}. It was waited for {self.lock_timeout_seconds} s") from None
        self.lake.sweep()

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:
        """Ends the worker processes and lets the next run in."""
        self._workers.close()
        self._lock.release()

    def handle_output(self, context: dg.OutputContext, obj: pl.DataFrame | Plan) -> None:
        """Stores a table's missing parts and tells Dagster what it holds now."""
        table = context.asset_key.path[-1]
        parts = self.lake.store(table, obj, report=context.log.info)
        context.step_context.set_data_version(context.asset_key, dg.DataVersion(parts.digest))
        context.add_output_metadata(
            {
                "dagster/row_count": parts.rows,
                "parts": len(parts.parts),
                "megabytes": round(parts.bytes / 1e6, 3),
                "preview": dg.MetadataValue.md(preview(table, parts)),
            }
        )

    def load_input(self, context: dg.InputContext) -> Parts | pl.LazyFrame | pl.DataFrame:
        """The table as the type the asset's parameter is annotated with."""
        parts = self.lake.read(context.asset_key.path[-1])
        wanted = context.dagster_type.typing_type
        if inspect.isclass(wanted) and issubclass(wanted, pl.LazyFrame):
            return parts.scan()
        if inspect.isclass(wanted) and issubclass(wanted, pl.DataFrame):
            return parts.scan().collect()
        return parts


def preview(table: str, parts: Parts) -> str:
    """The first rows of a table as a Markdown table, without its private columns."""
    shown = [name for name in TABLES[table].polars_schema() if name not in TABLES[table].private_columns()]
    rows = parts.scan().select(shown).head(PREVIEW_ROWS).collect().iter_rows()
    lines = ["| " + " | ".join(_cell(value) for value in row) + " |" for row in rows]
    return "\n".join(["| " + " | ".join(shown) + " |", "|" + " --- |" * len(shown), *lines])


def _cell(value: object) -> str:
    """A value as plain text: what means something in Markdown or HTML is escaped, so that no posting draws or links."""
    text = "" if value is None else " ".join(str(value)[:80].split())
    return re.sub(r"([\\`*_\[\]<>!|~&$:])", r"\\\1", text)
