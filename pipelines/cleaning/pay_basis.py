"""Whose word pay is: the employer's, an estimate of a board or publisher, or an answer to a survey."""

import polars as pl

from pipelines.values.pay import PER_YEAR
from pipelines.values.words import Words, plain
from schemas.layouts import Layout

_STATED, _ESTIMATED, _SURVEY = "stated", "estimated", "survey"

FEWEST_EMPLOYERS = 15
"""Amounts of fewer employers show nothing."""
MOST_OF_ONE_AMOUNT = 0.3
"""Share of the employers of one origin that state the same amount by themselves."""
MOST_COUNTRIES = 10
"""Countries in which employers of one origin state the same amount by themselves."""
MOST_UNROUND = 1 / 3
"""Share of postings of one origin whose amount is not round and at EMPLOYERS_OF_ONE employers or more all the same."""
EMPLOYERS_OF_ONE = 5
_ROUND = {
    "year": 500.0,
    "month": 50.0,
    "half_month": 25.0,
    "fortnight": 25.0,
    "week": 10.0,
    "day": 5.0,
    "hour": 0.25,
}
"""Employers mostly state whole multiples of these, by period."""
_ALMOST = 0.002
"""A step's part that is lost where amounts per year are rounded."""
_ORIGIN = ["source_id", "pay_origin"]
_AMOUNT = ["salary_min_year", "salary_max_year", "salary_currency", "salary_period"]


class PayBasisReader:
    """Reads by the words of estimates in the contract ValueWords."""

    def __init__(self, words: Words) -> None:
        self._basis = words.finder("pay_basis")

    def find(self, raw: pl.DataFrame, pay: pl.Series, card: Layout) -> pl.Series:
        """`pay_basis` of each raw posting: by its card's `salaries.estimated`, its words for pay, its card's `basis`.

        `pay` is PayReader's of the same rows. Null without pay per year.
        """
        by_default = card.salaries.basis or (_STATED if card.kind == "posting" else _SURVEY)
        shown = raw["salary"].unique()
        said = [text and self._basis.first(plain(text)) for text in shown]
        in_words = raw["salary"].replace_strict(shown, pl.Series(said, dtype=pl.String), default=None)
        is_estimate = pl.any_horizontal(
            pl.lit(False),
            *(pl.col(name).str.contains(pattern) for name, pattern in card.salaries.estimated.items()),
        )
        is_paid = (
            pay.struct.field("salary_min_year").is_not_null()
            | pay.struct.field("salary_max_year").is_not_null()
        )
        return raw.select(
            pay_basis=pl.when(is_paid).then(
                pl.when(is_estimate).then(pl.lit(_ESTIMATED)).otherwise(in_words.fill_null(by_default))
            )
        ).to_series()


def mark_repeated_pay(postings: pl.DataFrame) -> pl.DataFrame:
    """Postings with `pay_basis` estimated where the amounts of their origin show that employers did not state them.

    Takes postings with `employer`, the same for all spellings of one. An origin is a source, or a board of one
    (`pay_origin`). Of 15 employers or more, no 30 % state the same amount; no amount is stated in more than 10
    countries; and amounts that are not round are not a third of all and yet each at 5 employers or more. Where one of
    these happens, a board fills in what it thinks the work pays. A pay scale of a government is not round and at many
    employers too, but not most of what a board shows.
    """
    paid = postings.filter((pl.col("kind") == "posting") & (pl.col("pay_basis") == _STATED))
    paid = paid.select(
        *_ORIGIN,
        *_AMOUNT,
        "country",
        "employer",
        is_round=_is_round("salary_min_year") & _is_round("salary_max_year"),
    )
    amounts = paid.group_by(*_ORIGIN, *_AMOUNT).agg(
        pl.len().alias("postings"),
        pl.col("employer").drop_nulls().n_unique().alias("employers"),
        pl.col("country").drop_nulls().n_unique().alias("countries"),
        pl.col("is_round").first(),
    )
    is_shared = ~pl.col("is_round") & (pl.col("employers") >= EMPLOYERS_OF_ONE)
    by_amount = amounts.group_by(_ORIGIN).agg(
        pl.col("employers").max().alias("of_one_amount"),
        pl.col("countries").max(),
        (pl.col("postings").filter(is_shared).sum() / pl.col("postings").sum()).alias("unround"),
    )
    employers = paid.group_by(_ORIGIN).agg(pl.col("employer").drop_nulls().n_unique().alias("employers"))
    filled_in = (
        by_amount.join(employers, on=_ORIGIN, nulls_equal=True)
        .filter(pl.col("employers") >= FEWEST_EMPLOYERS)
        .filter(
            (pl.col("of_one_amount") > MOST_OF_ONE_AMOUNT * pl.col("employers"))
            | (pl.col("countries") > MOST_COUNTRIES)
            | (pl.col("unround") > MOST_UNROUND)
        )
        .select(*_ORIGIN, is_filled_in=pl.lit(True))
    )
    is_estimate = (pl.col("pay_basis") == _STATED) & pl.col("is_filled_in").fill_null(False)
    return (
        postings.join(filled_in, on=_ORIGIN, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(pay_basis=pl.when(is_estimate).then(pl.lit(_ESTIMATED)).otherwise("pay_basis"))
        .drop("is_filled_in")
    )


def _is_round(amount: str) -> pl.Expr:
    """Whether an amount per year is a whole multiple of what employers state in its period."""
    steps_a_year = {period: step * PER_YEAR[period] for period, step in _ROUND.items()}
    steps = pl.col(amount) / pl.col("salary_period").replace_strict(
        steps_a_year, default=None, return_dtype=pl.Float64
    )
    return ((steps - steps.round()).abs() < _ALMOST).fill_null(True)
