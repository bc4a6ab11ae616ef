"""Pay as sources write it, to a range per year."""

import re

import polars as pl
from babel.numbers import list_currencies

from pipelines.cleaning.amounts import SYMBOLS, Amounts, drop_other_figures
from schemas.sources import Salaries

PER_YEAR = {"year": 1, "month": 12, "week": 52, "day": 260, "hour": 2080}
"""Periods in a year of full-time work: 52 weeks of 5 days of 8 hours."""
_ASSUMED = {
    "month": "12 monthly salaries a year",
    "week": "52 weeks a year",
    "day": "260 days a year",
    "hour": "2,080 hours a year",
}
_PERIODS = {
    "hour": r"hour|hourly|\bhr\b|/ ?h\b|\bph\b|stunde|/ ?std|heure|\bhora\b|\buur\b|\bora\b|godz",
    "day": r"\bday\b|daily|\btag\b|tagessatz|täglich|\bjour\b|\bTJM\b|\bd[ií]a\b|\bdag\b|giorno|dzień|dziennie",
    "week": r"week|\bpw\b|woche|semaine|semana|settiman|tygod|tydzień",
    "month": r"month|\bpm\b|/ ?mo\b|monat|mensuel|(?:par|/) ?mois|\bmes\b|mensual|mês|mensal|maand|\bmese\b|mensil|"
    r"miesi|mies\b|\bmån|\bmåned|měsí",
    "year": r"year|/ ?yr\b|annual|annum|\bp\.? ?a\b|lpa\b|\bctc\b|jahr|jährlich|(?:par|/|l['’]) ?an\b|annuel|\baño\b|"
    r"anual|\bano\b|jaar|\banno\b|annu[oi]|rocznie|/ ?rok|\bår\b|ročně",
}
_SALARIES_A_YEAR = re.compile(
    r"\b(1[2-6](?:[.,]\d{1,2})?)\s*(?:th|e|[èe]me|[.ªº°xX])?[\s-]*"
    r"(?:(?:monats)?gehälter|monatsgehalt|mensualités|mois\b|pagas|mensualidades|mensilità|salários|salarissen|maand\b|month\b)",
    re.IGNORECASE,
)
_INDIAN = r"\blakhs?\b|\blacs?\b|lpa\b|\bcrores?\b|\d\s*cr\b"
_CODE_BESIDE_AMOUNT = re.compile(r"\b([A-Z]{3})\s?(?=\d)|\d\s?[kKmM]?\s?([A-Z]{3})\b")
_CODES = list_currencies() - {"XXX", "XTS"}
"""ISO 4217 without its codes for no currency and for tests."""
_SHARED_SIGNS = {
    r"\$": {"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"},
    "¥": {"JPY", "CNY"},
    r"(?<![^\W\d_])kr\b": {"SEK", "NOK", "DKK", "ISK"},
}
_ANOTHER_SIGN = r"[\u20A0-\u20CF]"
_NEGATIVE = re.compile(r"[\s$£€]*[-\u2212\u2013\u2014][\s$£€]*\d")
_BETWEEN_CLAUSES = re.compile(r"[;|\n]")
_LONGEST = 200
"""Characters of a value that are looked at: no pay is written longer."""
_UP_TO = re.compile(
    r"up to|^\W*bis\b|bis zu|jusqu|hasta|até|\btot\b|fino a|maxim|\bmax\b|^\W*do\b", re.IGNORECASE
)
_AT_LEAST = re.compile(
    r"\d\s*k?\s*\+|\bfrom\b|\bab\b|à partir|\bdès\b|desde|a partir|vanaf|minim|\bmin\b|\bod\b|at least|starting",
    re.IGNORECASE,
)

COLUMNS = ("salary", "salary_min", "salary_max", "salary_currency", "salary_period")
RESULT = pl.Struct(
    {
        "salary_raw": pl.String,
        "salary_min_year": pl.Float64,
        "salary_max_year": pl.Float64,
        "salary_currency": pl.String,
        "salary_period": pl.String,
        "salary_assumption": pl.String,
    }
)
_End = float | None


def parse_pay(raw: pl.DataFrame, salaries: Salaries) -> pl.Series:
    """Pay per year from the text columns COLUMNS, one struct (type RESULT) per row.

    The text wins over the currency and period columns, and they over the card. Without a period an amount cannot be
    brought to a year, and outside the card's plausible range it is an error: salary_raw is kept and the rest is null.
    "115K+" has no upper end, "up to 90K" no lower one. What neither text nor columns say is named in salary_assumption.
    """
    distinct = raw.select(COLUMNS).unique(maintain_order=True)
    read = distinct.select(pl.col(COLUMNS).str.slice(0, _LONGEST))
    parsed = [_parse(salaries, *row) for row in read.iter_rows()]
    looked_up = distinct.with_columns(pl.Series("pay", parsed, dtype=RESULT))
    return raw.select(COLUMNS).join(
        looked_up, on=COLUMNS, how="left", nulls_equal=True, maintain_order="left"
    )["pay"]


