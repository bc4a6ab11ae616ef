"""Pay as sources write it, to a range per year."""

import re

import polars as pl

from schemas.sources import Salaries

PER_YEAR = {"year": 1, "month": 12, "week": 52, "day": 260, "hour": 2080}
"""Periods in a year of full-time work: 52 weeks of 5 days of 8 hours."""

_CURRENCIES = (
    (r"US\$|USD", "USD"),
    (r"CA\$|C\$|CAD", "CAD"),
    (r"AU\$|A\$|AUD", "AUD"),
    (r"S\$|SGD", "SGD"),
    (r"R\$|BRL", "BRL"),
    (r"£|GBP", "GBP"),
    (r"€|EUR", "EUR"),
    (r"₹|\bRs\b|INR|\blakhs?\b|\blacs?\b|\bLPA\b", "INR"),
    (r"zł|PLN", "PLN"),
    (r"CHF", "CHF"),
    (r"\$", "USD"),
)
_PERIODS = (
    (r"hour|hourly|\bhr\b|/ ?h\b|stunde|heure|\bhora\b|\buur\b|godz", "hour"),
    (r"\bday\b|daily|\btag\b|\bjour\b|\bd[ií]a\b|\bdag\b|dzień", "day"),
    (r"\bweek\b|weekly|woche|semaine|semana", "week"),
    (r"month|monat|mensuel|par mois|\bmes\b|mensual|mês|maand|mies", "month"),
    (
        r"year|annual|annum|\bp\.?a\.?\b|\blpa\b|jahr|(?:par|/|l\') ?an\b|annuel|\baño\b|\bano\b|jaar|rocznie",
        "year",
    ),
)
_AMOUNT = re.compile(r"(\d[\d.,'’\u00a0\u202f ]*\d|\d)\s*(k\b|m\b|lakhs?\b|lacs?\b|lpa\b)?", re.IGNORECASE)
_MARK_BEFORE = re.compile(r"(?:[$£€₹]|zł|\b(?:USD|EUR|GBP|INR|PLN|CAD|AUD|CHF|Rs\.?))\s*$", re.IGNORECASE)
_JOIN = re.compile(
    r"\s*(?:[-–—~]|to|bis|à|a|hasta|até|tot|do)\s*(?:[$£€₹]|R\$|zł|USD|EUR|GBP|INR|PLN)?\s*", re.IGNORECASE
)
_NOT_PAY = re.compile(
    r"401\s*\(?k\)?|\d+\s*(?:hours?|days?|stunden|tage)\s*(?:per|a|/|pro)\s*week", re.IGNORECASE
)
_FACTORS = {"k": 1e3, "m": 1e6, "lakh": 1e5, "lakhs": 1e5, "lac": 1e5, "lacs": 1e5, "lpa": 1e5}
_UP_TO = re.compile(r"up to|bis zu|jusqu|hasta|até|tot\b|maximum|max\.", re.IGNORECASE)
_AT_LEAST = re.compile(
    r"\d\s*k?\s*\+|from\b|\bab\b|à partir|desde|a partir|vanaf|minimum|min\.", re.IGNORECASE
)

COLUMNS = ("salary", "salary_min", "salary_max", "salary_currency", "salary_period")
RESULT = pl.Struct(
    {
        "salary_raw": pl.String,
        "salary_min_year": pl.Float64,
        "salary_max_year": pl.Float64,
        "salary_currency": pl.String,
        "salary_period": pl.String,
    }
)


def parse_pay(raw: pl.DataFrame, salaries: Salaries) -> pl.Series:
    """Pay per year from the text columns COLUMNS, one struct (type RESULT) per row.

    The text wins over the currency and period columns, and they over the card. Without a period an amount cannot be
    brought to a year: salary_raw is kept and the rest is null. "115K+" has no upper end, "up to 90K" no lower one.
    """
    distinct = raw.select(COLUMNS).unique(maintain_order=True)
    parsed = [_parse(*row, salaries) for row in distinct.iter_rows()]
    looked_up = distinct.with_columns(pl.Series("pay", parsed, dtype=RESULT))
    return raw.select(COLUMNS).join(
        looked_up, on=COLUMNS, how="left", nulls_equal=True, maintain_order="left"
    )["pay"]


