"""Contract of the terms that postings name and the lexicon does not contain."""

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract


class UnmatchedTerms(Contract, group="skills"):
    """One row per frequent name in lists of postings that is not an alias of a skill, most frequent first."""

    term: str = pa.Field(unique=True, description="The name, in its most frequent spelling.")
    postings: pl.Int64 = pa.Field(ge=1, description="Distinct texts that name it.")
    companies: pl.Int64 = pa.Field(ge=1, description="Employers that name it.")
    sources: pl.List = pa.Field(
        dtype_kwargs={"inner": pl.String}, description="Sources whose postings name it."
    )
    first_month: str = pa.Field(
        nullable=True,
        str_matches=r"^\d{4}-\d{2}$",
        description="Month of the first dated posting that names it.",
    )
    is_rising: bool = pa.Field(
        description="Whether its share of the dated texts in the latest year is at least twice its share before."
    )
    examples: pl.List = pa.Field(
        dtype_kwargs={"inner": pl.String},
        description="Up to 3 excerpts of at most 80 characters, contacts and personal data masked.",
    )
