"""Amounts of money in a text: "$50-60K", "40.000 €", "12-18 LPA", "R$ 8.000,00"."""

import re

_SIGNS = {
    "GBP": "£",
    "EUR": "€",
    "INR": "₹",
    "KRW": "₩",
    "ILS": "₪",
    "PHP": "₱",
    "VND": "₫",
    "TRY": "₺",
    "RUB": "₽",
}
_WORDS = {
    "USD": r"US\$|(?-i:US) \$|USD|U\.S\. dollars?",
    "CAD": r"CA?\$|CAD",
    "AUD": r"AU ?\$|A\$|AUD",
    "NZD": r"NZ ?\$|NZD",
    "SGD": r"S\$|SGD",
    "HKD": r"HK ?\$|HKD",
    "MXN": r"MX ?\$|MXN",
    "BRL": r"R\$|BRL|reais",
    "GBP": r"GBP|pounds?",
    "EUR": r"[kt]?EUR|euros?",
    "INR": r"Rs\.?|INR|rupees?",
    "PLN": r"zł|PLN|zlotych|zloty",
    "CHF": r"CHF|SFr\.?",
    "SEK": r"SEK",
    "NOK": r"NOK",
    "DKK": r"DKK",
    "CZK": r"CZK|Kč",
    "JPY": r"JPY",
    "CNY": r"CNY|RMB",
}
SYMBOLS = _SIGNS | {
    code: rf"(?<![^\W\d_])(?:{words})(?:(?<=\$)|(?![^\W\d_]))"
    + (f"|{_SIGNS[code]}" if code in _SIGNS else "")
    for code, words in _WORDS.items()
}
"""How currencies are written, never inside a word. The dollar alone is not among them: it is many countries'."""
_CURRENCY = f"(?:{'|'.join(SYMBOLS.values())}|[$¥])"

_FACTORS = {"lakh": 1e5, "crore": 1e7, "thousand": 1e3, "million": 1e6}
_UNIT = (
    r"(?P<lakh>lpa\b|lakhs?\b|lacs?\b|(?-i:L)\b)|(?P<crore>crores?\b|cr\b)"
    r"|(?P<thousand>k\b|tsd\b\.?|t(?=€)|teur\b|mil\b|tys\b\.?|thousand\b)|(?P<million>m\b|mio\b\.?|million\b)"
)
_GROUP_MARKS = " .,'’\u00a0\u202f"
_GROUPED = rf"\d{{1,3}}(?:[{_GROUP_MARKS}]\d{{2,3}})*[{_GROUP_MARKS}]\d{{3}}(?!\d)(?:[.,]\d{{1,2}}(?!\d))?"
_DIGITS = rf"{_GROUPED}|\d+(?:[.,]\d+)?"
_AMOUNT = re.compile(rf"(?<![\d.,])({_DIGITS})\s*(?P<unit>{_UNIT})?", re.IGNORECASE)
_MARK_BEFORE = re.compile(rf"{_CURRENCY}\s*$", re.IGNORECASE)
_MARK_BEHIND = re.compile(rf"\s*{_CURRENCY}", re.IGNORECASE)
_PERIOD = r"(?:/|\bper\b|\ban?\b|\bpro\b|\bpar\b|\bpor\b|\bal?\b)\s*\w{1,6}\.?"
_JOIN = re.compile(
    rf"\+?\s*{_CURRENCY}?\s*(?:{_PERIOD})?\s*(?:[-–—~]|to|bis|à|a|hasta|até|tot|do|fino a)\s*(?:{_CURRENCY})?\s*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\b(?:between|zwischen|entre|tra|fra|tussen|między)\b(.{1,25}?)\b(?:and|und|et|y|e|en|i|a)\b",
    re.IGNORECASE,
)
_NOT_PAY = re.compile(
    r"401\s*\(?k\)?|\d+(?:[.,]\d+)?\s*%|\d+(?:[.,]\d+)?\s*-?\s*(?:hours?|hrs?|days?|stunden|std\.?|tage|heures|horas|uur)\s*"
    r"(?:per|a|an|/|pro|par|por)?\s*(?:week|woche|semaine|semana)",
    re.IGNORECASE,
)


def drop_other_figures(text: str) -> str:
    """The text without the figures that are no pay: shares, working hours, pension plans."""
    return _NOT_PAY.sub(" ", text)


class Amounts:
    """The one or two amounts that a text states, and what stands behind the first of them."""

    def __init__(self, text: str, thousands: str | None = None) -> None:
        text = _BETWEEN.sub(r"\1 - ", drop_other_figures(text))
        found = _choose(text, list(_AMOUNT.finditer(text)))
        self.values = _values(found, thousands)
        self.behind = text[found[0].end() :] if found else ""


def read_number(text: str, thousands: str | None = None) -> float:
    """A number by its marks. A lone mark before three last digits groups thousands, if the source names no other mark.

    `thousands` is the source's mark; groups are of three digits, or of two before the last three as in India.
    """
    digits = re.sub(r"[ '’\u00a0\u202f]", "", text)
    marks = re.findall("[.,]", digits)
    mark = thousands if thousands in (".", ",") else None
    if mark is None and marks:
        is_grouped = re.fullmatch(r"[1-9]\d{0,2}([.,])(?:\d{2,3}\1)*\d{3}", digits)
        mark = marks[0] if is_grouped or len(set(marks)) == 2 else None
    elif mark and not re.fullmatch(rf"\d{{1,3}}(?:\{mark}\d{{2,3}})*\{mark}\d{{3}}(?:[.,]\d+)?", digits):
        mark = None
    return float((digits.replace(mark, "") if mark else digits).replace(",", "."))


def _choose(text: str, found: list[re.Match[str]]) -> list[re.Match[str]]:
    """The first amount that stands with a currency or a unit, with the one a dash joins to it; else the first two."""
    marked = [index for index, match in enumerate(found) if _is_marked(text, match)]
    first = marked[0] if marked else 0
    if first > 0 and _joins(text, found[first - 1], found[first]):
        return found[first - 1 : first + 1]
    is_range = first + 1 < len(found) and (not marked or _joins(text, found[first], found[first + 1]))
    return found[first : first + 2] if is_range else found[first : first + 1]


def _is_marked(text: str, match: re.Match[str]) -> bool:
    return bool(
        match["unit"] or _MARK_BEFORE.search(text[: match.start()]) or _MARK_BEHIND.match(text, match.end())
    )


def _joins(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    return bool(_JOIN.fullmatch(text[one.end() : other.start()]))


def _values(found: list[re.Match[str]], thousands: str | None) -> list[float]:
    """The amounts; in "50-60K" and "50 - 60.000" the unit of the second is the first's too."""
    numbers = [read_number(match[1], thousands) for match in found]
    factors = [_factor(match) for match in found]
    if len(found) == 2 and factors[0] == 1 and numbers[0] < 1_000:
        if factors[1] > 1:
            factors[0] = factors[1]
        elif numbers[1] >= 10_000 and numbers[0] * 1_000 <= numbers[1]:
            factors[0] = 1e3
    return [number * factor for number, factor in zip(numbers, factors, strict=True)]


def _factor(match: re.Match[str]) -> float:
    return next((factor for unit, factor in _FACTORS.items() if match[unit]), 1.0)
