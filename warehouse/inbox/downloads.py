"""The folder of downloads: every version of every file that source cards name, and links to those in use."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

import polars as pl

from schemas import SourceCard
from schemas.downloads import FETCHED_AT, FETCHED_AT_PATTERN, FetchedFile
from warehouse.inbox.source_files import FindEncoding, list_files
from warehouse.inbox.transfers import Client, GoneError, HostError, Manners, Origin, PauseError, UnfitError
from warehouse.lake.links import lead_to
from warehouse.lake.storage import make_private

FAILURES_PER_HOST = 3
"""A host that fails this often in a row is not asked again in the same run: it is down or throttles requests."""

OUTCOMES = {
    "source_id": pl.String(),
    "file": pl.String(),
    "address": pl.String(),
    "outcome": pl.Enum(["new", "changed", "unchanged", "gone", "failed"]),
    "problem": pl.String(),
}
NOTHING_FETCHED = pl.DataFrame(schema=OUTCOMES)

_TIME = re.compile(FETCHED_AT_PATTERN)


def current_folder(folder: Path) -> Path:
    """Where every version of every downloaded file that a card names is linked.

    The first version is `<source_id>/<file>`, because its age is unknown. Each later one is
    `<source_id>/<time it was fetched>/<file>`: it is what the publisher gave then.
    """
    return folder / "current"


def list_downloads(folder: Path, find_encoding: FindEncoding) -> pl.DataFrame:
    """The linked versions, as `list_files` gives files; is_fetched is true. None if nothing was fetched yet."""
    make_private(folder)
    current_folder(folder).mkdir(parents=True, exist_ok=True)
    files = list_files(current_folder(folder), find_encoding, within=folder)
    return files.with_columns(is_fetched=pl.lit(True))


def fetch_files(
    folder: Path,
    cards: dict[str, SourceCard],
    manners: Manners | None = None,
    report: Callable[[str], None] = lambda _: None,
    only: Collection[str] = (),
) -> pl.DataFrame:
    """Brings every file that a card names up to date, or, where `only` names sources, theirs alone.

    A file with new bytes becomes another version, `versions/<source_id>/<sha256>/<file>`; nothing is overwritten. Known
    bytes of a pinned address are fetched once. What no card names any more is no longer linked.
    Returns one row per address: source_id, file, address, outcome (new, changed, unchanged, gone or failed) and
    problem: why it failed or is gone, or where it has moved to. `report` receives progress messages.
    """
    make_private(folder)
    wanted = [
        replace(file, address=file.address.replace("{file}", quote(file.file)))
        for card in cards.values()
        for file in card.fetched_files
    ]
    chosen = [file for file in wanted if not only or file.source_id in only]
    gone, failures = _Gone(folder), Counter[str]()
    rows: list[tuple[str, str, str, str, str | None]] = []
    with Client(manners, report) as client:
        for number, file in enumerate(chosen, start=1):
            outcome, problem = _try(client, folder, file, failures)
            if outcome != "failed" and not gone.is_news(file.address, outcome == "gone"):
                problem = None  # it was said when it went
            rows.append((file.source_id, file.file, file.address, outcome, problem))
            why = f": {problem}" if problem else ""
            report(f"{number} of {len(chosen)}: {file.source_id}/{file.file} {outcome}{why}")
    gone.write()
    _unlink_others(current_folder(folder), {f"{file.source_id}/{file.file}" for file in wanted})
    return pl.DataFrame(rows, schema=OUTCOMES, orient="row")


def tabulate_outcomes(outcomes: pl.DataFrame) -> str:
    """The result of `fetch_files` as an aligned table, one line per source with counts of its addresses.

    Of those that gave their file (fetched), some gave other bytes than before (new).
    """
    is_one = {name: pl.col("outcome") == name for name in ("unchanged", "gone", "failed")}
    is_new = pl.col("outcome").is_in(["new", "changed"])
    counts = outcomes.group_by("source_id").agg(
        fetched=(is_new | is_one["unchanged"]).sum(),
        new=is_new.sum(),
        **{name: condition.sum() for name, condition in is_one.items()},
    )
    rows = [("source", *counts.columns[1:]), *counts.sort("source_id").iter_rows()]
    width = max(len(row[0]) for row in rows)
    return "\n".join(f"{row[0]:<{width}}" + "".join(f"{value:>11}" for value in row[1:]) for row in rows)


def explain_nothing_fetched(outcomes: pl.DataFrame) -> str:
    """Why there is nothing to read after `fetch_files`, and what to do."""
    if outcomes.is_empty():
        return "nothing could be fetched, because no source card has a `download`: add one, or run without FETCH=1"
    problems = outcomes["problem"].drop_nulls().unique(maintain_order=True).head(3)
    return (
        f"nothing could be fetched from {outcomes.height} addresses, now or before "
        f"({'; '.join(problems) or 'all of them are gone'}): "
        "check the network and HTTPS_PROXY, or run without FETCH=1"
    )


def _try(client: Client, folder: Path, file: FetchedFile, failures: Counter[str]) -> tuple[str, str | None]:
    """Outcome and problem of one file; `failures` counts those of each host since it last answered."""
    host = urlsplit(file.address).netloc
    try:
        if file.sha256 and _version(folder, file, file.sha256).is_file():
            _link_pinned(folder, file, _version(folder, file, file.sha256))
            return "unchanged", None
        if failures[host] >= FAILURES_PER_HOST:
            raise HostError(f"{host} failed too often and is not asked again in this run: run again later")
        outcome, problem = _bring(client, folder, file)
    except HostError as error:
        failures[host] += FAILURES_PER_HOST if isinstance(error, PauseError) else 1
        return "failed", str(error)
    except UnfitError as error:
        outcome, problem = "gone" if isinstance(error, GoneError) else "failed", str(error)
    failures[host] = 0
    return outcome, problem


def _bring(client: Client, folder: Path, file: FetchedFile) -> tuple[str, str | None]:
    links = _links(folder, file.source_id, file.file)
    newest = links[-1].resolve() if links else None
    known = Origin.of(newest) if newest else None
    unfinished = folder / "unfinished" / file.source_id / file.file
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    origin = client.receive(
        file.address, unfinished, known if known and known.address == file.address else None
    )
    if origin is None:
        return "unchanged", None
    version = _keep(folder, file, unfinished, origin)
    moved = f"it has moved to {origin.moved_to}: write this address on the card" if origin.moved_to else None
    if newest == version.resolve():
        return "unchanged", moved
    if file.sha256:
        _link_pinned(folder, file, version)
    else:
        for link in links:
            if link.resolve() == version.resolve():
                link.unlink()  # bytes that come back are the newest again
        _link(folder, file, version, origin if links else None)
    return "changed" if links else "new", moved


def _keep(folder: Path, file: FetchedFile, unfinished: Path, origin: Origin) -> Path:
    """Stores what was received as a version. Raises UnfitError if it is not what a pinned address must serve."""
    with unfinished.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    if file.sha256 not in (None, sha256):
        unfinished.unlink()
        raise UnfitError(f"its sha256 is {sha256}, unlike the card's: correct `sha256` or the pinned address")
    version = _version(folder, file, sha256)
    version.parent.mkdir(parents=True, exist_ok=True)
    unfinished.replace(version)
    origin.move(unfinished, version)
    return version


def _version(folder: Path, file: FetchedFile, sha256: str) -> Path:
    return folder / "versions" / file.source_id / sha256 / file.file


def _link_pinned(folder: Path, file: FetchedFile, version: Path) -> None:
    """Makes pinned bytes the first version, unless they are linked already: a live one came later."""
    links = _links(folder, file.source_id, file.file)
    if all(link.resolve() != version.resolve() for link in links):
        if links and links[0].parent == current_folder(folder) / file.source_id:
            former = links[0].resolve()
            _link(folder, file, former, Origin.of(former))
        _link(folder, file, version, None)


def _link(folder: Path, file: FetchedFile, version: Path, origin: Origin | None) -> None:
    """Links a version as that of its origin's time, or as the first."""
    place = current_folder(folder) / file.source_id
    if origin:
        place /= datetime.fromisoformat(origin.fetched_at).strftime(FETCHED_AT)
    link = place / file.file
    link.parent.mkdir(parents=True, exist_ok=True)
    lead_to(link, version)


