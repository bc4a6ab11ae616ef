"""Countries and their regions from the text of a place."""

import functools
import math
import re
import unicodedata
from itertools import pairwise

import polars as pl

from pipelines.places.gazetteer import City, Gazetteer, names_of_countries
from pipelines.text.characters import UNSPACED
from pipelines.values.words import Words

_BETWEEN_PLACES = re.compile(r"\s*[;•\n]\s*|\s+\.\s+|\s+(?i:or|oder|ou)\s+(?=[^\W\d_])")
_BETWEEN_PARTS = re.compile(r"\s*[,/|()·:>»、・]\s*|\s+[-–—]\s+|(?<=[a-z])-(?=U\.?S)|(?<=US)-(?=[A-Z])")
_NUMBERED = r"\b[a-z]{0,2}\d[\da-z-]*\b"
_GLUE = re.compile(r"[-–._]+")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_LONGEST = 1_000
"""Characters of a text that are read: its first places decide."""
_STATE_AND_ZIP = re.compile(r"\b([A-Z]{2}) \d{5}(?:-\d{4})?\b")
_NEAR_KM = 30
"""A town within this distance of the city named after it is part of that city ("Alexandria, Sydney")."""
_KM_PER_DEGREE = 111.2
_EDGES = " .-–&,'"


