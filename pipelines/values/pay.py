"""Converts pay as sources write it to a range per year."""

import re
from collections.abc import Iterator

import polars as pl
from babel.numbers import list_currencies

from pipelines.values.amounts import AmountReader, Pay
from pipelines.values.words import Finder, Words, plain
from schemas.layouts import Salaries

PER_YEAR = {"year": 1, "month": 12, "half_month": 24, "fortnight": 26, "week": 52, "day": 260, "hour": 2080}
"""Periods per year of full-time work: 52 weeks of 5 days of 8 hours."""
_ASSUMED = {
    "month": "12 monthly salaries a year",
    "half_month": "24 half months a year",
    "fortnight": "26 fortnights a year",
    "week": "52 weeks a year",
    "day": "260 days a year",
    "hour": "2,080 hours a year",
}
_CODE_BESIDE_AMOUNT = re.compile(r"\b([A-Z]{3})\s?(?=\d)|\d\s?[kKmM]?\s?([A-Z]{3})\b")
_CODES = list_currencies() - {"XXX", "XTS"}
"""ISO 4217 codes, except those for no currency and for tests."""
_ANY_CURRENCY = "¤"
_ANOTHER_SIGN = r"[\u20A0-\u20CF]"
_NEGATIVE = re.compile(r"[\s$£€]*[-\u2212\u2013\u2014][\s$£€]*\d")
_ONLY_NUMBERS = re.compile(r"[\d.\s]*")
"""A value that says neither period nor currency."""
_LONGEST = 200
"""Characters of a value that are read: no pay is longer."""

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


