"""How an unknown source writes pay: currency, period and thousands."""

import math
import re
from typing import Literal

import polars as pl
from babel.numbers import get_territory_currencies

from pipelines.cleaning.postings import ValueReaders
from pipelines.values.pay import COLUMNS
from schemas.layouts import PayPeriod, Salaries, ThousandsMark

LEAST_SHARE = 0.05
"""A currency or period is guessed where at least this share of the amounts does not state it."""
LEAST_NAMED = 0.5
"""The share of the amounts that must name one and the same currency for the others to be in it."""
LEAST_YEARLY, LEAST_MONTHLY = 12_000, 400
"""Middle amounts from which pay of no stated period is taken for a year's and a month's; below, for an hour's."""
_UNSTATED = "XXX"
"""ISO 4217's code for no currency."""


def guess_salaries(
    pay: pl.DataFrame, headers: str, country: str | None, readers: ValueReaders
) -> tuple[Salaries, list[str]]:
    """The card's `salaries` for the text columns pay.COLUMNS, and what of it was guessed, in words.

    What the values do not state is taken from the headers of pay, a currency else from the country (ISO 3166-1
    alpha-2), a period else from the size of the middle amount.
    """
    thousands = find_thousands(pay)
    amounts = _read(pay, thousands, readers)
    if amounts.is_empty():
        return Salaries(thousands=thousands), []
    words = re.sub(r"[\W_]+", " ", headers)
    stated = _as_pay("1000").with_columns(salary_currency=pl.lit(words), salary_period=pl.lit(words))
    in_headers = _read(stated, ",", readers)
    currency: str | None = None
    period: PayPeriod | None = None
    guessed: list[str] = []
    without_currency, without_period = (
        amounts.filter(pl.col(name).is_null()) for name in ("currency", "period")
    )
    if len(without_currency) >= LEAST_SHARE * len(amounts):
        currency = in_headers["currency"][0]
        named = amounts["currency"].drop_nulls()
        if currency is None and named.n_unique() == 1 and len(named) >= LEAST_NAMED * len(amounts):
            currency = named[0]
            guessed.append(f"{currency} because all pay that names a currency is in it")
        elif currency is None and (currency := _currency_of(country)):
            guessed.append(f"{currency} because most places lie in {country}")
        elif currency is None:
            guessed.append("no currency is stated: fill it in if all pay has the same")
    if len(without_period) >= LEAST_SHARE * len(amounts):
        period = in_headers["period"][0]
        if period is None:
            middle = without_period["amount"].quantile(0.5, "linear") or 0.0
            period = "year" if middle >= LEAST_YEARLY else "month" if middle >= LEAST_MONTHLY else "hour"
            guessed.append(f"a {period} because the middle amount is {middle:,.0f}")
    return Salaries(currency=currency, period=period, thousands=thousands), guessed


def tells_all(pay: pl.Series) -> bool:
    """Whether most texts of pay, without nulls, are more than one number: they tell range, currency or period."""
    return 2 * pay.str.contains(r"[\p{L}\p{Sc}]|\d\s*[-–—]\s*\d").sum() > len(pay)


def find_thousands(pay: pl.DataFrame) -> Literal[".", ","]:
    """The mark that groups thousands: the point where more amounts group so (40.000; 8.000,00), or else the comma."""
    points, commas = (
        sum(pay[name].str.count_matches(pattern).sum() for name in ("salary", "salary_min", "salary_max"))
        for pattern in (r"(?:^|[^\d.,])\d{1,3}(?:\.\d{3})+\b", r"(?:^|[^\d.,])\d{1,3}(?:,\d{2,3})*,\d{3}\b")
    )
    return "." if points > commas else ","


def _read(pay: pl.DataFrame, thousands: ThousandsMark, readers: ValueReaders) -> pl.DataFrame:
    """Each amount as stated, its lower end if it has one, with the currency and the period that are with it."""
    anything = Salaries(thousands=thousands, plausible_per_year=(0, math.inf))
    stated = readers.pay.parse(pay, anything).struct
    completed = readers.pay.parse(
        pay, anything.model_copy(update={"currency": _UNSTATED, "period": "year"})
    ).struct
    return pl.DataFrame(
        {
            "amount": completed.field("salary_min_year").fill_null(completed.field("salary_max_year")),
            "currency": completed.field("salary_currency").replace(_UNSTATED, None),
            "period": stated.field("salary_period"),
            "is_amount": completed.field("salary_period").is_not_null(),
        }
    ).filter("is_amount")


def _as_pay(text: str) -> pl.DataFrame:
    return pl.DataFrame({"salary": [text]}).with_columns(
        pl.lit(None, pl.String).alias(name) for name in COLUMNS if name != "salary"
    )


def _currency_of(country: str | None) -> str | None:
    return next(iter(get_territory_currencies(country)), None) if country else None
