"""Dates as sources write them, with how precise they are."""

import polars as pl

_YESTERDAY = r"(?i)\b(?:yesterday|gestern|hier|ayer|ontem|gisteren|ieri|wczoraj|an? (?:day|tag) ago)\b"
_MOST_DAYS = 36_500
"""A count beyond a hundred years is no age of a posting."""
_TODAY = (
    r"(?i)(?:\b|posted)(?:today|just posted|just now|now|heute|aujourd'hui|hoy|hoje|vandaag|oggi|dzisiaj|"
    r"hours?|minutes?|stunden?|heures?|horas?|uur|ore)\b"
)
_HOURS = r"(?i)(\d+)\+?\s*(?:hours?|stunden?|heures?|horas?|uur|ore|godzin\w*)\b"
_UNITS = {
    1: r"(?i)(\d+)\+?\s*(?:days?|tag(?:e|en)?|jours?|d[ií]as?|dag(?:en)?|giorn[oi]|dni|dzień|d)\b",
    7: r"(?i)(\d+)\+?\s*(?:weeks?|wochen?|semaines?|semanas?|weken|week|settiman[ae]|tygodni\w*|w)\b",
    30: r"(?i)(\d+)\+?\s*(?:months?|monat(?:e|en)?|mois|mes(?:es)?|mês|maand(?:en)?|mes[ei]|miesi\w+|mo)\b",
}


def parse_dates(column: str, formats: tuple[str, ...], seen_on: pl.Expr, seen_on_precision: str) -> pl.Expr:
    """A struct of `date` and `precision` from a text column, by the first of the formats that fits.

    Formats: `iso` (the date as stated, whatever the offset), `relative` ("3 days ago", counted back from `seen_on`),
    `days_ago` (a number), `epoch_ms`, or a strptime pattern; `%Y` and `%Y-%m` give the first day of the period.
    A relative date is `no_later_than` where the source stops counting ("30+ days ago"), and no more precise than
    `seen_on`. A text that fits no format gives nulls.
    """
    parsed = [_parse(pl.col(column).str.strip_chars(), form, seen_on, seen_on_precision) for form in formats]
    nothing = pl.struct(date=pl.lit(None, pl.Date), precision=pl.lit(None, pl.String))
    found = nothing
    for candidate in reversed(parsed):
        found = pl.when(candidate.struct.field("date").is_not_null()).then(candidate).otherwise(found)
    return found


def _parse(text: pl.Expr, form: str, seen_on: pl.Expr, seen_on_precision: str) -> pl.Expr:
    match form:
        case "iso":
            return _dated(
                text.str.extract(r"^(\d{4}-\d{2}-\d{2})(?:$|[T ])").str.to_date("%Y-%m-%d", strict=False),
                "day",
            )
        case "relative":
            days = pl.coalesce(
                *(
                    text.str.extract(pattern).cast(pl.Int64, strict=False) * size
                    for size, pattern in _UNITS.items()
                ),
                text.str.extract(_HOURS).cast(pl.Int64, strict=False) // 24,
                pl.when(text.str.contains(_YESTERDAY)).then(pl.lit(1, pl.Int64)),
                pl.when(text.str.contains(_TODAY)).then(pl.lit(0, pl.Int64)),
            )
            is_censored = text.str.contains(r"\d\+")
            return _counted_back(days, is_censored, seen_on, seen_on_precision)
        case "days_ago":
            days = text.cast(pl.Float64, strict=False).cast(pl.Int64, strict=False)
            return _counted_back(days, pl.lit(False), seen_on, seen_on_precision)
        case "epoch_ms":
            moment = text.str.extract(r"^(\d{12,13})$").cast(pl.Int64, strict=False).cast(pl.Datetime("ms"))
            return _dated(moment.dt.date(), "day")
        case "%Y":
            return _dated(
                (text.str.extract(r"^(\d{4})$") + "-01-01").str.to_date("%Y-%m-%d", strict=False), "year"
            )
        case "%Y-%m":
            return _dated(
                (text.str.extract(r"^(\d{4}-\d{2})$") + "-01").str.to_date("%Y-%m-%d", strict=False), "month"
            )
    return _dated(text.str.to_date(form, strict=False), "day")


def _counted_back(days: pl.Expr, is_censored: pl.Expr, seen_on: pl.Expr, seen_on_precision: str) -> pl.Expr:
    days = pl.when(days.is_between(0, _MOST_DAYS)).then(days)
    precision = pl.lit("relative" if seen_on_precision == "day" else seen_on_precision)
    return pl.struct(
        date=seen_on - pl.duration(days=days),
        precision=pl.when(is_censored).then(pl.lit("no_later_than")).otherwise(precision),
    )


def _dated(date: pl.Expr, precision: str) -> pl.Expr:
    return pl.struct(date=date, precision=pl.lit(precision))
