"""Kinds of pay texts that are easily misread, each in several languages, with what only looks like them."""

import pytest

from tests.one_value import yearly_pay_of as parse


@pytest.mark.parametrize(
    ("text", "card", "expected"),
    [
        ("Von 60.000 € bis zu 75.000 € im Jahr", {}, (60000, 75000, "EUR", "year")),
        ("Minimum 50.000 EUR, Maximum 65.000 EUR jährlich", {}, (50000, 65000, "EUR", "year")),
        ("de 45 k€ jusqu'à 55 k€ par an", {}, (45000, 55000, "EUR", "year")),
        ("desde 30.000 € hasta 36.000 € brutos al año", {}, (30000, 36000, "EUR", "year")),
        ("od 15 000 do 20 000 zł miesięcznie", {}, (180000, 240000, "PLN", "month")),
        ("от 100 000 до 150 000 руб. в месяц", {}, (1200000, 1800000, "RUB", "month")),
        ("від 40 000 до 60 000 грн на місяць", {}, (480000, 720000, "UAH", "month")),
        ("Từ 15 triệu đến 25 triệu/tháng", {}, (180000000, 300000000, "VND", "month")),
        ("$90,000 min, $130,000 max per year", {}, (90000, 130000, "USD", "year")),
        ("starting at £30k rising to £45k per annum", {}, (30000, 45000, "GBP", "year")),
        ("minst 35 000 kr, högst 45 000 kr per månad", {}, (420000, 540000, "SEK", "month")),
        ("mínimo R$ 5.000 máximo R$ 7.000 por mês", {}, (60000, 84000, "BRL", "month")),
        ("vanaf € 3.000 tot € 4.500 per maand", {}, (36000, 54000, "EUR", "month")),
        ("da 30.000 € fino a 35.000 € annui", {}, (30000, 35000, "EUR", "year")),
        ("Up to $130,000 (minimum $90,000) a year", {}, (90000, 130000, "USD", "year")),
    ],
)
def test_two_ends_are_a_range_without_a_dash(text, card, expected):
    assert parse(card, salary=text) == expected


@pytest.mark.parametrize(
    ("text", "card", "expected"),
    [
        ("Sign-on bonus of $5,000, $90,000 a year", {}, (90000, 90000, "USD", "year")),
        ("Bonus: $10,000. Salary: $100,000 per year", {}, (100000, 100000, "USD", "year")),
        ("£3,000 car allowance + £45,000 per annum", {}, (45000, 45000, "GBP", "year")),
        ("1.000 € Prämie; 55.000 € Jahresgehalt", {}, (55000, 55000, "EUR", "year")),
        ("prime de 2 000 €, salaire 40 000 € par an", {}, (40000, 40000, "EUR", "year")),
        ("bono de 1.500 €, 30.000 € al año", {}, (30000, 30000, "EUR", "year")),
        ("500 zł premii", {"period": "month"}, (None, None, None, None)),
        ("入社祝い金10万円、月給30万円", {}, (3600000, 3600000, "JPY", "month")),
        ("Up to $5,000 signing bonus; $25.50 per hour", {}, (53040, 53040, "USD", "hour")),
        ("$1,000 sign-on bonus", {"period": "year"}, (None, None, None, None)),
        ("$90,000 salary $5,000 bonus per year", {}, (90000, 90000, "USD", "year")),
        ("€4.000 per maand plus €500 reiskosten", {}, (48000, 48000, "EUR", "month")),
        ("$100,000 including bonus per year", {}, (100000, 100000, "USD", "year")),
    ],
)
def test_the_amount_of_a_benefit_is_no_pay(text, card, expected):
    assert parse(card, salary=text) == expected


@pytest.mark.parametrize(
    ("text", "card", "expected"),
    [
        ("100k+ USD per year", {}, (100000, None, "USD", "year")),
        ("$100K+/yr", {}, (100000, None, "USD", "year")),
        ("£60k+ bonus", {"period": "year"}, (60000, 60000, "GBP", "year")),
        ("70.000€ + Dienstwagen", {"period": "year"}, (70000, 70000, "EUR", "year")),
        ("R$ 8.000 + VR + VT por mês", {}, (96000, 96000, "BRL", "month")),
        ("$80k + equity", {"period": "year"}, (80000, 80000, "USD", "year")),
        ("45k€ + variable", {"period": "year"}, (45000, 45000, "EUR", "year")),
        ("$95,000+", {"period": "year"}, (95000, None, "USD", "year")),
        ("50 000 Kč + prémie za měsíc", {"period": "month"}, (600000, 600000, "CZK", "month")),
        ("12 LPA + ESOPs", {}, (1200000, 1200000, "INR", "year")),
    ],
)
def test_a_plus_opens_the_end_only_where_no_benefit_follows(text, card, expected):
    assert parse(card, salary=text) == expected


