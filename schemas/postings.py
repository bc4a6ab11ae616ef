"""Contracts of postings, from a record in a file to a clean row."""

from typing import Any, get_args

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to
from schemas.layouts import KINDS, PayBasis, PayPeriod
from schemas.roles import LEVELS

OUTCOMES = ["posting", "rejected", "skipped"]
DATE_PRECISIONS = ["day", "relative", "no_later_than", "month", "year"]
DUPLICATE_TIERS = ["same_id", "same_text", "near_text", "same_opening"]
DATE_BASES = ["stated", "computed", "collected"]
WORK_MODES = ["remote", "hybrid", "on_site", "not_remote"]
PERIODS = list(get_args(PayPeriod))
PAY_BASES = list(get_args(PayBasis))
ID = r"^[0-9a-f]{16}$"
SHA256 = r"^[0-9a-f]{64}$"


def _raw(what: str) -> Any:
    return pa.Field(nullable=True, description=f"{what}, as the source writes it.")


class Countries(Contract, group="postings"):
    """One row per country: its code and its name."""

    country: str = pa.Field(
        unique=True, str_matches=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2 country code."
    )
    name: str = pa.Field(unique=True, description="Its usual name in English.")


class RawPostings(Contract, group="postings", published=False):
    """One row per record of a source file: raw, untrusted text under canonical column names."""

    posting_id: str = pa.Field(
        unique=True,
        str_matches=ID,
        description="First 16 hex digits of sha256(file without .gz or .zst, its sha256, line).",
    )
    source_id: str = refers_to("sources", description="The source.")
    file: str = pa.Field(description="Path of the file, relative to the postings folder.")
    file_sha256: str = pa.Field(str_matches=SHA256, description="sha256 of the file.")
    line: pl.Int64 = pa.Field(ge=1, description="Physical line on which the record starts, from 1.")
    lines: pl.Int64 = pa.Field(ge=1, description="Number of physical lines it spans.")
    outcome: str = pa.Field(isin=OUTCOMES, description="What became of it: posting, rejected or skipped.")
    reason: str = pa.Field(nullable=True, description="Why it was rejected or skipped.")
    raw_text: str = pa.Field(
        nullable=True, description="The record as it is in the file, if it was rejected."
    )
    source_posting_id: str = _raw("The source's own id")
    url: str = _raw("Address of the posting")
    title: str = _raw("Title")
    company: str = _raw("Employer")
    location: str = _raw("Place")
    country: str = _raw("Country")
    remote: str = _raw("Remote marker")
    posted_on: str = _raw("Date of posting")
    seen_on: str = _raw("Date of the scrape")
    salary: str = _raw("Pay")
    salary_min: str = _raw("Lower end of pay")
    salary_max: str = _raw("Upper end of pay")
    salary_currency: str = _raw("Currency of pay")
    salary_period: str = _raw("Period of pay")
    pay_origin: str = _raw("Origin of pay: a board, or a flag that it is predicted")
    employment_type: str = _raw("Employment type")
    source_seniority: str = _raw("Level the source gives")
    description: str = _raw("Text of the posting")
    tags: str = _raw("Skill tags")


class RejectedRows(Contract, group="postings"):
    """One row per record that was rejected, with the reason."""

    source_id: str = refers_to("sources", description="The source.")
    file: str = pa.Field(description="Path of the file, relative to the postings folder.")
    file_sha256: str = pa.Field(str_matches=SHA256, description="sha256 of the file.")
    line: pl.Int64 = pa.Field(ge=1, description="Physical line on which the record starts, from 1.")
    reason: str = pa.Field(description="Why it was rejected.")
    excerpt: str = pa.Field(
        str_length={"max_value": 120},
        description="First 120 characters of the record, contacts and personal data masked.",
    )
    raw_text: str = pa.Field(
        description="The whole record, contacts and personal data masked.", metadata={"private": True}
    )

    class Config:
        unique = ["file", "line"]


