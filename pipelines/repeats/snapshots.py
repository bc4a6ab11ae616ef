"""Finds snapshots, which are files that show one file again, and the records they share."""

import hashlib
import re
from datetime import datetime
from itertools import takewhile
from pathlib import PurePosixPath

import polars as pl

from pipelines.cleaning.postings import ValueReaders, clean_postings
from schemas import SourceCard
from schemas.downloads import FETCHED_AT
from schemas.layouts import Layout, unpacked_name
from schemas.postings import RawPostings
from schemas.snapshots import RecordKeys, Sightings, Snapshots

_COLUMNS = RawPostings.polars_schema().names()
_VALUES = _COLUMNS[_COLUMNS.index("raw_text") + 1 :]
_AGES = {"relative", "days_ago"}
_DATE = re.compile(r"[-_. ]?(?<!\d)((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)")
_OF_ONE_FILE = ["source_id", "snapshot_of"]
_BEFORE_ALL = datetime(1900, 1, 1)


def list_snapshots(source_files: pl.DataFrame, cards: dict[str, SourceCard]) -> pl.DataFrame:
    """Lists the files of postings with their day and the file they are snapshots of: the contract Snapshots.

    Takes the contract SourceFiles. Snapshots of one file have the same source and, but for dates, the same name and
    folders, without those that all files of the source are in: a fetched file is in none of them.
    """
    read = source_files.filter(pl.col("problem").is_null()).select("file", "source_id", "is_fetched")
    names = {
        (file, source_id): _read_name(file, is_fetched)
        for file, source_id, is_fetched in read.iter_rows()
        if cards[source_id].kind == "posting"
    }
    own = [(source_id, folder) for (file, source_id), (folder, _, _) in names.items() if folder is not None]
    shared = {
        source_id: _share([folder for other, folder in own if other == source_id]) for source_id, _ in own
    }
    rows = [
        (
            file,
            source_id,
            "/".join((*(folder or ())[len(shared.get(source_id, ())) :], bare)),
            taken_at,
            cards[source_id].lists_all_open,
        )
        for (file, source_id), (folder, bare, taken_at) in names.items()
    ]
    schema = pl.Schema(
        {
            "file": pl.String(),
            "source_id": pl.String(),
            "snapshot_of": pl.String(),
            "taken_at": pl.Datetime("us"),
            "lists_all_open": pl.Boolean(),
        }
    )
    files = pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        order=pl.col("taken_at").fill_null(_BEFORE_ALL)
    )
    taken = files.select(*_OF_ONE_FILE, "taken_at", "order").unique().sort("order")
    taken = taken.with_columns(
        taken_on=pl.col("taken_at").dt.date(),
        number=pl.int_range(1, pl.len() + 1).over(_OF_ONE_FILE),
        snapshots=pl.len().over(_OF_ONE_FILE).cast(pl.Int64),
        next_on=pl.col("taken_at").shift(-1).over(_OF_ONE_FILE).dt.date(),
    )
    found = files.join(taken, on=[*_OF_ONE_FILE, "order"])
    return found.select(Snapshots.polars_schema().names()).sort("file")


def key_records(raw_postings: pl.DataFrame, card: Layout) -> pl.DataFrame:
    """A key of each posting's content, equal if two snapshots say the same: the contract RecordKeys.

    The key covers all values except `seen_on`, and except `posted_on` if the card declares it an age. Pay records have
    no key, because they are never merged.
    """
    postings = raw_postings.filter((pl.col("outcome") == "posting") & (card.kind == "posting"))
    changing = {"seen_on"} | ({"posted_on"} if {*card.dates.posted_on} <= _AGES else set())
    values = [pl.col(name).fill_null("\x1f") for name in _VALUES if name not in changing]
    contents = postings.select(pl.concat_str(values, separator="\x1e")).to_series()
    keys = [int.from_bytes(hashlib.sha256(content.encode()).digest()[:8]) for content in contents]
    return postings.with_columns(content_key=pl.Series(keys, dtype=pl.UInt64)).select(
        RecordKeys.polars_schema().names()
    )


def find_sightings(record_keys: pl.LazyFrame, snapshots: pl.LazyFrame) -> pl.DataFrame:
    """The records that an earlier snapshot of the same file also has: the contract Sightings.

    If a snapshot has several equal records, the first repeats the first of an earlier snapshot, the second the second.
    """
    several = snapshots.filter(pl.col("snapshots") > 1).select("file", "snapshot_of", "number")
    records = record_keys.join(several, on="file").collect().sort("number", "file", "line")
    same = [*_OF_ONE_FILE, "content_key", "copy"]
    return (
        records.with_columns(copy=pl.int_range(pl.len()).over(*_OF_ONE_FILE, "content_key", "number"))
        .with_columns(
            is_seen_before=pl.col("number") > pl.col("number").min().over(same),
            posting_id=pl.col("posting_id").first().over(same),
        )
        .filter("is_seen_before")
        .select(Sightings.polars_schema().names())
        .sort("source_id", "file", "line")
    )


def clean_new_postings(
    raw_postings: pl.DataFrame, card: Layout, readers: ValueReaders, seen_before: list[int] | None
) -> pl.DataFrame:
    """Cleans the postings that no earlier snapshot of the file has: the contract CleanedPostings.

    `seen_before` has the lines of the other postings, or is None.
    """
    return clean_postings(raw_postings.filter(~pl.col("line").is_in(seen_before or [])), card, readers)


def _read_name(file: str, is_fetched: bool) -> tuple[tuple[str, ...] | None, str, datetime | None]:
    """A file's folders, None if it was fetched, and its name, both without dates, and when it was taken.

    That is as fetched, or else by the last date in its path. A folder of digits is one of a date.
    """
    *folders, name = PurePosixPath(unpacked_name(file)).parts
    times = [time for folder in folders if is_fetched and (time := _read_time(folder))]
    days = [day for part in (*folders, name) for match in _DATE.finditer(part) if (day := _read_day(match))]
    bare = [_DATE.sub(lambda match: "" if _read_day(match) else match.group(), part) for part in folders]
    kept = tuple(part for part in bare if re.search(r"[^\W\d_]", part))
    undated = _DATE.sub(lambda match: "" if _read_day(match) else match.group(), name)
    return None if is_fetched else kept, undated, next(iter([*times, *reversed(days)]), None)


def _share(folders: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The folders that all paths begin with."""
    first, last = min(folders), max(folders)
    return tuple(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False)))


def _read_time(folder: str) -> datetime | None:
    try:
        return datetime.strptime(folder, FETCHED_AT)
    except ValueError:
        return None


def _read_day(match: re.Match[str]) -> datetime | None:
    try:
        return datetime(int(match[1]), int(match[3]), int(match[4]))
    except ValueError:
        return None
