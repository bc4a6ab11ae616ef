"""Reads how long ago a posting appeared, as job boards write it."""

import functools
import re
from typing import NamedTuple

from pipelines.values.words import LETTER, Words, plain

_DAYS = {"moment": 0, "hour": 1 / 24, "day": 1, "week": 7, "month": 30, "year": 365}
_GLUED = re.compile(rf"(?<=[a-z])(?=[A-Z])|(?<={LETTER}{LETTER}{LETTER})(?=\d)")
_PLUS = re.compile(r"\d\s*(?:[^\W\d_]+\s*)?\+|\+\s*\d|[>≥]")
_NO_OTHER_NUMBER = r"(?<![\d.,/:-])"


class Age(NamedTuple):
    """An age in days; `is_at_least` if the source stops counting ("30+ days ago")."""

    days: int
    is_at_least: bool


class AgeReader:
    """Reads ages with the words of the contract ValueWords."""

    def __init__(self, words: Words) -> None:
        self._units = words.finder("age_unit")
        unit = words.pattern("age_unit")
        self._count = re.compile(
            rf"(?:{_NO_OTHER_NUMBER}(?P<count>\d{{1,5}})\s*\+?\s*(?:{words.pattern('at_least_age')}\s*)?"
            rf"|{words.pattern('one')}\s*)(?P<unit>{unit})"
        )
        self._days = words.finder("day_word")
        self._day_word = re.compile(words.pattern("day_word"))
        self._ago, self._ahead = re.compile(words.pattern("ago")), re.compile(words.pattern("ahead"))
        self._at_least = re.compile(words.pattern("at_least_age", "at_least_ago"))
        self._telling = re.compile(rf"{words.pattern('posted', 'at_least_age', 'one')}|[\s\d+>≥~.,:()·•|-]+")

        self.read = functools.lru_cache(maxsize=1_024)(self._read)

    def _read(self, text: str) -> Age | None:
        """The age in a text such as "Posted 3 days ago" or "vor 2 Wochen"; None if there is none.

        A number of days is an age only with a word such as "ago" or without other words: "3 days left", "Apply within
        5 days" and "6 months contract" have none. "Active" and "Reposted 3 days ago" give a minimum age.
        """
        text = plain(_GLUED.sub(" ", text))
        if counted := self._count.search(text):
            found, days = counted, int(int(counted["count"] or 1) * _DAYS[self._units.value(counted["unit"])])
        elif named := self._day_word.search(text):
            found, days = named, int(self._days.value(named[0]))
        else:
            return None
        rest = f"{text[: found.start()]} | {text[found.end() :]}"
        if self._ahead.search(rest) or not (self._ago.search(rest) or not self._telling.sub("", rest)):
            return None
        return Age(days, bool(_PLUS.search(text) or self._at_least.search(f"{rest} {found[0]}")))
