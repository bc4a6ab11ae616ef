"""Manages build folders: makes them hidden, publishes them in one step, rolls them back."""

import json
import os
import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from warehouse.lake.checksums import checksum, read_checksum
from warehouse.lake.links import lead_to

PIECES = ("ml_job_market.duckdb", "exports", "report")
"""The pieces of a build; the stem is the name of the asset that makes it."""

DATABASE_FILE = PIECES[0]
BUILDS_KEPT = 3
_TIME = "%Y%m%dT%H%M%S.%f"
WITHDRAWN = "withdrawn"
"""The file that marks a rolled-back build."""

ORIGIN = "origin.txt"
"""The file that names the postings of a build."""

CHECKSUMS = "checksums.json"
"""The file with the checksum of each piece of a build as written."""


class BuildError(RuntimeError):
    """A build that cannot be published, or does not exist; the message says what to do."""


@dataclass(frozen=True)
class Builds:
    """The builds in `root/state/builds`, and the links in `root` to the published one.

    A build is a folder `<UTC time>-<digest>`: the time it was first published, and the digest of its inputs. Until
    then it is a hidden folder with only the digest in its name. Publishing swaps the link `root/published`;
    `root/ml_job_market.duckdb` is a fixed link through it. Only the process that holds the lake's lock writes.
    """

    root: Path

    @property
    def published(self) -> Path | None:
        """The folder of the published build; None before the first one."""
        return self._folder / self._link.readlink().name if self._link.is_dir() else None

    @property
    def is_lost(self) -> bool:
        """Whether something was published, and the link to it is gone or leads nowhere."""
        return self.published is None and (self._link.is_symlink() or bool(self.list_all()))

    @property
    def kept(self) -> list[Path]:
        """Folders of the published build and of earlier ones, oldest first."""
        published = self.published
        return [build for build in self._finished() if build == published or not _is_withdrawn(build)]

    @property
    def withdrawn(self) -> list[Path]:
        """Folders of rolled-back builds, oldest first."""
        return [build for build in self._finished(newer=True) if _is_withdrawn(build)]

    def make(self, made_from: str, piece: str, write: Callable[[Path], object]) -> Path:
        """Writes one piece of the build `made_from` by calling `write(path)`, and returns its path.

        The piece appears in the build only when it is complete. An existing piece is not written again.
        """
        build = self._same(made_from) or self._unfinished(made_from)
        if not (build / piece).exists():
            self._sweep(keep=[build, *self._folder.glob("[!.]*")])
            build.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(prefix=".", dir=self._folder) as folder:
                unfinished = Path(folder) / piece  # in its own folder, because DuckDB writes several files
                write(unfinished)
                _save(unfinished)
                _note_checksum(build, unfinished)
                unfinished.replace(build / piece)
        return build / piece

    @property
    def origin(self) -> str | None:
        """The origin given for the published build; None if unknown."""
        try:
            return (self._link / ORIGIN).read_text()
        except FileNotFoundError:
            return None

    def find_damage(self) -> str:
        """The pieces of the published build that are missing or do not match their checksums, separated by commas."""
        published = self.published
        pieces = find_damaged_pieces(published) if published else []
        return ", ".join(str(published / piece) for piece in pieces if published)

    def publish(self, made_from: str, origin: str) -> Path:
        """Publishes the build with that digest, keeps the last BUILDS_KEPT, and returns the published one.

        `origin` says where its postings come from: the sample, a folder, or fetched files. If the build is already
        published or was rolled back, nothing is swapped; rolled-back builds are removed when another is published.
        Raises BuildError if a piece of the build is not made yet.
        """
        if not self._same(made_from):
            unfinished = self._unfinished(made_from)
            missing = [Path(piece).stem for piece in PIECES if not (unfinished / piece).exists()]
            if missing:
                raise BuildError(
                    f"the build of the current tables is incomplete: materialise {', '.join(missing)}"
                )
            (unfinished / ORIGIN).write_text(origin)
            build = unfinished.rename(self._folder / f"{self._time()}-{made_from}")
            lead_to(self._link, build)
        lead_to(self.root / DATABASE_FILE, self._link / DATABASE_FILE)
        kept = self.kept[-BUILDS_KEPT:]
        self._sweep(keep=[*kept, *self.withdrawn])
        return kept[-1]

    def list_all(self) -> list[Path]:
        """Folders of all finished builds, oldest first, even if the link to them is broken."""
        return sorted(path for path in self._folder.glob("[!.]*") if path.is_dir())

    def mend_links(self) -> Path | None:
        """Points readers to the newest intact build; None if there is none.

        Damaged builds are removed; a run makes them again if needed.
        """
        intact = [build for build in self.list_all() if not find_damaged_pieces(build)]
        if not intact:
            return None
        wanted = [build for build in intact if not _is_withdrawn(build)] or intact
        lead_to(self._link, wanted[-1])
        lead_to(self.root / DATABASE_FILE, self._link / DATABASE_FILE)
        self._sweep(keep=[*intact, *self._folder.glob(".*")])
        return wanted[-1]

    def rollback(self, name: str | None = None) -> Path:
        """Publishes the previous build, or the one with that name; returns its folder.

        Newer builds are withdrawn: the same inputs are not published again until others have been. Raises BuildError if
        there is no such build.
        """
        builds = [*self.kept, *self.withdrawn]
        chosen = [build for build in builds if build.name == name] if name else self.kept[-2:-1]
        if not chosen:
            lacking = f"there is no build {name}" if name else "there is no build before the published one"
            raise BuildError(
                f"{lacking}: name one that is kept ({', '.join(build.name for build in builds) or 'none'})"
            )
        if damaged := find_damaged_pieces(chosen[0]):
            raise BuildError(
                f"{chosen[0]} is damaged ({', '.join(damaged)}): name another build, or run again"
            )
        # Mark before the swap: a mark on the published build is harmless, a missing one on a rolled-back build is not.
        for build in builds:
            if build > chosen[0]:
                (build / WITHDRAWN).touch()
        lead_to(self._link, chosen[0])
        for build in builds:
            if build <= chosen[0]:
                (build / WITHDRAWN).unlink(missing_ok=True)
        return chosen[0]

    @property
    def _folder(self) -> Path:
        return self.root / "state" / "builds"

    @property
    def _link(self) -> Path:
        return self.root / "published"

    def _unfinished(self, made_from: str) -> Path:
        return self._folder / f".{made_from}"

    def _finished(self, newer: bool = False) -> list[Path]:
        """Builds up to the published one, or those newer than it, oldest first."""
        published = self.published
        return [build for build in self.list_all() if published and (build > published) == newer]

    def _same(self, made_from: str) -> Path | None:
        """The build with that digest, if it is published or was rolled back, and is intact."""
        settled = [*self.kept[-1:], *self.withdrawn]
        same = (build for build in settled if build.name.endswith(f"-{made_from}"))
        return next((build for build in same if not find_damaged_pieces(build)), None)

    def _time(self) -> str:
        """The current time for the name of a build, later than all others even if the clock was set back."""
        now = datetime.now(UTC)
        for build in [*self.kept, *self.withdrawn]:
            named = datetime.strptime(build.name.partition("-")[0], _TIME).replace(tzinfo=UTC)
            now = max(now, named + timedelta(milliseconds=1))
        return f"{now:{_TIME}}"[:-3]

    def _sweep(self, keep: list[Path]) -> None:
        """Removes all other builds, finished or not, and leftover temporary links."""
        for path in set(self._folder.glob("*")) - set(keep):
            if path.is_dir():
                hidden = self._folder / f".{uuid.uuid4().hex}"  # so that it does not look finished
                shutil.rmtree(path.rename(hidden))
            else:
                path.unlink()
        for name in (self._link.name, DATABASE_FILE):
            for link in self.root.glob(f".{name}.*"):
                link.unlink()


