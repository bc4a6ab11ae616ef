"""Regions of countries, as places name them."""

import pytest

from tests.one_value import region_of


@pytest.mark.parametrize(
    ("location", "country", "expected"),
    [
        ("Reston, VA 20170", "US", "US-VA"),
        ("San Francisco, CA, US", "US", "US-CA"),
        ("Austin, Texas", "US", "US-TX"),
        ("California", "US", "US-CA"),
        ("Remote - Ohio", "US", "US-OH"),
        ("New York, New York, United States", "US", "US-NY"),
        ("New York", "US", "US-NY"),
        ("Washington", "US", None),
        ("Spokane, Washington", "US", "US-WA"),
        ("Washington, DC", "US", "US-DC"),
        ("Toronto, ON, Canada", "CA", "CA-ON"),
        ("Ontario, Canada", "CA", "CA-ON"),
        ("Toronto, CA", "CA", None),
        ("Nürnberg, Bayern", "DE", "DE-BY"),
        ("Berlin", "DE", None),
        ("Göttingen, Augsburg, Hamburg", "DE", None),
        ("Rellingen bei Hamburg", "DE", None),
        ("Berlin, Berlin, Germany", "DE", "DE-BE"),
        ("Utrecht, UT, NL", "NL", "NL-UT"),
        ("São Paulo, SP", "BR", "BR-SP"),
        ("Manchester, England, United Kingdom", "GB", "GB-ENG"),
        ("Ciudad de México, México", "MX", "MX-CMX"),
        ("Boston, MA; Denver, CO", "US", "US-MA"),
        ("Anywhere", None, None),
        (None, "US", None),
    ],
)
def test_a_region_is_the_division_that_a_place_names(location, country, expected):
    assert region_of(location, country) == expected