class PlaceReader:
    """Reads countries with the gazetteers and the words for places of the contract ValueWords."""

    def __init__(self, words: Words) -> None:
        self._known = Gazetteer(words)
        self._not_a_place, self._around, self._near, self._and = (
            re.compile(pattern, re.IGNORECASE)
            for pattern in (
                f"{_NUMBERED}|{words.pattern('not_a_place')}",
                words.pattern("around"),
                words.pattern("near"),
                rf"(?:^|\s+|(?<=&)){words.pattern('and')}(?:\s+|$)|&",
            )
        )
        self._of = re.compile(rf"^(?:{words.pattern('of')}\s+)+", re.IGNORECASE)
        # A country and its region are read from the same location, and many postings share one.
        self._places = functools.lru_cache(maxsize=16_384)(self._split_places)

    def find_countries(self, locations: pl.Series, stated: pl.Series) -> pl.Series:
        """ISO 3166-1 alpha-2 code per row.

        The first place of a text that names a country, a US state or another country's division wins. A two-letter
        code counts only if neither the stated country nor a city next to it contradicts it. Next is the country that
        the source states, then the most populous city with the first name. A region of several countries (APAC) is no
        place; a text without a place gives null.
        """
        places = pl.DataFrame({"location": locations, "stated": stated})
        distinct = places.unique(maintain_order=True)
        countries = pl.Series(
            "country", [self._country(*row) for row in distinct.iter_rows()], dtype=pl.String
        )
        looked_up = distinct.with_columns(countries)
        keys = ["location", "stated"]
        return places.join(looked_up, on=keys, how="left", nulls_equal=True, maintain_order="left")["country"]

    def find_regions(self, locations: pl.Series, countries: pl.Series) -> pl.Series:
        """ISO 3166-2 code of the country's division that each text names; null if it names a city or country alone.

        Of several divisions of a place the last counts, which is the largest; of several places the first.
        """
        places = pl.DataFrame({"location": locations, "country": countries})
        distinct = places.drop_nulls().unique(maintain_order=True)
        regions = pl.Series("region", [self._region(*row) for row in distinct.iter_rows()], dtype=pl.String)
        keys = ["location", "country"]
        found = distinct.with_columns(regions)
        return places.join(found, on=keys, how="left", maintain_order="left")["region"]

    def _country(self, location: str | None, stated: str | None) -> str | None:
        by_source = self._stated_country(stated or "")
        places = self._places(location)
        by_name = (self._named_country(text, parts, by_source) for text, parts in places)
        by_city = (self._country_of_city(parts) for _, parts in places)
        return next(filter(None, by_name), None) or by_source or next(filter(None, by_city), None)

    def _split_places(self, location: str | None) -> list[tuple[str, list[str]]]:
        """The places that a text names, each with the parts of its name."""
        texts = _BETWEEN_PLACES.split(_composed(location or "")[:_LONGEST])
        return [(text, self._parts(text)) for text in texts]

    def _region(self, location: str, country: str) -> str | None:
        for _, parts in self._places(location):
            found = [self._division(part, parts[:at], country) for at, part in enumerate(parts)]
            if codes := [code for code in found if code]:
                return codes[-1]
        return None

    def _division(self, part: str, before: list[str], country: str) -> str | None:
        """The division of a country that a part names, by its code or name.

        A name that is a large city's too stands for the division only after the city of that name, or of a US state
        after a city in it: "Augsburg, Hamburg" are two cities.
        """
        code, name = f"{country}-{part}", part.lower()
        if part.isupper() and code in self._known.division_codes:
            return code
        if name in names_of_countries():
            return None
        state = self._known.state_names.get(name) if country == "US" else None
        if self._known.is_large_city_of(name, country):
            is_borne_out = state and self._borne_out([("US", state)], before)
            if not is_borne_out and [other.lower() for other in before[-1:]] != [name]:
                return None
        divided: dict[str, str | None] = self._known.divisions.get(name, {})
        return f"US-{state}" if state else divided.get(country)

    def _stated_country(self, country: str) -> str | None:
        country = _composed(country).strip()
        return (
            country.upper()
            if country.upper() in self._known.codes
            else self._known.countries.get(country.lower())
        )

    def _parts(self, place: str) -> list[str]:
        return [name for part in _BETWEEN_PARTS.split(place) for name in self._names(part)]

    def _names(self, part: str) -> list[str]:
        """The names of places in a part of a text, as spelled."""
        part = " ".join(self._not_a_place.sub(" ", part).split()).strip(_EDGES)
        part = part if self._known.knows(part.lower()) else self._of.sub("", part)
        if not part or self._known.knows(part.lower()):
            return [part] if part else []
        for splitter in (self._near, self._and):
            if len(pieces := [piece for piece in splitter.split(part) if piece.strip()]) > 1:
                return [name for piece in pieces for name in self._names(piece)]
        bare = self._of.sub("", " ".join(self._around.sub(" ", part).split()).strip(_EDGES))
        if bare and bare != part:
            return self._names(bare)
        return self._split_unspaced(part) or self._split_spaced(part) or [part]

    def _split_unspaced(self, part: str) -> list[str]:
        """Splits names joined to a code or a country ("TX-Houston", "Bangalore-India") or written without spaces."""
        pieces = [piece for piece in _GLUE.split(part) if piece]
        are_cities = all(self._known.is_city(piece.lower()) for piece in pieces)
        if len(pieces) > 1 and (are_cities or self._ends_place(pieces[0]) or self._ends_place(pieces[-1])):
            return pieces
        if _UNSPACED.search(part):
            beginnings = (part[:length] for length in range(len(part), 1, -1))
            return [name for name in beginnings if name in self._known.unspaced][:1]
        return []

    def _split_spaced(self, part: str) -> list[str]:
        """Splits a city from its country or state if only a space is between them ("Berlin Germany", "Boston MA")."""
        words = part.split()
        for at in range(1, len(words)):
            head, tail = " ".join(words[:at]), " ".join(words[at:])
            if self._ends_place(tail) and (self._known.knows(head.lower()) or self._is_code(head)):
                return [head, tail]
        return []

    def _ends_place(self, name: str) -> bool:
        return self._is_code(name) or name.lower() in self._known.countries

    def _is_code(self, name: str) -> bool:
        known = self._known
        return name.isupper() and (
            name in known.codes or name in known.states or name in known.codes_of_three_letters
        )

    def _named_country(self, text: str, parts: list[str], by_source: str | None) -> str | None:
        if (zip_code := _STATE_AND_ZIP.search(text)) and zip_code[1] in self._known.states:
            return "US"
        for at, part in enumerate(parts):
            if country := self._full_country(part):
                following = parts[at + 1] if at + 1 < len(parts) else ""
                if self._is_in_a_state(country, part, parts[at + 1 :]) or self._follows_a_state(
                    parts[: max(at - 1, 0)]
                ):
                    return "US"
                divided = self._known.divisions.get(following.lower(), ())
                if there := next(
                    (city.country for city in self._cities(part) if city.country in divided), None
                ):
                    return there
                is_city_there = any(city.country == by_source for city in self._cities(part))
                return by_source if is_city_there else country
        for part in reversed(parts):
            if country := self._abbreviated_country(part, parts, by_source):
                return country
        is_at_home = by_source and any(
            city.country == by_source for part in parts for city in self._cities(part)
        )
        return None if is_at_home else self._country_of_division(parts)

    def _full_country(self, part: str) -> str | None:
        """The country of an unambiguous name or three-letter code."""
        name = part.lower()
        if name in self._known.state_names or name in self._known.no_country:
            return None
        if len(part) == 3 and part.isupper() and part not in self._known.countries:
            return self._known.codes_of_three_letters.get(part) or self._known.countries.get(name)
        return self._known.countries.get(name)

    def _is_in_a_state(self, country: str, part: str, following: list[str]) -> bool:
        """Whether a US state follows a town with a country's name ("Lebanon, NH", "Malta, Illinois, US")."""
        name = following[0] if following else ""
        if name in self._known.states:
            return name != country and name.lower() not in self._known.countries
        state = self._known.state_names.get(name.lower())
        is_town = any(city[:2] == ("US", state) for city in self._cities(part))
        is_in_us = "US" in map(self._full_country, following[1:2])
        return state is not None and (is_town or (is_in_us and bool(self._cities(part))))

    def _follows_a_state(self, parts: list[str]) -> bool:
        """Whether a city and its US state come before ("Santa Clara, CA, Toronto, Canada")."""
        return any(
            state in self._known.states and self._borne_out([("US", state)], [city])
            for city, state in pairwise(parts)
        )

    def _abbreviated_country(self, part: str, parts: list[str], by_source: str | None) -> str | None:
        if part.isupper() and len(part) in (2, 3) and part.lower() not in self._known.no_country:
            return self._country_of_code(part, parts, by_source)
        state = self._known.state_names.get(part.lower())
        if state and not (self._cities(part) and self._is_elsewhere(state, parts[: parts.index(part)])):
            return self._state_or_country(state, self._known.countries.get(part.lower()), parts, by_source)
        return None

    def _is_elsewhere(self, state: str, parts: list[str]) -> bool:
        """Whether no city named before is in this state, so the name is a city's ("London, New York")."""
        named = [self._cities(part) for part in parts if self._cities(part)]
        return bool(named) and not any(("US", state) == city[:2] for cities in named for city in cities)

    def _country_of_code(self, code: str, parts: list[str], by_source: str | None) -> str | None:
        """The country of a code, which may be a country's, a US state's, a Canadian province's or none of these.

        Other countries abbreviate their divisions too ("Milano, MI", "Recife - PE"). A code next to other words
        therefore counts only if the stated country or the city confirms it. If both are unknown, the first meaning
        counts, a US state's before a country's.
        """
        known = self._known
        meanings: list[tuple[str, str | None]] = [("US", code)] if code in known.states else []
        meanings += [(code, None)] if code in known.codes else []
        meanings += [("CA", known.provinces[code])] if code in known.provinces else []
        if meanings and by_source in [country for country, _ in meanings]:
            return by_source
        if meanings and (country := self._borne_out(meanings, parts)):
            return country
        reach = 1 if code in known.states else None
        for city in (city for part in parts for city in self._cities(part)[:reach]):
            if f"{city.country}-{code}" in known.division_codes:
                return city.country
        if not meanings:
            return None
        knows_city = code not in known.states and any(self._cities(part) for part in parts)
        return None if len(parts) > 1 and (by_source or knows_city) else meanings[0][0]

    def _borne_out(self, meanings: list[tuple[str, str | None]], parts: list[str]) -> str | None:
        """The country of a city named in the parts that fits a meaning: a country and its division, or None for any."""
        for part in parts:
            for city in self._cities(part):
                if (city.country, city.division) in meanings or (city.country, None) in meanings:
                    return city.country
        return None

    def _state_or_country(
        self, state: str, country: str | None, parts: list[str], by_source: str | None
    ) -> str:
        """Decides between a US state and a country of the same name: by the source, then by the city next to it."""
        if country is None:
            return "US"
        if by_source in ("US", country):
            return by_source
        return self._borne_out([("US", state), (country, None)], parts) or "US"

    def _country_of_division(self, parts: list[str]) -> str | None:
        """The country of a division after a town or alone ("Middelburg, Zeeland", "Bayern").

        If several countries have a division or city of that name, the town decides which country it is.
        """
        for at in range(len(parts) - 1, -1, -1):
            name = parts[at].lower()
            countries = self._known.divisions.get(name, {})
            if not countries:
                continue
            cities = self._cities(name)
            if len(countries) == 1 and not cities:
                return min(countries)
            for part in parts[:at]:
                for city in self._cities(part):
                    if city.country in countries:
                        return city.country
        return None

    def _country_of_city(self, parts: list[str]) -> str | None:
        """The country of the first city; if several share its name, of the one near the city named after it."""
        named = [cities for part in parts if (cities := self._cities(part))]
        if not named:
            return None
        for city in named[0]:
            if any(_is_near(city, other[0]) for other in named[1:]):
                return city.country
        return named[0][0].country

    def _cities(self, part: str) -> list[City]:
        name = part.lower()
        return [] if name in self._known.no_country else self._known.find_cities(name)


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def _is_near(one: City, other: City) -> bool:
    """Whether two cities are near each other on a plane, which is exact enough for a few kilometres."""
    north = one.latitude - other.latitude
    east = (one.longitude - other.longitude) * math.cos(math.radians(one.latitude))
    return math.hypot(north, east) * _KM_PER_DEGREE <= _NEAR_KM
