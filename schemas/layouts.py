"""What a publisher's files look like: the part of a source card that one of its files can tell."""

import re
from pathlib import PurePosixPath
from typing import Annotated, Literal, get_args

import polars as pl
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

Kind = Literal["posting", "pay_record"]
KINDS = list(get_args(Kind))

DayPrecision = Literal["day", "month", "year"]
PayPeriod = Literal["year", "month", "half_month", "fortnight", "week", "day", "hour"]
ThousandsMark = Literal[",", ".", " ", "'"]
PayBasis = Literal["stated", "estimated", "survey"]

HEAD_BYTES = 65_536
"""How much of a file is looked at to tell whose it is and how it is written."""

PARQUET_SIGNATURE = b"PAR1"
"""How every Parquet file begins."""

FILL_IN = "FILL IN"
"""How a drafted card begins what only its publisher can say; no file is read by such a card."""

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
        raise ValueError(f"{pattern!r} is no regular expression of Polars (Rust's regex): {error}") from None
    return pattern


Pattern = Annotated[str, AfterValidator(_is_searchable)]
"""A regular expression as Polars reads it: without lookaround and back references, so in time linear in the text."""


def find_groups(text: str, pattern: str) -> dict[str, str | None]:
    """What each group of a pattern matches in a text, by its name or its number; None for what does not match."""
    found = pl.Series([text]).str.extract_groups(pattern)
    return dict(found[0]) if found.struct.fields else {}


def _names_no_part_twice(form: str) -> str:
    parts = re.findall("%.", form)
    if len(parts) > len(set(parts)):
        raise ValueError(f"{form!r} names a part of the date twice")
    return form


DateFormat = Annotated[
    str,
    Field(
        pattern=r"^(iso|relative|days_ago|epoch_ms|epoch_s|written|day_or_month|(%[YymdBbHMSpzfj]|[^%])*%[Yy](%[YymdBbHMSpzfj]|[^%])*)$",
        description="iso, relative ('3 days ago'), days_ago (a number), epoch_ms, epoch_s, written ('5 March 2026'), "
        "day_or_month (03/04/2026, the order as the file's other dates show it), or a strptime pattern",
    ),
    AfterValidator(_names_no_part_twice),
]


COMPRESSED = (".gz", ".zst")
"""Endings of files that hold one other file."""


def unpacked_name(file: str) -> str:
    """The path of a file without the ending that says how it is compressed."""
    path = PurePosixPath(file)
    return str(path.with_suffix("")) if path.suffix.lower() in COMPRESSED else file


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Dialect(_Strict):
    """How the bytes of a source's files are to be read; what is not said is told from each file's first bytes."""

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
    """How the bytes of one file are to be read."""

    encoding: str
    delimiter: str


class Dates(_Strict):
    """How a source writes dates."""

    posted_on: tuple[DateFormat, ...] = ()
    seen_on: tuple[DateFormat, ...] = ("iso",)
    seen_on_precision: DayPrecision = "day"


class Salaries(_Strict):
    """How a source writes pay where the text itself does not say."""

    currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")
    period: PayPeriod | None = None
    thousands: ThousandsMark | None = Field(
        default=None,
        description="The mark that groups thousands, where the amounts themselves leave it open.",
    )
    unit: float = Field(
        default=1,
        gt=0,
        description="What one stands for where amounts are in a larger unit, such as 10,000 yen.",
    )
    plausible_per_year: tuple[float, float] = Field(
        default=(1_000, 100_000_000),
        description="A yearly amount outside is taken for another period or a typing error: only its text is kept.",
    )
    basis: PayBasis | None = Field(
        default=None,
        description="Whose word pay is where no value says so: `stated` by the employer, `estimated` by a board or "
        "publisher, `survey`: from a list of pay. Without it postings state pay and pay records are a survey.",
    )
    estimated: dict[RawColumn, Pattern] = Field(
        default_factory=dict,
        description="Values that show that pay is an estimate, such as a flag in `pay_origin` or a mark in `salary`.",
    )


class RowRange(_Strict):
    """How many data rows one file of the source is expected to have."""

    min: int = Field(ge=0)
    max: int = Field(ge=1)

    @model_validator(mode="after")
    def _is_ordered(self) -> "RowRange":
        if self.min > self.max:
            raise ValueError(f"min ({self.min}) is larger than max ({self.max})")
        return self


class Layout(_Strict):
    """What can be told of a source from one of its files."""

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
        "`employer[name]` the entry `name` of a dict printed in the column employer); of several headers the first "
        "that is in the file and not missing counts, so layouts that call a column differently have one card."
    )
    sections: dict[str, str] = Field(
        default_factory=dict,
        description="Headers of further columns of text to the heading under which each follows the description; "
        "the heading says what it says of a skill (`Preferred qualifications`); an empty one adds no heading.",
    )
    ignored_columns: tuple[str, ...] = ()
    personal_columns: tuple[str, ...] = Field(
        default=(), description="Headers of personal data: never read, and not kept of a rejected record."
    )
    only: dict[RawColumn, Pattern] = Field(
        default_factory=dict,
        description="What a value must match to be one of its column; another counts as missing (a date as a place).",
    )
    strip: dict[RawColumn, tuple[Pattern, ...]] = Field(
        default_factory=dict,
        description="What the board adds to every value and no employer wrote; of the cleaned text in `description`.",
    )
    constants: dict[RawColumn, str] = Field(default_factory=dict)
    missing: tuple[str, ...] = ("",)
    corrections: dict[RawColumn, dict[str, str | None]] = Field(
        default_factory=dict,
        description="Values known to be wrong, to the right value or to null; say why in `note`.",
    )
    ignored_tags: tuple[str, ...] = Field(
        default=(),
        description="Skill tags that mostly stand for something else in this source; say why in `note`.",
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
                f"the group {min(unknown)!r} is no raw column; there are {', '.join(get_args(RawColumn))}"
            )
        return pattern

    @model_validator(mode="after")
    def _has_a_title(self) -> "Layout":
        if "title" not in self.columns:
            raise ValueError("columns must map `title`: a posting without a title cannot be given a role")
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
