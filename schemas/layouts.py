"""The layout of a publisher's files: the part of a source card that can be read from one of its files."""

import re
from pathlib import PurePosixPath
from typing import Annotated, Literal, get_args

import polars as pl
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PositiveInt,
    field_validator,
    model_validator,
)

Kind = Literal["posting", "pay_record"]
KINDS = list(get_args(Kind))

DayPrecision = Literal["day", "month", "year"]
PayPeriod = Literal["year", "month", "half_month", "fortnight", "week", "day", "hour"]
ThousandsMark = Literal[",", ".", " ", "'"]
PayBasis = Literal["stated", "estimated", "survey"]
PartialTexts = Literal["all"] | PositiveInt | None

HEAD_BYTES = 65_536
"""How much of a file is read to detect its source and dialect."""

PARQUET_SIGNATURE = b"PAR1"
"""The first bytes of every Parquet file."""

FILL_IN = "FILL IN"
"""Prefix of drafted values that only the publisher can state; a card with such a value reads no file."""

RawColumn = Literal[
    "source_posting_id",
    "url",
    "title",
    "company",
    "location",
    "country",
    "remote",
    "posted_on",
    "seen_on",
    "salary",
    "salary_min",
    "salary_max",
    "salary_currency",
    "salary_period",
    "pay_origin",
    "employment_type",
    "source_seniority",
    "description",
    "tags",
]


def _is_searchable(pattern: str) -> str:
    try:
        pl.Series([""]).str.contains(pattern)
    except pl.exceptions.ComputeError as error:
        found = re.search("^error: (.+)", str(error), re.MULTILINE)
        why = found[1] if found else "it cannot be compiled"
        raise ValueError(
            f"{pattern!r} is not a regular expression of Polars (Rust's regex): {why}: correct it"
        ) from None
    return pattern


Pattern = Annotated[str, AfterValidator(_is_searchable)]
"""A regular expression of Polars: without lookaround and back references, so that it runs in linear time."""


def find_groups(text: str, pattern: str) -> dict[str, str | None]:
    """What each group of a pattern matches in a text, by its name or number; None if it does not match."""
    found = pl.Series([text]).str.extract_groups(pattern)
    return dict(found[0]) if found.struct.fields else {}


DATE_FORMATS = (
    "iso, relative ('3 days ago'), days_ago (a number), epoch_ms, epoch_s, written ('5 March 2026'), "
    "day_or_month (03/04/2026, the order as the file's other dates show it), or a strptime pattern"
)
_DATE_FORMAT = re.compile(
    "iso|relative|days_ago|epoch_ms|epoch_s|written|day_or_month"
    "|(%[YymdBbHMSpzfj]|[^%])*%[Yy](%[YymdBbHMSpzfj]|[^%])*"
)


def _is_date_format(form: str) -> str:
    if not _DATE_FORMAT.fullmatch(form):
        raise ValueError(f"{form!r} is not a format of dates: write {DATE_FORMATS}")
    parts = re.findall("%.", form)
    if len(parts) > len(set(parts)):
        raise ValueError(f"{form!r} names a part of the date twice: name it once")
    return form


DateFormat = Annotated[str, Field(description=DATE_FORMATS), AfterValidator(_is_date_format)]


COMPRESSED = (".gz", ".zst")
"""Endings of compressed files."""


def unpacked_name(file: str) -> str:
    """The path of a file without the ending of its compression."""
    path = PurePosixPath(file)
    return str(path.with_suffix("")) if path.suffix.lower() in COMPRESSED else file


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Dialect(_Strict):
    """How to read the bytes of a source's files; what is not stated is detected from each file's first bytes."""

    encoding: str | None = None
    delimiter: str | None = Field(default=None, pattern=r"^[!#-/:-@\[-^`{-~\t]$")

    @field_validator("encoding")
    @classmethod
    def _is_an_encoding(cls, encoding: str | None) -> str | None:
        try:
            "".encode(encoding or "utf-8")
        except LookupError:
            raise ValueError(
                f"there is no encoding {encoding!r}; utf-8, utf-16 and cp1252 are common"
            ) from None
        return encoding


class CompleteDialect(Dialect):
    """How to read the bytes of one file."""

    encoding: str
    delimiter: str


class Dates(_Strict):
    """How a source writes dates."""

    posted_on: tuple[DateFormat, ...] = ()
    seen_on: tuple[DateFormat, ...] = ("iso",)
    seen_on_precision: DayPrecision = "day"