def _parse(
    text: str | None,
    low: str | None,
    high: str | None,
    currency: str | None,
    period: str | None,
    card: Salaries,
) -> dict:
    shown = text or " - ".join(value for value in dict.fromkeys((low, high)) if value) or None
    if shown is None:
        return dict.fromkeys(field.name for field in RESULT.fields)
    if text:
        minimum, maximum = _range(text, card.thousands)
    else:
        minimum, maximum = (_first_amount(value, card.thousands) for value in (low, high))
    stated = " ".join(value for value in (text, low, high) if value)
    period = _period_of(stated) or _find(_PERIODS, period or "") or card.period
    currency = _find(_CURRENCIES, stated) or (currency or "").strip().upper() or card.currency
    if minimum is not None and maximum is not None and minimum > maximum:
        minimum, maximum = maximum, minimum
    factor = PER_YEAR.get(period or "")
    stated_ends = [end for end in (minimum, maximum) if end]
    lowest, highest = card.plausible_per_year
    is_known = bool(factor and stated_ends) and all(lowest <= end * factor <= highest for end in stated_ends)
    return {
        "salary_raw": shown.strip(),
        "salary_min_year": minimum * factor if is_known and minimum is not None else None,
        "salary_max_year": maximum * factor if is_known and maximum is not None else None,
        "salary_currency": currency if is_known and re.fullmatch(r"[A-Z]{3}", currency or "") else None,
        "salary_period": period if is_known else None,
    }


def _range(text: str, thousands: str) -> tuple[float | None, float | None]:
    amounts = _amounts(_NOT_PAY.sub(" ", text), thousands)
    if not amounts:
        return None, None
    if len(amounts) > 1:
        return amounts[0], amounts[1]
    if _UP_TO.search(text):
        return None, amounts[0]
    if _AT_LEAST.search(text):
        return amounts[0], None
    return amounts[0], amounts[0]


def _amounts(text: str, thousands: str) -> list[float]:
    """The amounts that stand with a currency or a unit, and those a dash joins to them; all where none does."""
    found = list(_AMOUNT.finditer(text))
    marked = [match for match in found if match[2] or _MARK_BEFORE.search(text[: match.start()])]
    if marked:
        first = found.index(marked[0])
        last = first + 1 if first + 1 < len(found) and _joins(text, found[first], found[first + 1]) else first
        if first > 0 and _joins(text, found[first - 1], found[first]):
            first, last = first - 1, first
        found = found[first : last + 1]
    amounts = [(_number(match[1], thousands), _FACTORS.get((match[2] or "").lower(), 1.0)) for match in found]
    if len(amounts) > 1 and amounts[0][1] == 1.0 and amounts[1][1] > 1.0 and amounts[0][0] < 1000:
        amounts[0] = (amounts[0][0], amounts[1][1])
    return [number * factor for number, factor in amounts]


def _joins(text: str, one: re.Match, other: re.Match) -> bool:
    return bool(_JOIN.fullmatch(text[one.end() : other.start()]))


def _period_of(text: str) -> str | None:
    """The period named first behind the first amount, or else anywhere."""
    amount = next((m for m in _AMOUNT.finditer(text) if m[2] or _MARK_BEFORE.search(text[: m.start()])), None)
    for part in (text[amount.end() :] if amount else "", text):
        found = [
            (m.start(), name) for pattern, name in _PERIODS if (m := re.search(pattern, part, re.IGNORECASE))
        ]
        if found:
            return min(found)[1]
    return None


def _first_amount(text: str | None, thousands: str) -> float | None:
    return next(iter(_amounts(text or "", thousands)), None)


def _number(digits: str, thousands: str) -> float:
    """Groups are of three digits, or of two before the last three as in India (16,00,000)."""
    digits = re.sub(r"['’\u00a0\u202f ](?=\d{3}(?:\D|$))", "", digits).strip()
    mark = re.escape(thousands)
    if re.fullmatch(rf"\d{{1,3}}(?:{mark}\d{{2,3}})*{mark}\d{{3}}(?:[.,]\d+)?", digits):
        digits = digits.replace(thousands, "")
    whole, point, decimals = digits.replace(",", ".").rpartition(".")
    return float(re.sub(r"\D", "", whole) + point + re.sub(r"\D", "", decimals))


def _find(patterns: tuple[tuple[str, str], ...], text: str) -> str | None:
    return next((name for pattern, name in patterns if re.search(pattern, text, re.IGNORECASE)), None)
