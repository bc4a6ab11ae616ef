"""What each Unicode character is: its kinds, and the letter or sign it is compared by."""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

ALNUM, SPACE, UPPER, LOWER, DIGIT, BREAK, STOP, EXPANDS, DECIMAL = (1 << bit for bit in range(9))
"""Kinds of characters: as `str` tells them; a break ends a line or opens a point; a stop may end a sentence; what
expands casefolds to several characters."""

BREAKS = "\n•●▪◦■□➢➤✓✔·∙\uf0a7\uf0b7"
STOPS = ".!?"
DASHES = "‐‑‒–—−"
SAME_SIGN = str.maketrans(dict.fromkeys(DASHES, "-") | dict.fromkeys("’‘ʼ`´", "'"))

_CODE_POINTS = 0x110000
_ASSIGNED = 0x33000
"""No letter, digit or white space lies beyond."""
_TESTS = {
    ALNUM: str.isalnum,
    SPACE: str.isspace,
    UPPER: str.isupper,
    LOWER: str.islower,
    DIGIT: str.isdigit,
    DECIMAL: str.isdecimal,
}

Codes = NDArray[np.uint32]
Flags = NDArray[np.bool_]


class Characters(NamedTuple):
    """By code point: kinds (uint16) and, for comparison, a number (uint64): 0 for white space, else 1 more than the
    code point of the folded letter or of the sign it is the same as. Of a letter that expands it means nothing."""

    kinds: NDArray[np.uint16]
    compared: NDArray[np.uint64]


@cache
def characters() -> Characters:
    """The tables for all code points."""
    kinds = np.zeros(_CODE_POINTS, np.uint16)
    compared = np.arange(1, _CODE_POINTS + 1, dtype=np.uint64)
    assigned = list(map(chr, range(_ASSIGNED)))
    for kind, test in _TESTS.items():
        kinds[:_ASSIGNED] |= np.fromiter(map(test, assigned), bool, _ASSIGNED) * np.uint16(kind)
    for kind, members in ((BREAK, BREAKS), (STOP, STOPS)):
        kinds[list(map(ord, members))] |= np.uint16(kind)
    for code in np.flatnonzero(kinds & ALNUM).tolist():
        folded = chr(code).casefold()
        compared[code] = ord(folded[0]) + 1
        if len(folded) > 1:
            kinds[code] |= EXPANDS
    for code, sign in SAME_SIGN.items():
        if not kinds[code] & ALNUM:
            compared[code] = ord(sign) + 1
    compared[kinds & SPACE > 0] = 0
    return Characters(kinds, compared)


def is_any_of(codes: Codes, signs: str) -> Flags:
    """Which code points are one of a few characters."""
    found = np.zeros(codes.shape, np.bool_)
    for sign in signs:
        found |= codes == ord(sign)
    return found


def is_small(codes: Codes, *, last: str = "\u00ff", first: str = "à") -> Flags:
    """Which code points are small letters that Western languages begin no sentence with."""
    ascii_small = (codes >= ord("a")) & (codes <= ord("z"))
    return ascii_small | ((codes >= ord(first)) & (codes <= ord(last)))
