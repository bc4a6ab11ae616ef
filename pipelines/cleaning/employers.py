"""Names of employers: in the form in which two spellings are equal, and the one name of each employer."""

import polars as pl
from cleanco.clean import basename, normalized, prepare_default_terms, strip_punct, strip_tail

from schemas.employers import Employers

_EMPLOYER, _PLACEHOLDER = "employer", "placeholder"
_LAST_WORDS = {words[-1] for _, words in prepare_default_terms()}
"""Of legal forms. cleanco compares each name with all of them; a name that ends in none of these words has none."""


def fold_employers(names: pl.Series) -> pl.Series:
    """Names without case, punctuation, spaces and legal form; null if nothing is left.

    `Example Labs, Inc.` and `EXAMPLE-LABS` both become `examplelabs`.
    """
    distinct = names.drop_nulls().unique()
    return names.replace_strict(distinct, _fold(_strip_legal_forms(distinct)), return_dtype=pl.String)


def name_employers(postings: pl.LazyFrame, employer_names: pl.DataFrame) -> pl.DataFrame:
    """The employer that each distinct `company` of postings stands for: the contract Employers, by company.

    `employer_names` decides (contract EmployerNames), a whole name before the longest beginning. Of other names those
    that fold to the same are one employer, called by the most frequent spelling.
    """
    counted = (
        postings.filter(pl.col("company").is_not_null())
        .group_by("company")
        .agg(pl.len().cast(pl.Int64).alias("postings"))
        .sort("postings", "company", descending=[True, False])
        .collect()
    )
    bare = _strip_legal_forms(counted["company"])
    counted = counted.with_columns(bare=bare, folded=_fold(bare).fill_null(bare))
    known = _find_known(counted["folded"], employer_names)
    by_spelling = pl.col("bare").first().over("folded")
    return (
        counted.join(known, on="folded", how="left", maintain_order="left")
        .with_columns(kind=pl.col("kind").fill_null(_EMPLOYER))
        .with_columns(
            employer=pl.when(pl.col("kind") != _PLACEHOLDER).then(pl.col("employer").fill_null(by_spelling))
        )
        .select(Employers.polars_schema().names())
        .sort("company")
    )


def _find_known(folded: pl.Series, employer_names: pl.DataFrame) -> pl.DataFrame:
    """`employer` and `kind` of the folded names that `employer_names` knows, one row each."""
    is_beginning = employer_names["name"].str.ends_with("*")
    known = employer_names.with_columns(
        known=fold_employers(employer_names["name"].str.strip_chars_end("*"))
    ).select("known", "employer", "kind")
    distinct = folded.unique(maintain_order=True).to_frame("folded")
    whole = distinct.join(known.filter(~is_beginning), left_on="folded", right_on="known")
    begun = (
        distinct.join(whole, on="folded", how="anti")
        .join_where(known.filter(is_beginning), pl.col("folded").str.starts_with(pl.col("known")))
        .sort(pl.col("known").str.len_chars(), descending=True)
        .drop("known")
    )
    return pl.concat([whole, begun.select(whole.columns)]).unique("folded", keep="first", maintain_order=True)


def _strip_legal_forms(names: pl.Series) -> pl.Series:
    """Names without legal form; where only punctuation would go, as in `Example (EX)`, they stay whole."""
    pairs = ((name, _strip_legal_form(name)) for name in names)
    return pl.Series(
        [bare if any(map(str.isalpha, name[len(bare) :])) and bare else name for name, bare in pairs],
        dtype=pl.String,
    )


def _strip_legal_form(name: str) -> str:
    bare = " ".join(strip_tail(name).split())
    last = normalized(bare.rpartition(" ")[2]).rpartition(" ")[2]
    return basename(name) if strip_punct(last) in _LAST_WORDS else bare


def _fold(bare: pl.Series) -> pl.Series:
    folded = bare.str.to_lowercase().str.replace_all(r"[^\p{L}\d]", "")
    return folded.set(folded == "", None)
