"""The content of an export for its metadata: files, sources and the dataset's card."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from schemas import TABLES, Contract
from schemas.dataset import DatasetCard

MEDIA_TYPES = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv"}
"""The media type of each file format, as registered by IANA."""

SYNTHETIC = (
    "It was made from the sample, whose postings are synthetic: its figures say nothing about any market."
)


@dataclass(frozen=True)
class ExportedFile:
    """One table as one file; `path` is relative to the export's folder, `format` a key of MEDIA_TYPES."""

    table: str
    format: str
    path: str
    rows: int
    bytes: int
    sha256: str

    @property
    def contract(self) -> type[Contract]:
        """The contract of the table."""
        return TABLES[self.table]


@dataclass(frozen=True)
class ExportedSource:
    """One source of the build, as in the table `sources`."""

    source_id: str
    name: str
    publisher: str
    page: str
    licence: str
    is_synthetic: bool

    @property
    def url(self) -> str | None:
        """The web page of the source, or None."""
        return self.page if self.page.startswith(("https://", "http://")) else None


@dataclass(frozen=True)
class Exported:
    """Everything the metadata says about one export.

    `digest` is that of the build's inputs; `first_on` and `last_on` are the first and last posting date, if any.
    """

    card: DatasetCard
    digest: str
    first_on: date | None
    last_on: date | None
    files: tuple[ExportedFile, ...]
    sources: tuple[ExportedSource, ...]

    @property
    def version(self) -> str:
        """The dataset's version with the digest of this build; the same inputs and code give the same version."""
        return f"{self.card.version}+{self.digest}"

    @property
    def description(self) -> str:
        """The description of the dataset; for the sample, with a warning that it says nothing about any market."""
        is_sample = {source.is_synthetic for source in self.sources} == {True}
        return f"{self.card.description} {SYNTHETIC}" if is_sample else self.card.description

    def of_format(self, form: str) -> Iterator[ExportedFile]:
        """The files of one format."""
        return (file for file in self.files if file.format == form)

    def of_table(self, table: str) -> tuple[ExportedFile, ...]:
        """The files of one table."""
        return tuple(file for file in self.files if file.table == table)
