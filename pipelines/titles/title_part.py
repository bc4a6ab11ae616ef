"""The pieces that a title is read into."""

from typing import NamedTuple

SEPARATORS = {"hard", "comma", "coord", "open", "close"}
BREAKS = SEPARATORS | {"and"}
HEADS = {"noun", "leader", "minor"}
NOISE = {"employment", "remote", "gender", "noise", "requisition", "pay", "place"}


class TitlePart(NamedTuple):
    """One piece of a title: its kind, what it stands for, and its span in the repaired text."""

    kind: str
    concept: str
    start: int
    end: int


class ReadTitle(NamedTuple):
    """A repaired title and its parts in the order they stand."""

    text: str
    parts: list[TitlePart]
