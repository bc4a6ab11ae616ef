"""How Dagster reaches the lake and the folders."""

import inspect
import os
from pathlib import Path

import dagster as dg
import polars as pl
from pydantic import PrivateAttr

from assets.views import describe_content
from warehouse.builds.database import DATABASE
from warehouse.builds.folders import Builds
from warehouse.lake.fanout import Fanout, choose_fanout
from warehouse.lake.locks import LockError, WriteLock
from warehouse.lake.parts import Parts, Plan
from warehouse.lake.tables import LAKE, Lake
from warehouse.settings import ROOT, WAREHOUSE


class Folders(dg.ConfigurableResource):
    """Where the project's input lies, curated data, posting files and downloads, and where builds are published."""

    data: str = str(ROOT / "data")
    postings: str = os.environ.get("POSTINGS") or str(ROOT / "data" / "sample")
    downloads: str = str(WAREHOUSE / "state" / "downloads")
    published: str = str(DATABASE.parent)

    @property
    def postings_folders(self) -> list[Path]:
        """The folders of posting files, parted in `postings` as the system parts paths (`:`)."""
        return [Path(folder).resolve() for folder in self.postings.split(os.pathsep) if folder]

    @property
    def is_sample(self) -> bool:
        """Whether the postings folder is the sample, whose synthetic rows are never mixed with fetched ones."""
        return self.postings_folders == [(Path(self.data) / "sample").resolve()]

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

    One run writes at a time, whoever started it: the lake's lock is held from the run's first step to its last. For a
    lake on object storage that covers the runs of this machine alone.
    """

    root: str = LAKE
    lock_timeout_seconds: int = 3600
    _lock: WriteLock = PrivateAttr()
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
        self._lock = WriteLock(self.lake.storage.local.root)
        run = f"run {context.run.run_id[:8]}" if context.run else "a run"
        try:
            self._lock.acquire(run, self.lock_timeout_seconds, context.log.warning)
        except LockError as error:
            raise dg.Failure(f"{error}. It was waited for {self.lock_timeout_seconds} s") from None
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
        context.add_output_metadata(describe_content(table, parts))

    def load_input(self, context: dg.InputContext) -> Parts | pl.LazyFrame | pl.DataFrame:
        """The table as the type the asset's parameter is annotated with."""
        parts = self.lake.read(context.asset_key.path[-1])
        wanted = context.dagster_type.typing_type
        if inspect.isclass(wanted) and issubclass(wanted, pl.LazyFrame):
            return parts.scan()
        if inspect.isclass(wanted) and issubclass(wanted, pl.DataFrame):
            return parts.scan().collect()
        return parts
