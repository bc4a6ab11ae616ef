"""Decides from its context whether a word is an employer, product, count, level or abbreviation."""

import re
from collections.abc import Iterator

from pipelines.titles.title_part import HEADS, SEPARATORS, TitlePart

_COUNTS = re.compile(r"\s?[+%\d]|-\s?\d")

Abbreviations = dict[str, tuple[tuple[str, str], ...]]
"""The kinds and concepts of each abbreviation, in capitals."""

WALLS = SEPARATORS - {"coord"}
GRADED = {"noun", "leader", "level"}


def read_context(
    parts: list[TitlePart], text: str, abbreviations: Abbreviations, english: frozenset[str]
) -> list[TitlePart]:
    """The parts of a title, each with the kind it has in its context.

    In: parts as looked up word by word; the title's text; the meanings of abbreviations; the English words for
    manager. Out: the parts, without any of the kinds `aside`, `hirer`, `employer`, `numeral` and `unit`.
    """
    kinds = {part.kind for part in parts}
    concepts = {part.concept for part in parts}
    if kinds & {"numeral", "unit"}:
        parts = _read_numbers(parts, text)
    if kinds & {"aside", "hirer"}:
        parts = _leave_out_asides(parts)
    if "employer" in kinds or "vendor" in concepts or ("ai" in concepts and "hard" in kinds):
        parts = _leave_out_names(parts)
    if "staff" in concepts:
        parts = _read_staff(parts)
    if "manager" in concepts:
        parts = _read_relations(parts, text, english)
    if kinds & {"link", "words"} and not kinds & HEADS:
        parts = _read_abbreviations(parts, text, abbreviations)
    return parts


def list_segments(parts: list[TitlePart]) -> Iterator[tuple[int, int]]:
    """Start and end of each segment between dashes, commas and brackets."""
    start = 0
    for at, part in enumerate(parts):
        if part.kind in WALLS:
            yield start, at
            start = at + 1
    yield start, len(parts)


def _silence(parts: list[TitlePart], start: int, end: int, kind: str = "noise") -> None:
    """Marks parts that say nothing about the occupation."""
    parts[start:end] = [TitlePart(kind, "", part.start, part.end) for part in parts[start:end]]


def _lower(part: TitlePart, text: str) -> str:
    return text[part.start : part.end].lower()


def _read_numbers(parts: list[TitlePart], text: str) -> list[TitlePart]:
    """Reads numerals after an occupation as seniority, unless they count something (4 days, 32-40 hours, 3+)."""
    read: list[TitlePart] = []
    for at, part in enumerate(parts):
        if part.kind == "unit":
            counts = 0
            while counts < len(read) and text[read[-1 - counts].start].isdigit():
                counts += 1
            _silence(read, len(read) - counts, len(read), "employment")
            read.append(part._replace(kind="employment" if counts else "words", concept=_lower(part, text)))
        elif part.kind == "numeral":
            is_level = _is_level(parts, at, read, text)
            word = text[part.start : part.end].lower()
            read.append(
                part._replace(kind="level") if is_level else part._replace(kind="words", concept=word)
            )
        else:
            read.append(part)
    return read


def _is_level(parts: list[TitlePart], at: int, before: list[TitlePart], text: str) -> bool:
    numeral = parts[at]
    if _COUNTS.match(text, numeral.end):
        return False
    kinds = [part.kind for part in before]
    word = text[numeral.start : numeral.end]
    if word.isalpha() and len(word) > 1:
        return any(kind in HEADS or kind == "topic" for kind in kinds)
    ends_segment = at + 1 == len(parts) or parts[at + 1].kind in SEPARATORS
    if word == "i" and not ends_segment:  # a preposition or `and`, as in Swedish and Polish
        return False
    if word == "I" and ends_segment and kinds[-1:] in (["words"], ["topic"]):
        return any(kind in HEADS for kind in kinds)
    if kinds[-1:] and kinds[-1] in SEPARATORS - {"hard"}:
        kinds.pop()
    return bool(kinds) and kinds[-1] in GRADED