def _links(folder: Path, source_id: str, file: str) -> list[Path]:
    """The links to a file's versions, oldest first."""
    place = current_folder(folder) / source_id
    times = sorted(path.name for path in place.glob("*") if _TIME.fullmatch(path.name))
    return [link for link in (place / file, *(place / time / file for time in times)) if link.is_symlink()]


def _unlink_others(folder: Path, wanted: set[str]) -> None:
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        file = "/".join(part for number, part in enumerate(parts) if number != 1 or not _TIME.fullmatch(part))
        if path.is_symlink() and file not in wanted:
            path.unlink()


class _Gone:
    """Addresses that were gone when last asked, and since when: `gone.json` in the folder of downloads."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "gone.json"
        self._since: dict[str, str] = json.loads(self._path.read_text()) if self._path.is_file() else {}

    def is_news(self, address: str, is_gone: bool) -> bool:
        """Notes whether an address is gone; returns whether that is news: it was not gone before."""
        if not is_gone:
            self._since.pop(address, None)
            return True
        is_news = address not in self._since
        self._since.setdefault(address, datetime.now(UTC).date().isoformat())
        return is_news

    def write(self) -> None:
        """Writes the list whole or not at all."""
        temporary = self._path.with_name(f".{self._path.name}")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(self._since, indent=1))
        temporary.replace(self._path)
