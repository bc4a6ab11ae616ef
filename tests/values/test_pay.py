"""Pay as sources write it, to a range per year."""

import pytest

from tests.one_value import pay_of
from tests.one_value import yearly_pay_of as parse


@pytest.mark.parametrize(
    ("text", "card", "expected"),
    [
        ("$86K-$143K (Glassdoor est.)", {"period": "year"}, (86_000, 143_000, "USD", "year")),
        ("$21-$34 Per Hour(Glassdoor est.)", {"period": "year"}, (43_680, 70_720, "USD", "hour")),
        ("Employer Provided Salary:$150K-$160K", {"period": "year"}, (150_000, 160_000, "USD", "year")),
        ("$153,300 - $201,600 a year", {}, (153_300, 201_600, "USD", "year")),
        ("$120,000.00/yr - $150,000.00/yr", {}, (120_000, 150_000, "USD", "year")),
        ("$45.50 an hour", {}, (94_640, 94_640, "USD", "hour")),
        ("$50-60K a year", {}, (50_000, 60_000, "USD", "year")),
        ("Between $90,000 and $110,000 per annum", {}, (90_000, 110_000, "USD", "year")),
        ("CA$90,000 - CA$110,000 a year", {}, (90_000, 110_000, "CAD", "year")),
        (" 115K+ *", {"period": "year"}, (115_000, None, None, "year")),
        ("From $80,000 a year", {}, (80_000, None, "USD", "year")),
        ("$120,000 - $140,000 a year + $10,000 sign-on bonus", {}, (120_000, 140_000, "USD", "year")),
        ("$120K a year plus 15% bonus", {}, (120_000, 120_000, "USD", "year")),
        ("up to 90K EUR per year", {}, (None, 90_000, "EUR", "year")),
        ("65.000 €", {"period": "year", "thousands": "."}, (65_000, 65_000, "EUR", "year")),
        ("65000 €", {"period": "year", "thousands": "."}, (65_000, 65_000, "EUR", "year")),
        ("40.000 – 55.000 €", {"period": "year"}, (40_000, 55_000, "EUR", "year")),
        ("55.000 EUR/Jahr", {}, (55_000, 55_000, "EUR", "year")),
        ("50 - 60.000 € im Jahr", {}, (50_000, 60_000, "EUR", "year")),
        ("bis 80.000€ p.a.", {}, (None, 80_000, "EUR", "year")),
        ("ab 4.500 € im Monat", {}, (54_000, None, "EUR", "month")),
        ("80 T€ pro Jahr", {}, (80_000, 80_000, "EUR", "year")),
        ("4.000 € x 13,5 Gehälter im Monat", {}, (54_000, 54_000, "EUR", "month")),
        ("€ 3.500 per maand, 13e maand", {}, (45_500, 45_500, "EUR", "month")),
        ("zwischen 60.000 und 75.000 Euro jährlich", {}, (60_000, 75_000, "EUR", "year")),
        ("45-55 K€ par an", {}, (45_000, 55_000, "EUR", "year")),
        ("45 000 € - 55 000 € brut annuel", {}, (45_000, 55_000, "EUR", "year")),
        ("TJM 500 €", {}, (130_000, 130_000, "EUR", "day")),
        ("70-90k EUR", {"period": "year"}, (70_000, 90_000, "EUR", "year")),
        ("30.000 € - 36.000 € brutos al año", {}, (30_000, 36_000, "EUR", "year")),
        ("£45k-£55k pa", {}, (45_000, 55_000, "GBP", "year")),
        ("£350 - £400 per day", {}, (91_000, 104_000, "GBP", "day")),
        ("₹16,00,000 - ₹35,00,000 a year", {}, (1_600_000, 3_500_000, "INR", "year")),
        ("₹ 6,00,000 - 10,00,000 a year", {}, (600_000, 1_000_000, "INR", "year")),
        ("12-18 LPA", {}, (1_200_000, 1_800_000, "INR", "year")),
        ("1.5 Cr CTC", {}, (15_000_000, 15_000_000, "INR", "year")),
        ("₹15L - ₹20L per annum", {}, (1_500_000, 2_000_000, "INR", "year")),
        ("18 000 - 24 000 PLN / month", {}, (216_000, 288_000, "PLN", "month")),
        ("15 000 – 22 000 PLN brutto miesięcznie", {}, (180_000, 264_000, "PLN", "month")),
        ("15 tys. zł miesięcznie", {}, (180_000, 180_000, "PLN", "month")),
        ("120 - 160 zł/godz.", {}, (249_600, 332_800, "PLN", "hour")),
        ("R$ 8.000,00 por mês", {}, (96_000, 96_000, "BRL", "month")),
        ("R$ 6 mil a R$ 8 mil por mês", {}, (72_000, 96_000, "BRL", "month")),
        ("CHF 110'000 - 130'000 pro Jahr", {}, (110_000, 130_000, "CHF", "year")),
        ("$201,600 - $153,300 a year", {}, (153_300, 201_600, "USD", "year")),
        ("$150,000 a year (40 hours per week)", {}, (150_000, 150_000, "USD", "year")),
        ("401k match, $120,000 - $150,000 a year", {}, (120_000, 150_000, "USD", "year")),
        ("2 days a week, $800 per day", {}, (208_000, 208_000, "USD", "day")),
        ("4629 - 6635", {"period": "year", "plausible_per_year": (9_000, 1e6)}, (None, None, None, None)),
        ("1 - 2", {"period": "year"}, (None, None, None, None)),
        ("competitive", {"period": "year"}, (None, None, None, None)),
        ("$40 - $50", {}, (None, None, None, None)),
    ],
)
def test_pay_is_brought_to_a_year(text, card, expected):
    assert parse(card, salary=text) == expected


