"""Reads the bytes of files on disk, compressed or not; unsafe files are refused by name."""

import gzip
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path, PurePosixPath
from typing import Protocol

import pyarrow as pa

from warehouse.settings import FILE_BYTES_LIMIT, UNPACKED_BYTES_LIMIT, UNPACKED_RATIO_LIMIT

BLOCK_BYTES = 1 << 20

_DAMAGES = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError)
_UNTIDY = (".", "__MACOSX")


class ArchiveError(ValueError):
    """A compressed file that cannot or will not be unpacked; the message names it and says what to do."""


def list_members(path: Path) -> dict[str, str | None]:
    """Names of the files in a zip archive, each with why it will not be unpacked, or None.

    Folders and what starts with a dot are left out. Raises ArchiveError if the archive cannot be opened.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
    except _DAMAGES as error:
        raise _damaged(path.name, error) from None
    # Members may share bytes of the archive, so that each is within its limits and all together are not.
    _refuse_ratio(path.name, sum(member.file_size for member in members), path.stat().st_size)
    times = Counter(member.filename for member in members)
    return {
        member.filename: _refuse(member, times[member.filename])
        for member in members
        if not any(part.startswith(_UNTIDY) for part in member.filename.split("/") if part != "..")
    }


def read_blocks(folder: Path, file: str) -> Iterator[bytes]:
    """The decompressed bytes of a file below a folder, block by block; `archive.zip/member.csv` is a member of a zip.

    Raises ArchiveError for damaged files and for files larger than the settings allow.
    """
    path, member = _locate(folder, file)
    if path.stat().st_size > FILE_BYTES_LIMIT:
        raise ArchiveError(
            f"{file} is larger than {FILE_BYTES_LIMIT:,} bytes: split it, or raise FILE_BYTES_LIMIT"
        )
    if member is None and path.suffix.lower() not in _OPENERS:
        with path.open("rb") as stream:
            yield from _blocks(stream)
        return
    try:
        if member is None:
            with _OPENERS[path.suffix.lower()](path) as stream:
                yield from _within_limits(_blocks(stream), file, path.stat().st_size)
        else:
            with zipfile.ZipFile(path) as archive, archive.open(member) as stream:
                yield from _within_limits(_blocks(stream), file, archive.getinfo(member).compress_size)
    except _DAMAGES as error:
        raise _damaged(file, error) from None


def holds(folder: Path, file: str) -> bool:
    """Whether a folder has a file of this name, or the zip whose member it is."""
    return _locate(folder, file)[0].is_file()


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


_OPENERS: dict[str, Callable[[Path], AbstractContextManager[_Readable]]] = {
    ".gz": gzip.open,
    ".zst": lambda path: pa.input_stream(str(path), compression="zstd"),
}


def _locate(folder: Path, file: str) -> tuple[Path, str | None]:
    for place, char in enumerate(file):
        if char == "/" and file[:place].lower().endswith(".zip") and (folder / file[:place]).is_file():
            return folder / file[:place], file[place + 1 :]
    return folder / file, None


def _refuse(member: zipfile.ZipInfo, times: int) -> str | None:
    parts = PurePosixPath(member.filename).parts
    if ".." in parts or member.filename.startswith("/") or "\\" in member.filename or ":" in member.filename:
        return "its name leads out of the archive: unpack it yourself under another name"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "it is a link, not a file: unpack the archive yourself"
    if member.flag_bits & 1:
        return "it is protected by a password: unpack it yourself"
    if times > 1:
        return f"the archive holds {times} files of that name: unpack them yourself under names of their own"
    return None


def _blocks(stream: _Readable) -> Iterator[bytes]:
    while block := stream.read(BLOCK_BYTES):
        yield block


def _within_limits(blocks: Iterator[bytes], file: str, packed_bytes: int) -> Iterator[bytes]:
    size = 0
    for block in blocks:
        size += len(block)
        if size > UNPACKED_BYTES_LIMIT:
            raise ArchiveError(
                f"{file} unpacks to more than {UNPACKED_BYTES_LIMIT:,} bytes: split it, or raise UNPACKED_BYTES_LIMIT"
            )
        _refuse_ratio(file, size, packed_bytes)
        yield block


def _refuse_ratio(file: str, size: int, packed_bytes: int) -> None:
    if size > UNPACKED_RATIO_LIMIT * max(packed_bytes, 1):
        raise ArchiveError(
            f"{file} unpacks to more than {UNPACKED_RATIO_LIMIT} times its {packed_bytes:,} bytes, unlike any CSV of "
            "postings: check it, and raise UNPACKED_RATIO_LIMIT if it is valid"
        )


def _damaged(file: str, error: Exception) -> ArchiveError:
    return ArchiveError(f"{file} cannot be unpacked ({error}): fetch it again, or unpack it yourself")
