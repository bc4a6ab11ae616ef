"""Employers, titles and places in the form in which two spellings of the same one are equal."""

import polars as pl
import pytest

from pipelines.cleaning.employers import fold_employers
from pipelines.repeats.openings import find_requisitions, fold_places, fold_title
from tests.one_value import value_words


def titles(*titles_and_places):
    frame = pl.DataFrame(titles_and_places, schema={"title": pl.String, "place": pl.String}, orient="row")
    return frame.select(fold_title(pl.col("title"), pl.col("place"), value_words())).to_series().to_list()


def places(*places_and_countries):
    frame = pl.DataFrame(
        places_and_countries, schema={"location": pl.String, "country": pl.String}, orient="row"
    )
    return fold_places(frame).to_list()


def test_an_employers_legal_form_case_and_punctuation_do_not_matter():
    names = pl.Series(["Example Labs, Inc.", "EXAMPLE-LABS", "Example Labs GmbH & Co. KG", "Sample Labs"])
    assert fold_employers(names).to_list() == ["examplelabs"] * 3 + ["samplelabs"]


def test_an_employer_named_like_a_legal_form_keeps_it_and_no_letters_are_no_name():
    assert fold_employers(pl.Series(["AG", "--", None])).to_list() == ["ag", None, None]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Data Scientist (m/w/d)", "Berlin"), ("Data Scientist", None)),
        (("Sr. Data Scientist", None), ("Data Scientist, Senior (Remote)", None)),
        (("Data Scientist - Austin, TX", "Austin, TX"), ("Data Scientist - Boise", "Boise, ID")),
        (("Data Scientist REQ20817", None), ("DATA SCIENTIST 1234567", None)),
        (("ＡＩ Engineer ２", "Tokyo"), ("AI engineer 2", "Ｔｏｋｙｏ")),
    ],
)
def test_what_does_not_tell_two_openings_of_an_employer_apart_does_not_matter(one, other):
    assert titles(one)[0] == titles(other)[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Data Scientist II", "Data Scientist III"),
        ("Data Scientist", "Senior Data Scientist"),
        ("Staff Data Scientist", "Principal Data Scientist"),
        ("C++ Developer", "C Developer"),
        ("Data Science Intern 2025", "Data Science Intern 2026"),
    ],
)
def test_levels_languages_and_years_tell_openings_apart(one, other):
    assert len(set(titles((one, None), (other, None)))) == 2


def test_a_title_that_is_nothing_but_its_place_keeps_its_words():
    assert titles(("Berlin", "Berlin")) == ["berlin"]


def test_places_are_compared_by_their_words():
    assert places(("Berlin, DE", None), ("berlin  (DE)", None), (None, None)) == [
        "berlin de",
        "berlin de",
        "",
    ]


@pytest.mark.parametrize(
    ("place", "country", "folded"),
    [
        ("Berlin, Germany", "DE", "berlin de"),
        ("Berlin, DE", "DE", "berlin de"),
        ("Berlin", "DE", "berlin de"),
        ("Köln, Deutschland", "DE", "köln de"),
        ("Las Vegas, NV, US", "US", "las vegas nv us"),
        ("Las Vegas, NV, United States", "US", "las vegas nv us"),
        ("Las Vegas, NV", "US", "las vegas nv us"),
        ("Warszawa, Polska", "PL", "warszawa pl"),
        ("Mexico City, Mexico", "MX", "mexico city mx"),
        ("Москва, Россия", "RU", "москва ru"),
        ("Wilmington, DE", "US", "wilmington de us"),
        ("Indianapolis, IN", "US", "indianapolis in us"),
        ("Remote Germany", "DE", "remote de"),
        ("Germany", "DE", "germany de"),
        ("Remote", None, "remote"),
    ],
)
def test_the_country_behind_a_place_does_not_tell_openings_apart(place, country, folded):
    assert places((place, country)) == [folded]


def test_requisition_numbers_are_read_from_the_title():
    frame = pl.DataFrame(
        {"title": ["Data Scientist (JR25919)", "Analyst 1234567 / R4321", "Data Scientist II"]}
    )
    found = frame.select(find_requisitions(pl.col("title"))).to_series().to_list()
    assert found == ["jr25919", "1234567 r4321", None]
