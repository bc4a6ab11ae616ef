"""What the values of an unknown column look like."""

import re
from dataclasses import dataclass
from datetime import date

import polars as pl

from pipelines.cleaning.postings import ValueReaders
from schemas.layouts import RawColumn, Salaries

SAMPLE_VALUES = 300
"""Distinct values looked at where a value costs much to look at."""
LEAST_KNOWN = 0.2
"""The share of places in a file whose country must be known to detect the file's country from them."""
LEAST_GAIN = 0.01
"""A further date format is named where it reads at least this share of the values."""

DAY_OR_MONTH_FIRST = {
    "%d/%m/%Y": "%m/%d/%Y",
    "%d-%m-%Y": "%m-%d-%Y",
    "%d.%m.%Y": "%m.%d.%Y",
    "%d/%m/%y": "%m/%d/%y",
    "%d.%m.%y": "%m.%d.%y",
    "%d/%m/%Y %H:%M": "%m/%d/%Y %H:%M",
    "%d.%m.%Y %H:%M": "%m.%d.%Y %H:%M",
}
"""Formats that put the day first, to those that put the month first."""
DATE_FORMATS = (
    *("iso", "%Y%m%d", "%Y.%m.%d", "%Y-%m", "%Y", "epoch_ms", "epoch_s", "written", "relative"),
    *DAY_OR_MONTH_FIRST,
    *DAY_OR_MONTH_FIRST.values(),
)
"""Formats tried, in this order where several read equally many values."""

_SEEN_ON = date(2099, 12, 31)
"""Stands for the unknown day of the scrape: no posting is dated after it."""
_ADDRESS = r"^\s*(?:(?:https?://|www\.)\S+(?: [^\s.,;]+)*|[\w-]+(?:\.[\w-]+)+/\S*)\s*$"
_LEGAL_FORM = (
    r"(?i)\b(?:inc|llc|ltd|plc|corp|pvt|gmbh|ag|se|kg|b\.?v|n\.?v|s\.?a|sas|sarl|s\.?l|s\.?p\.?a|s\.?r\.?l|ltda|"
    r"sp\. z o\.o)\.?(?:\s|$)"
)
_OF_ANY_COUNTRY = re.compile("A[IM]|C[CO]|FM|GG|I[MOS]|L[AY]|ME|S[HO]|T[OV]|WS")
"""Countries whose domain firms anywhere use."""
_LETTER = r"\p{L}{2}"
_LIST = r"^\s*[\[{(]|[,;|•].*[,;|•]|\p{L}\s*[,;|]\s*\p{L}"
_CURRENCY = r"^\s*(?:[A-Z]{3}|[$€£₹]|[A-Z]{1,2}\$|zł)\s*$"
_NOTHING = r"^[\s,;.\-–—/?\[\]{}()]+$"
_DAYS = r"^\d{1,3}(?:\.0)?$"
_LONG_TEXT, _LONGEST_TITLE, _LONGEST_TAG = 150, 120, 30
_FEW = 12


