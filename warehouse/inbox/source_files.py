"""The files of the postings folder: finding them and planning to read them."""

import codecs
import hashlib
import io
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from schemas import SourceCard
from schemas.layouts import HEAD_BYTES, PARQUET_SIGNATURE
from warehouse.inbox.archives import ArchiveError, holds, list_members, read_blocks
from warehouse.lake.parts import Plan, Task
from warehouse.lake.versions import code_version, digest

FindEncoding = Callable[[str, bytes], str]
"""Detects a file's encoding from its name and first bytes."""


class SourceFilesError(RuntimeError):
    """A folder or file of postings that cannot be read; the message says what to do."""


ReadFile = Callable[[bytes, str, str, SourceCard], pl.DataFrame]
"""Reads the bytes of a file, given also its name, its sha256 and its card."""

_Looked = tuple[str, int, int, str | None, bytes | None, str | None]
"""One row of `list_files`, but for `is_fetched`."""


def list_files(folder: Path, find_encoding: FindEncoding, within: Path | None = None) -> pl.DataFrame:
    """Every file below a folder, except hidden files and Markdown, which only describes data.

    Returns file (relative path; `archive.zip/member.csv` for each file in a zip); bytes, lines, file_sha256 and head
    (the first bytes) of the decompressed content; problem, why it cannot be opened (the others are then null or 0); and
    is_fetched (false). Ordered by file. Of Parquet, lines are its rows, and head is a file of its columns without
    them. Lines are counted in the encoding that `find_encoding` gives. A folder that is a link or may not be read is a
    row with a problem, and so is a link to a file outside `within`, which is the folder itself unless said otherwise.
    Raises SourceFilesError if there is no such folder, or if it may not be read.
    """
    if folder.is_file():
        raise SourceFilesError(f"{folder} is a file: set POSTINGS to the folder that contains it")
    if not folder.is_dir():
        raise SourceFilesError(
            f"the postings folder {folder} does not exist: create it or set POSTINGS to another"
        )
    if not os.access(folder, os.R_OK | os.X_OK):
        raise SourceFilesError(
            f"the postings folder {folder} may not be read: change its permissions or set POSTINGS to another"
        )
    paths = sorted(
        path
        for path in folder.rglob("*")
        if not any(name.startswith(".") for name in path.relative_to(folder).parts)
        and path.suffix.lower() != ".md"
        and (path.suffix.lower() == ".csv" or not path.is_dir() or _is_closed(path))
    )
    bounds = (within or folder).resolve()
    rows = [row for path in paths for row in _list_path(folder, path, find_encoding, bounds)]
    schema = {
        "file": pl.String,
        "bytes": pl.Int64,
        "lines": pl.Int64,
        "file_sha256": pl.String,
        "head": pl.Binary,
        "problem": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(is_fetched=pl.lit(False))


def list_folders(folders: Sequence[Path], find_encoding: FindEncoding) -> pl.DataFrame:
    """The files of several folders, as `list_files` lists each; a path has the same name in any list of folders.

    A path that is also in an earlier folder is listed with its folder's path before it, and not read.
    """
    listed = [list_files(folder, find_encoding) for folder in folders]
    taken: set[str] = set()
    for number, folder in enumerate(folders):
        is_taken = pl.col("file").is_in(list(taken))
        again = pl.format(
            "{} is also in an earlier folder: rename it, or remove one folder from POSTINGS", "file"
        )
        files = listed[number].with_columns(
            problem=pl.when(is_taken).then(again).otherwise("problem"),
            file=pl.when(is_taken).then(pl.format("{}/{}", pl.lit(str(folder)), "file")).otherwise("file"),
        )
        listed[number] = files
        taken |= set(files["file"])
    return pl.concat(listed)


def watch_files(folder: Path) -> list[tuple[str, int, float, int]]:
    """Path, bytes, time of change (seconds since 1970) and permissions (mode) of every file below a folder that can be
    looked at."""
    states = []
    for path in sorted(folder.rglob("*")):
        with suppress(OSError):  # it has just gone, leads round in a circle, or is not ours to read
            state = path.stat()
            if stat.S_ISREG(state.st_mode):
                states.append((str(path), state.st_size, state.st_mtime, state.st_mode))
    return states


def plan_reading(
    folders: Sequence[Path],
    files: pl.DataFrame,
    cards: dict[str, SourceCard],
    read: ReadFile,
    fetched: Path | None = None,
) -> Plan:
    """Plans one part per readable file: `read(bytes, file, sha256, card)`, a pure function.

    `files` has the columns of the contract SourceFiles; files with a problem are left out. Fetched files are in the
    folder `fetched`, the others in the first of `folders` that contains them. Raises SourceFilesError if none is left.
    """
    readable = files.filter(pl.col("problem").is_null())
    if readable.is_empty():
        searched = " or ".join(map(str, folders))
        if files.is_empty():
            raise SourceFilesError(
                f"there are no files in {searched}: put files of postings there, or set POSTINGS to a folder with some"
            )
        raise SourceFilesError(f"no file in {searched} can be read: {'; '.join(files['problem'])}")
    tasks = []
    for row in readable.iter_rows(named=True):
        card = cards[row["source_id"]]
        made_by = digest(row["file"], row["file_sha256"], card, code_version(read))
        where = fetched if fetched and row["is_fetched"] else _holder(folders, row["file"])
        run = partial(_read, read, where, row["file"], row["file_sha256"], card)
        tasks.append(Task(f"{card.source_id}/{row['file_sha256']}", made_by, run, row["bytes"]))
    return Plan(tuple(tasks))


def _holder(folders: Sequence[Path], file: str) -> Path:
    return next((folder for folder in folders if holds(folder, file)), folders[0])


def _printable(path: Path) -> str:
    return path.as_posix().encode(errors="surrogateescape").decode(errors="replace")


def _is_closed(folder: Path) -> bool:
    """Whether a folder is not looked into: a link could lead in circles."""
    return folder.is_symlink() or not os.access(folder, os.R_OK | os.X_OK)


def _list_path(folder: Path, path: Path, find_encoding: FindEncoding, bounds: Path) -> Iterator[_Looked]:
    file = _printable(path.relative_to(folder))
    if path.is_dir() and _is_closed(path):
        yield _refused(
            file,
            f"the folder {file} is not looked into, as it is a link or may not be read: "
            "put the files themselves there, or change its permissions",
        )
    elif not path.is_file():
        yield _refused(
            file,
            f"{file} is not a file that can be read: a folder, or a link to nothing; rename or delete it",
        )
    elif not path.resolve().is_relative_to(bounds):
        yield _refused(
            file, f"{file} is a link out of the folder, which is not followed: put the file itself there"
        )
    elif "\N{REPLACEMENT CHARACTER}" in file:
        yield _refused(file, f"the name of {file} is not valid UTF-8: rename it")
    elif path.suffix.lower() != ".zip":
        yield _look_at(folder, file, find_encoding)
    else:
        try:
            members = list_members(path)
        except ArchiveError as error:
            yield _refused(file, str(error))
            return
        for member, problem in sorted(members.items()):
            name = f"{file}/{member}"
            yield (
                _refused(name, f"{name} is not read: {problem}")
                if problem
                else _look_at(folder, name, find_encoding)
            )


def _refused(file: str, problem: str) -> _Looked:
    return file, 0, 0, None, None, problem


def _look_at(folder: Path, file: str, find_encoding: FindEncoding) -> _Looked:
    sha256, size, head, counter = hashlib.sha256(), 0, b"", None
    try:
        for block in read_blocks(folder, file):
            head += block[: HEAD_BYTES - len(head)]
            counter = counter or _LineCounter(find_encoding(file, head))
            sha256.update(block)
            size += len(block)
            counter.add(block)
        if counter:
            counter.add(b"", is_last=True)
        if head.startswith(PARQUET_SIGNATURE):
            rows, head = _look_at_parquet(b"".join(read_blocks(folder, file)))
            return file, size, rows, sha256.hexdigest(), head, None
    except pa.ArrowInvalid as error:
        return _refused(file, f"{file} cannot be read as Parquet ({error}): fetch it again")
    except ArchiveError as error:
        return _refused(file, str(error))
    except OSError as error:
        return _refused(
            file, f"{file} cannot be read ({error.strerror}): change its permissions, or fetch it again"
        )
    return file, size, counter.lines if counter else 0, sha256.hexdigest(), head, None


def _look_at_parquet(data: bytes) -> tuple[int, bytes]:
    """How many rows a file has, and one of the same columns without rows."""
    file, head = pq.ParquetFile(io.BytesIO(data)), io.BytesIO()
    pq.write_table(file.schema_arrow.empty_table(), head)
    return file.metadata.num_rows, head.getvalue()


class _LineCounter:
    """Counts the lines of a file by its line ends, block by block: LF, or CR if there is no LF."""

    def __init__(self, encoding: str) -> None:
        is_wide = "\n".encode(encoding) != b"\n"
        self._decoder = codecs.getincrementaldecoder(encoding)("bytes_as_latin1") if is_wide else None
        self._line_feeds, self._returns, self._last = 0, 0, b""

    def add(self, block: bytes, is_last: bool = False) -> None:
        if self._decoder:
            block = self._decoder.decode(block, is_last).encode(errors="replace")
        elif not self._last:
            block = block.removeprefix(codecs.BOM_UTF8)  # a mark alone is no line
        self._line_feeds += block.count(b"\n")
        self._returns += block.count(b"\r")
        self._last = block[-1:] or self._last

    @property
    def lines(self) -> int:
        ends, end = (self._line_feeds, b"\n") if self._line_feeds else (self._returns, b"\r")
        return ends + (self._last not in (b"", end))


def _read_bytes_as_latin1(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("bytes_as_latin1", _read_bytes_as_latin1)


def _read(read: ReadFile, folder: Path, file: str, sha256: str, card: SourceCard) -> pl.DataFrame:
    data = b"".join(read_blocks(folder, file))
    if hashlib.sha256(data).hexdigest() != sha256:
        raise SourceFilesError(f"{file} changed while it was being read: run again once it is complete")
    return read(data, file, sha256, card)
