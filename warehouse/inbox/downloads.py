"""The folder of downloads: every version of every file that source cards name, and links to the current ones."""

import hashlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlsplit

import polars as pl

from schemas import SourceCard
from warehouse.inbox.source_files import FindEncoding, list_files
from warehouse.inbox.transfers import Client, HostError, Manners, Origin, UnfitError
from warehouse.lake.links import lead_to

FAILURES_PER_HOST = 3
"""A host that fails that often in a row is not asked again in the same run: it is down, or has had enough of us."""

OUTCOMES = {
    "source_id": pl.String(),
    "file": pl.String(),
    "address": pl.String(),
    "outcome": pl.Enum(["new", "changed", "unchanged", "failed"]),
    "problem": pl.String(),
}
NOTHING_FETCHED = pl.DataFrame(schema=OUTCOMES)


def current_folder(folder: Path) -> Path:
    """Where the current version of every downloaded file is linked, as `<source_id>/<file>`."""
    return folder / "current"


def list_downloads(folder: Path, find_encoding: FindEncoding) -> pl.DataFrame:
    """The current versions, as `list_files` gives files; is_fetched is true. None where nothing was fetched yet."""
    current_folder(folder).mkdir(parents=True, exist_ok=True)
    files = list_files(current_folder(folder), find_encoding, within=folder)
    return files.with_columns(is_fetched=pl.lit(True))


def fetch_files(
    folder: Path,
    cards: dict[str, SourceCard],
    manners: Manners | None = None,
    report: Callable[[str], None] = lambda _: None,
) -> pl.DataFrame:
    """Brings every file that a card names up to date.

    A file with other bytes than before becomes a version of its own, `versions/<source_id>/<sha256>/<file>`, and the
    current one; nothing is overwritten. Where that fails the former version stays current. What no card names any more
    is no longer current. Returns one row per file: source_id, file, address, outcome (new, changed, unchanged or
    failed) and problem, null unless it failed. `report` is told the progress in plain words.
    """
    wanted = [
        (card.source_id, file, card.download.replace("{file}", quote(file)))
        for card in cards.values()
        if card.download
        for file in card.fetchable_files
    ]
    rows: list[tuple[str, str, str, str, str | None]] = []
    failures: Counter[str] = Counter()
    with Client(manners, report) as client:
        for number, (source_id, file, address) in enumerate(wanted, start=1):
            host, outcome, problem = urlsplit(address).netloc, "failed", None
            try:
                if failures[host] >= FAILURES_PER_HOST:
                    raise HostError(f"{host} failed {FAILURES_PER_HOST} times before: run again later")
                outcome = _bring(client, folder, source_id, file, address)
                failures[host] = 0
            except UnfitError as error:
                problem = str(error)
                failures[host] = 0
            except HostError as error:
                problem = str(error)
                failures[host] += 1
            rows.append((source_id, file, address, outcome, problem))
            why = f": {problem}" if problem else ""
            report(f"{number} of {len(wanted)}: {source_id}/{file} {outcome}{why}")
    _unlink_others(current_folder(folder), {f"{source_id}/{file}" for source_id, file, _ in wanted})
    return pl.DataFrame(rows, schema=OUTCOMES, orient="row")


def _bring(client: Client, folder: Path, source_id: str, file: str, address: str) -> str:
    current = current_folder(folder) / source_id / file
    former = current.resolve() if current.is_file() else None
    known = Origin.of(former) if former else None
    unfinished = folder / "unfinished" / source_id / file
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    origin = client.receive(address, unfinished, known if known and known.address == address else None)
    if origin is None:
        return "unchanged"
    with unfinished.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    version = folder / "versions" / source_id / sha256 / file
    version.parent.mkdir(parents=True, exist_ok=True)
    unfinished.replace(version)
    origin.move(unfinished, version)
    current.parent.mkdir(parents=True, exist_ok=True)
    lead_to(current, version)
    if former is None:
        return "new"
    return "unchanged" if former == version.resolve() else "changed"


def _unlink_others(folder: Path, wanted: set[str]) -> None:
    for path in folder.rglob("*"):
        if path.is_symlink() and path.relative_to(folder).as_posix() not in wanted:
            path.unlink()
