"""Titles and places in the form in which two spellings of the same one are equal."""

import polars as pl

from pipelines.cleaning.title_marks import GENDER, REQUISITION

_GENDER = rf"(?i){GENDER}|\(all genders?\)|\*in(?:nen)?\b"
_REQUISITION = rf"(?i){REQUISITION}"
_REMOTE = r"\b(?:opportunity for working remotely|100\s?% remote|fully remote|remote)\b"
_WORD = r"[\p{L}\d+#]+"
_SHORT = {"sr": "senior", "snr": "senior", "jr": "junior"}


def fold_title(title: pl.Expr, place: pl.Expr) -> pl.Expr:
    """A title's words in alphabetical order, without what does not tell two openings of an employer apart.

    That is case, order, gender markers, requisition numbers, "remote" and the words of the posting's own place: an
    employer who seeks the same in ten cities names each in a title. Levels stay: II and III are different openings.
    """
    bare = title.str.to_lowercase().str.replace_all(_GENDER, " ").str.replace_all(_REQUISITION, " ")
    words = bare.str.replace_all(_REMOTE, " ").str.extract_all(_WORD)
    told = words.list.eval(pl.element().replace(_SHORT)).list.set_difference(_words(place).fill_null([]))
    folded = told.list.sort().list.join(" ")
    return pl.when(folded == "").then(title.str.to_lowercase()).otherwise(folded)


def fold_place(place: pl.Expr) -> pl.Expr:
    """A place's words in lower case, parted by single spaces; empty where none is stated."""
    return _words(place).list.join(" ").fill_null("")


def _words(text: pl.Expr) -> pl.Expr:
    return text.str.to_lowercase().str.extract_all(_WORD)
