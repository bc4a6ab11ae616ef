"""The whole graph, run once on the sample."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import pytest
from filelock import FileLock
from hypothesis import settings

from assets.definitions import defs
from assets.resources import Folders, LakeIOManager
from tests.loopback import Site
from warehouse.builds.database import DATABASE
from warehouse.settings import ROOT

# A slow machine is no failure, and CI runs the same examples each time.
settings.register_profile("project", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("project")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Names bytes in a test's id by their argument.

    Compressed bytes hold the second they were made in, and the processes that share the tests must name them alike.
    """
    return argname if isinstance(val, bytes) else None


@dataclass(frozen=True)
class Project:
    """A copy of the project's data with a lake and a database of its own; its postings are the sample's unless said."""

    root: Path
    postings_folder: Path | None = None

    @property
    def postings(self) -> Path:
        return self.postings_folder or self.data / "sample"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def database(self) -> Path:
        return self.root / DATABASE.name

    @property
    def lake(self) -> str:
        return os.environ.get("LAKE") or str(self.root / "lake")

    def folders(self, replace: bool = False) -> Folders:
        """The resource that tells a run where to read and publish."""
        return Folders(
            data=str(self.data),
            postings=str(self.postings),
            downloads=str(self.root / "downloads"),
            published=str(self.root),
            replace=replace,
        )

    def refresh(
        self, replace: bool = False, selection: dg.AssetSelection | None = None
    ) -> dg.ExecuteInProcessResult:
        """Runs the job `refresh` as a user would, or only some of its assets."""
        return dg.materialize(
            [*defs.assets, *defs.asset_checks],
            resources={"folders": self.folders(replace), "io_manager": LakeIOManager(root=self.lake)},
            raise_on_error=False,
            selection=selection,
        )

    def files(self) -> dict[Path, int]:
        """Everything runs have written, with the time it was written; manifests and the lock aside."""
        written = [path for path in self.root.rglob("*") if path.suffix in (".parquet", ".duckdb")]
        return {path: path.lstat().st_mtime_ns for path in written}


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Project:
    """The sample, built once for all processes that share the tests; tests only read it."""
    of_this_process = tmp_path_factory.getbasetemp()
    shared = of_this_process.parent if "PYTEST_XDIST_WORKER" in os.environ else of_this_process
    project = Project(shared / "built")
    with FileLock(shared / "built.lock"):
        if not project.database.exists():
            shutil.copytree(ROOT / "data", project.data, dirs_exist_ok=True)
            assert project.refresh().success
    return project


@pytest.fixture
def copy_of_built(built, tmp_path) -> Project:
    """The built sample, to break."""
    shutil.copytree(built.root, tmp_path / "project", symlinks=True)
    return Project(tmp_path / "project")


@pytest.fixture
def site(monkeypatch) -> Iterator[Site]:
    """A web server on loopback, reached without the proxies of the machine."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    site = Site()
    yield site
    site.close()


if __name__ == "__main__":  # a run that tests can kill
    root, postings_folder = map(Path, sys.argv[1:])
    sys.exit(not Project(root, postings_folder).refresh().success)