def _leave_out_asides(parts: list[TitlePart]) -> list[TitlePart]:
    """Leaves out the hiring company: the words after `at` and those before `hiring`."""
    read = list(parts)
    has_head = False
    for start, end in list_segments(parts):
        for at in range(start, end):
            has_head = has_head or parts[at].kind in HEADS
            if parts[at].kind == "hirer" and not any(part.kind in HEADS for part in parts[start:at]):
                _silence(read, start, at + 1)
            elif parts[at].kind == "hirer":
                _silence(read, at, at + 1)
            elif parts[at].kind == "aside" and has_head:
                _silence(read, at, end)
                break
            elif parts[at].kind == "aside":
                read[at] = parts[at]._replace(kind="link")
    return read


def _leave_out_names(parts: list[TitlePart]) -> list[TitlePart]:
    """Leaves out later segments that name an employer or a product (- Nimbus AI, (Google Tag Manager))."""
    read = list(parts)
    has_head = False
    leads = any(part.kind == "leader" for part in parts)
    for start, end in list_segments(parts):
        segment = parts[start:end]
        heads = [part for part in segment if part.kind in HEADS]
        if has_head and segment:
            is_employer = not heads and any(part.kind == "employer" for part in segment)
            is_name = parts[start - 1].kind == "hard" and not leads and _is_name(segment)
            if is_employer or is_name or _is_product(segment):
                _silence(read, start, end)
        has_head = has_head or bool(heads)
    return [TitlePart("words", *part[1:]) if part.kind == "employer" else part for part in read]


def _is_name(segment: list[TitlePart]) -> bool:
    """Whether a segment consists of unknown words followed by AI (C3 AI)."""
    *words, last = segment
    return last.concept == "ai" and bool(words) and all(part.kind == "words" for part in words)


def _is_product(segment: list[TitlePart]) -> bool:
    """Whether a segment is a software vendor's name and ends in a manager (Oracle Enterprise Manager)."""
    is_vendor = segment[0].concept == "vendor"
    return is_vendor and segment[-1].concept in ("manager", "solution_manager")


def _read_staff(parts: list[TitlePart]) -> list[TitlePart]:
    """Reads staff as a level next to an occupation, else as a word for employees (IT Staff, Staff IT)."""
    if any(part.kind in HEADS for part in parts):
        return parts
    read = list(parts)
    for at, part in enumerate(parts):
        if part.concept == "staff" and (at + 1 == len(parts) or parts[at + 1].kind != "words"):
            _silence(read, at, at + 1)
    return read


def _read_relations(parts: list[TitlePart], text: str, english: frozenset[str]) -> list[TitlePart]:
    """Reads a manager of a thing or relation (accounts, sales, Anforderungsmanager) as `thing_manager`, no leader."""
    relations = {(part.start, part.end) for part in parts if part.concept == "relation"}
    read = []
    for at, part in enumerate(parts):
        if part.kind == "leader" and part.concept == "manager":
            neighbours = [other for other in parts[:at] if other.kind != "level"][-1:]
            word = text[part.start : part.end].lower()
            if word not in english:
                neighbours += [other for other in parts[at + 1 :] if other.kind != "link"][:1]
            before = parts[at - 1] if at else part
            is_compound = word in english and before.kind == "words" and before.end == part.start
            if is_compound or any((other.start, other.end) in relations for other in neighbours):
                part = TitlePart("noun", "thing_manager", part.start, part.end)
        read.append(part)
    return read


def _read_abbreviations(parts: list[TitlePart], text: str, abbreviations: Abbreviations) -> list[TitlePart]:
    """Reads DE, DS, PO as occupations only in capitals, in a title without another one, and not between two words.

    An abbreviation that is also a preposition (de, da) does not count in a title with any unknown word.
    """
    others = [text[part.start : part.end] for part in parts if part.kind == "words"]
    has_words = any(word not in abbreviations for word in others)
    read: list[TitlePart] = []
    for at, part in enumerate(parts):
        meanings = abbreviations.get(text[part.start : part.end])
        is_within = 0 < at < len(parts) - 1 and _is_told(parts[at - 1]) and _is_told(parts[at + 1])
        if meanings and not is_within and not (part.kind == "link" and has_words):
            read += [TitlePart(kind, concept, part.start, part.end) for kind, concept in meanings]
        else:
            read.append(part)
    return read


def _is_told(part: TitlePart) -> bool:
    return part.kind in ("words", "topic", "link", "and")
