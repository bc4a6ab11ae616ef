"""Contracts of what identifies repeats, and of the unique postings that remain."""

from typing import Any

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to
from schemas.postings import DUPLICATE_TIERS, ID

SAMPLES = ["drawn", "least_similar"]


class TextSignatures(Contract, group="postings", published=False):
    """One row per posting whose text is long enough to compare."""

    posting_id: str = pa.Field(unique=True, str_matches=ID, description="The posting.")
    bands: pl.List = pa.Field(
        dtype_kwargs={"inner": pl.UInt64},
        description="Hashes for locality-sensitive hashing: similar texts share at least one.",
    )


def _all_of_them(inner: type[pl.DataType], description: str) -> Any:
    return pa.Field(dtype_kwargs={"inner": inner}, description=description)


class UniquePostings(Contract, group="postings"):
    """One row per unique posting: when, where and how often it was seen."""

    posting_id: str = refers_to(
        "postings",
        unique=True,
        description="The posting that represents all its repeats: the first seen, preferably with text.",
    )
    first_seen_on: pl.Date = pa.Field(
        nullable=True,
        description="First day it was seen: the day of the scrape, or else of its file's snapshot or of posting.",
    )
    last_seen_on: pl.Date = pa.Field(nullable=True, description="Last day it was seen.")
    is_open: bool = pa.Field(
        nullable=True,
        description="Whether the newest snapshot of a file that contained it still contains it; empty if no such file "
        "has two snapshots that list all open postings.",
    )
    closed_by: pl.Date = pa.Field(
        nullable=True,
        description="Day of the first snapshot without it after it was last seen; empty if it is open or unknown.",
    )
    raw_postings: pl.Int64 = pa.Field(
        ge=1, description="Number of records of it, repeats and later snapshots included."
    )
    versions: pl.Int64 = pa.Field(
        ge=0, description="Number of different texts it was seen with; 0 if no record has a text."
    )
    companies: pl.List = _all_of_them(pl.String, "All spellings of the employer, in alphabetical order.")
    locations: pl.List = _all_of_them(
        pl.String, "All places in which it was offered, as stated, in alphabetical order."
    )
    countries: pl.List = _all_of_them(pl.String, "All countries of these places, ISO 3166-1 alpha-2.")
    sources: pl.List = _all_of_them(pl.String, "All sources it was seen in.")


class DuplicateAudit(Contract, group="postings"):
    """One row per pair sampled for review: a repeat, and the posting it was merged into."""

    posting_id: str = refers_to("postings", unique=True, description="The repeat.")
    duplicate_of: str = refers_to("postings", str_matches=ID, description="The posting it was merged into.")
    duplicate_tier: str = pa.Field(
        isin=DUPLICATE_TIERS, description="How the repeat was recognised, as in `postings`."
    )
    sample: str = pa.Field(
        isin=SAMPLES,
        description="drawn: at random, in the order of posting_id, which is a hash; least_similar: the least similar "
        "pairs of the tier.",
    )
    duplicate_similarity: pl.Float64 = pa.Field(
        nullable=True,
        in_range={"min_value": 0.0, "max_value": 1.0},
        description="Share of word shingles that the two texts have in common; empty if either has none.",
    )
    title: str = pa.Field(description="Title of the repeat.")
    original_title: str = pa.Field(description="Title of the original.")
    company: str = pa.Field(nullable=True, description="Employer of the repeat.")
    original_company: str = pa.Field(nullable=True, description="Employer of the original.")
    location: str = pa.Field(nullable=True, description="Place of the repeat.")
    original_location: str = pa.Field(nullable=True, description="Place of the original.")
    dated_on: pl.Date = pa.Field(
        nullable=True, description="Date of posting of the repeat, or else of its scrape."
    )
    original_dated_on: pl.Date = pa.Field(
        nullable=True, description="Date of posting of the original, or else of its scrape."
    )
    source_id: str = refers_to("sources", description="Source of the repeat.")
    original_source_id: str = refers_to("sources", description="Source of the original.")
