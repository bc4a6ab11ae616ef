"""Texts that repeat, as titles and employers do, changed once each."""

from collections.abc import Callable

import polars as pl

Change = Callable[[pl.Series], pl.Series]


def change_distinct(texts: pl.Series, change: Change) -> pl.Series:
    """The texts as `change` changes each distinct one; nulls stay."""
    distinct = texts.drop_nulls().unique()
    if distinct.is_empty():
        return texts
    changed = change(distinct)
    is_other = changed.ne_missing(distinct)
    return texts.replace(distinct.filter(is_other), changed.filter(is_other))


def change_columns(texts: pl.DataFrame, change: Change) -> pl.DataFrame:
    """All columns changed at once: to begin anew with each column costs as much as to change most of them."""
    changed = change(pl.concat(column.alias("text") for column in texts))
    return pl.DataFrame(
        changed.slice(number * texts.height, texts.height).alias(name)
        for number, name in enumerate(texts.columns)
    )
