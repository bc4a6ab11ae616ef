"""Contracts of the tables that describe what each source contributes."""

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to
from schemas.market import share_of


class SourceCoverage(Contract, group="demand"):
    """One row per source: what it contributes and which values its postings have."""

    source_id: str = refers_to("sources", unique=True, description="The source.")
    records: pl.Int64 = pa.Field(ge=0, description="Records read, header lines and blank lines included.")
    postings: pl.Int64 = pa.Field(ge=0, description="Records that became a posting or a pay record.")
    seen_before: pl.Int64 = pa.Field(
        ge=0,
        description="Records that repeat a record of an earlier snapshot of their file: sightings of postings.",
    )
    rejected: pl.Int64 = pa.Field(ge=0, description="Records in `rejected_rows`.")
    skipped: pl.Int64 = pa.Field(ge=0, description="Header lines, repeated header lines and blank lines.")
    unique_postings: pl.Int64 = pa.Field(
        ge=0,
        description="Postings that do not repeat an earlier one, and pay records, which are never merged.",
    )
    with_text: pl.Int64 = pa.Field(ge=0, description="Postings with a description.")
    with_whole_text: pl.Int64 = pa.Field(
        ge=0,
        description="Those of which the source has more than a part: only they count in shares of skills.",
    )
    with_date: pl.Int64 = pa.Field(ge=0, description="Postings with a date of posting.")
    with_pay: pl.Int64 = pa.Field(ge=0, description="Postings with pay.")
    with_country: pl.Int64 = pa.Field(ge=0, description="Postings with a country.")
    with_role: pl.Int64 = pa.Field(ge=0, description="Postings whose title names a canonical role.")
    role_share: float = share_of("with_role / postings; empty if there are no postings.", nullable=True)
    market_postings: pl.Int64 = pa.Field(ge=0, description="Postings of the ML market, repeats included.")
    skills_per_text: float = pa.Field(
        nullable=True, ge=0, description="Mean number of skills found per description."
    )
    first_posted_on: pl.Date = pa.Field(nullable=True, description="Earliest date of posting.")
    last_posted_on: pl.Date = pa.Field(nullable=True, description="Latest date of posting.")


class SourceTexts(Contract, group="sources"):
    """One row per source, year and language: how many texts the source has."""

    source_id: str = refers_to("sources", description="The source.")
    year: pl.Int64 = pa.Field(
        nullable=True, description="Year of posting, or else of the scrape; empty if neither is known."
    )
    language: str = pa.Field(
        nullable=True,
        str_matches=r"^[a-z]{2}$",
        description="ISO 639-1 code; empty if the language is not known.",
    )
    texts: pl.Int64 = pa.Field(ge=1, description="Postings with a description, repeats included.")
    unique_texts: pl.Int64 = pa.Field(ge=0, description="Those that do not repeat another posting.")

    class Config:
        unique = ["source_id", "year", "language"]