class _Posting(Contract):
    posting_id: str = pa.Field(
        unique=True,
        str_matches=ID,
        description="First 16 hex digits of sha256(file without .gz or .zst, its sha256, line).",
    )
    source_id: str = refers_to("sources", description="The source.")
    kind: str = pa.Field(
        isin=KINDS, description="posting, or pay_record: a row of a pay list, which is never merged."
    )
    file: str = pa.Field(description="Path of the file, relative to the postings folder.")
    file_sha256: str = pa.Field(str_matches=SHA256, description="sha256 of the file.")
    line: pl.Int64 = pa.Field(ge=1, description="Physical line on which the record starts, from 1.")
    source_posting_id: str = pa.Field(nullable=True, description="The source's own id of the posting.")
    url: str = pa.Field(nullable=True, description="Address of the posting.")
    title: str = pa.Field(
        str_length={"min_value": 1}, description="Title, with whitespace and encoding errors repaired."
    )
    company: str = pa.Field(nullable=True, description="Employer, without an appended rating.")
    location: str = pa.Field(nullable=True, description="Place as stated.")
    country: str = pa.Field(
        nullable=True, str_matches=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2 country code."
    )
    region: str = pa.Field(
        nullable=True,
        str_matches=r"^[A-Z]{2}-[A-Z\d]{1,3}$",
        description="ISO 3166-2 code of the state, province or other division that the place names; empty if it names "
        "only a city or country.",
    )
    work_mode: str = pa.Field(
        nullable=True,
        isin=WORK_MODES,
        description="Where the work is done: remote, hybrid or on_site; not_remote if a flag says only that. Empty if "
        "nothing is stated, or only that remote work is possible.",
    )
    posted_on: pl.Date = pa.Field(
        nullable=True, description="Date of posting, if known; never before 1990 or after the scrape."
    )
    posted_on_precision: str = pa.Field(
        nullable=True,
        isin=DATE_PRECISIONS,
        description="day: stated; relative: counted back from the scrape; no_later_than: '30+ days ago'; month; year.",
    )
    seen_on: pl.Date = pa.Field(
        nullable=True,
        description="Date of the scrape that saw it; the first day of the month or year if only that is known.",
    )
    dated_on: pl.Date = pa.Field(
        nullable=True,
        description="Date that determines the posting's period: posted_on, or else seen_on.",
    )
    dated_on_precision: str = pa.Field(
        nullable=True, isin=DATE_PRECISIONS, description="Precision of dated_on, as in posted_on_precision."
    )
    dated_on_basis: str = pa.Field(
        nullable=True,
        isin=DATE_BASES,
        description="stated: the source gives the date of posting; computed: counted back from the scrape by an age "
        "('3 days ago'); collected: only the date of collection is known.",
    )
    salary_raw: str = pa.Field(nullable=True, description="Pay as the source writes it.")
    salary_min_year: pl.Float64 = pa.Field(
        nullable=True, ge=0, description="Lower end of pay per year, in salary_currency."
    )
    salary_max_year: pl.Float64 = pa.Field(
        nullable=True, ge=0, description="Upper end of pay per year, in salary_currency."
    )
    salary_currency: str = pa.Field(nullable=True, str_matches=r"^[A-Z]{3}$", description="ISO 4217 code.")
    salary_period: str = pa.Field(
        nullable=True,
        isin=PERIODS,
        description="Period for which pay is stated; a year has 2,080 hours, 260 days, 52 weeks,"
        " 26 fortnights, 24 half months or 12 months.",
    )
    salary_assumption: str = pa.Field(
        nullable=True,
        description="What had to be assumed to compute pay per year, because neither text nor column states it; empty "
        "if nothing.",
    )
    pay_origin: str = pa.Field(
        nullable=True, description="Origin of pay, as the source writes it: a board, or a flag."
    )
    pay_basis: str = pa.Field(
        nullable=True,
        isin=PAY_BASES,
        description="Who states the pay: stated: the employer; estimated: a board or publisher, as the source says or "
        "as the same amounts at many employers show; survey: a pay list. Empty without pay per year.",
    )
    employment_type: str = pa.Field(nullable=True, description="Employment type as the source gives it.")
    source_seniority: str = pa.Field(nullable=True, description="Level as the source gives it.")
    source_level: str = pa.Field(
        nullable=True,
        isin=LEVELS,
        description="Level that source_seniority stands for; mid_senior if the source does not separate mid from "
        "senior.",
    )
    language: str = pa.Field(
        nullable=True,
        str_matches=r"^[a-z]{2}$",
        description="ISO 639-1 code, detected from the text; empty without a text, because a title is too short.",
    )
    has_text: bool = pa.Field(description="Whether there is a description in which to look for skills.")
    is_partial_text: bool = pa.Field(
        description="Whether the source has only a part of the text: what that does not ask for may stand in the rest."
    )
    text_sha256: str = pa.Field(
        nullable=True,
        str_matches=SHA256,
        description="sha256 of the description's letters and digits in lower case.",
    )


class CleanedPostings(_Posting, group="postings", published=False):
    """One row per posting or pay record, cleaned and typed, with its text."""

    description: str = pa.Field(
        nullable=True,
        description="Cleaned text, contacts and personal data masked.",
        metadata={"private": True},
    )
    tags: pl.List = pa.Field(
        dtype_kwargs={"inner": pl.String},
        nullable=True,
        description="Skill tags the source supplies.",
        metadata={"private": True},
    )


class Postings(_Posting, group="postings"):
    """One row per posting or pay record; repeats are kept and point to the posting they repeat."""

    duplicate_of: str = refers_to(
        "postings",
        nullable=True,
        str_matches=ID,
        description="The unique posting that it repeats; empty for a unique posting.",
    )
    duplicate_tier: str = pa.Field(
        nullable=True,
        isin=DUPLICATE_TIERS,
        description="How the repeat was recognised: same_id: the source's id or address; same_text: the same text; "
        "near_text: nearly the same text; same_opening: employer, title and place, without text. Empty for a unique "
        "posting.",
    )
    duplicate_similarity: pl.Float64 = pa.Field(
        nullable=True,
        in_range={"min_value": 0.0, "max_value": 1.0},
        description="Share of word shingles that its text and that of duplicate_of have in common; empty unless both "
        "have a text.",
    )
    version: pl.Int64 = pa.Field(
        ge=1,
        description="1 for the first text of its unique posting seen under the same id or address, 2 for the next, and "
        "so on; otherwise 1.",
    )
