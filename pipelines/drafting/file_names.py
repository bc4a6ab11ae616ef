"""What a file's name says: a name for its source, a pattern for its siblings, and the day of its scrape."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from schemas.layouts import DayPrecision

_YEAR, _MONTH, _DAY = r"(?P<year>(?:19|20)\d{2})", r"(?P<month>0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
_DAYS = {
    f"{_YEAR}-{_MONTH}-{_DAY}": "iso",
    f"{_YEAR}_{_MONTH}_{_DAY}": "%Y_%m_%d",
    f"{_YEAR}{_MONTH}{_DAY}": "%Y%m%d",
    f"{_DAY}-{_MONTH}-{_YEAR}": "%d-%m-%Y",
    f"{_DAY}_{_MONTH}_{_YEAR}": "%d_%m_%Y",
    rf"{_DAY}\.{_MONTH}\.{_YEAR}": "%d.%m.%Y",
}
"""How names carry a day, and its format."""
_MONTHS = (f"{_YEAR}[-_]?{_MONTH}", f"{_MONTH}[-_]?{_YEAR}")


@dataclass(frozen=True)
class DateInName:
    """The date in a file's name: as its text or, where the name gives no day, as a month or year."""

    text: str
    form: str
    precision: DayPrecision
    name_pattern: str | None


def name_source(file: str) -> str:
    """A source_id from a file's name: its words in ASCII, without dates and numbers; `source` where none is left."""
    plain = unicodedata.normalize("NFKD", _stem(file)).encode("ascii", "ignore").decode().lower()
    words = [word for word in re.findall(r"[a-z]+", plain) if word != "csv"]
    return "_".join(words) or "source"


def generalise(file: str) -> str:
    """A glob pattern of the files that differ from this one in numbers only; the name itself where it is a number."""
    path = PurePosixPath(file)
    stem = re.sub(r"\d+(?:[-_.]\d+)*", "*", _stem(file).replace("[", "?").replace("]", "?"))
    return f"{stem}{''.join(path.suffixes[-1:])}" if re.search(r"\w", stem) else path.name


def find_date(file: str) -> DateInName | None:
    """The date in a file's name, the most precise one; None if there is none."""
    stem = _stem(file)
    for pattern, form in _DAYS.items():
        if found := _find(pattern, stem):
            digits = re.sub(r"\d+", lambda number: rf"\d{{{len(number[0])}}}", found[0].replace(".", r"\."))
            before, after = _any_number(stem[: found.start()]), _any_number(stem[found.end() :])
            suffix = re.escape(PurePosixPath(file).suffix)
            return DateInName(found[0], form, "day", f"^{before}(?P<seen_on>{digits}){after}{suffix}$")
    for pattern in _MONTHS:
        if found := _find(pattern, stem):
            return DateInName(f"{found['year']}-{found['month']}", "%Y-%m", "month", None)
    found = _find(_YEAR, stem)
    return DateInName(found["year"], "%Y", "year", None) if found else None


def _find(pattern: str, stem: str) -> re.Match[str] | None:
    return re.search(rf"(?<!\d){pattern}(?!\d)", stem)


def _stem(file: str) -> str:
    return PurePosixPath(file).stem


def _any_number(text: str) -> str:
    return re.sub(r"\d+", lambda _: r"\d+", re.escape(text))
