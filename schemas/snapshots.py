"""Contracts of snapshots of the same file, and of the records that snapshots have in common."""

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to
from schemas.postings import ID, SHA256


class Snapshots(Contract, group="postings"):
    """One row per file of postings that was read: which file it is a snapshot of, and its date."""

    file: str = pa.Field(unique=True, description="Path of the file, relative to the postings folder.")
    source_id: str = refers_to("sources", description="The source.")
    snapshot_of: str = pa.Field(
        description="Name of the file without its date: the snapshots of one file share it within a source."
    )
    taken_on: pl.Date = pa.Field(
        nullable=True, description="Date in its name, or else of the download; empty if neither is known."
    )
    number: pl.Int64 = pa.Field(
        ge=1, description="1 for the oldest snapshot of the file; files of the same day have the same number."
    )
    snapshots: pl.Int64 = pa.Field(ge=1, description="Number of snapshots of the file.")
    next_on: pl.Date = pa.Field(
        nullable=True, description="Day of the next snapshot of the file; empty for the newest."
    )
    lists_all_open: bool = pa.Field(
        description="Whether a posting missing from it is closed; false for feeds and searches, as the source card "
        "states."
    )


class RecordKeys(Contract, group="postings", published=False):
    """One row per posting in a file, with a key that is equal if another snapshot has the same record."""

    posting_id: str = pa.Field(unique=True, str_matches=ID, description="The record's posting_id.")
    source_id: str = pa.Field(description="The source.")
    file: str = pa.Field(description="Path of the file, relative to the postings folder.")
    file_sha256: str = pa.Field(str_matches=SHA256, description="sha256 of the file.")
    line: pl.Int64 = pa.Field(ge=1, description="Physical line on which the record starts, from 1.")
    content_key: pl.UInt64 = pa.Field(
        description="First 64 bits of the sha256 of its values, without the day of the scrape."
    )


class Sightings(Contract, group="postings", published=False):
    """One row per record that repeats a record of an earlier snapshot of the same file: a posting, seen again."""

    posting_id: str = pa.Field(str_matches=ID, description="The posting made from the earliest such record.")
    source_id: str = refers_to("sources", description="The source.")
    file: str = pa.Field(description="Path of the file that shows it again.")
    file_sha256: str = pa.Field(str_matches=SHA256, description="sha256 of that file.")
    line: pl.Int64 = pa.Field(ge=1, description="Physical line on which the record starts there, from 1.")

    class Config:
        unique = ["file", "line"]
