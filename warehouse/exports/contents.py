"""What an export holds, for those who describe it: its files, its sources and the dataset's card."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from schemas import TABLES, Contract
from schemas.dataset import DatasetCard

MEDIA_TYPES = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv"}
"""Format of a file to its type as IANA registers it."""

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
        """What the table promises."""
        return TABLES[self.table]


@dataclass(frozen=True)
class ExportedSource:
    """One source the build was made from, as the table `sources` states it."""

    source_id: str
    name: str
    publisher: str
    page: str
    licence: str
    is_synthetic: bool

    @property
    def url(self) -> str | None:
        """Where the source is described on the web, if it is."""
        return self.page if self.page.startswith(("https://", "http://")) else None


@dataclass(frozen=True)
class Exported:
    """Everything that is said of one export: `digest` is of what the build was made from, `first_on` and `last_on`
    the first and last day a posting was posted, where any has a date."""

    card: DatasetCard
    digest: str
    first_on: date | None
    last_on: date | None
    files: tuple[ExportedFile, ...]
    sources: tuple[ExportedSource, ...]

    @property
    def version(self) -> str:
        """The dataset's version and the digest of this build: the same inputs and code have the same one."""
        return f"{self.card.version}+{self.digest}"

    @property
    def description(self) -> str:
        """What the dataset is; of an export of the sample also that it tells nothing about any market."""
        is_sample = {source.is_synthetic for source in self.sources} == {True}
        return f"{self.card.description} {SYNTHETIC}" if is_sample else self.card.description

    def of_format(self, form: str) -> Iterator[ExportedFile]:
        """The files of one format."""
        return (file for file in self.files if file.format == form)

    def of_table(self, table: str) -> tuple[ExportedFile, ...]:
        """The files that hold one table."""
        return tuple(file for file in self.files if file.table == table)