class Salaries(_Strict):
    """How a source writes pay, if the text itself does not say."""

    currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")
    period: PayPeriod | None = None
    thousands: ThousandsMark | None = Field(
        default=None,
        description="The mark that groups thousands, if the amounts themselves are ambiguous.",
    )
    unit: float = Field(
        default=1,
        gt=0,
        description="The value of one unit if amounts are in a larger unit, such as 10,000 yen.",
    )
    plausible_per_year: tuple[float, float] = Field(
        default=(1_000, 100_000_000),
        description="A yearly amount outside this range is taken to be for another period or a typing error; only its "
        "text is kept.",
    )
    basis: PayBasis | None = Field(
        default=None,
        description="Who states the pay, if no value says so: `stated`: the employer; `estimated`: a board or "
        "publisher; `survey`: a pay list. By default, pay of postings is stated and pay records are a survey.",
    )
    estimated: dict[RawColumn, Pattern] = Field(
        default_factory=dict,
        description="Values that mark pay as an estimate, such as a flag in `pay_origin` or a mark in `salary`.",
    )


class RowRange(_Strict):
    """The expected number of data rows in a file of the source."""

    min: int = Field(ge=0)
    max: int = Field(ge=1)

    @model_validator(mode="after")
    def _is_ordered(self) -> "RowRange":
        if self.min > self.max:
            raise ValueError(f"min ({self.min}) is larger than max ({self.max})")
        return self


class Layout(_Strict):
    """What can be read about a source from one of its files."""

    source_id: str = Field(pattern=r"^[a-z0-9_]+$")
    kind: Kind = "posting"
    files: tuple[str, ...] = Field(min_length=1, description="Glob patterns of the file's name.")
    name_pattern: Pattern | None = Field(
        default=None,
        description="Regular expression whose named groups are raw columns read from the file's name.",
    )
    sha256: dict[str, str] = Field(default_factory=dict, description="File name to sha256 as published.")
    dialect: Dialect = Dialect()
    columns: dict[RawColumn, str | tuple[str, ...]] = Field(
        description="Canonical column to the source's header (`Name#2` is the second column called Name, "
        "`employer[name]` the entry `name` of a dict printed in the column employer); of several headers, the first "
        "that is in the file and not missing counts, so that layouts that name a column differently share one card."
    )
    sections: dict[str, str] = Field(
        default_factory=dict,
        description="Headers of further text columns to the heading under which each is appended to the description. "
        "The heading determines the need (`Preferred qualifications`); an empty one adds no heading.",
    )
    ignored_columns: tuple[str, ...] = ()
    personal_columns: tuple[str, ...] = Field(
        default=(),
        description="Headers of personal data, which is never read and not kept with rejected records.",
    )
    only: dict[RawColumn, Pattern] = Field(
        default_factory=dict,
        description="Pattern that a value of the column must match; other values count as missing (a date as a place).",
    )
    strip: dict[RawColumn, tuple[Pattern, ...]] = Field(
        default_factory=dict,
        description="What the board adds to every value and no employer wrote; removed from the cleaned text in "
        "`description`.",
    )
    constants: dict[RawColumn, str] = Field(default_factory=dict)
    missing: tuple[str, ...] = ("",)
    corrections: dict[RawColumn, dict[str, str | None]] = Field(
        default_factory=dict,
        description="Values known to be wrong, to the right value or to null; say why in `note`.",
    )
    ignored_tags: tuple[str, ...] = Field(
        default=(),
        description="Skill tags that mostly mean something else in this source; say why in `note`.",
    )
    partial_texts: PartialTexts = Field(
        default=None,
        description="Texts that are only a part of a posting's: `all`, for texts of duties without requirements, or "
        "those of at most so many characters: the source cuts them off there, or gives the opening only.",
    )
    dates: Dates = Dates()
    salaries: Salaries = Salaries()
    rows: RowRange

    @field_validator("name_pattern")
    @classmethod
    def _names_raw_columns(cls, pattern: str | None) -> str | None:
        named = {name for name in find_groups("", pattern) if not name.isdigit()} if pattern else set()
        if unknown := named - set(get_args(RawColumn)):
            raise ValueError(
                f"the group {min(unknown)!r} is not a raw column; use one of {', '.join(get_args(RawColumn))}"
            )
        return pattern

    @model_validator(mode="after")
    def _has_a_title(self) -> "Layout":
        if "title" not in self.columns:
            raise ValueError("columns must map `title`: without a title, a posting cannot be assigned a role")
        return self

    @property
    def mapped_headers(self) -> dict[RawColumn, tuple[str, ...]]:
        """The headers of each mapped column."""
        return {
            column: (names,) if isinstance(names, str) else names for column, names in self.columns.items()
        }

    def names(self, file: str) -> bool:
        """Whether the file's name, without .gz or .zst, is one of this source's."""
        return any(PurePosixPath(unpacked_name(file)).match(pattern) for pattern in self.files)
