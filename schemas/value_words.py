"""The contract of the words by which values of postings are understood."""

import pandera.polars as pa

from schemas.contract import Contract


class ValueWords(Contract):
    """One row per word or sign that tells what a value of a posting means: pay, dates, places, remote work."""

    word: str = pa.Field(
        str_length={"min_value": 1},
        description="The word in lower case, or several; `*` at the end stands for any further letters.",
    )
    kind: str = pa.Field(description="What it tells, such as `period` of pay.")
    value: str = pa.Field(
        nullable=True,
        description="What it stands for: a currency's ISO 4217 code, a period, a country, a factor, days.",
    )
    language: str = pa.Field(
        str_matches=r"^[a-z]{2,3}$", description="ISO 639-1 code; mul: several languages."
    )

    class Config:
        unique = ["word", "kind"]
