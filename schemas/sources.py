"""The source card, and the contracts of sources and their files."""

import pandera.polars as pa
import polars as pl
from pydantic import Field, field_validator, model_validator

from schemas.contract import Contract
from schemas.downloads import Download, FetchedFile, is_pattern
from schemas.layouts import FILL_IN, KINDS, Layout


class SourceCard(Layout):
    """Everything the pipeline knows about one layout of one publisher: a new source is a card, not code."""

    name: str
    publisher: str
    page: str
    download: Download | None = Field(
        default=None,
        description="Where files can be fetched; a single address is a live address of all files.",
    )
    licence: str
    note: str | None = None
    lists_all_open: bool = Field(
        default=True,
        description="Whether a file lists all postings open on its day, so that a posting missing from a later file is "
        "closed; false for feeds and searches, which show the newest or best postings.",
    )

    @field_validator("name", "publisher", "page", "licence")
    @classmethod
    def _is_filled_in(cls, text: str) -> str:
        if not text.strip():
            raise ValueError("it is empty: fill it in as the publisher states it")
        return text

    @field_validator("download", mode="before")
    @classmethod
    def _is_live(cls, download: object) -> object:
        return {"live": download} if isinstance(download, str) else download

    @model_validator(mode="after")
    def _names_files_below_its_folder(self) -> "SourceCard":
        for file in self.fetchable_files:
            parts = file.split("/")
            if not file.isprintable() or "\\" in file or any(part[:1] in ("", ".") for part in parts):
                raise ValueError(
                    f"{file!r} cannot be the name of a fetched file: rename it so that no part of its path is empty or "
                    "starts with a dot"
                )
        return self

    @model_validator(mode="after")
    def _says_what_to_fetch(self) -> "SourceCard":
        if not self.download:
            return self
        for name in {**self.download.pinned, **self.download.live}:
            if not is_pattern(name) and not self.names(name):
                raise ValueError(
                    f"download names {name}, but no pattern of `files` matches it: correct one of them"
                )
        for name in self.download.pinned:
            if not is_pattern(name) and name not in self.sha256:
                raise ValueError(
                    f"the address of {name} is pinned, but its sha256 is missing: add it under `sha256`"
                )
        wanted = self.fetched_files
        if not wanted:
            raise ValueError(
                "download is given, but no file is named: list files under `sha256`, or in `files` without wildcards"
            )
        addresses = [(file.address.replace("{file}", file.file), file.file) for file in wanted]
        if len({address for address, _ in addresses}) < len(set(addresses)):
            raise ValueError("download has one address for several files: put {file} in place of their names")
        return self

    @property
    def unfinished_keys(self) -> list[str]:
        """Keys whose drafted values are not filled in yet; until they are, the card reads no file."""
        stated = {key: str(getattr(self, key)) for key in ("name", "publisher", "page", "licence")}
        stated |= {f"constants.{column}": value for column, value in self.constants.items()}
        return [key for key, value in stated.items() if value.startswith(FILL_IN)]

    @property
    def fetchable_files(self) -> list[str]:
        """Files known by name: under `sha256`, in `files` without wildcards, or among the live addresses."""
        live = self.download.live if self.download else {}
        named = (name for name in (*self.files, *live) if not is_pattern(name))
        return sorted({*self.sha256, *named})

    @property
    def fetched_files(self) -> list[FetchedFile]:
        """What `download` says to fetch, pinned before live."""
        if not self.download:
            return []
        found = []
        for file in self.fetchable_files:
            if file in self.sha256 and (address := self.download.find(self.download.pinned, file)):
                found.append(FetchedFile(self.source_id, file, address, self.sha256[file]))
            if address := self.download.find(self.download.live, file):
                found.append(FetchedFile(self.source_id, file, address))
        return found

    @property
    def address(self) -> str | None:
        """The first live address, or else the first pinned one; {file} stands for a file's name."""
        download = self.download or Download()
        return next(iter([*download.live.values(), *download.pinned.values()]), None)


class Sources(Contract, group="sources"):
    """One row per source: who published it, where, under what licence, and how much was read."""

    source_id: str = pa.Field(
        unique=True, description="Short stable name of the source (its card's file name)."
    )
    name: str = pa.Field(description="Name of the source.")
    kind: str = pa.Field(isin=KINDS, description="What a record is: a posting, or a pay record.")
    publisher: str = pa.Field(description="Who published the files.")
    page: str = pa.Field(description="Page that describes the files.")
    download: str = pa.Field(nullable=True, description="Address of a file; {file} stands for its name.")
    licence: str = pa.Field(description="Licence, as the publisher states it.")
    note: str = pa.Field(
        nullable=True, description="What to know before its figures are compared with others."
    )
    is_synthetic: bool = pa.Field(description="Whether the rows were written for this repository.")
    files: pl.Int64 = pa.Field(ge=0, description="Files read in this build.")
    bytes: pl.Int64 = pa.Field(ge=0, description="Size of these files.")
    files_as_published: pl.Int64 = pa.Field(ge=0, description="Files whose sha256 is on the card.")


class SourceFiles(Contract, group="sources"):
    """One row per file found in the postings folder or fetched."""

    file: str = pa.Field(
        unique=True,
        description="Path of the file in the postings folder, `archive.zip/member.csv` for a member of a zip; for a "
        "fetched file, source and name.",
    )
    is_fetched: bool = pa.Field(
        description="Whether it was fetched from the source's address; otherwise it is in the postings folder."
    )
    file_sha256: str = pa.Field(nullable=True, description="sha256 of its decompressed bytes.")
    bytes: pl.Int64 = pa.Field(ge=0, description="Decompressed size.")
    lines: pl.Int64 = pa.Field(ge=0, description="Number of physical lines.")
    source_id: str = pa.Field(nullable=True, description="The source whose card it matches.")
    is_as_published: bool = pa.Field(description="Whether its sha256 is on the card.")
    unlisted_columns: pl.List = pa.Field(
        dtype_kwargs={"inner": pl.String}, description="Headers that the card neither maps nor ignores."
    )
    missing_columns: pl.List = pa.Field(
        dtype_kwargs={"inner": pl.String},
        description="Headers that the card maps but the file lacks; they are read as empty.",
    )
    problem: str = pa.Field(
        nullable=True, description="Why it was skipped, and what to do; empty if it was read."
    )
