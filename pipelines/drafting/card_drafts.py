"""Drafts a source card for an unknown file from its name, headers and values."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath

import polars as pl

from pipelines.cleaning.postings import ValueReaders
from pipelines.drafting.boilerplate import find_added
from pipelines.drafting.column_evidence import (
    find_date_formats,
    find_nothing,
    find_single_country,
)
from pipelines.drafting.column_headers import HeaderLexicon
from pipelines.drafting.column_readings import Reading, choose, read_columns
from pipelines.drafting.file_names import DateInName, find_date, generalise, name_source
from pipelines.drafting.further_columns import find_sections, is_personal
from pipelines.drafting.pay_evidence import guess_salaries, tells_all
from pipelines.drafting.unknown_tables import UndraftableFileError, read_texts, unpack_dicts
from pipelines.reading.dialects import detect_dialect
from pipelines.reading.records import to_utf8
from pipelines.reading.tables import holds_json_lines
from pipelines.values import pay
from schemas.layouts import (
    FILL_IN,
    HEAD_BYTES,
    PARQUET_SIGNATURE,
    Dates,
    DayPrecision,
    Dialect,
    Kind,
    Layout,
    RawColumn,
    RowRange,
    Salaries,
)

SURE = 0.6
"""Below this a remark asks to check a column."""
ROWS_FACTOR = 2
"""A sibling of the file is expected to have between half and twice its rows."""
_TELLS_A_POSTING = {"description", "url", "source_posting_id", "company", "tags"}
_SECTIONS = ("requirements", "nice_to_have", "responsibilities", "benefits")
_ENDS = {"salary_min", "salary_max"}
_PAY = {"salary", *_ENDS}
_PRECISIONS: dict[tuple[str, ...], DayPrecision] = {("%Y",): "year", ("%Y-%m",): "month"}


@dataclass(frozen=True)
class CardDraft:
    """What a file shows of its source; and by key of the card, such as `columns.title`, why or what to check."""

    layout: Layout
    remarks: dict[str, str]


@dataclass(frozen=True)
class DraftWords:
    """What helps to read unknown files: headers, missing values, and words for occupations."""

    headers: HeaderLexicon
    nothing: frozenset[str]
    occupations: frozenset[str]
    headings: frozenset[str]
    readers: ValueReaders

    @classmethod
    def of(
        cls,
        column_headers: pl.DataFrame,
        missing_values: pl.DataFrame,
        title_words: pl.DataFrame,
        section_headings: pl.DataFrame,
        readers: ValueReaders,
    ) -> "DraftWords":
        """From the contracts ColumnHeaders, MissingValues, TitleWords (nouns are occupations) and SectionHeadings."""
        nouns = title_words.filter(pl.col("kind") == "noun")["word"]
        headings = section_headings.filter(pl.col("section").is_in(_SECTIONS))["heading"]
        lexicon = HeaderLexicon(column_headers)
        return cls(
            lexicon,
            frozenset(missing_values["value"].str.to_lowercase()),
            frozenset(nouns.str.to_lowercase()),
            frozenset(map(lexicon.fold, headings)),
            readers,
        )


def draft_card(file: str, data: bytes, lexicon: DraftWords) -> CardDraft:
    """The draft for one file, given its name and its bytes, both as if it were not compressed.

    Raises UndraftableFileError if it holds no records under a header with a column of titles.
    """
    dialect = _find_dialect(data[:HEAD_BYTES])
    table = read_texts(file, data, dialect)
    unpacked = unpack_dicts(table)
    nothing = {name: find_nothing(unpacked[name], lexicon.nothing) for name in unpacked.columns}
    present = unpacked.with_columns(
        pl.col(name).replace(dict.fromkeys(values)) for name, values in nothing.items() if values
    )
    personal = tuple(name for name in present.columns if is_personal(present[name], lexicon.headers))
    readings = read_columns(present.drop(personal), lexicon.headers, lexicon.occupations, lexicon.readers)
    chosen = _drop_repeated_pay(choose(readings), present)
    if "title" not in chosen:
        raise UndraftableFileError(
            f"{file} has no column that looks like titles of postings: its first line is "
            f"{', '.join(table.columns)[:200]!r}; delete what is above the header, or add a header; if it has one, add "
            "its names to data/sources/column_headers.csv, or write the card by hand"
        )
    remarks = _explain_columns(readings, chosen)
    headers = {raw_column: reading.header for raw_column, reading in chosen.items()}
    candidates = [name for name in present.columns if lexicon.headers.fold(name) in lexicon.headings]
    sections = find_sections(present, headers, candidates, lexicon.readers)
    if headers.get("tags") in sections:
        del headers["tags"], remarks["columns.tags"]
    read = {*headers.values(), *sections, *personal}
    read |= {header.partition("[")[0] for header in read if header not in table.columns}
    ignored = tuple(name for name in table.columns if name not in read)
    _remark_doubted(remarks, ignored, chosen, lexicon.headers)
    values = {raw_column: present[header].drop_nulls() for raw_column, header in headers.items()}
    in_name = None if "seen_on" in headers else find_date(file)
    constants = _find_constants(values, in_name, remarks, lexicon.readers)
    dates = _find_dates(values, in_name, remarks, lexicon.readers)
    if not in_name and "seen_on" not in values:
        constants["seen_on"] = _ask_for_scrape(values, dates, lexicon.readers)
    layout = Layout(
        source_id=name_source(file),
        kind=_find_kind(headers, remarks),
        files=(generalise(file),),
        name_pattern=in_name.name_pattern if in_name else None,
        sha256={PurePosixPath(file).name: hashlib.sha256(data).hexdigest()},
        dialect=dialect,
        columns=dict(headers),
        sections=sections,
        ignored_columns=ignored,
        personal_columns=personal,
        strip=find_added(values, lexicon.readers),
        constants=constants,
        missing=("", *sorted(set().union(*(nothing[header] for header in headers.values())))),
        dates=dates,
        salaries=_find_salaries(present, headers, constants.get("country"), remarks, lexicon.readers),
        rows=RowRange(min=len(table) // ROWS_FACTOR, max=len(table) * ROWS_FACTOR),
    )
    if layout.strip:
        _remark(remarks, "strip", "nearly every value ends so: check that no employer wrote it")
    _remark(remarks, "rows", f"this file has {len(table)}; from half to twice as many are expected")
    return CardDraft(layout, remarks)


def _find_dialect(head: bytes) -> Dialect:
    """What is to be declared: nothing of JSON lines and Parquet, which say it themselves."""
    if head.startswith(PARQUET_SIGNATURE):
        return Dialect()
    dialect = detect_dialect(head)
    return Dialect() if holds_json_lines(to_utf8(head, dialect.encoding)) else dialect


def _drop_repeated_pay(chosen: dict[RawColumn, Reading], table: pl.DataFrame) -> dict[RawColumn, Reading]:
    """Pay as a text that tells it all makes columns of its ends needless; else both ends make it needless."""
    if "salary" not in chosen or not _ENDS & chosen.keys():
        return chosen
    is_text = tells_all(table[chosen["salary"].header].drop_nulls())
    needless = _ENDS if is_text else {"salary"} if chosen.keys() >= _ENDS else set()
    return {raw_column: reading for raw_column, reading in chosen.items() if raw_column not in needless}


def _explain_columns(readings: list[Reading], chosen: dict[RawColumn, Reading]) -> dict[str, str]:
    remarks = {}
    for raw_column, reading in chosen.items():
        others = [other.header for other in readings if other.raw_column == raw_column and other != reading]
        rivals = [header for header in others if header not in {each.header for each in chosen.values()}]
        remarks[f"columns.{raw_column}"] = "".join(
            (
                f"by {reading.by}, {reading.confidence:.2f}",
                ": check" if reading.confidence < SURE else "",
                f"; rather than {', '.join(map(repr, rivals))}" if rivals else "",
            )
        )
    return remarks


def _remark_doubted(
    remarks: dict[str, str],
    ignored: tuple[str, ...],
    chosen: dict[RawColumn, Reading],
    lexicon: HeaderLexicon,
) -> None:
    """Names the ignored columns whose header alone would have them read as a column that has no other."""
    for header in ignored:
        named = [
            column for column, like in lexicon.match(header).items() if like == 1 and column not in chosen
        ]
        if named:
            doubt = f"{header!r} is {' or '.join(named)} by its header, but its values are unlike that: check"
            _remark(remarks, "ignored_columns", doubt)


def _find_kind(headers: dict[RawColumn, str], remarks: dict[str, str]) -> Kind:
    if not _PAY & headers.keys() or _TELLS_A_POSTING & headers.keys():
        return "posting"
    _remark(
        remarks, "kind", "pay without employer, address, id or text: one person's answer, never merged; check"
    )
    return "pay_record"


def _find_constants(
    values: dict[RawColumn, pl.Series],
    in_name: DateInName | None,
    remarks: dict[str, str],
    readers: ValueReaders,
) -> dict[RawColumn, str]:
    constants: dict[RawColumn, str] = {}
    if "country" not in values and "location" in values:
        addresses = values.get("url", pl.Series(dtype=pl.String))
        if country := find_single_country(values["location"], addresses, readers):
            constants["country"] = country
            _remark(remarks, "constants", "most places whose country is known lie in it")
    if in_name and not in_name.name_pattern:
        constants["seen_on"] = in_name.text
        _remark(remarks, "constants", "the file's name dates the scrape: check")
    return constants


def _ask_for_scrape(values: dict[RawColumn, pl.Series], dates: Dates, readers: ValueReaders) -> str:
    never = pl.repeat(None, len(values.get("posted_on", ())), dtype=pl.Date, eager=True)
    posted = values.get("posted_on", pl.Series(dtype=pl.String))
    latest = readers.dates.parse_dates(posted, dates.posted_on, never).struct.field("date").drop_nulls()
    hint = f", {latest.sort()[-1]} or later" if len(latest) else ""
    return f"{FILL_IN}: the day of the scrape{hint}, as in 2025-12-31"


def _find_dates(
    values: dict[RawColumn, pl.Series],
    in_name: DateInName | None,
    remarks: dict[str, str],
    readers: ValueReaders,
) -> Dates:
    formats: dict[str, tuple[str, ...]] = {}
    for raw_column in ("posted_on", "seen_on"):
        if raw_column not in values:
            continue
        found = find_date_formats(values[raw_column], readers)
        formats[raw_column] = found.formats
        if len(found.unread):
            example = found.unread[0][:40]
            _remark(
                remarks, "dates", f"{len(found.unread)} of {raw_column} fit no format, such as {example!r}"
            )
        if found.is_undecided:
            _remark(
                remarks,
                "dates",
                f"day or month first in {raw_column}? Both fit, so each file's other dates decide",
            )
    if in_name:
        return Dates(**formats, seen_on=(in_name.form,), seen_on_precision=in_name.precision)
    return Dates(**formats, seen_on_precision=_PRECISIONS.get(formats.get("seen_on", ()), "day"))


def _find_salaries(
    table: pl.DataFrame,
    headers: dict[RawColumn, str],
    country: str | None,
    remarks: dict[str, str],
    readers: ValueReaders,
) -> Salaries:
    paid = [raw_column for raw_column in headers if raw_column in _PAY]
    if not paid:
        return Salaries()
    columns = (pl.col(headers[name]) if name in headers else pl.lit(None, pl.String) for name in pay.COLUMNS)
    texts = table.select(column.alias(name) for name, column in zip(pay.COLUMNS, columns, strict=True))
    salaries, guessed = guess_salaries(
        texts, " ".join(headers[raw_column] for raw_column in paid), country, readers
    )
    if guessed:
        _remark(remarks, "salaries", f"{'; '.join(guessed)}: check")
    return salaries


def _remark(remarks: dict[str, str], key: str, remark: str) -> None:
    remarks[key] = f"{remarks[key]}; {remark}" if key in remarks else remark
