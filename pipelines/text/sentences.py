"""Cuts texts into lines and sentences, also where a source has lost its line breaks."""

from collections.abc import Callable, Collection

import numpy as np

from pipelines.text.characters import (
    ALNUM,
    BREAK,
    DECIMAL,
    LOWER,
    SPACE,
    STOP,
    UPPER,
    Flags,
    is_any_of,
    is_small,
)
from pipelines.text.words import Batch, Positions, merge

_CLOSES_SENTENCE = '"”)'
_OPENS_SENTENCE = '-(*"“'
_ENDS_POINT = ")]%+"
_APOSTROPHES = "'’"
SPACED_DASHES = "-–—"
MIN_POINTS = 3
"""With fewer dashes a line is a sentence with a remark: `our team - Data Platform - builds`."""


def find_lines(batch: Batch, points: Positions, are_abbreviated: Callable[[Positions], Flags]) -> Positions:
    """Where lines, points and sentences begin by their signs alone; each text begins one, and ends one.

    They begin where the points of `find_points` do, and after a full stop, exclamation or question mark before a
    capital, unless the full stop ends an abbreviation, as `are_abbreviated` tells of words by their numbers.
    """
    return merge(batch.stops, points, _behind_stops(batch, are_abbreviated))


def find_points(batch: Batch) -> Positions:
    """Where lines and points begin: with each text, after a line break or bullet, two spaces, a `*` before white space
    and behind that or a colon, and a dash before a capital if there are several in the line."""
    second = batch.repeated
    is_in_line = (batch.codes[second] != ord("\n")) & (batch.codes[second - 1] != ord("\n"))
    blanks_end = second[is_in_line] + 1
    blanks_end = blanks_end[~batch.is_kind(blanks_end, SPACE) | (batch.codes[blanks_end] == ord("\n"))]
    stars = batch.find_sign("*")
    is_apart = batch.is_kind(stars - 1, SPACE) | (batch.codes[stars - 1] == ord(":"))
    stars = stars[is_apart & batch.is_kind(stars + 1, SPACE)]
    signs = np.concatenate([batch.find_kind(BREAK), stars, _dashes_of_points(batch)])
    return merge(batch.origins, blanks_end, batch.skip_space(signs + 1))


def _dashes_of_points(batch: Batch) -> Positions:
    """The dashes with white space on one side or both and before a capital, of lines that have as many as a list."""
    dashes = batch.find_signs(SPACED_DASHES)
    is_apart = batch.is_kind(dashes - 1, SPACE) | batch.is_kind(dashes + 1, SPACE)
    dashes = dashes[is_apart & batch.is_kind(batch.skip_space(dashes + 1), UPPER)]
    line = np.searchsorted(batch.find_sign("\n"), dashes)
    result: Positions = dashes[np.bincount(line)[line] >= MIN_POINTS]
    return result


def _behind_stops(batch: Batch, are_abbreviated: Callable[[Positions], Flags]) -> Positions:
    stops = batch.find_kind(STOP)
    behind = stops + 1
    behind += is_any_of(batch.codes[behind], _CLOSES_SENTENCE)
    is_end = batch.is_kind(behind, SPACE)
    stops, following = stops[is_end], batch.skip_space(behind[is_end])
    codes = batch.codes[following]
    opens = batch.is_kind(following, ALNUM) & ~is_small(codes) | is_any_of(codes, _OPENS_SENTENCE)
    stops, following = stops[opens], following[opens]
    words = batch.first_word(stops) - 1
    result: Positions = following[~are_abbreviated(words) | (np.append(batch.ends, 0)[words] != stops)]
    return result


def continue_lines(batch: Batch, lines: Positions, is_link: Flags) -> Flags:
    """Which lines go on with the sentence of the line before: that ends in a word that links (`Experience with`), or
    they begin with a comma; `is_link` tells of each word whether it links."""
    before = batch.first_word(lines) - 1
    starts, ends = np.append(batch.starts, 0)[before], np.append(batch.ends, 0)[before]
    follows = (batch.codes[ends] == ord("\n")) & (batch.skip_space(ends) == lines)
    links = (
        np.append(is_link, False)[before] & batch.is_kind(starts, LOWER) & batch.is_kind(starts - 1, SPACE)
    )
    links &= batch.is_kind(lines, ALNUM)
    result: Flags = follows & (links | (batch.codes[lines] == ord(",")))
    return result


def find_openers(
    batch: Batch, begins_point: Callable[[Positions], Flags], linking_words: Collection[str]
) -> Positions:
    """Where a phrase that opens a point begins with a capital in running text, after a word that can end a point.

    `begins_point` tells of words by their numbers whether such a phrase begins with them.
    """
    words = np.flatnonzero(~batch.is_kind(batch.starts, LOWER | DECIMAL))
    words = words[words > 0]
    starts = batch.starts[words]
    before = batch.codes[starts - 2]
    follows = (batch.codes[starts - 1] == ord(" ")) & (
        batch.is_kind(starts - 2, ALNUM) | is_any_of(before, "_" + _ENDS_POINT)
    )
    chosen = (
        follows
        & ~is_small(batch.codes[starts], first="ß")
        & (batch.text_of[words] == batch.text_of[words - 1])
    )
    words = words[chosen]
    words = words[begins_point(words)]
    starts = batch.starts[words]
    before_words = batch.cut(batch.starts[words - 1] - 1, starts)
    ends = [
        word[0] not in _APOSTROPHES and can_end_a_point(word[1:].rstrip(), linking_words)
        for word in before_words
    ]
    result: Positions = starts[np.array(ends, np.bool_)]
    return result


def can_end_a_point(word: str, linking_words: Collection[str]) -> bool:
    """Whether a word of running text, with the signs after it, can end a point of a list, so that a capital after it
    begins another."""
    is_last = word[0].islower() or word[-1].isdigit() or word[-1] in _ENDS_POINT
    return is_last and word[-1] not in _APOSTROPHES and word.strip("()").casefold() not in linking_words
