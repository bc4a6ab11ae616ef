"""Countries from the text of a place."""

import pytest

from tests.one_value import country_of as country


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
        ("Amsterdam, The Netherlands; London, United Kingdom", None, "NL"),
        ("Remote in the US", None, "US"),
        ("Remote - Washington D.C.", None, "US"),
        ("San Francisco Bay Area", None, "US"),
        ("NYC Office", None, "US"),
        ("Dublin or London", None, "IE"),
        ("Portland OR 97201", None, "US"),
        ("Ankara, Turkey", None, "TR"),
        ("Korea - Remote", None, "KR"),
        ("Dubai, UAE", None, "AE"),
        ("PH", None, "PH"),
        (None, "France", "FR"),
        (None, None, None),
    ],
)
def test_a_country_is_read_from_the_place_then_from_the_source(location, stated, expected):
    assert country(location, stated) == expected


@pytest.mark.parametrize(
    ("location", "stated", "expected"),
    [
        ("Milano, MI", "Italy", "IT"),
        ("Torino, TO", "Italy", "IT"),
        ("Perth, WA", "Australia", "AU"),
        ("Salvador, BA", "Brazil", "BR"),
        ("Chennai, TN", "India", "IN"),
        ("St. John's, NL", "Canada", "CA"),
        ("Saskatoon, SK", "Canada", "CA"),
        ("Barcelona, CT", "Spain", "ES"),
        ("Smallville, HR", "India", "IN"),
        ("Warszawa, PL", "Germany", "PL"),
        ("Remote, PL", "Germany", "PL"),
    ],
)
def test_a_code_of_a_region_does_not_overrule_the_stated_country(location, stated, expected):
    assert country(location, stated) == expected


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("Napoli, NA", "IT"),
        ("Mumbai, MH", "IN"),
        ("Recife - PE", "BR"),
        ("Belo Horizonte - MG", "BR"),
        ("London, ON", "CA"),
        ("Victoria, BC", "CA"),
        ("Regina, SK", "CA"),
        ("Amsterdam, NL", "NL"),
        ("Smallville, KS", "US"),
    ],
)
def test_the_city_tells_whose_code_stands_beside_it(location, expected):
    assert country(location) == expected