def share_fitting(
    values: pl.Series, raw_column: RawColumn, occupations: frozenset[str], readers: ValueReaders
) -> float:
    """The share (0 to 1) of a column's values, at least one and without nulls, that could be values of a raw column.

    `occupations` are words for occupations, in lower case, by which titles are distinguished from other short texts.
    """
    few = 1.0 if values.n_unique() <= max(_FEW, len(values) // 20) else 0.4
    match raw_column:
        case "url":
            return _share(values, _ADDRESS)
        case "description":
            return _share_true(values.str.len_chars() >= _LONG_TEXT)
        case "tags":
            return _share(values, _LIST) * _share_of_short_items(values, readers)
        case "posted_on" | "seen_on":
            return 1 - len(find_date_formats(values, readers).unread) / len(values)
        case "salary" | "salary_min" | "salary_max":
            return _share(values, r"\d") * _share_true(values.str.len_chars() <= _LONGEST_TITLE)
        case "salary_currency":
            return _share(values, _CURRENCY)
        case "salary_period":
            return few * _share_of_periods(values, readers)
        case "source_posting_id":
            is_free = 1 - _share(values, r"\s|^.{80}|^\d+\.\d+$")
            return 0.0 if _numbers_rows(values) else is_free * values.n_unique() / len(values)
        case "country":
            nowhere = pl.Series("location", [None] * len(values), dtype=pl.String)
            return _share_true(readers.places.find_countries(nowhere, values).is_not_null())
        case "title":
            return _share_of_lines(values) * (0.5 + 0.5 * share_naming(values, occupations))
        case "company":
            return _share_of_lines(values) * (1 - 0.5 * share_naming(values, occupations))
        case "location":
            return _share_of_lines(values) * (0.5 + 0.5 * share_of_places(values, readers))
        case "source_seniority":
            return few * (1 - _share(values, r"\d"))
        case "remote":
            return few * (0.5 + 0.5 * share_of_remote(values, readers))
        case "employment_type" | "pay_origin":
            return few


def share_naming(values: pl.Series, occupations: frozenset[str]) -> float:
    """The share of values with a word for an occupation in them."""
    words = _sample(values).str.to_lowercase().str.extract_all(r"[\p{L}]+")
    return _share_true(pl.Series([not occupations.isdisjoint(found) for found in words]))


def share_of_firms(values: pl.Series) -> float:
    """The share of values with the legal form of a firm in them, such as GmbH or Ltd."""
    return _share(_sample(values), _LEGAL_FORM)


def share_of_places(values: pl.Series, readers: ValueReaders) -> float:
    """The share of values in which a country, or a city of one, is named."""
    return _share_true(readers.places.find_countries(_sample(values), _no_text(values)).is_not_null())


def share_of_remote(values: pl.Series, readers: ValueReaders) -> float:
    """The share of values that say whether the work is remote."""
    distinct = values.value_counts()
    nowhere = pl.repeat(None, len(distinct), dtype=pl.String, eager=True)
    says = readers.remote.find_work_modes(distinct[values.name], nowhere, nowhere).is_not_null()
    return float(distinct["count"].filter(says).sum() / len(values))


def find_single_country(locations: pl.Series, addresses: pl.Series, readers: ValueReaders) -> str | None:
    """The country (ISO 3166-1 alpha-2) that most places are in, None if they are in many.

    They are in one where 95 % of the places whose country is known do, a fifth of all at least; or in that of most
    addresses' domain: an abbreviated state may read as another country (SC).
    """
    domains = addresses.str.extract(
        r"(?i)^\s*(?:https?://)?[^/:?]+\.([a-z]{2})(?:[/:?]|$)"
    ).str.to_uppercase()
    domain, share = next(iter(domains.value_counts(sort=True).drop_nulls().rows()), ("", 0))
    if 2 * share > len(addresses) and not _OF_ANY_COUNTRY.fullmatch(domain):
        return _country_of(domain, readers)
    nowhere = pl.repeat(None, len(locations), dtype=pl.String, eager=True)
    countries = readers.places.find_countries(locations, nowhere)
    counts = countries.drop_nulls().value_counts(sort=True)
    known = counts["count"].sum()
    if counts.is_empty() or known < LEAST_KNOWN * len(countries):
        return None
    country, places = counts.row(0)
    return country if places >= 0.95 * float(known) else None


def _country_of(domain: str, readers: ValueReaders) -> str | None:
    stated = pl.Series("stated", ["GB" if domain == "UK" else domain])
    nowhere = pl.Series("location", [None], dtype=pl.String)
    country: str | None = readers.places.find_countries(nowhere, stated).to_list()[0]
    return country


@dataclass(frozen=True)
class DateFormats:
    """The formats that read a column, most read first; the values they leave; and whether day and month are sure."""

    formats: tuple[str, ...]
    unread: pl.Series
    is_undecided: bool


def find_date_formats(values: pl.Series, readers: ValueReaders) -> DateFormats:
    """The formats of schemas.sources.DateFormat that read a column's values, without nulls.

    Day and month are undecided where both ways round read equally many: `day_or_month` then leaves it to each file.
    Bare counts of days are distinguished from other numbers if all values are such counts.
    """
    if len(values) and values.str.contains(_DAYS).all():
        return DateFormats(("days_ago",), values.clear(), False)
    unread, formats, is_undecided = values, [], False
    while len(unread):
        read = {form: _read_by(unread, form, readers) for form in DATE_FORMATS}
        best = max(read, key=lambda form: read[form].sum())
        if read[best].sum() <= LEAST_GAIN * len(values):
            break
        other = DAY_OR_MONTH_FIRST.get(best)
        both_fit = other is not None and read[other].sum() == read[best].sum()
        is_undecided |= both_fit
        formats.append("day_or_month" if both_fit else best)
        unread = unread.filter(~read[best])
    return DateFormats(tuple(formats), unread, is_undecided)


def find_nothing(values: pl.Series, missing_values: frozenset[str]) -> set[str]:
    """The values, as spelled, that stand for a missing value: in `missing_values` (lower case), or only punctuation."""
    distinct = values.drop_nulls().unique()
    plain = distinct.str.strip_chars()
    stands_for_nothing = plain.str.to_lowercase().is_in(list(missing_values)) | plain.str.contains(_NOTHING)
    return set(plain.filter(stands_for_nothing))


def _read_by(values: pl.Series, form: str, readers: ValueReaders) -> pl.Series:
    seen_on = pl.repeat(_SEEN_ON, len(values), dtype=pl.Date, eager=True)
    return readers.dates.parse_dates(values, (form,), seen_on).struct.field("date").is_not_null()


def _share_true(flags: pl.Series) -> float:
    return float(flags.sum()) / len(flags)


def _share(values: pl.Series, pattern: str) -> float:
    return _share_true(values.str.contains(pattern))


def _numbers_rows(values: pl.Series) -> bool:
    """Whether values count up from 0 or 1: they number the rows of the file, and another row tomorrow."""
    numbers = values.cast(pl.Int64, strict=False)
    counts = bool((numbers.diff().drop_nulls() == 1).all())
    return counts and numbers[0] in (0, 1) and len(numbers) > 1 and not numbers.null_count()


def _share_of_short_items(values: pl.Series, readers: ValueReaders) -> float:
    """The share of lists whose items are words rather than sentences."""
    items = readers.tags.split_tags(_sample(values)).list.eval(pl.element().str.len_chars()).list.mean()
    return _share_true(items <= _LONGEST_TAG)


def _share_of_lines(values: pl.Series) -> float:
    """The share of short texts that are neither numbers nor addresses."""
    is_line = values.str.contains(_LETTER) & (values.str.len_chars() <= _LONGEST_TITLE)
    return _share_true(is_line & ~values.str.contains(_ADDRESS))


def _share_of_periods(values: pl.Series, readers: ValueReaders) -> float:
    distinct = values.value_counts()
    pay = pl.DataFrame({"salary": "1000", "salary_period": distinct[values.name]}).with_columns(
        pl.lit(None, pl.String).alias(name) for name in ("salary_min", "salary_max", "salary_currency")
    )
    is_period = readers.pay.parse(pay, Salaries(plausible_per_year=(0, float("inf")))).struct.field(
        "salary_period"
    )
    return float(distinct["count"].filter(is_period.is_not_null()).sum() / len(values))


def _sample(values: pl.Series) -> pl.Series:
    return values.unique(maintain_order=True).head(SAMPLE_VALUES)


def _no_text(values: pl.Series) -> pl.Series:
    return pl.Series("stated", [None] * len(_sample(values)), dtype=pl.String)
