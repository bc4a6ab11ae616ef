"""Which file belongs to which source, and the counts of sources."""

import polars as pl

from pipelines.dialects import complete_dialect
from pipelines.records import decode, read_records
from schemas import SourceCard
from schemas.sources import SourceFiles, Sources

_SIGNATURES = {b"%PDF": "a PDF", b"PK\x03\x04": "a zip archive or spreadsheet", b"\x1f\x8b": "a gzip archive"}


def match_cards(files: pl.DataFrame, cards: dict[str, SourceCard]) -> pl.DataFrame:
    """Finds each file's source by name and header; a file is never guessed at.

    Takes file, bytes, lines, file_sha256 and head (first bytes, null for a folder). Returns the contract SourceFiles:
    a file that cannot be read, or that no card or more than one matches, has a `problem` that says what to do.
    """
    rows = []
    for row in files.iter_rows(named=True):
        source_id, unlisted, problem = _match(row["file"], row["head"], cards)
        published = cards[source_id].sha256.values() if source_id else ()
        rows.append(
            {
                **row,
                "source_id": source_id,
                "is_as_published": row["file_sha256"] in published,
                "unlisted_columns": unlisted,
                "problem": problem,
            }
        )
    return pl.DataFrame(rows, schema={**files.schema, **SourceFiles.polars_schema()}).select(
        SourceFiles.polars_schema().names()
    )


def describe_sources(cards: dict[str, SourceCard], source_files: pl.DataFrame) -> pl.DataFrame:
    """One row per card with the files read for it: the contract Sources."""
    described = pl.DataFrame(
        [
            {
                **card.model_dump(
                    include={"source_id", "name", "kind", "publisher", "page", "download", "licence"}
                ),
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


def _match(
    file: str, head: bytes | None, cards: dict[str, SourceCard]
) -> tuple[str | None, list[str], str | None]:
    if head is None:
        return (
            None,
            [],
            f"{file} is not a file that can be read: a folder, or a link to nothing; rename or delete it",
        )
    if "\N{REPLACEMENT CHARACTER}" in file:
        return None, [], f"the name of {file} is not valid UTF-8: rename it"
    if not head:
        return None, [], f"{file} is empty (0 bytes): fetch it again or delete it"
    named = [card for card in cards.values() if card.names(file)]
    if not named:
        return (
            None,
            [],
            (
                f"no source card names {file}: write data/sources/<source>.yml for it (CONTRIBUTING, Add a source)"
            ),
        )
    for signature, what in _SIGNATURES.items():
        if head.startswith(signature):
            return None, [], f"{file} is {what}, not text: export it as CSV"
    matches, problems = [], []
    for card in named:
        header = _header(head, card)
        missing = [name for name in card.headers if name.strip() not in header]
        if missing:
            problems.append(
                f"{file} has the name of source {card.source_id} but no column {', '.join(map(repr, missing))}: "
                f"its first line is {', '.join(header)[:200]!r}; correct data/sources/{card.source_id}.yml or the file"
            )
        else:
            known = {name.strip() for name in (*card.headers, *card.ignored_columns)}
            matches.append((card.source_id, [name for name in header if name not in known]))
    if len(matches) > 1:
        names = ", ".join(source_id for source_id, _ in matches)
        return (
            None,
            [],
            f"{file} matches more than one source card ({names}): make their `files` patterns narrower",
        )
    if not matches:
        return None, [], "; ".join(problems)
    return *matches[0], None


def _header(head: bytes, card: SourceCard) -> list[str]:
    dialect = complete_dialect(card.dialect, head)
    rows = (record.fields for record in read_records(decode(head, dialect.encoding), dialect.delimiter))
    header = next((fields for fields in rows if any(field.strip() for field in fields)), [])
    return [name.strip() for name in header]
