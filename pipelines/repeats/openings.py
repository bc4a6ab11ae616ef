"""Folds titles and places, so that two spellings of the same one are equal."""

import polars as pl

from pipelines.cleaning.title_marks import GENDER, REQUISITION
from pipelines.places.gazetteer import find_country_names
from pipelines.values.words import Words, plain_column

_GENDER = rf"{GENDER}|\(all genders?\)|\*in(?:nen)?\b"
_WORD = r"[\p{L}\d+#]+"


def fold_title(title: pl.Expr, place: pl.Expr, value_words: Words) -> pl.Expr:
    """A title's words in alphabetical order, reduced to those that distinguish two openings of an employer.

    Case, order, gender markers, requisition numbers, words for remote work and the words of the posting's own place
    are removed: employers repeat a title for ten cities and name the city in each. Levels stay, written out: II and III
    are different openings.
    """
    plain = plain_column(title)
    bare = plain.str.replace_all(_GENDER, " ").str.replace_all(REQUISITION, " ")
    words = bare.str.replace_all(value_words.bounded("remote_title", "remote"), " ").str.extract_all(_WORD)
    whole = words.list.eval(pl.element().replace(value_words.values("short_level")))
    folded = whole.list.set_difference(_words(place).fill_null([])).list.sort().list.join(" ")
    return pl.when(folded == "").then(plain).otherwise(folded)


def find_requisitions(title: pl.Expr) -> pl.Expr:
    """The requisition numbers that a title states; null if there are none."""
    found = plain_column(title).str.extract_all(REQUISITION).list.sort().list.join(" ")
    return pl.when(found != "").then(found)


def fold_places(places: pl.DataFrame) -> pl.Series:
    """Places as lower-case words separated by spaces, with the country as a code at the end; empty if missing.

    In: the text columns location and country (ISO 3166-1 alpha-2). "Berlin, Germany" and "Berlin" are one place.
    """
    distinct = places.select(location="location", country="country", words=_words(pl.col("location"))).unique(
        ["location", "country"], maintain_order=True
    )
    folded = [_fold_country(words or [], country) for _, country, words in distinct.iter_rows()]
    looked_up = distinct.select("location", "country", place=pl.Series(folded, dtype=pl.String))
    keys = ["location", "country"]
    return places.join(looked_up, on=keys, how="left", nulls_equal=True, maintain_order="left")["place"]


def _fold_country(words: list[str], country: str | None) -> str:
    """The words of a place; a known country becomes its code at the end, however it is spelled."""
    place = " ".join(words)
    if country is None:
        return place
    named = (name for name in find_country_names(country) if place.endswith(f" {name}"))
    return f"{place.removesuffix(next(named, '')).rstrip()} {country.lower()}"


def _words(text: pl.Expr) -> pl.Expr:
    return plain_column(text).str.extract_all(_WORD)