@pytest.mark.parametrize(
    ("text", "card", "expected"),
    [
        ("mindestens 50.000 € brutto im Jahr", {}, (50000, None, "EUR", "year")),
        ("plus de 45 000 € par an", {}, (45000, None, "EUR", "year")),
        ("60.000 € aufwärts p.a.", {}, (60000, None, "EUR", "year")),
        ("más de 40.000 € al año", {}, (40000, None, "EUR", "year")),
        ("ponad 20 000 zł miesięcznie", {}, (240000, None, "PLN", "month")),
        ("от 200 000 ₽ в месяц", {}, (2400000, None, "RUB", "month")),
        ("до 300 000 тенге в месяц", {}, (None, 3600000, "KZT", "month")),
        ("年収600万円以上", {}, (6000000, None, "JPY", "year")),
        ("年収500万円〜", {}, (5000000, None, "JPY", "year")),
        ("〜800万円 / 年", {}, (None, 8000000, "JPY", "year")),
        ("연봉 4,000만원 이상", {}, (40000000, None, "KRW", "year")),
        ("lên đến 30 triệu/tháng", {}, (None, 360000000, "VND", "month")),
        ("under £40,000 a year", {}, (None, 40000, "GBP", "year")),
        ("not less than $50,000 per year", {}, (50000, None, "USD", "year")),
        ("no less than $50,000 a year", {}, (50000, None, "USD", "year")),
        ("max. 90 k€ par an", {}, (None, 90000, "EUR", "year")),
        ("20 Lacs & above per annum", {}, (2000000, None, "INR", "year")),
        ("$50/hr and over", {}, (104000, None, "USD", "hour")),
    ],
)
def test_an_open_end_is_read_from_words_before_or_behind(text, card, expected):
    assert parse(card, salary=text) == expected


@pytest.mark.parametrize(
    ("text", "card", "expected"),
    [
        ("work from home, $50,000 a year", {}, (50000, 50000, "USD", "year")),
        ("salaire de 50 000 € par an", {}, (50000, 50000, "EUR", "year")),
        ("Ab sofort, 50.000 € im Jahr", {}, (50000, 50000, "EUR", "year")),
        ("Over-the-counter team, $50,000 a year", {}, (50000, 50000, "USD", "year")),
        ("bis auf Weiteres 60.000 € im Jahr", {}, (60000, 60000, "EUR", "year")),
        ("$120,000 base plus up to 20% bonus per year", {}, (120000, 120000, "USD", "year")),
        ("$60,000 and up to 15% bonus a year", {}, (60000, 60000, "USD", "year")),
        ("von Köln aus, 60.000 € im Jahr", {}, (60000, 60000, "EUR", "year")),
        ("do końca roku, 10 000 zł miesięcznie", {}, (120000, 120000, "PLN", "month")),
        ("from day one, £30 per hour", {}, (62400, 62400, "GBP", "hour")),
    ],
)
def test_words_that_only_look_like_an_open_end_are_none(text, card, expected):
    assert parse(card, salary=text) == expected


