"""What each Unicode character is to the compiled matcher: a sign of one byte, and the letter it is compared by."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.text.phrases import SAME_SIGN
from pipelines.text.sections import BESIDE_SKILL, BREAKS

SIGN_SHIFT = 24
LETTER = (1 << SIGN_SHIFT) - 1
EXPANDS = 1 << 21
"""Letters from here on are rows of the expansions."""

NAMED_SIGNS = "‐‑‒–—−’‘´“”·°"
"""The signs beyond ASCII that a phrase or a rule may name; others are told apart by their kinds alone."""

_SIGNS = {sign: number for number, sign in enumerate([*map(chr, range(0x80)), *sorted(NAMED_SIGNS)])}

# The kinds of a sign; the last three: letters that open no sentence, that open no point, that fold to others.
ALNUM, SPACE, UPPER, LOWER, DECIMAL, DIGIT, BREAK, BESIDE, LISTED, LISTED_LAST = (
    1 << bit for bit in range(10)
)
NO_SENTENCE, NO_POINT, FOLDS = (1 << bit for bit in range(10, 13))

IN_LIST = ",;/|&+•●▪·*()[]:-–"
LAST_IN_LIST = ",;/|&+•(-"

_CODE_POINTS = 0x110000
_ASSIGNED = 0x33000
"""No letter, digit or white space lies beyond."""

_TESTS = {
    ALNUM: str.isalnum,
    SPACE: str.isspace,
    UPPER: str.isupper,
    LOWER: str.islower,
    DECIMAL: str.isdecimal,
    DIGIT: str.isdigit,
}
_SMALL = "".join(map(chr, [*range(ord("a"), ord("z") + 1), *range(ord("à"), ord("ÿ") + 1)]))
_MEMBERS = {
    BREAK: BREAKS,
    BESIDE: BESIDE_SKILL,
    LISTED: IN_LIST,
    LISTED_LAST: LAST_IN_LIST,
    NO_SENTENCE: _SMALL,
    NO_POINT: _SMALL + "ß",
}


class Characters(NamedTuple):
    """The characters of Unicode.

    codes: uint32 [code point] = sign << 24 | letter (0: none), the letter casefolded; one that folds to several is
    EXPANDS + a row of expansions, uint32 [row, 4] = number of letters, letters. A sign is the character itself in
    ASCII, one of its own for NAMED_SIGNS, one for all characters of the same kinds else. kinds: uint16 [sign].
    same: uint8 [sign], the sign it is the same as in a phrase.
    """

    codes: NDArray[np.uint32]
    expansions: NDArray[np.uint32]
    kinds: NDArray[np.uint16]
    same: NDArray[np.uint8]


def signs_of(text: str) -> tuple[int, ...]:
    """The signs of a phrase or rule. Raises ValueError for one that is neither ASCII nor a named one."""
    unknown = set(text) - set(_SIGNS)
    if unknown:
        raise ValueError(
            f"{text!r} has signs that NAMED_SIGNS in pipelines/skills/characters.py lacks: {unknown}"
        )
    return tuple(map(_SIGNS.__getitem__, text))


def read_characters() -> Characters:
    """The tables for all code points. Raises ValueError if Unicode has more kinds of signs than fit in a byte."""
    characters = list(map(chr, range(_ASSIGNED)))
    kinds_of = np.zeros(_CODE_POINTS, np.uint16)
    for kind, test in _TESTS.items():
        kinds_of[:_ASSIGNED] |= np.fromiter(map(test, characters), bool, _ASSIGNED) * np.uint16(kind)
    for kind, members in _MEMBERS.items():
        kinds_of[list(map(ord, members))] |= np.uint16(kind)
    kinds_of[kinds_of & SPACE > 0] |= np.uint16(LISTED | LISTED_LAST)
    folded = list(map(str.casefold, characters))
    kinds_of[:_ASSIGNED] |= np.not_equal(characters, folded) * np.uint16(FOLDS)
    others = sorted(set(np.delete(kinds_of, list(map(ord, _SIGNS))).tolist()))
    if len(_SIGNS) + len(others) > 256:
        raise ValueError(f"{len(_SIGNS)} signs and {len(others)} kinds of others do not fit in a byte")

    codes = np.searchsorted(others, kinds_of).astype(np.uint32) + len(_SIGNS)
    kinds = np.array([0] * len(_SIGNS) + others, np.uint16)
    same = np.arange(len(kinds), dtype=np.uint8)
    for character, sign in _SIGNS.items():
        codes[ord(character)], kinds[sign] = sign, kinds_of[ord(character)]
        same[sign] = _SIGNS[character.translate(SAME_SIGN)]
    codes <<= SIGN_SHIFT
    expansions: list[list[int]] = []
    for code in np.flatnonzero(kinds_of & ALNUM).tolist():
        letters = folded[code]
        if len(letters) > 1:
            codes[code] |= EXPANDS + len(expansions)
            expansions.append([len(letters), *map(ord, letters.ljust(3, "\0"))])
        else:
            codes[code] |= ord(letters)
    return Characters(codes, np.array(expansions, np.uint32), kinds, same)
