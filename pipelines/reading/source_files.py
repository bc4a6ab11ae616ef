"""Which file belongs to which source, and the counts of sources."""

from dataclasses import asdict, dataclass, field

import polars as pl

from pipelines.reading.dialects import complete_dialect
from pipelines.reading.headers import find_header, find_missing_columns, find_unlisted_columns
from pipelines.reading.record_frames import split_records
from pipelines.reading.records import to_utf8
from schemas import SourceCard
from schemas.downloads import FETCHED_AT_PATTERN
from schemas.sources import SourceFiles, Sources

_SIGNATURES = {
    b"%PDF": ("a PDF", "export it as CSV"),
    b"PK\x03\x04": ("a zip archive or spreadsheet", "unpack it, or export it as CSV"),
    b"\x1f\x8b": ("a gzip archive", "unpack it"),
    b"\x28\xb5\x2f\xfd": ("a zstd archive", "unpack it"),
}


def match_cards(files: pl.DataFrame, cards: dict[str, SourceCard]) -> pl.DataFrame:
    """Finds each file's source by name and header; a file is never guessed at.

    Takes file, bytes, lines, file_sha256, head (first bytes), problem (null where it can be opened) and is_fetched.
    Returns the contract SourceFiles: a file that cannot be read, or that no card or more than one matches, has a
    `problem` that says what to do. Of the cards that name a file the one wins that misses fewest columns in it, if the
    file has its title and at least half of its columns; what is missing is listed in `missing_columns`. Of files that
    hold the same bytes only the first is read, so that no posting is counted twice.
    """
    rows: list[dict[str, object]] = []
    first: dict[str, str] = {}
    for row in files.iter_rows(named=True):
        match = _Match(problem=row["problem"]) if row["problem"] else _match(row["file"], row["head"], cards)
        if match.source_id:
            same = first.setdefault(row["file_sha256"], row["file"])
            if same != row["file"]:
                match = _Match(problem=f"{row['file']} holds the same as {same}: delete one of them")
        published = cards[match.source_id].sha256.values() if match.source_id else ()
        rows.append({**row, **asdict(match), "is_as_published": row["file_sha256"] in published})
    return pl.DataFrame(rows, schema={**files.schema, **SourceFiles.polars_schema()}).select(
        SourceFiles.polars_schema().names()
    )


def prefer_dropped(files: pl.DataFrame, cards: dict[str, SourceCard]) -> pl.DataFrame:
    """Leaves out fetched files that the postings folder holds too, so that no posting is counted twice.

    Takes and returns the contract SourceFiles. A fetched file gives way to one of the postings folder with the same
    bytes, the same path, or the same source and name: what was put there by hand was meant. Later versions that were
    fetched are read beside it, as snapshots of it. Of pay records, which have none, only the newest version is.
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
                **card.model_dump(include={"source_id", "name", "kind", "publisher", "page", "licence"}),
                "download": card.address,
                "is_synthetic": "synthetic" in card.licence,
            }
            for card in cards.values()
        ],
        schema_overrides={"download": pl.String},
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
    named = [card for card in cards.values() if card.names(file)]
    if not named:
        return _Match(
            problem=f"no source card names {file}: `make card FILE=<its path>` drafts one (CONTRIBUTING, Add a source)"
        )
    for signature, (what, remedy) in _SIGNATURES.items():
        if head.startswith(signature):
            return _Match(problem=f"{file} is {what}, not text: {remedy}")
    headers = {card.source_id: _header(head, card) for card in named}
    missing = {card.source_id: find_missing_columns(headers[card.source_id], card) for card in named}
    readable = [card for card in named if _can_be_read_by(card, missing[card.source_id])]
    if not readable:
        return _Match(
            problem="; ".join(
                _lacks(file, card, missing[card.source_id], headers[card.source_id]) for card in named
            )
        )
    fewest = min(len(missing[card.source_id]) for card in readable)
    best = [card for card in readable if len(missing[card.source_id]) == fewest]
    if len(best) > 1:
        names = ", ".join(card.source_id for card in best)
        return _Match(
            problem=f"{file} matches more than one source card ({names}): make their `files` patterns narrower"
        )
    source_id = best[0].source_id
    return _Match(source_id, find_unlisted_columns(headers[source_id], best[0]), missing[source_id])


def _can_be_read_by(card: SourceCard, missing: list[str]) -> bool:
    has_title = not set(card.mapped_headers["title"]) <= set(missing)
    return has_title and 2 * len(missing) <= len(card.headers)


def _lacks(file: str, card: SourceCard, missing: list[str], header: list[str]) -> str:
    return (
        f"{file} has the name of source {card.source_id} but no column {', '.join(map(repr, missing))}: "
        f"its first line is {', '.join(header)[:200]!r}; delete it if the header stands below it, "
        f"else correct data/sources/{card.source_id}.yml or the file"
    )


def _header(head: bytes, card: SourceCard) -> list[str]:
    dialect = complete_dialect(card.dialect, head)
    return find_header(split_records(to_utf8(head, dialect.encoding), dialect.delimiter))