@pytest.mark.parametrize(
    ("text", "card", "expected"),
    [
        ("£18 p/h", {}, (37440, 37440, "GBP", "hour")),
        ("€600 p.d.", {}, (156000, 156000, "EUR", "day")),
        ("£3,200 pcm", {}, (38400, 38400, "GBP", "month")),
        ("$1,200/wk", {}, (62400, 62400, "USD", "week")),
        ("€ 25 p.u.", {}, (None, None, None, None)),
        ("Stundenlohn 22,50 €", {}, (46800, 46800, "EUR", "hour")),
        ("15 € de l'heure", {}, (31200, 31200, "EUR", "hour")),
        ("tarifa: 40 €/h", {}, (83200, 83200, "EUR", "hour")),
        ("時給1,500円", {}, (3120000, 3120000, "JPY", "hour")),
        ("$2,500 bi-weekly", {}, (65000, 65000, "USD", "fortnight")),
        ("$4,000 semi-monthly", {}, (96000, 96000, "USD", "half_month")),
        ("Salaire mensuel : 3 500 €", {}, (42000, 42000, "EUR", "month")),
        ("taxa diária R$ 500", {}, (130000, 130000, "BRL", "day")),
        ("35 000 kr/mån", {}, (420000, 420000, "SEK", "month")),
        ("Rp 8.000.000 - Rp 12.000.000 per bulan", {}, (96000000, 144000000, "IDR", "month")),
        ("8 - 12 juta per bulan", {}, (96000000, 144000000, "IDR", "month")),
        ("15-25K·14薪", {}, (210000, 350000, "CNY", "month")),
        ("20-30万元/年", {}, (200000, 300000, "CNY", "year")),
        ("1.5-2万/月", {"currency": "CNY"}, (180000, 240000, "CNY", "month")),
        ("月給30万円~45万円", {}, (3600000, 5400000, "JPY", "month")),
        ("500～800万円", {"period": "year"}, (5000000, 8000000, "JPY", "year")),
        ("월 300만원", {}, (36000000, 36000000, "KRW", "month")),
        ("연봉 3000~4000만원", {}, (30000000, 40000000, "KRW", "year")),
        ("연봉 1억 2000만원", {}, (120000000, 120000000, "KRW", "year")),
        ("20.000.000 - 30.000.000 VNĐ/tháng", {}, (240000000, 360000000, "VND", "month")),
        ("50 000 грн/міс", {}, (600000, 600000, "UAH", "month")),
        ("150 тыс. руб. в месяц", {}, (1800000, 1800000, "RUB", "month")),
        ("45 000 Kč / měsíc", {}, (540000, 540000, "CZK", "month")),
        ("NOK 650 000 - 750 000 per år", {}, (650000, 750000, "NOK", "year")),
        ("DKK 45.000 om måneden", {}, (540000, 540000, "DKK", "month")),
        ("HK$30,000 per month", {}, (360000, 360000, "HKD", "month")),
        ("S$6,000 - S$8,000 monthly", {}, (72000, 96000, "SGD", "month")),
        ("A$120k p.a.", {}, (120000, 120000, "AUD", "year")),
        ("C$95,000/yr", {}, (95000, 95000, "CAD", "year")),
        ("RM 5,000 per month", {}, (60000, 60000, "MYR", "month")),
        ("₲ 5.000.000 por mes", {}, (60000000, 60000000, None, "month")),
        ("ARS 500.000 mensual", {}, (6000000, 6000000, "ARS", "month")),
        ("₩3,000,000 per month", {}, (36000000, 36000000, "KRW", "month")),
    ],
)
def test_periods_are_read_in_every_language_and_abbreviated(text, card, expected):
    assert parse(card, salary=text) == expected


@pytest.mark.parametrize(
    ("text", "card", "expected"),
    [
        ("30.000 € en 14 pagas", {}, (None, None, None, None)),
        ("2.000 € mensuales x 14 pagas", {}, (28000, 28000, "EUR", "month")),
        ("2.200 € al mese per 13 mensilità", {}, (28600, 28600, "EUR", "month")),
        ("CHF 7'500.- x 13 pro Monat", {}, (97500, 97500, "CHF", "month")),
        ("3 000 € bruts mensuels sur 13 mois", {}, (39000, 39000, "EUR", "month")),
        ("€ 3.000 per maand, 12 maanden contract", {}, (36000, 36000, "EUR", "month")),
        ("EUR 2.500,-- x 14 / Monat", {}, (35000, 35000, "EUR", "month")),
        ("60.000 € für 12 Monate befristet, pro Jahr", {}, (60000, 60000, "EUR", "year")),
    ],
)
def test_pay_of_several_salaries_a_year_counts_them(text, card, expected):
    assert parse(card, salary=text) == expected


@pytest.mark.parametrize(
    ("text", "card", "expected"),
    [
        ("CHF 5'000.- bis 6'000.- pro Monat", {}, (60000, 72000, "CHF", "month")),
        ("35000:- per månad", {"currency": "SEK"}, (420000, 420000, "SEK", "month")),
        ("₹ 25,000/- per month", {}, (300000, 300000, "INR", "month")),
        ("EUR 3.200,- bis EUR 3.900,- pro Monat", {}, (38400, 46800, "EUR", "month")),
        ("Rs. 20,000/- to Rs. 30,000/- per month", {}, (240000, 360000, "INR", "month")),
        ("INR 3,50,000/- - 5,00,000/- per annum", {}, (350000, 500000, "INR", "year")),
        ("Fr. 80'000.-- pro Jahr", {}, (80000, 80000, "CHF", "year")),
        ("2.500,-- € monatlich", {}, (30000, 30000, "EUR", "month")),
        ("kr 45.000,- pr. måned", {"currency": "DKK"}, (540000, 540000, "DKK", "month")),
        ("$50,000-60,000 a year", {}, (50000, 60000, "USD", "year")),
    ],
)
def test_signs_for_round_amounts_are_no_dash(text, card, expected):
    assert parse(card, salary=text) == expected


