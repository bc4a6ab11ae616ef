"""Stores the files of the lake in a folder on disk or under a prefix on object storage."""

import os
import stat
import uuid
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from pyarrow import fs

from warehouse.settings import WAREHOUSE

COPIES = WAREHOUSE / "state" / "copies"


@dataclass(frozen=True)
class File:
    """A listed file: its bytes, and the time it was written (seconds since 1970)."""

    bytes: int
    written_at: float


class Storage(ABC):
    """Files by name, which may have slashes; a file is complete or absent, and replaced in one step."""

    @abstractmethod
    def list(self, folder: str = "") -> dict[str, File]:
        """Every file below a folder, by its name inside the folder; none if there is no such folder."""

    @abstractmethod
    def read(self, name: str) -> bytes:
        """The content of a file; raises FileNotFoundError."""

    @abstractmethod
    def write(self, name: str, data: bytes) -> None:
        """Stores a file; once this returns, the file survives a crash."""

    @abstractmethod
    def touch(self, name: str) -> None:
        """Makes now the time at which a file was written; raises FileNotFoundError."""

    @abstractmethod
    def remove(self, name: str) -> None:
        """Removes a file."""

    @abstractmethod
    def fetch(self, name: str) -> Path:
        """The file on this machine's disk, for readers without support for object storage."""

    @property
    @abstractmethod
    def local(self) -> "Disk":
        """The storage on this machine: itself, or the copies made by `fetch`."""


def make_private(folder: Path) -> None:
    """Makes a folder that only its owner can read, regardless of the umask: it contains raw texts with personal data.

    A folder that belongs to someone else stays as it is.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with suppress(PermissionError):
        folder.chmod(0o700)


@dataclass(frozen=True)
class Disk(Storage):
    """A folder on a local or shared disk."""

    root: Path

    def list(self, folder: str = "") -> dict[str, File]:
        """See Storage; includes files being written, whose names start with a dot."""
        top = self.root / folder
        files = {}
        for path in top.rglob("*"):
            with suppress(FileNotFoundError):  # a dying worker was writing it
                state = path.stat()
                if stat.S_ISREG(state.st_mode):
                    files[path.relative_to(top).as_posix()] = File(state.st_size, state.st_mtime)
        return files

    def read(self, name: str) -> bytes:
        """See Storage."""
        return (self.root / name).read_bytes()

    def write(self, name: str, data: bytes) -> None:
        """Writes under another name, syncs it to disk, and renames it."""
        path = self.root / name
        if not self.root.is_dir():
            make_private(self.root)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
        try:
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except OSError as error:  # of a full disk the system does not say which
            raise OSError(error.errno, error.strerror, str(path)) from None
        finally:
            temporary.unlink(missing_ok=True)

    def touch(self, name: str) -> None:
        """See Storage."""
        os.utime(self.root / name)

    def remove(self, name: str) -> None:
        """See Storage."""
        (self.root / name).unlink()

    def fetch(self, name: str) -> Path:
        """The file itself."""
        return self.root / name

    @property
    def local(self) -> "Disk":
        """Itself."""
        return self


@dataclass(frozen=True)
class Bucket(Storage):
    """A prefix on object storage, such as `s3://bucket/prefix`; the environment sets endpoint, region and keys.

    An object appears only when it is complete, so it needs no temporary name.
    """

    address: str

    def list(self, folder: str = "") -> dict[str, File]:
        """See Storage."""
        top = self._path(folder)
        found = self._files.get_file_info(fs.FileSelector(top, recursive=True, allow_not_found=True))
        return {
            info.path.removeprefix(top).lstrip("/"): File(info.size, info.mtime.timestamp())
            for info in found
            if info.type == fs.FileType.File
        }

    def read(self, name: str) -> bytes:
        """See Storage."""
        with self._files.open_input_stream(self._path(name)) as stream:
            data: bytes = stream.read()
        return data

    def write(self, name: str, data: bytes) -> None:
        """See Storage."""
        with self._files.open_output_stream(self._path(name)) as stream:
            stream.write(data)

    def touch(self, name: str) -> None:
        """Writes it again: an object cannot be copied onto itself."""
        self.write(name, self.read(name))

    def remove(self, name: str) -> None:
        """See Storage."""
        self._files.delete_file(self._path(name))

    def fetch(self, name: str) -> Path:
        """A copy under `state/copies`, made once, because parts are named by content."""
        copy = self.local.root / name
        if not copy.is_file():
            self.local.write(name, self.read(name))
        return copy

    @property
    def local(self) -> Disk:
        """The copies."""
        return Disk(COPIES)

    @cached_property
    def _opened(self) -> tuple[fs.FileSystem, str]:
        files, path = fs.FileSystem.from_uri(
            f"{self.address}?allow_delayed_open=true"
        )  # one request, not three
        return files, path

    @property
    def _files(self) -> fs.FileSystem:
        return self._opened[0]

    def _path(self, name: str) -> str:
        return f"{self._opened[1]}/{name}".rstrip("/")


@cache
def open_storage(address: Path | str) -> Storage:
    """The storage at a folder's path or an address `s3://bucket/prefix`. Raises ValueError for another scheme."""
    scheme = str(address).partition("://")[0]
    if scheme == str(address):
        return Disk(Path(address))
    if scheme != "s3":
        raise ValueError(f"{address} is neither a folder nor an address that starts with s3://")
    return Bucket(str(address).rstrip("/"))
