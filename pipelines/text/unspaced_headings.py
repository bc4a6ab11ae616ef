"""Finds headings in Chinese, Japanese and Korean, which are written without spaces between words."""

import re
from collections.abc import Iterator, Mapping

import numpy as np

from pipelines.text.characters import is_unspaced
from pipelines.text.sections import NICE_TO_HAVE, UNKNOWN, Headings
from pipelines.text.words import Batch

MAX_HEADING = 20
"""Characters of a line, or in wide brackets, that may be a heading."""
MAX_OTHERS = 6
"""Characters beside the words of a heading in a line without a mark (`応募資格について`)."""
_BRACKETED = re.compile(rf"【[^【】\n]{{1,{MAX_HEADING}}}】")
_MARKED = re.compile(r"[■□◆◇▼▽▍●○◎◾《＜［\[].|.*[：:]$", re.DOTALL)


def find_unspaced_headings(batch: Batch, sections: Mapping[str, int]) -> Headings:
    """The headings by their words (`sections` says what each heads, a place in SECTIONS): in wide brackets, `【必須】`,
    or alone in a short line. One in brackets or behind a mark (`■`) that holds none of the words heads something
    unknown."""
    signs = batch.wide[is_unspaced(batch.codes[batch.wide])]
    breaks = np.concatenate([[0], batch.find_signs("\n\0")])
    lines = np.unique(np.searchsorted(breaks, signs))
    starts, stops = breaks[lines - 1] + 1, breaks[lines]
    found = [
        head
        for start, line in zip(starts.tolist(), batch.cut(starts, stops), strict=True)
        for head in _headings_of(start, line, sections)
    ]
    start, end, section = np.array(found, np.int64).reshape(-1, 3).T
    return Headings(start, end, section)


def _headings_of(start: int, line: str, sections: Mapping[str, int]) -> Iterator[tuple[int, int, int]]:
    """The headings of a line that begins at `start`: start, end and section."""
    text, bracketed = line.strip(), list(_BRACKETED.finditer(line))
    for head in bracketed:
        yield start + head.start(), start + head.end(), _section_of(head[0], sections)[0]
    if not bracketed and len(text) <= MAX_HEADING and "。" not in text:
        section, size = _section_of(text, sections)
        if _MARKED.match(text) or (size and len(text) - size <= MAX_OTHERS):
            start += line.index(text)
            yield start, start + len(text), section


def _section_of(text: str, sections: Mapping[str, int]) -> tuple[int, int]:
    """The section that the words of a heading name, nice_to_have first, and the number of their characters."""
    named = [
        (section != NICE_TO_HAVE, -len(words), section)
        for words, section in sections.items()
        if words in text
    ]
    return (min(named)[2], -min(named)[1]) if named else (UNKNOWN, 0)
