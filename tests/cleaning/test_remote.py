"""Whether a posting is stated to be remote."""

import polars as pl
import pytest

from pipelines.cleaning.remote import find_remote


def is_remote(marker=None, location=None, title="Data Scientist"):
    return find_remote(*(pl.Series([value], dtype=pl.String) for value in (marker, location, title)))[0]


@pytest.mark.parametrize(
    ("marker", "expected"),
    [
        ("true", True),
        ("100", True),
        ("100.0", True),
        ("1", True),
        ("Fully remote", True),
        ("Télétravail total", True),
        ("praca zdalna", True),
        ("50", False),
        ("0.0", False),
        ("No", False),
        ("Hybrid", False),
        ("presencial", False),
        ("not stated", None),
    ],
)
def test_the_sources_marker_is_a_flag_a_share_or_words(marker, expected):
    assert is_remote(marker) is expected


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("Remote - US", True),
        ("United States (Remote)", True),
        ("Anywhere", True),
        ("En remoto, España", True),
        ("Berlin (Homeoffice)", True),
        ("Hybrid remote in Austin, TX", False),
        ("Warszawa, praca hybrydowa", False),
        ("Paris (présentiel)", False),
        ("Hybrid", False),
        ("In-Office", False),
        ("Hybrid or Remote", None),
        ("Hamburg, vor Ort oder remote", None),
        ("San Francisco or Remote", True),
        ("Temporarily remote in Boston, MA", None),
        ("Berlin, Homeoffice möglich", None),
        ("Madrid", None),
        (None, None),
    ],
)
def test_else_the_place_says_it(location, expected):
    assert is_remote(location=location) is expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Data Engineer (Teletrabajo)", True),
        ("Data Engineer - 100% remote", True),
        ("Data Engineer (Hybrid)", False),
        ("Hybrid Remote Data Engineer", False),
        ("Data Engineer, no remote", False),
        ("Remote Sensing Scientist", None),
        ("Remote Sensing Scientist (Remote)", True),
        ("Hybrid Cloud Engineer", None),
        ("Hybrid Senior Market Manager", False),
        ("Data Lead (Hybrid/Remote)", None),
        ("Data Engineer", None),
    ],
)
def test_else_the_title_says_it(title, expected):
    assert is_remote(title=title) is expected


def test_a_marker_wins_over_the_place():
    assert is_remote("0", "Remote") is False
