"""The parts of a title."""

from typing import NamedTuple

SEPARATORS = {"hard", "comma", "coord", "open", "close"}
BREAKS = SEPARATORS | {"and"}
HEADS = {"noun", "leader", "minor"}
NOISE = {"employment", "remote", "gender", "noise", "requisition", "pay", "place"}


class TitlePart(NamedTuple):
    """One part of a title: its kind, its concept, and its span in the repaired text."""

    kind: str
    concept: str
    start: int
    end: int


class ReadTitle(NamedTuple):
    """A repaired title and its parts, in order."""

    text: str
    parts: list[TitlePart]
