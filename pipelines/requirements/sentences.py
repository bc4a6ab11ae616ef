"""Cuts single passages into sentences around what they ask."""

import re
from collections.abc import Iterable

_BEHIND = 200
_AHEAD = 300


def either(words: Iterable[str]) -> str:
    """A pattern of the words, the longest first; a blank is white space of any length."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


class Sentences:
    """Where sentences break; built once."""

    def __init__(self, abbreviations: Iterable[str]) -> None:
        """Takes the abbreviations whose full stop ends no sentence."""
        unless = "".join(rf"(?<!\b{re.escape(short)})" for short in abbreviations)
        self._break = re.compile(rf"\n|[•●▪◦■·]|[^\S\n]{{2,}}|[.!?;]{unless}(?:\s+(?=[^\Wa-zà-ÿ_])|$)")

    def around(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Start and end of the sentence that contains the characters `start` to `end`, cut where it is long."""
        first = max(0, start - _BEHIND)
        breaks = [match.end() for match in self._break.finditer(text, first, start)]
        after = self._break.search(text, end, end + _AHEAD)
        return breaks[-1] if breaks else first, after.end() if after else min(len(text), end + _AHEAD)
