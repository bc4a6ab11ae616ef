"""What a run started by hand makes: what reads something that has changed since the last such run, and what is made
from it."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import dagster as dg

from assets.alerts import PUBLICATION
from assets.automation import read_by
from assets.publication import find_failing_checks
from assets.resources import Folders, LakeIOManager
from schemas import TABLES
from warehouse.inbox.curated import DATASET_CARD, hash_curated_files
from warehouse.inbox.source_files import watch_files
from warehouse.lake.software import code_versions, library_versions
from warehouse.lake.storage import Disk
from warehouse.lake.tables import DamagedPartError
from warehouse.lake.versions import LOCK, digest
from warehouse.settings import FETCH, FILE_BYTES_LIMIT, UNPACKED_BYTES_LIMIT, UNPACKED_RATIO_LIMIT

POSTINGS = "postings/files"
"""The name of all files of postings among the inputs."""

SOFTWARE, RESULT = "software", "result"
"""The names of what changes everything: code, libraries and settings, and that lake and build are as the run left
them."""

REFERRED_TO = {reference.table for contract in TABLES.values() for reference in contract.references()}
"""The tables whose keys others hold. Their edits make everything: a lost key also breaks tables that do not read them,
and only the checks of tables that a run makes are made."""

ALWAYS = ("source_files", "publication")
"""The assets of every run: they say that files were looked for, and that what is published is up to date."""


@dataclass(frozen=True)
class ChangedInputs:
    """The inputs of a run, looked at before it starts, so that an edit during the run counts for the next one."""

    folders: Folders
    io_manager: LakeIOManager
    inputs: dict[str, str]

    @classmethod
    def look(cls, folders: Folders, io_manager: LakeIOManager) -> "ChangedInputs":
        """Looks at the files of postings, curated data, code, libraries and settings.

        Raises OSError if the lake cannot be reached: each table of the run would wait for it.
        """
        with suppress(FileNotFoundError, DamagedPartError):
            io_manager.lake.read(ALWAYS[0])
        watched = [*folders.postings_folders, Path(folders.downloads)]
        inputs = {
            **hash_curated_files(Path(folders.data)),
            POSTINGS: digest([f"{folder} {watch_files(folder)}" for folder in watched]),
            SOFTWARE: digest(
                *(code_versions(), library_versions(), LOCK.read_text(), DATASET_CARD.read_text()),
                *(FETCH, FILE_BYTES_LIMIT, UNPACKED_BYTES_LIMIT, UNPACKED_RATIO_LIMIT),
            ),
        }
        return cls(folders, io_manager, inputs)

    def choose(self, instance: dg.DagsterInstance, is_fetching: bool) -> dg.AssetSelection | None:
        """The assets that may differ from what is published; None for all, where that is not what the last run left."""
        result = self._result
        if self.io_manager.force or not result or not self._is_settled(instance):
            return None
        changed = {name for name, _ in self._noted.items() ^ (self.inputs | result).items()}
        if changed & {SOFTWARE, RESULT}:
            return None
        readers = {table for name in changed for table in read_by(name)}
        if is_fetching:
            readers.update(read_by(POSTINGS))
        if not readers <= set(TABLES) or readers & REFERRED_TO:
            return None
        return dg.AssetSelection.assets(*readers).downstream() | dg.AssetSelection.assets(*ALWAYS)

    def note(self) -> None:
        """Keeps the inputs of a run that has succeeded, for the next one to compare. Raises OSError."""
        said = json.dumps(self.inputs | self._result, indent=1, sort_keys=True)
        Disk(self.folders.note.parent).write(self.folders.note.name, said.encode())

    @property
    def _noted(self) -> dict[str, str]:
        """The note; empty if there is none, or if it is damaged or cannot be read."""
        try:
            return {
                str(name): str(state) for name, state in json.loads(self.folders.note.read_text()).items()
            }
        except (AttributeError, OSError, ValueError):
            return {}

    @property
    def _result(self) -> dict[str, str]:
        """The state of the lake and the published build; empty if either is incomplete or damaged."""
        builds = self.folders.builds
        if builds.published is None or builds.find_damage():
            return {}
        try:
            return {RESULT: digest(builds.published, builds.origin, dict(self._tables()))}
        except (FileNotFoundError, DamagedPartError):
            return {}

    def _tables(self) -> Iterator[tuple[str, str]]:
        for table in TABLES:
            yield table, self.io_manager.lake.read(table).digest

    def _is_settled(self, instance: dg.DagsterInstance) -> bool:
        """Whether Dagster's history knows what is published, and no check that failed or was cut short."""
        is_known = instance.get_latest_materialization_event(PUBLICATION) is not None
        return is_known and find_failing_checks(instance, run_id="") is None
