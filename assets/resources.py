"""Dagster's resources: the lake and the folders."""

import inspect
import os
import socket
from enum import Enum
from pathlib import Path

import dagster as dg
import polars as pl
from pydantic import Field, PrivateAttr

from assets.views import describe_content
from warehouse.builds.database import DATABASE
from warehouse.builds.folders import Builds
from warehouse.lake.engines import choose_fanout
from warehouse.lake.fanout import Fanout
from warehouse.lake.locks import LockError, WriteLock
from warehouse.lake.parts import Parts, Plan
from warehouse.lake.tables import DamagedPartError, Lake, PartsFailedError
from warehouse.settings import FORCE, LAKE, POSTINGS, REPLACE, ROOT, WAREHOUSE

SAMPLE = "the sample"
FETCHED = "fetched files"
WRITES_TO = "ml_job_market/writes_to"
"""The tag of the runs that have begun to write."""


Source = Enum("Source", {path.stem: path.stem for path in sorted((ROOT / "data" / "sources").glob("*.yml"))})  # type: ignore[misc]
"""The sources that have a card: what can be chosen in the launchpad."""


class Folders(dg.ConfigurableResource):
    """Folders of the input (curated data, posting files, downloads) and of the published builds."""

    data: str = str(ROOT / "data")
    postings: str = POSTINGS
    downloads: str = str(WAREHOUSE / "state" / "downloads")
    published: str = str(DATABASE.parent)
    replace: bool = REPLACE
    """Whether a run may replace a build that was made from other postings, or from many more."""

    @property
    def postings_folders(self) -> list[Path]:
        """The folders of posting files, separated in `postings` by the system's path separator (`:`)."""
        return [Path(folder).resolve() for folder in self.postings.split(os.pathsep) if folder]

    @property
    def is_sample(self) -> bool:
        """Whether the postings folder is the sample, whose synthetic rows are never mixed with fetched ones."""
        return self.postings_folders == [(Path(self.data) / "sample").resolve()]

    def name_origin(self, source_files: pl.DataFrame) -> str:
        """Where these files (contract SourceFiles) come from: the sample, the postings folder, or the publishers."""
        read = source_files.filter(pl.col("problem").is_null())["is_fetched"]
        if read.any() and read.all():
            return FETCHED
        return SAMPLE if self.is_sample else self.postings

    def is_of_one_origin(self, source_files: pl.DataFrame) -> bool:
        """Whether the published build was made from the same folders as these files, so that the two can be
        compared."""
        return self.builds.origin == self.name_origin(source_files)

    @property
    def builds(self) -> Builds:
        """The builds, and the links to the published one."""
        return Builds(Path(self.published))

    @property
    def note(self) -> Path:
        """The file beside the builds that says what the last successful `make run` was made from, and what it left."""
        return Path(self.published) / "state" / "inputs.json"

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

    def name_table(self, table: str) -> str:
        """The file of a taxonomy, or the name of any other table."""
        file = self.taxonomies / f"{table}.csv"
        return str(file) if file.is_file() else table

    @property
    def role_definitions(self) -> Path:
        """Folder of the role-definition articles."""
        return Path(self.data) / "role_definitions"


class LakeIOManager(dg.ConfigurableIOManager):
    """Stores each table as Parquet parts and loads it as Parts, LazyFrame or DataFrame, as the asset's parameter asks.

    Only one run writes at a time: a run takes the lake's lock when it first uses the lake, and holds it until it ends.
    For a lake on object storage, the lock covers only the runs of this machine.
    """

    root: str = LAKE
    lock_timeout_seconds: int = 3600
    force: bool = Field(FORCE, description="Makes every part of the chosen tables again, even if it exists.")
    force_sources: list[Source] = Field(  # type: ignore[valid-type]
        [], description="Makes every part of these sources again, and of the others only what has changed."
    )
    _run: dg.DagsterRun | None = PrivateAttr(default=None)
    _instance: dg.DagsterInstance = PrivateAttr()
    _lock: WriteLock | None = PrivateAttr(default=None)
    _fanout: Fanout = PrivateAttr(default_factory=choose_fanout)

    @property
    def lake(self) -> Lake:
        """The lake, to which no other run writes while this one is running."""
        self.begin()
        return self._lake

    def begin(self) -> None:
        """Waits for the run that is writing, takes the lock and removes what a killed run left; once per run.

        Raises dg.Failure if another run holds the lock for too long.
        """
        if self._run is None or self._lock:
            return
        lock = WriteLock(self._lake.storage.local.root)
        report = dg.get_dagster_logger().warning
        try:
            lock.acquire(f"run {self._run.run_id[:8]}", self.lock_timeout_seconds, report)
        except LockError as error:
            raise dg.Failure(f"{error} (waited {self.lock_timeout_seconds} s)") from None
        self._lock = lock
        self._instance.add_run_tags(self._run.run_id, self.writing_here)
        self._lake.sweep()

    @property
    def writing_here(self) -> dict[str, str]:
        """The tag of runs that have begun to write to this lake from this machine."""
        return {WRITES_TO: f"{socket.gethostname()}:{self._lake.storage.local.root}"}

    @property
    def is_being_written(self) -> bool:
        """Whether a run on this machine is writing to the lake."""
        return not WriteLock(self._lake.storage.local.root).is_free()

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        """Notes the run. It may be called again after the run has ended, so it does not take the lock."""
        self._run, self._instance = context.run, context.instance

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:
        """Stops the workers and releases the lock."""
        self._fanout.close()
        if self._lock:
            self._lock.release()
        self._lock = None

    @property
    def _lake(self) -> Lake:
        return Lake(self.address, self._fanout)

    @property
    def address(self) -> Path | str:
        """The lake's folder, or its address on object storage."""
        return self.root if "://" in self.root else Path(self.root).resolve()

    def handle_output(self, context: dg.OutputContext, obj: pl.DataFrame | Plan) -> None:
        """Stores a table's missing parts and reports its content to Dagster."""
        table = context.asset_key.path[-1]
        try:
            parts = self.lake.store(
                table,
                obj,
                report=context.log.info,
                force=self.force,
                force_sources={source.value for source in self.force_sources},
            )
        except PartsFailedError as error:
            raise PartsFailedError(self._name_files(str(error))) from error
        made = f"{parts.made} of {len(parts.parts)} parts made" if parts.made else "unchanged"
        context.log.debug(f"{parts.rows:,} rows, {made}")
        context.step_context.set_data_version(context.asset_key, dg.DataVersion(parts.digest))
        context.add_output_metadata(describe_content(table, parts))

    def _name_files(self, text: str) -> str:
        """A message in which file names replace the checksums that identify parts."""
        try:
            files = self.lake.read("source_files").scan().select("source_id", "file_sha256", "file").collect()
        except (FileNotFoundError, DamagedPartError):
            return text
        for source_id, sha256, file in files.drop_nulls().iter_rows():
            text = text.replace(f"{source_id}/{sha256}", file)
        return text

    def load_input(self, context: dg.InputContext) -> Parts | pl.LazyFrame | pl.DataFrame:
        """The table, as the type with which the asset's parameter is annotated."""
        parts = self.lake.read(context.asset_key.path[-1])
        wanted = context.dagster_type.typing_type
        if inspect.isclass(wanted) and issubclass(wanted, pl.LazyFrame):
            return parts.scan()
        if inspect.isclass(wanted) and issubclass(wanted, pl.DataFrame):
            return parts.scan().collect()
        return parts
