"""Cuts texts into lines and sentences, also where a source has lost its line breaks."""

from collections.abc import Collection

import numpy as np

from pipelines.text.characters import ALNUM, BREAK, DECIMAL, SPACE, STOP, UPPER, Flags, is_any_of, is_small
from pipelines.text.words import Batch, Positions

_CLOSES_SENTENCE = '"”)'
_OPENS_SENTENCE = '-(*"“'
_ENDS_POINT = ")]%+"


def find_lines(batch: Batch, abbreviations: Collection[str]) -> Positions:
    """Where lines, points and sentences begin by their signs alone; each text begins one, and ends one.

    They begin behind a line break or bullet, two spaces, a `*` between white space, and a full stop, exclamation or
    question mark before a capital, unless the full stop ends one of the abbreviations.
    """
    is_space = batch.is_kind(SPACE)
    blanks = is_space & (batch.codes != ord("\n"))
    second = np.flatnonzero(blanks[1:] & blanks[:-1]) + 2
    breaks = np.flatnonzero(batch.is_kind(BREAK)) + 1
    stars = np.flatnonzero(batch.codes == ord("*"))
    stars = stars[is_space[stars - 1] & is_space[stars + 1]] + 1
    begun = [second[~blanks[second]], batch.skip_space(np.concatenate([breaks, stars]))]
    return np.unique(np.concatenate([batch.origins, batch.stops, *begun, _behind_stops(batch, is_space, abbreviations)]))


def _behind_stops(batch: Batch, is_space: Flags, abbreviations: Collection[str]) -> Positions:
    stops = np.flatnonzero(batch.is_kind(STOP))
    behind = stops + 1
    behind += is_any_of(batch.codes[behind], _CLOSES_SENTENCE)
    is_end = is_space[behind]
    stops, following = stops[is_end], batch.skip_space(behind[is_end])
    codes = batch.codes[following]
    opens = (batch.kinds[following] & ALNUM > 0) & ~is_small(codes) | is_any_of(codes, _OPENS_SENTENCE)
    inner = np.flatnonzero(opens & (batch.codes[stops - 2] == ord(".")))
    opens[inner] = [not _ends_abbreviation(batch, stop + 1, abbreviations) for stop in stops[inner].tolist()]
    return following[opens]


def _ends_abbreviation(batch: Batch, end: int, abbreviations: Collection[str]) -> bool:
    return any(
        batch.text.startswith(short, end - len(short)) and not is_word_sign(batch.text[end - len(short) - 1])
        for short in abbreviations
    )


def is_word_sign(character: str) -> bool:
    """Whether a character is a letter, a digit or an underscore."""
    return character.isalnum() or character == "_"


def find_openers(batch: Batch, is_opener: Flags, linking_words: Collection[str]) -> Positions:
    """Where a word that opens a point begins with a capital in running text, behind a word that can end a point.

    `is_opener` tells of each word whether such a phrase begins with it.
    """
    words = np.flatnonzero(is_opener[1:]) + 1
    starts = batch.starts[words]
    before = batch.codes[starts - 2]
    follows = (batch.codes[starts - 1] == ord(" ")) & (
        (batch.kinds[starts - 2] & ALNUM > 0) | is_any_of(before, "_" + _ENDS_POINT)
    )
    is_capital = ~is_small(batch.codes[starts], first="ß") & (batch.kinds_at(starts) & DECIMAL == 0)
    chosen = follows & is_capital & (batch.text_of[words] == batch.text_of[words - 1])
    words, starts = words[chosen], starts[chosen]
    before_words = batch.cut(batch.starts[words - 1], starts)
    ends = [can_end_a_point(word.rstrip(), linking_words) for word in before_words]
    return starts[np.array(ends, np.bool_)]


def can_end_a_point(word: str, linking_words: Collection[str]) -> bool:
    """Whether a word of running text, with the signs behind it, can end a point of a list, so that a capital after it
    begins another."""
    is_last = word[0].islower() or word[-1].isdigit() or word[-1] in _ENDS_POINT
    return is_last and word.strip("()").casefold() not in linking_words


def is_capital(batch: Batch, positions: Positions) -> Flags:
    """Which characters are capital letters."""
    return batch.kinds[positions] & UPPER > 0
