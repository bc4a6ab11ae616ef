"""The files of the postings folder: finding them and planning to read them."""

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import polars as pl

from schemas import SourceCard
from warehouse.parts import Plan, Task
from warehouse.versions import code_version, digest

HEAD_BYTES = 65_536
"""How much of a file is looked at to tell whose it is."""


def list_files(folder: Path) -> pl.DataFrame:
    """Every file below a folder; hidden ones and Markdown, which describes data and holds none, are left out.

    Returns file (relative path), bytes, lines, file_sha256 and head (its first bytes), ordered by file; a folder whose
    name ends like a data file has null hash and head. Raises NotADirectoryError where there is no such folder.
    """
    if not folder.is_dir():
        raise NotADirectoryError(
            f"the postings folder {folder} does not exist: create it or set POSTINGS to another"
        )
    paths = sorted(
        path
        for path in folder.rglob("*")
        if not any(name.startswith(".") for name in path.relative_to(folder).parts)
        and ((path.is_file() and path.suffix.lower() != ".md") or path.suffix.lower() == ".csv")
    )
    rows = [(path.relative_to(folder).as_posix(), *_look_at(path)) for path in paths]
    schema = {
        "file": pl.String,
        "bytes": pl.Int64,
        "lines": pl.Int64,
        "file_sha256": pl.String,
        "head": pl.Binary,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


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


def _look_at(path: Path) -> tuple[int, int, str | None, bytes | None]:
    if path.is_dir():
        return 0, 0, None, None
    sha256, size, newlines, head, last = hashlib.sha256(), 0, 0, b"", b"\n"
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            head = head or block[:HEAD_BYTES]
            sha256.update(block)
            size += len(block)
            newlines += block.count(b"\n")
            last = block[-1:]
    return size, newlines + (last != b"\n"), sha256.hexdigest(), head


def _read(read: Callable, path: Path, file: str, sha256: str, card: SourceCard) -> pl.DataFrame:
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise RuntimeError(f"{file} changed while it was being read: run again once it is complete")
    return read(data, file, sha256, card)
