"""Builds: everything that is published together, made in a folder nobody sees, then swapped in as one."""

import os
import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

PIECES = ("ml_job_market.duckdb", "report")
"""What a build consists of; the stem is the name of the asset that makes it."""

BUILDS_KEPT = 3


class BuildError(RuntimeError):
    """A build that cannot be published, or is not there to go back to; the message says what to do."""


@dataclass(frozen=True)
class Builds:
    """The builds in `root/builds`, and the links in `root` that lead readers to the published one.

    A build is a folder `<UTC time>-<digest>`: when it was published first, and what it was made from. The link
    `root/published` is swapped; `root/<piece>` are links through it that stay. Until it is published a build is a
    hidden folder named by its digest alone. One process writes at a time: the one that holds the lake's lock.
    """

    root: Path

    @property
    def published(self) -> Path | None:
        """The folder of the published build; None before the first one."""
        return self._folder / self._link.readlink().name if self._link.is_dir() else None

    @property
    def kept(self) -> list[Path]:
        """Folders of the published build and of those published before it, oldest first."""
        if not (published := self.published):
            return []
        return sorted(path for path in self._folder.glob("[!.]*") if path.is_dir() and path <= published)

    def make(self, made_from: str, piece: str, write: Callable[[Path], object]) -> Path:
        """Has `write` make a piece of the build with the digest `made_from` at the path it is given; returns the piece.

        The piece is in the build only once it is complete. Where it is there already, nothing is written.
        """
        build = self._same(made_from) or self._unfinished(made_from)
        if not (build / piece).exists():
            self._sweep(keep=[build, *self.kept])
            build.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(
                prefix=".", dir=self._folder
            ) as folder:  # DuckDB writes more than one file
                unfinished = Path(folder) / piece
                write(unfinished)
                _save(unfinished)
                unfinished.replace(build / piece)
        return build / piece

    def publish(self, made_from: str) -> Path:
        """Leads readers to the build with that digest, and keeps the last BUILDS_KEPT; returns the published one.

        Where it is published already, nothing is swapped. Raises BuildError where a piece of it is not made yet.
        """
        if not self._same(made_from):
            unfinished = self._unfinished(made_from)
            missing = [Path(piece).stem for piece in PIECES if not (unfinished / piece).exists()]
            if missing:
                raise BuildError(f"the tables as they are now lack a build: materialise {', '.join(missing)}")
            time = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}"[:-3]
            build = unfinished.rename(self._folder / f"{time}-{made_from}")
            self._lead_to(build)
        for piece in PIECES:
            _link(self.root / piece, Path(self._link.name, piece))
        kept = self.kept[-BUILDS_KEPT:]
        self._sweep(keep=kept)
        return kept[-1]

    @property
    def _folder(self) -> Path:
        return self.root / "builds"

    @property
    def _link(self) -> Path:
        return self.root / "published"

    def _unfinished(self, made_from: str) -> Path:
        return self._folder / f".{made_from}"

    def _same(self, made_from: str) -> Path | None:
        """The published build, where it was made from the same."""
        published = self.published
        return published if published and published.name.endswith(f"-{made_from}") else None

    def _lead_to(self, build: Path) -> None:
        _link(self._link, build.relative_to(self.root))

    def _sweep(self, keep: list[Path]) -> None:
        """Removes every other build, finished or not, and links that were not swapped in."""
        for path in set(self._folder.glob("*")) - set(keep):
            if path.is_dir():
                hidden = self._folder / f".{uuid.uuid4().hex}"  # so that nobody takes it for finished
                shutil.rmtree(path.rename(hidden))
            else:
                path.unlink()
        for name in (self._link.name, *PIECES):
            for link in self.root.glob(f".{name}.*"):
                link.unlink()


def _link(link: Path, target: Path) -> None:
    """Makes a link lead to a path relative to its folder, in one step."""
    if link.is_symlink() and link.readlink() == target:
        return
    temporary = link.with_name(f".{link.name}.{uuid.uuid4().hex}")
    temporary.symlink_to(target)
    temporary.replace(link)


def _save(path: Path) -> None:
    """Waits until a file, or all in a folder, is safe on disk."""
    for file in path.rglob("*") if path.is_dir() else [path]:
        descriptor = os.open(file, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
