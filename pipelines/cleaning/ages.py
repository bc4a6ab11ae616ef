"""How long ago a posting appeared, as job boards say it in eight languages."""

import functools
import re
from typing import NamedTuple


class Age(NamedTuple):
    """An age in days; `is_at_least` where the source stops counting ("30+ days ago")."""

    days: int
    is_at_least: bool


_DAYS_BY_UNIT = {
    1: r"days?|d|tag(?:e|en)?|jours?|j|d[ií]as?|dag(?:en)?|giorn[oi]|dni|dzień",
    7: r"weeks?|wks?|w|wochen?|semaines?|sem|semanas?|weken|settiman[ae]|tydzień|tygodni\w*",
    30: r"months?|mos?|monat(?:e|en)?|mois|mes(?:es)?|mês|maand(?:en)?|mesi|miesi\w+",
    365: r"years?|yrs?|jahr(?:e|en)?|ans?|années?|años?|anos?|jaar|ann[oi]|lat|lata|rok",
}
_DAYS_BY_WORD = {
    2: r"vorgestern|avant-hier|anteayer|antes de ayer|anteontem|eergisteren|l'altro ieri|przedwczoraj",
    1: r"yesterday|gestern|hier|ayer|ontem|gisteren|ieri|wczoraj|dzień temu",
    7: r"last week|letzte woche|tydzień temu",
    30: r"last month|letzten monat|miesiąc temu",
    0: r"today|just posted|just now|now|heute|gerade eben|soeben|aujourd['’]hui|à l['’]instant|hoy|recién|hoje|agora|"
    r"vandaag|zojuist|oggi|adesso|dzisiaj|dziś|przed chwilą",
}
_HOURS = r"hours?|hrs?|h|stunden?|std|heures?|horas?|uur|uren|ore|ora|godzin\w*|godz"
_MOMENTS = (
    r"minutes?|mins?|minuten|minutos?|minut[oi]|minut\w?|seconds?|sekunden?|secondes?|segundos?|moments? ago"
)
_ONE = r"an?|one|eine[mrn]?|une?|un[oa]|uma?|een"
_COUNTED = r"(?:(?<![\d.])(\d{{1,5}})\s*\+?\s*|\b(?:{one})(?:\s+|['’]))(?:{unit})(?![^\W\d_])"
_GLUED = re.compile(r"posted(?=today|yesterday|just)", re.IGNORECASE)
_AT_LEAST = re.compile(
    r"\d\s*\+|>|\b(?:over|more than|über|mehr als|plus de|más de|mais de|meer dan|più di|oltre|ponad)\b|active\b",
    re.IGNORECASE,
)
"""Also "Active 3 days ago": the employer was seen then, and had posted before."""

_AHEAD = re.compile(r"\s*(?:in|dans|tra|fra|za)\s+\d", re.IGNORECASE)


@functools.lru_cache(maxsize=1_024)
def read_age(text: str) -> Age | None:
    """The age that a text such as "Posted 3 days ago" or "vor 2 Wochen" states; None where it states none."""
    if _AHEAD.match(text):
        return None
    text = _GLUED.sub("", text)
    days = _read_count(text)
    if days is None:
        days = next((days for pattern, days in _WORDS if pattern.search(text)), None)
    return None if days is None else Age(days, bool(_AT_LEAST.search(text)))


def _read_count(text: str) -> int | None:
    for pattern, days_per_unit in _COUNTS:
        if found := pattern.search(text):
            return int(int(found[1] or 1) * days_per_unit)
    return None


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_COUNTS = [
    (_compile(_COUNTED.format(one=_ONE, unit=unit)), days)
    for unit, days in (
        (_HOURS, 1 / 24),
        *((unit, days) for days, unit in _DAYS_BY_UNIT.items()),
        (_MOMENTS, 0),
    )
]
_WORDS = [
    *((_compile(rf"\b(?:{words})\b"), days) for days, words in _DAYS_BY_WORD.items()),
]
