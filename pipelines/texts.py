"""Text as published to text that can be read: encoding faults, HTML, lists stored as text, personal contacts."""

import ast
import hashlib
import html
import re
from collections.abc import Callable

import ftfy
import polars as pl
from lingua import IsoCode639_1, LanguageDetectorBuilder

LANGUAGES = ("en", "de", "fr", "es", "pt", "nl", "it", "pl")
MIN_LANGUAGE_CONFIDENCE = 0.8
"""Below this a language is left empty: short titles such as "Data Scientist" belong to none."""
LANGUAGE_SAMPLE_CHARACTERS = 300

_MOJIBAKE = r"[ÂÃâðÐÑ][\u0080-\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_ENTITY = r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});"
_TAG = r"(?i)</?(?:p|br|li|ul|ol|div|span|strong|b|i|em|u|a|h[1-6]|table|tr|td|tbody|font|section)\b[^<>]*>"
_BLOCK_TAG = r"(?i)</?(?:p|br|li|ul|ol|div|h[1-6]|tr|table|section)\b[^<>]*>"
_PYTHON_LIST = r"^\s*\[\s*['\"]"
_INVISIBLE = r"[\u200B-\u200D\u2060\uFEFF\u00AD]"
_SPACE = r"[\u00A0\u2000-\u200A\u202F\u205F\u3000\t]"
_LINE_BREAK = r"\r\n?|[\u2028\u2029\u000B\u000C\u0085]"
_EMAIL = (
    r"[\p{L}\d][\p{L}\d._%+-]*\s?(?:@|[\[(]\s?at\s?[\])])\s?"
    r"[\p{L}\d-]+(?:(?:\.|\s?[\[(]dot[\])]\s?| dot )[\p{L}\d-]+)*(?:\.| dot |\s?[\[(]dot[\])]\s?)\p{L}{2,}"
)
_PHONE = (
    r"(^|[^\p{L}\d.,$€£-])(?:"
    r"\+\d{1,3}[ .\-/]?(?:\(0?\d{1,5}\)[ .\-/]?)?\d{1,5}(?:[ .\-/]\d{2,8}){1,4}"
    r"|\+\d{1,3} ?\d{7,14}"
    r"|(?:1[ .\-])?\(?\d{3}\)?[ .\-/]{0,2}\d{3}[ .\-]{0,2}\d{4}"
    r"|0[1-9]\d{1,3}[ /\-]{1,3}\d{3,8}(?:[ \-]\d{1,5}){0,2}"
    r"|0[1-9]\d{0,3}(?:[ .]\d{2,3}){3,4}"
    r"|[6-9]\d{4} \d{5}"
    r")\b"
)


def clean_description(texts: pl.Series) -> pl.Series:
    """Descriptions made readable: lists unpacked, HTML to text, encoding repaired, line breaks as LF, no contacts.

    Runs of spaces inside a line stay: in many sources they are all that is left of a line break.
    """
    texts = _change_where(texts, _PYTHON_LIST, _join_list)
    texts = _change_where(_repair(texts), _TAG, _drop_tags)
    frame = texts.to_frame("text").select(
        mask_contacts(
            pl.col("text")
            .str.replace_all(_LINE_BREAK, "\n")
            .str.replace_all(_SPACE, " ")
            .str.replace_all(r" +\n", "\n")
            .str.replace_all(r"\n{3,}", "\n\n")
            .str.strip_chars()
        ).alias(texts.name)
    )
    return _null_where_empty(frame.to_series())


def clean_line(texts: pl.Series) -> pl.Series:
    """Titles, employers and places made readable: encoding repaired, all white space a single space, no contacts."""
    frame = (
        _repair(texts)
        .to_frame("text")
        .select(
            mask_contacts(pl.col("text").str.replace_all(r"[\s\u0085]+", " ").str.strip_chars()).alias(
                texts.name
            )
        )
    )
    return _null_where_empty(frame.to_series())


def clean_identifier(texts: pl.Series) -> pl.Series:
    """Ids and addresses without white space around them; their digits are no phone numbers and stay."""
    return _null_where_empty(texts.str.strip_chars())


def split_tags(texts: pl.Series) -> pl.Series:
    """Skill tags stored as one text, `['a', 'b']` or `a, b`, as lists; null where there is none."""
    return pl.Series(
        texts.name,
        [_split_tags(text) if text is not None else None for text in texts],
        dtype=pl.List(pl.String),
    )


def mask_contacts(text: pl.Expr) -> pl.Expr:
    """The text with e-mail addresses and phone numbers replaced by `[email]` and `[phone]`."""
    return text.str.replace_all(_EMAIL, "[email]").str.replace_all(_PHONE, "${1}[phone]")


def hash_words(texts: pl.Series) -> pl.Series:
    """sha256 of each text's words in lower case, so that layout and punctuation make no difference."""
    words = (
        texts.to_frame("t")
        .select(pl.col("t").str.to_lowercase().str.replace_all(r"[^\p{L}\d]+", " "))
        .to_series()
    )
    return pl.Series(
        texts.name,
        [None if text is None else hashlib.sha256(text.strip().encode()).hexdigest() for text in words],
        dtype=pl.String,
    )


def detect_language(texts: pl.Series) -> pl.Series:
    """ISO 639-1 code of each text among LANGUAGES; null where the detector is not sure."""
    distinct = texts.drop_nulls().unique().to_list()
    samples = [text[:LANGUAGE_SAMPLE_CHARACTERS] for text in distinct]
    found = _DETECTOR.compute_language_confidence_values_in_parallel(samples) if samples else []
    codes = [
        values[0].language.iso_code_639_1.name.lower()
        if values and values[0].value >= MIN_LANGUAGE_CONFIDENCE
        else None
        for values in found
    ]
    return texts.replace_strict(distinct, codes, default=None, return_dtype=pl.String)


_DETECTOR = LanguageDetectorBuilder.from_iso_codes_639_1(
    *(getattr(IsoCode639_1, code.upper()) for code in LANGUAGES)
).build()


def _change_where(texts: pl.Series, pattern: str, change: Callable[[str], str]) -> pl.Series:
    """Applies a Python function only to the few texts that need it."""
    places = texts.str.contains(pattern).fill_null(False).arg_true()
    if places.is_empty():
        return texts
    return texts.clone().scatter(places, [change(text) for text in texts.gather(places)])


def _repair(texts: pl.Series) -> pl.Series:
    texts = _change_where(texts, _ENTITY, html.unescape)
    texts = _change_where(texts, _MOJIBAKE, ftfy.fix_encoding)
    return texts.str.replace_all(_INVISIBLE, "").str.replace_all(r"\x00", "")


def _null_where_empty(texts: pl.Series) -> pl.Series:
    return texts.set(texts.str.len_bytes() == 0, None)


def _drop_tags(text: str) -> str:
    return re.sub(_TAG, "", re.sub(_BLOCK_TAG, "\n", text))


def _join_list(text: str) -> str:
    items = _read_list(text)
    return text if items is None else "\n".join(item.strip() for item in items)


def _split_tags(text: str) -> list[str]:
    items = _read_list(text)
    parts = text.split(",") if items is None else items
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _read_list(text: str) -> list[str] | None:
    try:
        value = ast.literal_eval(text.strip()) if text.lstrip().startswith("[") else None
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    return [str(item) for item in value] if isinstance(value, list) else None
