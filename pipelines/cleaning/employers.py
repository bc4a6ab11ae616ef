"""Folds employers' names, so that two spellings of the same one are equal."""

import polars as pl
from cleanco import basename


def fold_employers(names: pl.Series) -> pl.Series:
    """Names without case, punctuation, spaces and legal form; null if nothing is left.

    `Example Labs, Inc.` and `EXAMPLE-LABS` both become `examplelabs`.
    """
    distinct = names.drop_nulls().unique()
    bare = pl.Series([basename(name) or name for name in distinct], dtype=pl.String).str.to_lowercase()
    folded = bare.str.replace_all(r"[^\p{L}\d]", "")
    return names.replace_strict(distinct, folded.set(folded == "", None), return_dtype=pl.String)
