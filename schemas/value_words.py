"""Contract of the words used to interpret values of postings."""

import pandera.polars as pa

from schemas.contract import Contract


class ValueWords(Contract):
    """One row per word or sign used to interpret a value of a posting: pay, dates, places, remote work."""

    word: str = pa.Field(
        str_length={"min_value": 1},
        description="One or more words in lower case; `*` at the end matches any further letters.",
    )
    kind: str = pa.Field(description="What it describes, such as the `period` of pay.")
    value: str = pa.Field(
        nullable=True,
        description="What it stands for: an ISO 4217 currency code, a period, a country, a factor or a number of days.",
    )
    language: str = pa.Field(
        str_matches=r"^[a-z]{2,3}$", description="ISO 639-1 code; mul: several languages."
    )

    class Config:
        unique = ["word", "kind"]
