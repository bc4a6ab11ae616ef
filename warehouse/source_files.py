"""The files of the postings folder: finding them and planning to read them."""

import codecs
import hashlib
import stat
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import polars as pl

from schemas import SourceCard
from schemas.sources import HEAD_BYTES
from warehouse.parts import Plan, Task
from warehouse.versions import code_version, digest


def list_files(folder: Path) -> pl.DataFrame:
    """Every file below a folder; hidden ones and Markdown, which describes data and holds none, are left out.

    Returns file (relative path), bytes, lines, file_sha256 and head (its first bytes), ordered by file. A folder whose
    name ends like a data file, or a link to nothing, has null hash and head. Raises NotADirectoryError where there is
    no such folder.
    """
    if folder.is_file():
        raise NotADirectoryError(f"{folder} is a file: set POSTINGS to the folder that holds it")
    if not folder.is_dir():
        raise NotADirectoryError(
            f"the postings folder {folder} does not exist: create it or set POSTINGS to another"
        )
    paths = sorted(
        path
        for path in folder.rglob("*")
        if not any(name.startswith(".") for name in path.relative_to(folder).parts)
        and path.suffix.lower() != ".md"
        and (path.suffix.lower() == ".csv" or not path.is_dir())
    )
    rows = [(_printable(path.relative_to(folder)), *_look_at(path)) for path in paths]
    schema = {
        "file": pl.String,
        "bytes": pl.Int64,
        "lines": pl.Int64,
        "file_sha256": pl.String,
        "head": pl.Binary,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def watch_files(folder: Path) -> list[tuple[str, int, float]]:
    """Path, bytes and time of change (seconds since 1970) of every file below a folder, but one that vanishes."""
    states = []
    for path in sorted(folder.rglob("*")):
        with suppress(FileNotFoundError):
            state = path.stat()
            if stat.S_ISREG(state.st_mode):
                states.append((str(path), state.st_size, state.st_mtime))
    return states


def plan_reading(
    folder: Path,
    files: pl.DataFrame,
    cards: dict[str, SourceCard],
    read: Callable[[bytes, str, str, SourceCard], pl.DataFrame],
) -> Plan:
    """Plans one part per readable file: `read(bytes, file, sha256, card)`, a pure function.

    `files` has the columns of the contract SourceFiles; files with a problem are left out. Raises ValueError where
    none is left.
    """
    readable = files.filter(pl.col("problem").is_null())
    if readable.is_empty():
        problems = "\n".join(f"  {problem}" for problem in files["problem"]) or "  there is no file in it"
        raise ValueError(f"no file in {folder} can be read:\n{problems}")
    tasks = []
    for row in readable.iter_rows(named=True):
        card = cards[row["source_id"]]
        made_by = digest(row["file"], row["file_sha256"], card, code_version(read))
        run = partial(_read, read, folder / row["file"], row["file"], row["file_sha256"], card)
        tasks.append(Task(f"{card.source_id}/{row['file_sha256']}", made_by, run, row["bytes"]))
    return Plan(tuple(tasks))


def _printable(path: Path) -> str:
    return path.as_posix().encode(errors="surrogateescape").decode(errors="replace")


def _look_at(path: Path) -> tuple[int, int, str | None, bytes | None]:
    if not path.is_file():
        return 0, 0, None, None
    sha256, size, newlines, returns, head, last = hashlib.sha256(), 0, 0, 0, b"", b""
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            head = head or block[:HEAD_BYTES]
            sha256.update(block)
            size += len(block)
            newlines += block.count(b"\n")
            returns += block.count(b"\r")
            last = block[-1:]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = path.read_bytes().decode("utf-16", errors="replace")
        newlines, returns, last = text.count("\n"), text.count("\r"), text[-1:].encode()
    line_ends, line_end = (newlines, b"\n") if newlines else (returns, b"\r")
    return size, line_ends + (last not in (b"", line_end)), sha256.hexdigest(), head


def _read(read: Callable, path: Path, file: str, sha256: str, card: SourceCard) -> pl.DataFrame:
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise RuntimeError(f"{file} changed while it was being read: run again once it is complete")
    return read(data, file, sha256, card)
