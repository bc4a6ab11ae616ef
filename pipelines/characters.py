"""What each Unicode character is to the compiled matcher, in one table."""

import numpy as np

from pipelines.phrases import SAME_SIGN

FOLD_BITS = 21
FOLD = (1 << FOLD_BITS) - 1

# The kinds of a character: bits above its folded form.
ALNUM, SPACE, UPPER, LOWER, DECIMAL, DIGIT, BREAK, BESIDE, LISTED, LISTED_LAST, EXPANDS = (
    1 << bit for bit in range(11)
)

BREAKS = "\n•●▪◦■□➢➤✓✔·∙\uf0a7\uf0b7"
BESIDE_SKILL = " \n-\"'\u201c\u201d\u2018\u2019():"
IN_LIST = ",;/|&+•●▪·*()[]:-–"
LAST_IN_LIST = ",;/|&+•(-"

_CODE_POINTS = 0x110000
_ASSIGNED = 0x33000
"""No letter, digit or white space lies beyond."""


def character_table() -> tuple[np.ndarray, np.ndarray]:
    """The kinds and the folded form of every code point, and the forms of those that fold to several.

    Returns uint32 [code point] = kinds << 21 | folded code point (of an expanding one: row of the second table), and
    uint32 [row, 4] = number of code points, code points. Signs fold to the one they are the same as in a phrase.
    """
    table = np.arange(_CODE_POINTS, dtype=np.uint32)
    expansions: list[list[int]] = []
    tests = {
        ALNUM: str.isalnum,
        SPACE: str.isspace,
        UPPER: str.isupper,
        LOWER: str.islower,
        DECIMAL: str.isdecimal,
        DIGIT: str.isdigit,
        BREAK: BREAKS.__contains__,
        BESIDE: BESIDE_SKILL.__contains__,
        LISTED: lambda sign: sign in IN_LIST or sign.isspace(),
        LISTED_LAST: lambda sign: sign in LAST_IN_LIST or sign.isspace(),
    }
    characters = [chr(code) for code in range(_ASSIGNED)]
    for code, character in enumerate(characters):
        folded = character.casefold() if character.isalnum() else character.translate(SAME_SIGN)
        if len(folded) > 1:
            table[code] = EXPANDS << FOLD_BITS | len(expansions)
            expansions.append([len(folded), *map(ord, folded.ljust(3, "\0"))])
        elif folded != character:
            table[code] = ord(folded)
    for kind, test in tests.items():
        has_kind = np.fromiter(map(test, characters), bool, _ASSIGNED)
        table[:_ASSIGNED][has_kind] |= np.uint32(kind << FOLD_BITS)
    return table, np.array(expansions, dtype=np.uint32)
