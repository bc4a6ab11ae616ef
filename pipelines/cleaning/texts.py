"""Makes published text readable: repairs encodings, and unpacks HTML and printed lists and dicts."""

import ast
import hashlib
import html
import json
import re
import threading
from collections.abc import Callable, Collection, Iterator

import ftfy
import polars as pl

from pipelines.cleaning.repeated_texts import change_distinct

_MOJIBAKE = r"[ÂÃÄÅâïðÐÑ][\u0080-\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}\d{0,2});"
_HTML = r"(?i)</?(?:p|br|li|ul|ol|div|span|strong|b|i|em|u|a|h[1-6]|table|tr|td|tbody|font|section)(?:\s[^<>]*)?/?>"
_UNSEEN = r"(?is)<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)"
_BLOCK_TAG = (
    r"(?i)</?(?:p|br|li|ul|ol|dl|dt|dd|div|h[1-6]|hr|tr|table|section|article|header|footer)\b[^<>]*>"
)
_ANY_TAG = r"</?[a-zA-Z][\w:-]*(?:\s[^<>]*)?/?>"
_COLLECTION = r"(?s)^\s*(?:\[\s*['\"\[{(].*\]|\(\s*['\"].*\)|\{\s*['\"].*\})\s*$"
"""A list, tuple, set or dict of texts, as printed by Python or JSON."""
_ESCAPED = r"\\(?:[-.*_+&#!|()\[\]]|u[0-9a-fA-F]{4}|n)"
"""Leftover escapes: of signs for Markdown, of characters and line breaks for JSON."""
_ESCAPED_SIGN = re.compile(r"\\([-.*_+&#!|()\[\]])")
_ESCAPED_CHARACTERS = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_ESCAPED_BREAK = re.compile(r"\\(?:r\\)?n(?:(?:(?:\\r)?\\n)+|(?![a-z]))")
"""One before a lower-case letter may be part of a path (C:\\new)."""
_INVISIBLE = dict.fromkeys(
    "\x00\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff\u00ad",
    "",
)
_LINE_BREAKS = dict.fromkeys(["\r\n", *"\r\u2028\u2029\u000b\u000c\u0085"], "\n")
_SPACES = dict.fromkeys(
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "
)
_FOREIGN_PUNCTUATION = r"[^\x00-\x7F\p{L}\d]+"
_RATING = r"(?:\s*\n\s*|\s{2,})\d(?:[.,]\d)?$"
"""A rating that a scrape appended to the employer's name, on its own line."""
_LOOSE_DASH = r"(?:\s+[-–—|•·,:;]+)+\s*$|^\s*[-–—|•·,:;]+\s+"
_THREE_JOINTS = r"(?:(?s:.*?)\s[a-z]{4,}[.!?:]?[A-Z][a-z]+[ ,:'’]){3}"
"""Three ends of points that the next one touches (`of toolsExperience with`): fewer may be names (`typeScript`)."""
_JOINT = re.compile(
    r"((?<![^\s(])[^\W\d_A-Z]{4,}[.!?:]?|[^\W_]\)?[.!?:](?=[A-Z][a-z]{3}))(?=[A-Z][^\W\d_A-Z]+[ ,:'’])"
    r"|([a-z]{4})(?=\d{1,2}\+? years)"
)
"""An end of a point. A name may stand behind a stop too (`Node.Js`), unless it is longer or the word before is small;
an address is no end."""
_GLUED_HEADING = r"(\s[a-z]{4,}[.!?)]?)([A-Z](?:[a-z]{7,}|[a-z]+(?: [a-z]+){1,3}|[a-z]+ [A-Z][a-z]+):)"
"""A line that ends in a colon, at the end of a point that has lost its line break (`our teamNice to have:`). One short
word may be part of a name (`typeScript:`)."""
_ASCII_PUNCTUATION = bytes(byte for byte in range(128) if not chr(byte).isalnum())
_ONE_PARSER = threading.Lock()
"""CPython's parser shares its depth counter among threads (python/cpython#106905): two at once raise SystemError."""
_ASCII_LOWER = bytes(range(256)).lower()


def clean_description(texts: pl.Series) -> pl.Series:
    """Descriptions made readable: collections unpacked, HTML to text, encoding repaired, LF as line break.

    Points of lists that a source has joined are parted where a text shows it at three places or more, and where the
    next one is a heading before a colon. Runs of spaces inside a line stay, because in many sources they are the only
    trace of a line break.
    """
    text = (
        pl.first()
        .str.replace_many(_INVISIBLE | _LINE_BREAKS | _SPACES, leftmost=True)
        .str.replace_all(r" +\n", "\n")
        .str.replace_all(r"\n{3,}", "\n\n")
    )
    repaired = _finish(_repair(unpack_collections(texts)), text)
    parted = _change_where(repaired, _THREE_JOINTS, _part_points)
    return parted.to_frame().select(pl.first().str.replace_all(_GLUED_HEADING, "$1\n$2")).to_series()


def clean_line(texts: pl.Series) -> pl.Series:
    """Titles, employers and places made readable: encoding repaired, all white space a single space.

    The texts of a printed list are joined by `; `.
    """
    return change_distinct(texts, _clean_lines)


def _clean_lines(texts: pl.Series) -> pl.Series:
    text = pl.first().str.replace_many(_INVISIBLE).str.replace_all(r"[\s\u0085]+", " ")
    return _finish(_repair(_change_where(texts, _COLLECTION, _join)), text)


