"""Contracts of the tables that say what the market asks for."""

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to


def _share(of: str):
    return pa.Field(in_range={"min_value": 0.0, "max_value": 1.0}, description=of)


class MarketPostings(Contract):
    """One row per posting of the ML job market: it has a core role, or a supporting role and ML in its text."""

    posting_id: str = refers_to("postings", unique=True, description="The posting.")
    role_id: str = refers_to("roles", description="Its role.")
    seniority: str = pa.Field(description="Level its title names.")
    source_id: str = refers_to("sources", description="The source.")
    country: str = pa.Field(nullable=True, description="ISO 3166-1 alpha-2 country code.")
    posted_on: pl.Date = pa.Field(nullable=True, description="Date of posting, as far as known.")
    has_text: bool = pa.Field(description="Whether there is a description to look for skills in.")
    is_repeat: bool = pa.Field(
        description="Whether it repeats an earlier posting; repeats are not counted in shares."
    )
    ml_evidence: str = refers_to(
        "skills",
        nullable=True,
        description="A skill that shows the posting is about ML; empty for core roles that name none.",
    )


class RoleDemand(Contract):
    """One row per canonical role: how many postings name it."""

    role_id: str = refers_to("roles", unique=True, description="The role.")
    postings: pl.Int64 = pa.Field(ge=0, description="Unique postings of the ML market.")
    postings_with_text: pl.Int64 = pa.Field(
        ge=0, description="Those with a description to look for skills in."
    )
    raw_postings: pl.Int64 = pa.Field(ge=0, description="Postings of the ML market, repeats included.")
    raw_postings_any_market: pl.Int64 = pa.Field(
        ge=0, description="Postings whose title names the role, in the ML market or not, repeats included."
    )
    pay_records: pl.Int64 = pa.Field(ge=0, description="Pay records whose title names the role.")
    sources: pl.Int64 = pa.Field(ge=0, description="Sources with such a posting.")
    share: float = _share("postings / all unique postings of the ML market.")
    rank: pl.Int64 = pa.Field(ge=1, description="1 for the role with most postings.")


class SkillDemand(Contract):
    """One row per skill named in the ML market, most named first."""

    skill_id: str = refers_to("skills", unique=True, description="The skill.")
    postings: pl.Int64 = pa.Field(
        ge=1, description="Unique postings whose text names it, as required, preferred or in context."
    )
    postings_with_text: pl.Int64 = pa.Field(
        ge=1, description="Unique ML-market postings with text: the denominator."
    )
    share: float = _share("postings / postings_with_text.")
    share_low: float = _share("Lower end of the Wilson 95 % interval of share.")
    share_high: float = _share("Upper end of the Wilson 95 % interval of share.")
    required_share: float = _share("Part of postings that state it as required.")
    rank: pl.Int64 = pa.Field(ge=1, description="1 for the skill most postings name.")


class RoleSkillDemand(Contract):
    """One row per role and skill: how many of the role's postings name it, and how sure that is."""

    role_id: str = refers_to("roles", description="The role.")
    skill_id: str = refers_to("skills", description="The skill.")
    rank: pl.Int64 = pa.Field(ge=1, description="1 for the skill most of the role's postings name.")
    postings: pl.Int64 = pa.Field(
        ge=1,
        description="Unique postings of the role whose text names the skill: required, preferred or in context.",
    )
    postings_with_text: pl.Int64 = pa.Field(
        ge=1, description="Unique ML-market postings of the role with text: the denominator."
    )
    raw_postings: pl.Int64 = pa.Field(ge=1, description="The same as postings, repeats included.")
    share: float = _share("postings / postings_with_text.")
    share_low: float = _share("Lower end of the Wilson 95 % interval of share.")
    share_high: float = _share("Upper end of the Wilson 95 % interval of share.")
    required_share: float = _share("Part of postings that state the skill as required.")
    lift: float = pa.Field(
        ge=0, description="share / share of the skill in all ML-market postings with text."
    )
    is_small_sample: bool = pa.Field(
        description="Whether postings_with_text is below 30: do not quote the share."
    )

    class Config:
        unique = ["role_id", "skill_id"]


class SourceCoverage(Contract):
    """One row per source: what it contributes and what it lacks."""

    source_id: str = refers_to("sources", unique=True, description="The source.")
    records: pl.Int64 = pa.Field(ge=0, description="Records read, header lines and blank lines included.")
    postings: pl.Int64 = pa.Field(ge=0, description="Records that became a posting or a pay record.")
    rejected: pl.Int64 = pa.Field(ge=0, description="Records in rejected_rows.")
    skipped: pl.Int64 = pa.Field(ge=0, description="Header lines, repeated header lines and blank lines.")
    unique_postings: pl.Int64 = pa.Field(ge=0, description="Postings that repeat no earlier one.")
    with_text: pl.Int64 = pa.Field(ge=0, description="Postings with a description.")
    with_date: pl.Int64 = pa.Field(ge=0, description="Postings with a date of posting.")
    with_pay: pl.Int64 = pa.Field(ge=0, description="Postings with pay.")
    with_country: pl.Int64 = pa.Field(ge=0, description="Postings with a country.")
    with_role: pl.Int64 = pa.Field(ge=0, description="Postings whose title names a canonical role.")
    market_postings: pl.Int64 = pa.Field(ge=0, description="Postings of the ML market, repeats included.")
    skills_per_text: float = pa.Field(
        nullable=True, ge=0, description="Mean number of skills found per description."
    )
    first_posted_on: pl.Date = pa.Field(nullable=True, description="Earliest date of posting.")
    last_posted_on: pl.Date = pa.Field(nullable=True, description="Latest date of posting.")