def _parse(
    card: Salaries,
    text: str | None,
    low: str | None,
    high: str | None,
    currency: str | None,
    period: str | None,
) -> dict[str, str | float | None]:
    shown = text or " - ".join(value for value in dict.fromkeys((low, high)) if value) or None
    pay = dict.fromkeys(field.name for field in RESULT.fields) | {"salary_raw": shown and shown.strip()}
    if shown is None:
        return pay
    ends, behind = _range(text or "", card)
    if not any(ends):
        ends = _end(low, card), _end(high, card)
    ends = _ordered(*ends)
    assumed = []
    stated = " ".join(value for value in (text, low, high) if value)
    texts = (behind, drop_other_figures(stated), period or "")
    unit = next(filter(None, (_first_of(_PERIODS, text) for text in texts)), None)
    if unit is None and card.period:
        unit, assumed = card.period, ["period from the source's card"]
    factor: float = PER_YEAR.get(unit or "", 0) * card.unit
    salaries = _SALARIES_A_YEAR.search(stated)
    if unit == "month" and salaries:
        factor = float(salaries[1].replace(",", ".")) * card.unit
    elif unit in _ASSUMED:
        assumed.append(_ASSUMED[unit])
    yearly = [end * factor for end in ends if end]
    lowest, highest = card.plausible_per_year
    if not yearly or not all(lowest <= end <= highest for end in yearly):
        return pay
    code, assumption = _currency(stated, currency or "", card.currency)
    assumed += [assumption] if assumption else []
    minimum, maximum = (end if end is None else round(end * factor, 2) for end in ends)
    return pay | {
        "salary_min_year": minimum,
        "salary_max_year": maximum,
        "salary_currency": code,
        "salary_period": unit,
        "salary_assumption": "; ".join(assumed) or None,
    }


def _range(text: str, card: Salaries) -> tuple[tuple[_End, _End], str]:
    """The lower and upper end a text states, and what stands behind the first amount."""
    if _NEGATIVE.match(text):
        return (None, None), ""
    text = _SALARIES_A_YEAR.sub(" ", _clause_of_pay(text))
    amounts = Amounts(text, card.thousands)
    match [value or None for value in amounts.values]:
        case [low, high]:
            return (low, high), amounts.behind
        case [one] if _UP_TO.search(text):
            return (None, one), amounts.behind
        case [one] if _AT_LEAST.search(text):
            return (one, None), amounts.behind
        case [one]:
            return (one, one), amounts.behind
    return (None, None), ""


def _clause_of_pay(text: str) -> str:
    """The first clause that names both an amount and a period ("$1,000 sign-on; $95,000 annually"), or the text."""
    clauses = _BETWEEN_CLAUSES.split(text)
    return next((part for part in clauses if _first_of(_PERIODS, part) and Amounts(part).values), text)


def _end(text: str | None, card: Salaries) -> _End:
    """One end of pay in a column of its own, where a number is as a machine writes it if the card says nothing else."""
    if not text or _NEGATIVE.match(text):
        return None
    if card.thousands is None and re.fullmatch(r"\s*\d+(?:\.\d+)?\s*", text):
        return float(text) or None
    return next(iter(Amounts(text, card.thousands).values), None) or None


def _ordered(low: _End, high: _End) -> tuple[_End, _End]:
    return (high, low) if low is not None and high is not None and low > high else (low, high)


def _currency(stated: str, column: str, of_card: str | None) -> tuple[str | None, str | None]:
    """The ISO 4217 code, and what was assumed for it.

    A sign of several currencies is the card's if that is one of them; else a dollar is the US one, another sign null.
    """
    if code := _first_of(SYMBOLS, stated) or _code_beside_amount(stated):
        return code, None
    if re.search(_INDIAN, stated, re.IGNORECASE):
        return "INR", None
    in_column = column.strip().upper()
    if code := _first_of(SYMBOLS, column) or (in_column if in_column in _CODES else None):
        return code, None
    for sign, codes in _SHARED_SIGNS.items():
        if re.search(sign, f"{stated} {column}", re.IGNORECASE):
            if of_card in codes:
                return of_card, None
            return ("USD", "$ is the US dollar") if "USD" in codes else (None, None)
    if re.search(_ANOTHER_SIGN, stated + column):
        return None, None
    return of_card, "currency from the source's card" if of_card else None


def _code_beside_amount(text: str) -> str | None:
    codes = (before or behind for before, behind in _CODE_BESIDE_AMOUNT.findall(text))
    return next((code for code in codes if code in _CODES), None)


def _first_of(patterns: dict[str, str], text: str) -> str | None:
    """The name whose pattern comes first in the text."""
    found = [
        (match.start(), name)
        for name, pattern in patterns.items()
        if (match := re.search(pattern, text, re.IGNORECASE))
    ]
    return min(found)[1] if found else None
