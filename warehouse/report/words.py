"""Formats figures and names for the report."""

from collections.abc import Callable
from datetime import date
from typing import Any

NO_BREAK = "\u00a0"
CLASSES = {
    "defining": "defining",
    "distinguishing": "distinguishing",
    "common": "common",
    "rare": "rare",
    "of_name": "in the role's name",
    "claimed_and_asked": "claimed and asked for",
    "claimed_but_rare": "claimed, but rarely asked for",
    "asked_but_unclaimed": "asked for, but not claimed",
    "too_few_postings": "claimed; too few postings to tell",
}


def share(value: float | None) -> str:
    """A share in 0..1 as a percentage; "<1 %" is above zero, ">99 %" is below all."""
    if value is None:
        return "–"
    if 0 < value < 0.005:
        return f"<1{NO_BREAK}%"
    if 0.995 <= value < 1:
        return f">99{NO_BREAK}%"
    return f"{round(100 * value)}{NO_BREAK}%"


def interval(low: float | None, high: float | None) -> str:
    """An interval between two shares, in percent: "84 to 96 %"."""
    if low is None or high is None:
        return "–"
    return f"{round(100 * low)} to {round(100 * high)}{NO_BREAK}%"


def points(value: float) -> str:
    """A signed difference of shares in percentage points; below one point, with one decimal."""
    return f"{100 * value:+.{0 if abs(value) >= 0.01 else 1}f}".replace("-", "−")


def p_value(value: float) -> str:
    """A p-value: "0.03", "<0.001"."""
    return "<0.001" if value < 0.001 else f"{value:.2g}"


def dollars(value: float | None) -> str:
    """US dollars in thousands: "$128k"."""
    return "–" if value is None else f"${round(value / 1000):,}k"


def number(value: int | float | None) -> str:
    """A count with thousands separators; a dash for None."""
    return "–" if value is None else f"{value:,}"


def times(value: float) -> str:
    """A ratio with one decimal and a multiplication sign."""
    return f"{value:.1f}{NO_BREAK}×"


def half_year(first_day: date) -> str:
    """The half-year of a day: "first half of 2022"."""
    return f"{'first' if first_day.month <= 6 else 'second'} half of {first_day.year}"


def month(day: date) -> str:
    """The month that a day is in: "September 2024"."""
    return f"{day:%B %Y}"


def listed(names: list[str]) -> str:
    """Names joined as in a sentence: "SQL, Python and ETL"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


FILTERS: dict[str, Callable[..., Any]] = {
    "share": share,
    "interval": interval,
    "points": points,
    "p_value": p_value,
    "dollars": dollars,
    "number": number,
    "times": times,
    "half_year": half_year,
    "month": month,
    "listed": listed,
    "class": CLASSES.__getitem__,
}
