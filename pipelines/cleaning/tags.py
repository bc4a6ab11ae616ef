"""Splits skill tags that are stored as one text into lists."""

import re
from collections.abc import Collection

import polars as pl

from pipelines.cleaning.texts import list_names, read_collection
from pipelines.values.words import Words

_BETWEEN = re.compile(r"[,;|•·・、，；\n\t]|>\s*<")
_BETWEEN_QUOTES = re.compile(r"""(['"])\s+(?=['"])""")
_BRACKETS = re.compile(r"\s*(?:\[(.*)\]|\{(.*)\}|\((.*)\)|<(.*)>)\s*", re.DOTALL)
_QUOTES = "\"'"
_NAME_OF_A_TOOL = re.compile(r"\S+[A-Z+#\d]\S*|[A-Z]")
"""A capital, sign or digit inside a word (SQL, NumPy) marks a tool, unlike the words of "Health and Safety"."""


class TagReader:
    """Splits lists of tags with the words for "and" of the contract ValueWords."""

    def __init__(self, words: Words) -> None:
        conjunction = words.pattern("and")
        self._leading = re.compile(rf"{conjunction}\s+(?=\S)", re.IGNORECASE)
        self._pair = re.compile(rf"(\S+)\s+{conjunction}\s+(\S+)", re.IGNORECASE)

    def split_tags(self, texts: pl.Series, ignored: Collection[str] = ()) -> pl.Series:
        """Tags such as `['a', 'b']`, `{'group': ['a', 'b']}`, `['a' 'b']`, `{a,b}`, `a, b and c` or `a · b` as lists.

        Null if there are none. Tags in `ignored` are left out.
        """
        distinct = texts.drop_nulls().unique()
        kept = [[tag for tag in self._split(text) if tag not in ignored] for text in distinct]
        tags = pl.Series(kept, dtype=pl.List(pl.String))
        return texts.to_frame("text").join(
            pl.DataFrame({"text": distinct, "tags": tags}), on="text", how="left", maintain_order="left"
        )["tags"]

    def _split(self, text: str) -> list[str]:
        collection = read_collection(_BETWEEN_QUOTES.sub(r"\1, ", text) if text.lstrip()[:1] == "[" else text)
        tags = list_names(collection) if collection is not None else self._split_line(text)
        return list(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))

    def _split_line(self, text: str) -> list[str]:
        bracketed = _BRACKETS.fullmatch(text)
        line = next(filter(None, bracketed.groups()), "") if bracketed else text
        parts = _BETWEEN.split(line)
        if len(parts) == 1 and line.count(" / ") > 1:
            parts = line.split(" / ")
        *tags, last = (tag.strip().strip(_QUOTES) for tag in parts)
        return tags + self._split_last(last) if tags else [last]

    def _split_last(self, last: str) -> list[str]:
        """The last item of a list without its "and"; two tools joined by "and" are split."""
        last = self._leading.sub("", last, count=1) if self._leading.match(last) else last
        pair = self._pair.fullmatch(last)
        are_tools = pair and any(map(_NAME_OF_A_TOOL.fullmatch, pair.groups())) and len(pair[1] + pair[2]) > 2
        return list(pair.groups()) if pair and are_tools else [last]
