"""Contracts of what tells repeats from unique postings, and of the postings that are left."""

from typing import Any

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to
from schemas.postings import DUPLICATE_TIERS, ID

SAMPLES = ["drawn", "least_similar"]


class TextSignatures(Contract, group="postings", published=False):
    """One row per posting whose text is long enough to tell it from others."""

    posting_id: str = pa.Field(unique=True, str_matches=ID, description="The posting.")
    bands: pl.List = pa.Field(
        dtype_kwargs={"inner": pl.UInt64},
        description="Hashes for locality-sensitive hashing: similar texts have one in common.",
    )


def _all_of_them(inner: type[pl.DataType], description: str) -> Any:
    return pa.Field(dtype_kwargs={"inner": inner}, description=description)


class UniquePostings(Contract, group="postings"):
    """One row per unique posting: when, where and how often it was seen."""

    posting_id: str = refers_to(
        "postings",
        unique=True,
        description="The posting that stands for it: the first seen, of those with text.",
    )
    first_seen_on: pl.Date = pa.Field(
        nullable=True,
        description="First day it was seen: of the scrape, or else of its file's snapshot or of posting.",
    )
    last_seen_on: pl.Date = pa.Field(nullable=True, description="Last day it was seen.")
    is_open: bool = pa.Field(
        nullable=True,
        description="Whether the newest snapshot of a file that showed it still does; empty where no such file has two "
        "snapshots that list all that is open.",
    )
    closed_by: pl.Date = pa.Field(
        nullable=True,
        description="Day of the first snapshot without it since it was last shown; empty while open or not known.",
    )
    raw_postings: pl.Int64 = pa.Field(
        ge=1, description="How often it was seen: records of it, repeats and later snapshots included."
    )
    versions: pl.Int64 = pa.Field(
        ge=0, description="Different texts it was seen with; 0 where none has a text."
    )
    companies: pl.List = _all_of_them(pl.String, "All spellings of the employer, in alphabetical order.")
    locations: pl.List = _all_of_them(
        pl.String, "All places it was offered in, as stated, in alphabetical order."
    )
    countries: pl.List = _all_of_them(pl.String, "All countries of these places, ISO 3166-1 alpha-2.")
    sources: pl.List = _all_of_them(pl.String, "All sources it was seen in.")


class DuplicateAudit(Contract, group="postings"):
    """One row per pair drawn to look at: a repeat, and the posting it was merged into."""

    posting_id: str = refers_to("postings", unique=True, description="The repeat.")
    duplicate_of: str = refers_to("postings", str_matches=ID, description="The posting it was merged into.")
    duplicate_tier: str = pa.Field(isin=DUPLICATE_TIERS, description="By what they are known to be the same.")
    sample: str = pa.Field(
        isin=SAMPLES,
        description="drawn: by the order of posting_id, which is a hash; least_similar: of all pairs of its tier.",
    )
    duplicate_similarity: pl.Float64 = pa.Field(
        nullable=True,
        in_range={"min_value": 0.0, "max_value": 1.0},
        description="Share of word shingles the two texts have in common; empty where one has none.",
    )
    title: str = pa.Field(description="Title of the repeat.")
    original_title: str = pa.Field(description="Title of the other.")
    company: str = pa.Field(nullable=True, description="Employer of the repeat.")
    original_company: str = pa.Field(nullable=True, description="Employer of the other.")
    location: str = pa.Field(nullable=True, description="Place of the repeat.")
    original_location: str = pa.Field(nullable=True, description="Place of the other.")
    dated_on: pl.Date = pa.Field(
        nullable=True, description="Date of posting of the repeat, or else of its scrape."
    )
    original_dated_on: pl.Date = pa.Field(nullable=True, description="The same of the other.")
    source_id: str = refers_to("sources", description="Source of the repeat.")
    original_source_id: str = refers_to("sources", description="Source of the other.")