@pytest.mark.parametrize(
    ("text", "card", "expected"),
    [
        (
            "NHS Band 6",
            {"period": "year", "currency": "GBP", "plausible_per_year": (1, 1000000000.0)},
            (None, None, None, None),
        ),
        ("E13 TV-L", {"period": "hour", "currency": "EUR"}, (None, None, None, None)),
        (
            "3 years experience",
            {"period": "year", "plausible_per_year": (1, 1000000000.0)},
            (None, None, None, None),
        ),
        ("Grade 12", {"period": "hour"}, (None, None, None, None)),
        ("Req #44551", {"period": "year"}, (None, None, None, None)),
        ("35h/semaine", {"period": "hour", "currency": "EUR"}, (None, None, None, None)),
        ("Tarifvertrag vom 01.05.2024", {"period": "hour"}, (None, None, None, None)),
        ("Selon convention 3239", {"period": "year"}, (None, None, None, None)),
        ("按公司规定 2024", {"period": "year"}, (None, None, None, None)),
        ("IDCC 1486, statut cadre 2.2", {"period": "hour"}, (None, None, None, None)),
        ("Salary 65000", {"period": "year"}, (65000, 65000, None, "year")),
        ("circa 65.000 brutto", {"period": "year"}, (65000, 65000, None, "year")),
        ("65000", {"period": "year"}, (65000, 65000, None, "year")),
        ("4629 - 6635", {"period": "month"}, (55548, 79620, None, "month")),
        ("70.000 VB", {"period": "year"}, (70000, 70000, None, "year")),
        ("$15 - 18/hr DOE", {}, (31200, 37440, "USD", "hour")),
        ("$150,000-$180,000 + 15% bonus + equity a year", {}, (150000, 180000, "USD", "year")),
        ("90K - 110 USD per year", {}, (90000, 110000, "USD", "year")),
        ("selon la CCN du 15 mars 1966", {"period": "hour"}, (None, None, None, None)),
        ("Job ID 88213", {"period": "year"}, (None, None, None, None)),
        ("Stufe 5", {"period": "hour"}, (None, None, None, None)),
        ("50 Wochenstunden", {"period": "hour"}, (None, None, None, None)),
    ],
)
def test_a_bare_number_is_pay_only_among_words_of_pay(text, card, expected):
    assert parse(card, salary=text) == expected


@pytest.mark.parametrize(
    ("unit", "times", "period"),
    [
        ("BIWEEKLY", 26, "fortnight"),
        ("bi-weekly", 26, "fortnight"),
        ("every two weeks", 26, "fortnight"),
        ("Fortnightly", 26, "fortnight"),
        ("semi-monthly", 24, "half_month"),
        ("TWICE_A_MONTH", 24, "half_month"),
        ("yr", 1, "year"),
        ("P.A.", 1, "year"),
        ("rocznie", 1, "year"),
        ("mth.", 12, "month"),
        ("miesięcznie", 12, "month"),
        ("per month", 12, "month"),
        ("Monat", 12, "month"),
        ("月", 12, "month"),
        ("wk", 52, "week"),
        ("PER_DAY", 260, "day"),
        ("d", 260, "day"),
        ("h", 2080, "hour"),
        ("hr.", 2080, "hour"),
        ("HOUR", 2080, "hour"),
    ],
)
def test_a_column_of_periods_is_read_by_words_codes_and_machine_words(unit, times, period):
    pay = {"salary_min": "3000", "salary_max": "4000", "salary_currency": "USD", "salary_period": unit}
    assert parse(**pay) == (3_000 * times, 4_000 * times, "USD", period)


@pytest.mark.parametrize("unit", ["per project", "unknown", "fixed", "total"])
def test_a_period_that_is_not_known_leaves_pay_empty(unit):
    assert parse(salary_min="3000", salary_currency="USD", salary_period=unit) == (None, None, None, None)
