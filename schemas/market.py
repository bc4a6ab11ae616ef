"""Contracts of the tables that define which postings are counted, and in which period."""

from typing import Any

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to
from schemas.postings import DATE_PRECISIONS

PERIOD = r"^(all|latest|\d{4})$"


def share_of(what: str, *, nullable: bool = False) -> Any:
    """A share between 0 and 1 of what the description says."""
    return pa.Field(in_range={"min_value": 0.0, "max_value": 1.0}, nullable=nullable, description=what)


def period(what: str = "of posting if known, or else of the scrape") -> Any:
    """The period of a row."""
    return refers_to(
        "periods",
        description=f"Period by the day {what}: a year; latest: the last 24 months that texts cover; all.",
    )


class Shares(Contract):
    """Shares of postings whose text names, asks for and requires something, as the macro `with_shares` makes them."""

    postings_with_text: pl.Int64 = pa.Field(
        ge=1,
        description="Unique postings with text, of the ML market, the role or its slice: the denominator.",
    )
    named_share: float = share_of("named_postings / postings_with_text: the text names it, asked for or not.")
    named_share_low: float = share_of("Lower end of the Wilson 95 % interval of named_share.")
    named_share_high: float = share_of("Upper end of the Wilson 95 % interval of named_share.")
    asked_share: float = share_of("asked_postings / postings_with_text: the text requires or prefers it.")
    asked_share_low: float = share_of("Lower end of the Wilson 95 % interval of asked_share.")
    asked_share_high: float = share_of("Upper end of the Wilson 95 % interval of asked_share.")
    required_share: float = share_of("required_postings / postings_with_text: the text requires it.")
    required_share_low: float = share_of("Lower end of the Wilson 95 % interval of required_share.")
    required_share_high: float = share_of("Upper end of the Wilson 95 % interval of required_share.")


class Periods(Contract, group="demand"):
    """One row per period for which figures are given: each year, the latest 24 months that texts cover, and all."""

    period: str = pa.Field(
        unique=True,
        str_matches=PERIOD,
        description="A year, latest or all; all also contains postings without a date.",
    )
    first_day: pl.Date = pa.Field(nullable=True, description="First day; for all, the earliest known day.")
    last_day: pl.Date = pa.Field(
        nullable=True,
        description="Last day; for latest, the end of the last month with at least 10 unique texts.",
    )


class MarketPostings(Contract, group="demand"):
    """One row per posting of the ML job market: it has a core role, or a supporting role and asks for an ML skill."""

    posting_id: str = refers_to("postings", unique=True, description="The posting.")
    role_id: str = refers_to("roles", description="Its role.")
    level: str = pa.Field(description="Level that its title names, or else that its source gives.")
    work_mode: str = pa.Field(
        nullable=True, description="remote, hybrid, on_site or not_remote, where stated."
    )
    source_id: str = refers_to("sources", description="The source.")
    employer: str = pa.Field(
        nullable=True,
        description="Its employer under the one name that `employers` gives; empty if not named.",
    )
    search: str = pa.Field(
        nullable=True,
        description="Name of its file without numbers, which files of one search, place or employer share within a "
        "source.",
    )
    country: str = pa.Field(nullable=True, description="ISO 3166-1 alpha-2 country code.")
    posted_on: pl.Date = pa.Field(nullable=True, description="Date of posting, if known.")
    posted_on_precision: str = pa.Field(
        nullable=True,
        isin=DATE_PRECISIONS,
        description="Precision of posted_on; no_later_than: it was open by that date, not posted on it.",
    )
    dated_on: pl.Date = pa.Field(
        nullable=True,
        description="Day that determines its period: of posting, or else of the scrape, or else of its file.",
    )
    has_text: bool = pa.Field(
        description="Whether there is a whole text in which to look for skills: a text of which the source has only a "
        "part (`postings.is_partial_text`) would count as one that does not ask."
    )
    is_repeat: bool = pa.Field(
        description="Whether it repeats an earlier posting; shares do not count repeats."
    )
    ml_evidence: str = refers_to(
        "skills",
        nullable=True,
        description="An ML skill that its text requires or prefers, or that its title or a tag names; empty if there "
        "is none.",
    )


class RoleDemand(Contract, group="demand"):
    """One row per period and canonical role: how many postings name it."""

    period: str = period()
    role_id: str = refers_to("roles", description="The role.")
    postings: pl.Int64 = pa.Field(ge=0, description="Unique postings of the ML market.")
    postings_with_text: pl.Int64 = pa.Field(
        ge=0, description="Those with a description in which to look for skills."
    )
    raw_postings: pl.Int64 = pa.Field(ge=0, description="Postings of the ML market, repeats included.")
    raw_postings_any_market: pl.Int64 = pa.Field(
        ge=0,
        description="Postings whose title names the role, inside or outside the ML market, repeats included.",
    )
    pay_records: pl.Int64 = pa.Field(ge=0, description="Pay records whose title names the role.")
    sources: pl.Int64 = pa.Field(ge=0, description="Sources with such a posting.")
    largest_source_share: float = share_of(
        "The part of postings_with_text from the source with the most; empty without texts.", nullable=True
    )
    largest_employer_share: float = share_of(
        "The part of postings_with_text from the employer with the most: where it is high, the role's shares of skills "
        "describe that employer; empty if none is known.",
        nullable=True,
    )
    is_suppressed: bool = pa.Field(
        description="Whether postings_with_text is below 10, so that no shares of skills are published for the role."
    )
    share: float = share_of("postings / all unique postings of the ML market in the period.")
    rank: pl.Int64 = pa.Field(ge=1, description="1 for the role with the most postings.")

    class Config:
        unique = ["period", "role_id"]


class MarketSkills(Contract, group="demand"):
    """One row per posting of the ML market and skill that its text names, directly or by a narrower skill; no soft
    skills."""

    posting_id: str = refers_to("postings", description="The posting.")
    skill_id: str = refers_to(
        "skills", description="The skill, named directly or by a narrower skill of `skill_lineage`."
    )
    role_id: str = refers_to("roles", description="The posting's role.")
    source_id: str = refers_to("sources", description="Its source.")
    dated_on: pl.Date = pa.Field(nullable=True, description="Day that determines its period.")
    is_repeat: bool = pa.Field(description="Whether the posting repeats an earlier one.")
    is_asked: bool = pa.Field(
        description="Whether the text requires or prefers it, directly or by a narrower skill."
    )
    is_required: bool = pa.Field(description="Whether the text requires it, directly or by a narrower skill.")
    is_asked_itself: bool = pa.Field(description="Whether the text requires or prefers the skill itself.")

    class Config:
        unique = ["posting_id", "skill_id"]
