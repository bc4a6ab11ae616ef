"""The level that a source gives in a column of its own."""

import re

import polars as pl

from pipelines.values.words import Words, plain

_JOINTS = re.compile(r"[-_/.\s]+")


class LevelReader:
    """Reads by the words and codes for levels in the contract ValueWords."""

    def __init__(self, words: Words) -> None:
        self._codes = words.values("level_code")
        self._level = words.finder("level")

    def find_levels(self, stated: pl.Series) -> pl.Series:
        """One of schemas.roles.LEVELS per text, or null: a code as a whole (`SE`), or else the first word for a
        level."""
        distinct = stated.drop_nulls().unique()
        levels = pl.Series([self._read(text) for text in distinct], dtype=pl.String)
        return stated.replace_strict(distinct, levels, return_dtype=pl.String, default=None)

    def _read(self, text: str) -> str | None:
        text = _JOINTS.sub(" ", plain(text)).strip()
        return self._codes.get(text) or self._level.first(text)