def find_damaged_pieces(build: Path) -> list[str]:
    """The pieces of a build that are missing or do not match their checksums."""
    noted = _read_checksums(build)
    return [
        piece
        for piece in PIECES
        if not (build / piece).exists() or noted.get(piece) not in (None, _checksum(build / piece))
    ]


def _checksum(piece: Path) -> str:
    """A CRC-32, in eight hex digits, of the names and checksums of a file, or of all files in a folder."""
    files = [piece] if piece.is_file() else sorted(path for path in piece.rglob("*") if path.is_file())
    lines = [f"{path.relative_to(piece)} {read_checksum(path)}" for path in files]
    return checksum("\n".join(lines).encode())


def _note_checksum(build: Path, piece: Path) -> None:
    noted = _read_checksums(build) | {piece.name: _checksum(piece)}
    unfinished = build / f".{CHECKSUMS}"
    unfinished.write_text(json.dumps(noted, indent=1, sort_keys=True))
    unfinished.replace(build / CHECKSUMS)


def _read_checksums(build: Path) -> dict[str, str]:
    try:
        return dict(json.loads((build / CHECKSUMS).read_text()))
    except (FileNotFoundError, ValueError):
        return {}


def _is_withdrawn(build: Path) -> bool:
    return (build / WITHDRAWN).is_file()


def _save(path: Path) -> None:
    """Makes a file, or all files in a folder, read-only (a writer would lock out readers), and syncs them to disk."""
    for file in [path, *path.rglob("*")]:
        if file.is_file():
            file.chmod(0o444)
        descriptor = os.open(file, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
