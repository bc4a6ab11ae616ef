"""Entries of the dicts and lists that sources print into a cell."""

import json

import polars as pl

from pipelines.cleaning.texts import read_collection


def pick_members(cells: pl.Series, keys: tuple[str, ...]) -> pl.Series:
    """What each cell, a dict or list as Python or JSON prints it, holds under the keys, one within the other.

    A key of a list is a number from 0, or else a key of the dicts in it, whose values are joined by `; `. A value that
    is a dict or list itself is its JSON; null if the cell holds no such key.
    """
    distinct = cells.drop_nulls().unique()
    picked = [_as_text(_pick(read_collection(cell), keys)) for cell in distinct]
    return cells.replace_strict(distinct, pl.Series(picked, dtype=pl.String), default=None)


def _pick(value: object, keys: tuple[str, ...]) -> object:
    for number, key in enumerate(keys):
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list | tuple) and key.isdecimal():
            value = value[int(key)] if int(key) < len(value) else None
        elif isinstance(value, list | tuple):
            texts = (_as_text(_pick(item, keys[number:])) for item in value)
            return "; ".join(text for text in texts if text) or None
        else:
            return None
    return value


def _as_text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return (
        json.dumps(value, ensure_ascii=False, default=str)
        if isinstance(value, dict | list | tuple)
        else str(value)
    )
