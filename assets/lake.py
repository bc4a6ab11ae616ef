"""How Dagster reaches the lake and the folders."""

import inspect
import os
from pathlib import Path

import dagster as dg
import polars as pl
from filelock import FileLock, Timeout
from pydantic import PrivateAttr

from schemas import TABLES
from warehouse.database import DATABASE
from warehouse.fanout import Fanout, choose_fanout
from warehouse.lake import Lake
from warehouse.parts import Parts, Plan
from warehouse.versions import ROOT

PREVIEW_ROWS = 5


class Folders(dg.ConfigurableResource):
    """Where the project's input lies: curated data, posting files and downloads."""

    data: str = str(ROOT / "data")
    postings: str = str(Path(os.environ.get("POSTINGS") or ROOT / "data" / "sample").resolve())
    downloads: str = str(ROOT / "warehouse" / "downloads")
    database: str = str(DATABASE)

    @property
    def is_sample(self) -> bool:
        """Whether the postings folder is the sample, whose synthetic rows are never mixed with fetched ones."""
        return Path(self.postings) == Path(self.data) / "sample"

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

    One run writes at a time, whoever started it: the lake's lock is held from the run's first step to its last. For a
    lake on object storage that covers the runs of this machine alone.
    """

    root: str = os.environ.get("LAKE") or str(ROOT / "warehouse" / "lake")
    lock_timeout_seconds: int = 3600
    _lock: FileLock = PrivateAttr()
    _fanout: Fanout = PrivateAttr(default_factory=choose_fanout)

    @property
    def lake(self) -> Lake:
        """The lake itself."""
        root = self.root if "://" in self.root else Path(self.root).resolve()
        return Lake(root, self._fanout)

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        """Waits for the lake's lock, then clears what a killed run left.

        Raises dg.Failure where another run holds the lock for too long.
        """
        here = self.lake.storage.local.root
        here.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(here / ".lock")
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            context.log.warning("another run is writing to %s: waiting for it to end", self.root)
            try:
                self._lock.acquire(timeout=self.lock_timeout_seconds)
            except Timeout:
                raise dg.Failure(
                    f"another run has held {here / '.lock'} for {self.lock_timeout_seconds} s: end it, then run again"
                ) from None
        self.lake.sweep()

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:
        """Ends the workers and lets the next run in."""
        self._fanout.close()
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
                "preview": dg.MetadataValue.md(_preview(table, parts)),
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


def _preview(table: str, parts: Parts) -> str:
    shown = [name for name in TABLES[table].polars_schema() if name not in TABLES[table].private_columns()]
    rows = parts.scan().select(shown).head(PREVIEW_ROWS).collect().iter_rows()
    lines = ["| " + " | ".join(_cell(value) for value in row) + " |" for row in rows]
    return "\n".join(["| " + " | ".join(shown) + " |", "|" + " --- |" * len(shown), *lines])


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return " ".join(text[:80].replace("|", "\\|").replace("<", "&lt;").replace("`", "'").split())
