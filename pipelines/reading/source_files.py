"""Which file belongs to which source, and the counts of sources."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath

import polars as pl

from pipelines.reading.dialects import detect_encoding
from pipelines.reading.headers import find_missing_columns, find_unlisted_columns
from pipelines.reading.tables import read_table
from schemas import SourceCard
from schemas.downloads import FETCHED_AT_PATTERN
from schemas.layouts import unpacked_name
from schemas.sources import SourceFiles, Sources

_SIGNATURES = {
    b"%PDF": ("a PDF", "export it as CSV"),
    b"PK\x03\x04": ("a zip archive or spreadsheet", "unpack it, or export it as CSV"),
    b"\x1f\x8b": ("a gzip archive", "unpack it"),
    b"\x28\xb5\x2f\xfd": ("a zstd archive", "unpack it"),
}
_COLUMNS_ALIKE = 3
"""A file with another name that has this many columns of a card may belong to the same source."""


def find_encoding(cards: Iterable[SourceCard], file: str, head: bytes) -> str:
    """Encoding of the file that begins with `head`, as the first card that names it declares, or as `head` shows."""
    declared = (card.dialect.encoding for card in cards if card.dialect.encoding and card.names(file))
    return detect_encoding(head, next(declared, None))


def match_cards(files: pl.DataFrame, cards: dict[str, SourceCard]) -> pl.DataFrame:
    """Finds each file's source by name and header; a file is never guessed at.

    Takes file, bytes, lines, file_sha256, head (first bytes), problem (null if it can be opened) and is_fetched.
    Returns the contract SourceFiles: a file that cannot be read, or that no card or more than one matches, has a
    `problem` that says what to do. Of the cards that name a file the one wins that misses fewest columns in it, and of
    those the one that leaves fewest of its headers unlisted, if the file has its title and at least half of its
    columns; in a folder called like a source only that source's card counts. What is missing is listed in
    `missing_columns`, unless the card knows the file by its sha256. A card that is not filled in reads nothing, and
    holds up no other. Of files that contain the same bytes only the first is read, so that no posting is counted twice.
    """
    rows: list[dict[str, object]] = []
    first: dict[str, str] = {}
    for row in files.iter_rows(named=True):
        match = _Match(problem=row["problem"]) if row["problem"] else _match(row["file"], row["head"], cards)
        if match.source_id:
            same = first.setdefault(row["file_sha256"], row["file"])
            if same != row["file"]:
                match = _Match(problem=f"{row['file']} has the same content as {same}: delete one of them")
        published = cards[match.source_id].sha256.values() if match.source_id else ()
        is_known = row["file_sha256"] in published
        missing = [] if is_known else match.missing_columns
        rows.append({**row, **asdict(match), "missing_columns": missing, "is_as_published": is_known})
    return pl.DataFrame(rows, schema={**files.schema, **SourceFiles.polars_schema()}).select(
        SourceFiles.polars_schema().names()
    )


def prefer_dropped(files: pl.DataFrame, cards: dict[str, SourceCard]) -> pl.DataFrame:
    """Leaves out fetched files that the postings folder holds too, so that no posting is counted twice.

    Takes and returns the contract SourceFiles. A fetched file gives way to one of the postings folder with the same
    bytes, the same path, or the same source and name: what was put there by hand was meant. Later versions that were
    fetched are read next to it, as snapshots of it. Of pay records, which have none, only the newest version is.
    """
    name = pl.concat_str("source_id", pl.col("file").str.split("/").list.last(), separator="/")
    fetched_at = pl.col("file").str.extract(f"^[^/]+/({FETCHED_AT_PATTERN})/", 1).fill_null("")
    is_pay = pl.col("source_id").is_in(
        [card.source_id for card in cards.values() if card.kind == "pay_record"]
    )
    dropped = files.filter(~pl.col("is_fetched")).select("file", "file_sha256", name=name)
    is_dropped = pl.any_horizontal(
        pl.col("file").is_in(dropped["file"].to_list()),
        pl.col("file_sha256").is_in(dropped["file_sha256"].drop_nulls().to_list()),
        name.is_in(dropped["name"].drop_nulls().to_list()) & (is_pay | (fetched_at == "")),
    )
    is_former = is_pay & (fetched_at < fetched_at.max().over(name))
    return files.filter(~(pl.col("is_fetched") & (is_dropped | is_former).fill_null(False)))


def describe_sources(cards: dict[str, SourceCard], source_files: pl.DataFrame) -> pl.DataFrame:
    """One row per card with the files read for it: the contract Sources."""
    described = pl.DataFrame(
        [
            {
                **card.model_dump(
                    include={"source_id", "name", "kind", "publisher", "page", "licence", "note"}
                ),
                "download": card.address,
                "is_synthetic": "synthetic" in card.licence,
            }
            for card in cards.values()
            if not card.unfinished_keys
        ],
        schema_overrides={"download": pl.String, "note": pl.String},
    )
    read = (
        source_files.filter(pl.col("problem").is_null())
        .group_by("source_id")
        .agg(
            files=pl.len().cast(pl.Int64),
            bytes=pl.col("bytes").sum(),
            files_as_published=pl.col("is_as_published").sum().cast(pl.Int64),
        )
    )
    return (
        described.join(read, on="source_id", how="left")
        .with_columns(pl.col("files", "bytes", "files_as_published").fill_null(0))
        .select(Sources.polars_schema().names())
        .sort("source_id")
    )


@dataclass(frozen=True)
class _Match:
    source_id: str | None = None
    unlisted_columns: list[str] = field(default_factory=list)
    missing_columns: list[str] = field(default_factory=list)
    problem: str | None = None


def _match(file: str, head: bytes, cards: dict[str, SourceCard]) -> _Match:
    if not head:
        return _Match(problem=f"{file} is empty (0 bytes): fetch it again or delete it")
    for signature, (what, remedy) in _SIGNATURES.items():
        if head.startswith(signature):
            return _Match(problem=f"{file} is {what}, not text: {remedy}")
    finished = [card for card in cards.values() if not card.unfinished_keys and card.names(file)]
    at_home = [card for card in finished if card.source_id in PurePosixPath(file).parts]
    named = [_Fit.of(head, card) for card in at_home or finished]
    if not named:
        return _Match(problem=_why_unnamed(file, head, cards))
    readable = [fit for fit in named if fit.can_be_read]
    if not readable:
        return _Match(problem="; ".join(fit.explain(file) for fit in named))
    fewest = min(fit.rank for fit in readable)
    best = [fit for fit in readable if fit.rank == fewest]
    if len(best) > 1:
        names = ", ".join(fit.card.source_id for fit in best)
        return _Match(
            problem=f"{file} matches more than one source card ({names}): make their `files` patterns narrower"
        )
    return _Match(best[0].card.source_id, best[0].unlisted, best[0].missing)


@dataclass(frozen=True)
class _Fit:
    """How well a card describes a file's header."""

    card: SourceCard
    header: list[str]
    missing: list[str]
    unlisted: list[str]

    @classmethod
    def of(cls, head: bytes, card: SourceCard) -> "_Fit":
        header = read_table(head, card.dialect).header
        return cls(card, header, find_missing_columns(header, card), find_unlisted_columns(header, card))

    @property
    def rank(self) -> tuple[int, int]:
        return len(self.missing), len(self.unlisted)

    @property
    def can_be_read(self) -> bool:
        has_title = " or ".join(self.card.mapped_headers["title"]) not in self.missing
        return has_title and 2 * len(self.missing) <= len(self.card.columns)

    def explain(self, file: str) -> str:
        return (
            f"{file} has the name of source {self.card.source_id} but no column "
            f"{', '.join(map(repr, self.missing))}: its first line is {', '.join(self.header)[:200]!r}: delete that "
            f"line if the header is below it, or correct data/sources/{self.card.source_id}.yml or the file"
        )


def _why_unnamed(file: str, head: bytes, cards: dict[str, SourceCard]) -> str:
    """Names the draft that waits for the file, or the line that lets it in by a card of the same header."""
    for card in cards.values():
        if card.unfinished_keys and card.names(file):
            keys = ", ".join(card.unfinished_keys)
            return f"{file} is not read until data/sources/{card.source_id}.yml is finished: fill in {keys} there"
    fits = [_Fit.of(head, card) for card in cards.values() if not card.unfinished_keys]
    alike = [fit for fit in fits if not fit.missing and len(fit.card.columns) >= _COLUMNS_ALIKE]
    if not alike:
        return f"no source card names {file}: `make card FILE=<its path>` drafts one (CONTRIBUTING, Add a source)"
    card = min(alike, key=lambda fit: fit.rank).card
    names = ", ".join(map(repr, (*card.files, PurePosixPath(unpacked_name(file)).name)))
    return (
        f"no source card names {file}, but it has the columns of source {card.source_id}: if it is one of its files, "
        f"write `files: [{names}]` in data/sources/{card.source_id}.yml"
    )