@pytest.mark.parametrize(
    ("text", "card", "assumption"),
    [
        ("$120K a year", {"currency": "USD"}, None),
        ("90.000 € pro Jahr", {}, None),
        ("12-18 LPA", {}, None),
        ("4.000 € im Monat, 13 Gehälter", {}, None),
        ("$120K a year", {}, "$ is the US dollar"),
        ("65.000 €", {"period": "year"}, "period from the source's card"),
        (
            "65000",
            {"period": "year", "currency": "EUR"},
            "period from the source's card; currency from the source's card",
        ),
        ("£40 an hour", {}, "2,080 hours a year"),
        ("£400 a day", {}, "260 days a year"),
        ("3.000 € im Monat", {}, "12 monthly salaries a year"),
        ("competitive", {"period": "year"}, None),
    ],
)
def test_what_had_to_be_assumed_is_said(text, card, assumption):
    assert pay_of(card, salary=text)["salary_assumption"] == assumption


def test_a_dollar_alone_is_that_of_the_card():
    assert parse({"currency": "AUD"}, salary="$120K a year")[2] == "AUD"


def test_pay_in_two_columns_takes_currency_and_period_from_theirs():
    assert parse(salary_min="40.5", salary_max="50", salary_currency="gbp", salary_period="hour") == (
        84_240,
        104_000,
        "GBP",
        "hour",
    )


@pytest.mark.parametrize(
    ("text", "thousands", "expected"),
    [("20.125", None, 41_860), ("40.000", ".", 83_200_000), ("40000.0", ".", 83_200_000)],
)
def test_a_number_in_a_column_is_as_a_machine_writes_it_unless_the_card_names_a_mark(
    text, thousands, expected
):
    card = {"period": "hour", "thousands": thousands}
    assert parse(card, salary_min=text)[0] == expected


def test_the_raw_text_of_pay_is_kept_even_where_it_cannot_be_understood():
    assert pay_of(salary=" by agreement ")["salary_raw"] == "by agreement"


@pytest.mark.parametrize(
    "text",
    [
        "$90,000 - $110,000 a year, internal audit bonus",
        "$90,000 a year, a decade of growth",
        "entrepreneur: $90,000 a year",
        "Nokia pays $90,000 a year",
        "San Francisco, CA $90,000 a year",
    ],
)
def test_a_currency_is_not_found_inside_a_word_or_a_state(text):
    assert parse(salary=text)[2] == "USD"
    assert parse({"currency": "CAD"}, salary="focus $90,000 per year")[2] == "CAD"


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("KRW 80,000,000 per year", "KRW"),
        ("₩80,000,000 / year", "KRW"),
        ("ARS 5.000.000 mensual", "ARS"),
        ("900,000 HUF per month", "HUF"),
        ("RMB 30,000 per month", "CNY"),
        ("¥ 30,000 per month (Shanghai)", None),
        ("45 000 kr per month", None),
        ("₲ 900,000 per month", None),
        ("₸ 900,000 per month", "KZT"),
        ("600 000 SEK per år", "SEK"),
        ("60 000 Kč / měsíc", "CZK"),
    ],
)
def test_a_currency_that_is_named_is_never_the_cards(text, currency):
    pay = pay_of({"currency": "EUR"}, salary=text)
    assert pay["salary_min_year"]
    assert pay["salary_currency"] == currency


def test_a_sign_of_several_currencies_is_that_of_the_card():
    assert parse({"currency": "SEK"}, salary="45 000 kr per month")[2] == "SEK"


@pytest.mark.parametrize("column", ["TBD", "foo", "XXX"])
def test_only_codes_of_iso_4217_are_currencies(column):
    assert parse(salary_min="90000", salary_currency=column, salary_period="year")[2] is None


def test_an_end_of_zero_or_below_is_not_stated():
    card = {"period": "year"}
    assert parse(card, salary_min="0", salary_max="90000")[:2] == (None, 90_000)
    assert parse(card, salary="$0 - $90,000")[:2] == (None, 90_000)
    assert parse(card, salary_min="-50000")[:2] == (None, None)
    assert parse(card, salary="-$50,000")[:2] == (None, None)


def test_of_two_clauses_the_one_with_amount_and_period_is_the_pay():
    assert parse(salary="$1,000 sign-on; $95,000 annually")[:2] == (95_000, 95_000)


def test_working_hours_are_no_period_of_pay():
    assert parse({"period": "year"}, salary="$100,000 for 40 hours per week")[:2] == (100_000, 100_000)


def test_text_without_an_amount_leaves_pay_to_the_columns():
    pay = {"salary_min": "90000", "salary_max": "110000", "salary_currency": "USD", "salary_period": "year"}
    assert parse(salary="Competitive", **pay) == (90_000, 110_000, "USD", "year")


@pytest.mark.parametrize("text", ["1" * 50_000, "+1 " * 20_000])
def test_an_endless_text_is_no_pay(text):
    assert parse({"period": "year"}, salary=text)[:2] == (None, None)


def test_amounts_in_a_larger_unit_are_multiplied_by_it():
    card = {"currency": "JPY", "period": "year", "unit": 10_000}
    assert parse(card, salary_min="450", salary_max="800") == (4_500_000, 8_000_000, "JPY", "year")