def unpack_collections(texts: pl.Series) -> pl.Series:
    """Unpacks lists and dicts printed by Python or JSON to one line per item; other texts stay unchanged."""
    return _change_where(texts, _COLLECTION, _unpack)


def strip_patterns(texts: pl.Series, patterns: Collection[str]) -> pl.Series:
    """Texts without the matches of the patterns; null if nothing is left."""
    for pattern in patterns:
        texts = texts.str.replace_all(pattern, "")
    return clean_identifier(texts) if patterns else texts


def strip_ratings(employers: pl.Series) -> pl.Series:
    """Employers without an appended rating or loose dashes."""
    bare = pl.first().str.replace(_RATING, "").str.replace_all(_LOOSE_DASH, "")
    return employers.to_frame().select(bare).to_series()


def clean_identifier(texts: pl.Series) -> pl.Series:
    """Ids and addresses without surrounding white space; their digits are not masked as phone numbers."""
    return texts.to_frame().select(pl.first().str.strip_chars().replace("", None)).to_series()


def read_collection(text: str) -> Collection[object] | None:
    """The list, tuple, set or dict printed in a text by Python or JSON; None if there is none."""
    if not text.lstrip().startswith(("[", "(", "{")):
        return None
    for read in (_read_single_quotes, json.loads, _read_literal):
        try:
            value = read(text.strip())
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
        if isinstance(value, set):
            return sorted(value, key=repr)  # each process has another order of sets
        if isinstance(value, list | tuple | dict):
            return value
    return None


def _read_single_quotes(text: str) -> object:
    """Reads what Python prints as JSON, where only the quotes differ: twenty times as fast as its own parser."""
    if '"' in text or "\\" in text:
        raise ValueError
    return json.loads(text.replace("'", '"'))


def _read_literal(text: str) -> object:
    with _ONE_PARSER:
        return ast.literal_eval(text)


def hash_words(texts: pl.Series) -> pl.Series:
    """sha256 of each text's letters and digits in lower case; layout and punctuation do not matter."""
    return pl.Series(
        texts.name,
        [text if text is None else _hash(text) for text in texts.str.replace_all(_FOREIGN_PUNCTUATION, "")],
        dtype=pl.String,
    )


def _hash(text: str) -> str:
    lower = text if text.isascii() else text.lower()
    return hashlib.sha256(lower.encode().translate(_ASCII_LOWER, _ASCII_PUNCTUATION)).hexdigest()


def _change_where(texts: pl.Series, pattern: str, change: Callable[[str], str]) -> pl.Series:
    """Applies a Python function only to the texts that match the pattern."""
    places = texts.to_frame().select(pl.arg_where(pl.first().str.contains(pattern))).to_series()
    if places.is_empty():
        return texts
    return texts.clone().scatter(places, [change(text) for text in texts.gather(places)])


def _repair(texts: pl.Series) -> pl.Series:
    texts = _change_where(texts, f"{_HTML}|{_ENTITY}", _to_plain_text)
    texts = _change_where(texts, _ESCAPED, _unescape)
    return _change_where(texts, _MOJIBAKE, ftfy.fix_encoding)


def _finish(texts: pl.Series, text: pl.Expr) -> pl.Series:
    return texts.to_frame().select(text.str.strip_chars().replace("", None)).to_series()


def _to_plain_text(text: str) -> str:
    """Removes tags and resolves entities until nothing changes, because pages escape HTML once or twice.

    A text without HTML tags keeps its angle brackets ("x < 5", "List<String>").
    """
    while True:
        plain = text
        if re.search(_HTML, plain):
            plain = re.sub(_UNSEEN, "", plain)
            plain = re.sub(_ANY_TAG, "", re.sub(_BLOCK_TAG, "\n", plain))
        plain = re.sub(_ENTITY, lambda entity: html.unescape(entity[0]), plain)
        if plain == text:
            return plain
        text = plain


def _part_points(text: str) -> str:
    return _JOINT.sub(r"\g<0>\n", text)


def _unescape(text: str) -> str:
    text = _ESCAPED_CHARACTERS.sub(lambda found: _read_utf16(found[0]), text)
    return _ESCAPED_SIGN.sub(r"\1", _ESCAPED_BREAK.sub("\n", text))


def _read_utf16(escapes: str) -> str:
    """Decodes escapes, also of characters beyond 65,535, which are escaped as two halves."""
    return bytes.fromhex(escapes.replace("\\u", "")).decode("utf-16-be", errors="replace")


def _join(text: str) -> str:
    collection = read_collection(text)
    return text if collection is None else "; ".join(list_names(collection))


def _unpack(text: str) -> str:
    collection = read_collection(text)
    return text if collection is None else "\n".join(_lines(collection))


def _lines(value: object, key: str = "") -> Iterator[str]:
    """One line per text in a collection; the entry of a dict begins with its key."""
    if isinstance(value, dict):
        for inner_key, inner in value.items():
            yield from _lines(inner, str(inner_key).strip())
    elif isinstance(value, list | tuple | set):
        if key:
            yield f"{key}:"
        for inner in value:
            yield from _lines(inner)
    elif value is not None:
        yield f"{key}: {value}".strip() if key else str(value).strip()


def list_names(value: object) -> Iterator[str]:
    """The texts in a collection; a dict from names to numbers or flags gives its names."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from list_names(inner if isinstance(inner, str | list | tuple | set | dict) else key)
    elif isinstance(value, list | tuple | set):
        for inner in value:
            yield from list_names(inner)
    elif value is not None:
        yield str(value)
