"""Lists the parts of titles as rows, and removes noise from titles."""

from difflib import SequenceMatcher

import polars as pl

from pipelines.titles.reader import TitleReader
from pipelines.titles.title_part import NOISE, SEPARATORS, ReadTitle

KINDS = {
    "noun": "occupation",
    "leader": "occupation",
    "minor": "occupation",
    "level": "seniority",
    "words": "other_words",
}
UNLISTED = SEPARATORS | {"and", "link"}


def list_title_parts(postings: pl.LazyFrame, reader: TitleReader) -> pl.DataFrame:
    """Read titles into their parts.

    In: postings with title; repeats and nulls allowed. Out: contract TitleParts, one row per part of each distinct
    title, sorted by title and place. A title without any part has no row.
    """
    titles = postings.select(pl.col("title").drop_nulls().unique().sort()).collect()["title"]
    found = [_list_parts(title, reader.read(title)) for title in titles]
    schema = {
        "part": pl.Int64,
        "kind": pl.String,
        "text": pl.String,
        "start_offset": pl.Int64,
        "end_offset": pl.Int64,
    }
    rows = pl.DataFrame([part for parts in found for part in parts], schema=schema, orient="row")
    repeats = pl.Series([len(parts) for parts in found], dtype=pl.Int64)
    return rows.insert_column(0, titles.repeat_by(repeats).explode(empty_as_null=False).rename("title"))


def normalise_title(title: str | None, reader: TitleReader) -> tuple[str, ReadTitle]:
    """A title in lower case without noise (gender marks, numbers, pay, place, contract) and punctuation, and its parts.

    It is idempotent.
    """
    text = _drop_noise(reader.read(title))
    while len(shorter := _drop_noise(read := reader.read(text))) < len(text):
        text = shorter  # words joined by this may be noise again
    return text, read


def locate_in_raw(raw: str, repaired: str) -> range | list[int]:
    """The offset in the raw title for each offset in the repaired title, including its end."""
    if raw == repaired:
        return range(len(raw) + 1)
    offsets = [len(raw)] * (len(repaired) + 1)
    for _, raw_start, raw_end, start, end in SequenceMatcher(
        None, raw, repaired, autojunk=False
    ).get_opcodes():
        for offset in range(start, end):
            offsets[offset] = min(raw_start + offset - start, raw_end)
    return offsets


def _drop_noise(read: ReadTitle) -> str:
    text, parts = read
    kept = sorted({(part.start, part.end) for part in parts if part.kind not in NOISE | SEPARATORS})
    ends = {0} | {end for _, end in kept}
    words = "".join(("" if start in ends else " ") + text[start:end].lower() for start, end in kept)
    return " ".join(words.split())


def _list_parts(raw: str, read: ReadTitle) -> list[tuple[int, str, str, int, int]]:
    """Each phrase once, with the last of its concepts (swe: the occupation, not the topic software)."""
    offsets = locate_in_raw(raw, read.text)
    kinds = {
        (offsets[part.start], offsets[part.end]): KINDS.get(part.kind, part.kind)
        for part in sorted(read.parts, key=lambda part: part.start)
        if part.kind not in UNLISTED
    }
    return [
        (at, kind, raw[start:end], start, end)
        for at, ((start, end), kind) in enumerate(kinds.items(), start=1)
    ]
