"""Countries and remote work from the text of a place."""

import polars as pl
import pytest

from pipelines.places import find_countries, find_remote


def country(location, stated=None):
    return find_countries(pl.Series([location], dtype=pl.String), pl.Series([stated], dtype=pl.String))[0]


@pytest.mark.parametrize(
    ("location", "stated", "expected"),
    [
        ("Reston, VA 20170", None, "US"),
        ("Walldorf, DE, 69190", "DE", "DE"),
        ("Berlin, DE", None, "DE"),
        ("Dover, DE", None, "US"),
        ("CA - Burbank", None, "US"),
        ("Toronto, ON", None, "CA"),
        ("1301 S 46th St, Richmond, CA 94804", None, "US"),
        ("London, CA", "US", "US"),
        ("Tbilisi, Georgia", None, "GE"),
        ("Atlanta, Georgia", None, "US"),
        ("Georgia", None, "US"),
        ("Bangalore/Bengaluru", None, "IN"),
        ("Pune, United States (USA)", "IN", "US"),
        ("München", None, "DE"),
        ("5101 Bergheim, Österreich", "DE", "AT"),
        ("Remote Poland", None, "PL"),
        ("US-Remote", None, "US"),
        ("Doha, Qatar; London, UK", None, "QA"),
        ("Barcelona, ESP", None, "ES"),
        ("Anywhere", "United States", "US"),
        ("Anywhere", None, None),
        ("2 Locations", None, None),
        (None, "France", "FR"),
        (None, None, None),
    ],
)
def test_a_country_is_read_from_the_place_then_from_the_source(location, stated, expected):
    assert country(location, stated) == expected


@pytest.mark.parametrize(
    ("marker", "location", "title", "expected"),
    [
        ("true", "London", "Data Scientist", True),
        ("0", "Remote", "Data Scientist", False),
        (None, "Remote - US", "Data Scientist", True),
        (None, "Madrid", "Data Engineer (Teletrabajo)", True),
        (None, "Madrid", "Remote Sensing Scientist", None),
        (None, None, "Data Scientist", None),
    ],
)
def test_remote_is_stated_by_marker_place_or_title(marker, location, title, expected):
    frame = pl.DataFrame(
        {"m": [marker], "l": [location], "t": [title]}, schema=dict.fromkeys("mlt", pl.String)
    )
    assert frame.select(find_remote(pl.col("m"), pl.col("l"), pl.col("t")))["m"][0] is expected
