"""What each Unicode character is: its kinds, and the letter it is compared by."""

import re
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

ALNUM, SPACE, UPPER, LOWER, DIGIT, DECIMAL, BREAK, STOP = (1 << bit for bit in range(8))
"""Kinds of characters: as `str` tells them; a break ends a line or opens a point; a stop may end a sentence."""

UNSPACED = "\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af"
"""Ranges, for a pattern, of Kana, Han and Hangul, which are written without spaces between words, or with endings that
join them: a word of another script next to them stands alone (`Pythonを`)."""

BREAKS = "\n•●▪◦■□➢➤✓✔✅✦❖◆►▶‣⁃⦁·∙・。★☑🔹🔸🔵🟠👉📌\uf0a7\uf0b7"
STOPS = ".!?"
DASHES = "‐‑‒–—−"
SAME_SIGN = str.maketrans(dict.fromkeys(DASHES, "-") | dict.fromkeys("’‘ʼ`´", "'"))

ASCII = 0x80
"""The code points below this one are ASCII."""
_CODE_POINTS = 0x110000
_ASSIGNED = 0x33000
"""No letter, digit or white space lies beyond."""
_UNSPACED = re.compile(f"[{UNSPACED}]")


def is_word_character(character: str) -> bool:
    """Whether a character is a letter of a script that is written with spaces, or a digit."""
    return character.isalnum() and not _UNSPACED.match(character)


_TESTS = {
    ALNUM: is_word_character,
    SPACE: str.isspace,
    UPPER: str.isupper,
    LOWER: str.islower,
    DIGIT: str.isdigit,
    DECIMAL: str.isdecimal,
}

BLANK, SIGN, OTHER_LETTER, EXPANDING_LETTER, FIRST_LETTER = range(5)
"""Letters as bytes, for comparison: a plain blank, any other sign, a letter of no alphabet below, one that casefolds to
several letters; and from the last on the folded letters of the alphabets."""

_ALPHABETS = [
    range(0x30, 0x7B),  # ASCII
    range(0xAA, 0x180),  # Latin-1 and Latin Extended-A
    range(0x1A0, 0x1B1),  # Vietnamese
    range(0x430, 0x460),  # Cyrillic
    range(0x1EA0, 0x1EFA),  # Vietnamese
]

Codes = NDArray[np.uint32]
Flags = NDArray[np.bool_]


class Characters(NamedTuple):
    """By code point: kinds (uint8) and letter (uint8)."""

    kinds: NDArray[np.uint8]
    letters: NDArray[np.uint8]


@cache
def characters() -> Characters:
    """The tables for all code points."""
    kinds = np.zeros(_CODE_POINTS, np.uint8)
    letters = np.full(_CODE_POINTS, SIGN, np.uint8)
    letters[ord(" ")] = BLANK
    assigned = list(map(chr, range(_ASSIGNED)))
    for kind, test in _TESTS.items():
        kinds[:_ASSIGNED] |= np.fromiter(map(test, assigned), bool, _ASSIGNED) * np.uint8(kind)
    for kind, members in ((BREAK, BREAKS), (STOP, STOPS)):
        kinds[list(map(ord, members))] |= np.uint8(kind)
    alphabet = letter_numbers()
    for code in np.flatnonzero(kinds & ALNUM).tolist():
        folded = chr(code).casefold()
        letters[code] = alphabet.get(folded, OTHER_LETTER) if len(folded) == 1 else EXPANDING_LETTER
    return Characters(kinds, letters)


def look_up(codes: Codes, wide: NDArray[np.int64]) -> Characters:
    """The kinds and letter of each code point of a text; `wide` are the places of those beyond ASCII."""
    narrow = codes.astype(np.uint8).tobytes()

    def column(table: NDArray[np.uint8]) -> NDArray[np.uint8]:
        # Python looks bytes up twice as fast as NumPy.
        found = np.frombuffer(bytearray(narrow.translate(table[:256].tobytes())), np.uint8)
        found[wide] = table[codes[wide]]
        return found

    return Characters(*map(column, characters()))


@cache
def letter_numbers() -> dict[str, int]:
    """The number of each letter and digit of the alphabets that is its own casefold."""
    alphabet = (chr(code) for codes in _ALPHABETS for code in codes)
    own = [letter for letter in alphabet if letter.isalnum() and letter.casefold() == letter]
    return {letter: FIRST_LETTER + number for number, letter in enumerate(own)}


def is_any_of(codes: Codes, signs: str) -> Flags:
    """Which code points are one of a few characters."""
    found = np.zeros(codes.shape, np.bool_)
    for sign in signs:
        found |= codes == ord(sign)
    return found


def is_unspaced(codes: Codes) -> Flags:
    """Which code points are in or between the ranges of Kana, Han and Hangul (without the letters that those are made
    of)."""
    return (codes >= ord("\u3040")) & (codes <= ord(UNSPACED[-1]))


def is_small(codes: Codes, *, last: str = "\u00ff", first: str = "à") -> Flags:
    """Which code points are small letters that Western languages begin no sentence with."""
    ascii_small = (codes >= ord("a")) & (codes <= ord("z"))
    return ascii_small | ((codes >= ord(first)) & (codes <= ord(last)))