class PayReader:
    """Reads pay with the words of the contract ValueWords."""

    def __init__(self, words: Words) -> None:
        self.amounts = AmountReader(words)
        self._small_units = words.values("small_unit")
        self._period = words.finder("period")
        self._period_codes = words.values("period_code")
        self._hint = words.finder("currency_hint")
        currencies = words.values("currency")
        self._currency = words.finder("currency")
        self._own_currency = Finder({word: code for word, code in currencies.items() if ":" not in code})
        count, times = words.pattern("salary_count"), words.pattern("times")
        number = r"(?<![\d.,])(1[2-6](?:[.,]\d{1,2})?)"
        self._salaries_a_year = re.compile(
            rf"{number}\s*(?:th|e|[èe]me|[.ªº°])?[\s-]*(?:{times})?[\s-]*{count}"
            rf"|{number}\s*{times}(?!\s*[\d$€£])|{times}\s*{number}(?![\d.,]*\d)"
        )

    def parse(self, raw: pl.DataFrame, salaries: Salaries) -> pl.Series:
        """Pay per year from the text columns COLUMNS, one struct (type RESULT) per row.

        The text wins over the currency and period columns, and these win over the card. An amount without a period
        cannot be converted, and one outside the card's plausible range is an error; then only salary_raw is kept and
        the rest is null. "115K+" has no upper end, "up to 90K" no lower end. salary_assumption names whatever was
        stated neither in the text nor in the columns.
        """
        distinct = raw.select(COLUMNS).unique(maintain_order=True)
        read = distinct.select(pl.col(COLUMNS).str.slice(0, _LONGEST))
        parsed = [self._parse(salaries, *row) for row in read.iter_rows()]
        looked_up = distinct.with_columns(pl.Series("pay", parsed, dtype=RESULT))
        return raw.select(COLUMNS).join(
            looked_up, on=COLUMNS, how="left", nulls_equal=True, maintain_order="left"
        )["pay"]

    def _parse(
        self,
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
        found = self._read_text(text or "", card)
        ends = _ordered(found.low, found.high)
        if not any(ends):
            ends = _ordered(self._end(low, card), self._end(high, card))
        if not any(ends):
            return pay
        stated = " ".join(value for value in (text, low, high) if value)
        stated = "" if _ONLY_NUMBERS.fullmatch(stated) else stated
        unit, factor, assumed = self._factor(stated, found.beside, period or "", card)
        factor *= card.unit
        yearly = [end * factor for end in ends if end]
        code, assumption = self._find_currency(stated, currency or "", card.currency)
        lowest, highest = card.plausible_per_year
        highest *= float(self._small_units.get((code or "").lower(), 1))
        if not all(lowest <= end <= highest for end in yearly):
            return pay
        assumed += [assumption] if assumption else []
        minimum, maximum = (end if end is None else round(end * factor, 2) for end in ends)
        return pay | {
            "salary_min_year": minimum,
            "salary_max_year": maximum,
            "salary_currency": code,
            "salary_period": unit,
            "salary_assumption": "; ".join(assumed) or None,
        }

    def _read_text(self, text: str, card: Salaries) -> Pay:
        if text and not _NEGATIVE.match(text):
            text = plain(_CODE_BESIDE_AMOUNT.sub(_mark_code, text))
            text = self._salaries_a_year.sub(" ", text)
            if found := self.amounts.read(text, card.thousands):
                return found
        return Pay(None, None, ())

    def _factor(
        self, stated: str, beside: tuple[str, ...], column: str, card: Salaries
    ) -> tuple[str | None, float, list[str]]:
        """The period of pay, the number of payments per year (0 if unknown), and the assumptions made."""
        text = plain(stated)
        unit = next(filter(None, self._periods(text, beside, column)), None)
        assumed = []
        if unit is None and card.period:
            unit, assumed = card.period, ["period from the source's card"]
        salaries = self._salaries_a_year.search(text)
        if unit == "month" and salaries:
            number = next(filter(None, salaries.groups()))
            return "month", float(number.replace(",", ".")), assumed
        if unit in _ASSUMED:
            assumed.append(_ASSUMED[unit])
        return unit, PER_YEAR.get(unit or "", 0), assumed

    def _periods(self, text: str, beside: tuple[str, ...], column: str) -> Iterator[str | None]:
        """The candidate periods, the one nearest to the amount first."""
        for words in beside:
            yield self._period.first(words)
        if text:
            yield self._period.first(self.amounts.drop_other_figures(text))
        if column:
            code = plain(column).replace("_", " ").strip()
            yield self._period_codes.get(code.strip(" ./")) or self._period.first(code)

    def _end(self, text: str | None, card: Salaries) -> _End:
        """One end of pay from its own column; numbers are in machine format unless the card says otherwise."""
        if not text or _NEGATIVE.match(text):
            return None
        if card.thousands is None and re.fullmatch(r"\s*\d+(?:\.\d+)?\s*", text):
            return float(text) or None
        return self.amounts.first(plain(text), card.thousands) or None

    def _find_currency(self, stated: str, column: str, of_card: str | None) -> tuple[str | None, str | None]:
        """The ISO 4217 code, and the assumption behind it.

        A sign that several currencies share is the card's currency if that is one of them. Otherwise a dollar sign is
        the US dollar, and any other sign gives null.
        """
        text = plain(stated)
        in_column = column.strip().upper()
        if code := self._own_currency.first(text) or _code_beside_amount(stated) or self._hint.first(text):
            return code, None
        if code := in_column if in_column in _CODES else self._own_currency.first(plain(column)):
            return code, None
        if shared := self._currency.first(text) or self._currency.first(plain(column)):
            codes = shared.split(":")
            if of_card in codes:
                return of_card, None
            return ("USD", "$ is the US dollar") if "USD" in codes else (None, None)
        if re.search(_ANOTHER_SIGN, stated + column):
            return None, None
        return of_card, "currency from the source's card" if of_card else None


def _ordered(low: _End, high: _End) -> tuple[_End, _End]:
    low, high = low or None, high or None
    return (high, low) if low is not None and high is not None and low > high else (low, high)


def _mark_code(code: re.Match[str]) -> str:
    """Replaces a currency code with the generic currency sign, because in lower case it may be a word."""
    name = code[1] or code[2]
    return code[0].replace(name, _ANY_CURRENCY) if name in _CODES else code[0]


def _code_beside_amount(text: str) -> str | None:
    codes = (before or behind for before, behind in _CODE_BESIDE_AMOUNT.findall(text))
    return next((code for code in codes if code in _CODES), None)
