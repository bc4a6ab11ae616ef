"""Whether a posting is stated to be remote."""

import functools
import re

import polars as pl

_REMOTE = (
    r"\b(?:remote|anywhere|work(?:ing)? from (?:home|anywhere)|wfh|home ?office|fernarbeit|t[ée]l[ée]travail|"
    r"à distance|teletrabajo|a distancia|remot[oa]|teletrabalho|thuiswerk\w*|telewerk\w*|op afstand|telelavoro|"
    r"zdaln\w+)\b"
)
_HYBRID = r"\b(?:hybride?[ns]?|h[íi]brid[oa]|ibrid[oa]|hybrydow\w+|(?:teil|partly |partially )remote)\b"
_ON_SITE = (
    r"\b(?:on[ -]?site|in[ -]office|vor ort|sur site|présentiel|presencial|op locatie|in sede|stacjonarn\w+|"
    r"(?:not|no|non|kein|nicht)[ -](?:remote|home ?office))\b"
)
_OR = r"\s*(?:/|,|;|&|\b(?:or|and|oder|und|ou|et|o|y|e|of|en|lub|i)\b)\s*(?:100 ?% ?)?"
_UNSETTLED = (
    r"\b(?:temporarily|possible|optional|option|eligible|möglich|teilweise|anteilig|partiel|posible|possível|mogelijk|"
    r"parziale|możliw\w+)\b"
    f"|(?:{_HYBRID}|{_ON_SITE}){_OR}{_REMOTE}|{_REMOTE}{_OR}(?:{_HYBRID}|{_ON_SITE})"
)
"""Beside "remote" these leave open how much of the work is; and so does a choice between it and another."""
_OTHER_THINGS = (
    r"\bremote[ -](?:sens\w+|monitoring|access|control\w*|diagnos\w+|patient\w*|support)"
    r"|\bhybrid[ -](?:cloud|search|infrastructure|intelligence|app\w*|mobile|systems?|power\w*|vehicles?|electric\w*|"
    r"networks?|integration|simulation|modell?ing|data\w*|quantum|energy|propulsion|events?|seeds?|ai|ml|it)\b"
    r"|\bon[ -]?site support"
)
"""Of titles: "Remote Sensing Scientist" and "Hybrid Cloud Engineer" say nothing of the place of work."""
_SAYS_SOMETHING = f"(?i){_REMOTE}|{_HYBRID}|{_ON_SITE}"
_IS_REMOTE, _IS_HYBRID, _IS_ON_SITE, _IS_UNSETTLED, _IS_OTHER = (
    re.compile(pattern, re.IGNORECASE) for pattern in (_REMOTE, _HYBRID, _ON_SITE, _UNSETTLED, _OTHER_THINGS)
)
_FLAGS = {"true": True, "yes": True, "y": True, "false": False, "no": False, "n": False}


def find_remote(markers: pl.Series, locations: pl.Series, titles: pl.Series) -> pl.Series:
    """Whether each posting is remote: by the source's marker, else by what its place or else its title says.

    A marker is a flag, a share of remote work (1 or 100 is all of it) or words. A hybrid posting is not remote. Null
    where nothing is said, or only that remote work is possible.
    """
    said = pl.DataFrame(
        {
            "marker": markers,
            "location": locations.set(~locations.str.contains(_SAYS_SOMETHING), None),
            "title": titles.set(~titles.str.contains(_SAYS_SOMETHING), None),
        }
    )
    return pl.Series("is_remote", [_is_remote(*row) for row in said.iter_rows()], dtype=pl.Boolean)


def _is_remote(marker: str | None, location: str | None, title: str | None) -> bool | None:
    stated = None if marker is None else _read_marker(marker.strip().lower())
    if stated is None and location:
        stated = _read_words(location)
    if stated is None and title:
        stated = _read_words(_IS_OTHER.sub("", title))
    return stated


@functools.lru_cache(maxsize=1_024)
def _read_marker(marker: str) -> bool | None:
    if re.fullmatch(r"\d+(?:\.0+)?", marker):
        return float(marker) in (1, 100)
    return _FLAGS[marker] if marker in _FLAGS else _read_words(marker)


def _read_words(text: str) -> bool | None:
    if _IS_REMOTE.search(text) and _IS_UNSETTLED.search(text):
        return None
    if _IS_ON_SITE.search(text) or _IS_HYBRID.search(text):
        return False
    return True if _IS_REMOTE.search(text) else None
