"""Contracts of the tables that say what the market asks for."""

from typing import Any

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to
from schemas.postings import DATE_PRECISIONS

SLICES = ["month", "country", "seniority", "source"]
DEMAND_CLASSES = ["defining", "distinguishing", "common", "rare"]


def share_of(what: str, *, nullable: bool = False) -> Any:
    """A share between 0 and 1 of what the description says."""
    return pa.Field(in_range={"min_value": 0.0, "max_value": 1.0}, nullable=nullable, description=what)


class MarketPostings(Contract, group="demand"):
    """One row per posting of the ML job market: it has a core role, or a supporting role and an ML skill."""

    posting_id: str = refers_to("postings", unique=True, description="The posting.")
    role_id: str = refers_to("roles", description="Its role.")
    seniority: str = pa.Field(description="Level its title names.")
    level: str = pa.Field(description="Level its title names, or else its source.")
    work_mode: str = pa.Field(
        nullable=True, description="remote, hybrid, on_site or not_remote, where stated."
    )
    source_id: str = refers_to("sources", description="The source.")
    country: str = pa.Field(nullable=True, description="ISO 3166-1 alpha-2 country code.")
    posted_on: pl.Date = pa.Field(nullable=True, description="Date of posting, as far as known.")
    posted_on_precision: str = pa.Field(
        nullable=True,
        isin=DATE_PRECISIONS,
        description="How exact it is; no_later_than is a date by which it was open, not one on which it was posted.",
    )
    dated_on: pl.Date = pa.Field(
        nullable=True,
        description="The time it stands for: of posting, or else of the scrape. Periods rest on it.",
    )
    has_text: bool = pa.Field(description="Whether there is a description to look for skills in.")
    is_repeat: bool = pa.Field(
        description="Whether it repeats an earlier posting; repeats are not counted in shares."
    )
    ml_evidence: str = refers_to(
        "skills",
        nullable=True,
        description="A skill that shows the posting is about ML; empty for core roles that name none.",
    )


class RoleDemand(Contract, group="demand"):
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
    is_suppressed: bool = pa.Field(
        description="Whether postings_with_text is below 10: no shares of skills are published for the role."
    )
    share: float = share_of("postings / all unique postings of the ML market.")
    rank: pl.Int64 = pa.Field(ge=1, description="1 for the role with most postings.")


class MarketSkills(Contract, group="demand", published=False):
    """One row per posting of the ML market with text and skill its text names, repeats included, soft skills not."""

    posting_id: str = pa.Field(description="The posting.")
    skill_id: str = pa.Field(description="The skill.")
    role_id: str = pa.Field(description="The posting's role.")
    is_repeat: bool = pa.Field(description="Whether the posting repeats an earlier one.")
    is_required: bool = pa.Field(description="Whether the text states the skill as required.")

    class Config:
        unique = ["posting_id", "skill_id"]


class SkillDemand(Contract, group="demand"):
    """One row per skill named in the ML market, most named first."""

    skill_id: str = refers_to("skills", unique=True, description="The skill.")
    postings: pl.Int64 = pa.Field(
        ge=1, description="Unique postings whose text names it, as required, preferred or in context."
    )
    postings_with_text: pl.Int64 = pa.Field(
        ge=1, description="Unique ML-market postings with text: the denominator."
    )
    raw_postings: pl.Int64 = pa.Field(ge=1, description="The same as postings, repeats included.")
    share: float = share_of("postings / postings_with_text.")
    share_low: float = share_of("Lower end of the Wilson 95 % interval of share.")
    share_high: float = share_of("Upper end of the Wilson 95 % interval of share.")
    required_share: float = share_of("Part of postings that state it as required.")
    rank: pl.Int64 = pa.Field(ge=1, description="1 for the skill most postings name.")


class _RoleAndSkill(Contract):
    role_id: str = refers_to(
        "roles", description="The role; only where it has at least 10 unique postings with text here."
    )
    skill_id: str = refers_to("skills", description="The skill.")


class _Asked(Contract):
    """Columns of every table that counts, for a role or a part of it, the postings whose text names a skill."""

    postings: pl.Int64 = pa.Field(
        ge=1,
        description="Unique postings of the role whose text names the skill: required, preferred or in context.",
    )
    postings_with_text: pl.Int64 = pa.Field(
        ge=1, description="Unique ML-market postings of the role with text: the denominator. At least 10."
    )
    raw_postings: pl.Int64 = pa.Field(ge=1, description="The same as postings, repeats included.")
    share: float = share_of("postings / postings_with_text.")
    share_low: float = share_of("Lower end of the Wilson 95 % interval of share.")
    share_high: float = share_of("Upper end of the Wilson 95 % interval of share.")
    required_share: float = share_of("Part of postings that state the skill as required.")
    required_share_low: float = share_of("Lower end of the Wilson 95 % interval of required_share.")
    required_share_high: float = share_of("Upper end of the Wilson 95 % interval of required_share.")
    is_small_sample: bool = pa.Field(
        description="Whether postings_with_text is below 30: do not quote the share."
    )


class RoleSkillDemand(_Asked, _RoleAndSkill, group="demand"):
    """One row per role and skill: how many of the role's postings name it, and how sure that is."""

    rank: pl.Int64 = pa.Field(ge=1, description="1 for the skill most of the role's postings name.")
    lift: float = pa.Field(
        ge=0, description="share / share of the skill in all ML-market postings with text."
    )
    log_odds: float = pa.Field(
        description="Log of the odds that a skill named in the role is this one, over the same odds in all other "
        "roles, drawn towards 0 by an informative Dirichlet prior worth 30 average postings (Monroe et al. 2008)."
    )
    log_odds_z: float = pa.Field(
        description="log_odds / its standard error; above 3: asked of the role more than elsewhere, beyond chance."
    )
    tf_idf_rank: pl.Int64 = pa.Field(
        ge=1,
        description="1 for the skill of the role with the highest share * ln(1 / share in the ML market).",
    )
    demand_class: str = pa.Field(
        isin=DEMAND_CLASSES,
        description="defining: log_odds_z >= 3, lift >= 1.25 and share >= 0.3; distinguishing: log_odds_z >= 3 and "
        "lift >= 1.25; else common, or rare where share < 0.05.",
    )
    cells: pl.Int64 = pa.Field(
        ge=0, description="Source-months with at least 10 of the role's unique postings with text."
    )
    share_by_cell: float = share_of(
        "Mean of the share over those source-months, each weighted the same; undated postings of a source are one "
        "more. Empty without any.",
        nullable=True,
    )
    sources: pl.Int64 = pa.Field(
        ge=0, description="Sources with at least 10 of the role's unique postings with text."
    )
    source_share_min: float = share_of("Lowest share in one of those sources.", nullable=True)
    source_share_max: float = share_of("Highest share in one of those sources.", nullable=True)
    source_share_sd: float = pa.Field(
        nullable=True,
        ge=0,
        description="Standard deviation of the share over those sources; empty below two.",
    )

    class Config:
        unique = ["role_id", "skill_id"]


class RoleSkillTags(Contract, group="demand"):
    """One row per role and skill that sources supply as a tag: shares by tag, never mixed with those by text."""

    role_id: str = refers_to(
        "roles", description="The role; roles with fewer than 10 postings with tags are left out."
    )
    skill_id: str = refers_to("skills", description="The skill.")
    rank: pl.Int64 = pa.Field(
        ge=1, description="1 for the skill most of the role's postings are tagged with."
    )
    postings: pl.Int64 = pa.Field(ge=1, description="Unique postings of the role with the tag.")
    postings_with_tags: pl.Int64 = pa.Field(
        ge=10,
        description="Unique ML-market postings of the role with any tag that is a skill: the denominator.",
    )
    share: float = share_of("postings / postings_with_tags.")
    share_low: float = share_of("Lower end of the Wilson 95 % interval of share.")
    share_high: float = share_of("Upper end of the Wilson 95 % interval of share.")
    sources: pl.Int64 = pa.Field(
        ge=1, description="Sources that tag the role's postings with it; each has tags of its own."
    )
    is_small_sample: bool = pa.Field(description="Whether postings_with_tags is below 30.")

    class Config:
        unique = ["role_id", "skill_id"]


class _Slice(Contract):
    slice: str = pa.Field(isin=SLICES, description="What the postings have in common.")
    value: str = pa.Field(description="Its value.")


class RoleSkillSlices(_Asked, _RoleAndSkill, _Slice, group="demand", published=False):
    """One row per slice of the market, role and skill: what the tables of demand by month, country and so on show."""

    class Config:
        unique = ["slice", "value", "role_id", "skill_id"]


class _Month(Contract):
    month: pl.Date = pa.Field(
        description="First day of the month in which they were posted. Postings of which only the latest possible date "
        "is known ('30+ days ago'), or none, are left out."
    )


class RoleSkillDemandByMonth(_Asked, _Month, _RoleAndSkill, group="demand"):
    """One row per month of posting, role and skill."""

    class Config:
        unique = ["role_id", "skill_id", "month"]


class _Country(Contract):
    country: str = pa.Field(str_matches=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2 country code.")


class RoleSkillDemandByCountry(_Asked, _Country, _RoleAndSkill, group="demand"):
    """One row per country, role and skill."""

    class Config:
        unique = ["role_id", "skill_id", "country"]


class _Seniority(Contract):
    seniority: str = pa.Field(description="Level the title names.")


class RoleSkillDemandBySeniority(_Asked, _Seniority, _RoleAndSkill, group="demand"):
    """One row per level, role and skill."""

    class Config:
        unique = ["role_id", "skill_id", "seniority"]


class _Source(Contract):
    source_id: str = refers_to("sources", description="The source.")


class RoleSkillDemandBySource(_Asked, _Source, _RoleAndSkill, group="demand"):
    """One row per source, role and skill."""

    class Config:
        unique = ["role_id", "skill_id", "source_id"]


class SourceCoverage(Contract, group="demand"):
    """One row per source: what it contributes and what it lacks."""

    source_id: str = refers_to("sources", unique=True, description="The source.")
    records: pl.Int64 = pa.Field(ge=0, description="Records read, header lines and blank lines included.")
    postings: pl.Int64 = pa.Field(ge=0, description="Records that became a posting or a pay record.")
    seen_before: pl.Int64 = pa.Field(
        ge=0,
        description="Records that say what an earlier snapshot of their file said: sightings of postings.",
    )
    rejected: pl.Int64 = pa.Field(ge=0, description="Records in rejected_rows.")
    skipped: pl.Int64 = pa.Field(ge=0, description="Header lines, repeated header lines and blank lines.")
    unique_postings: pl.Int64 = pa.Field(
        ge=0, description="Postings that repeat no earlier one, and pay records, which are never merged."
    )
    with_text: pl.Int64 = pa.Field(ge=0, description="Postings with a description.")
    with_date: pl.Int64 = pa.Field(ge=0, description="Postings with a date of posting.")
    with_pay: pl.Int64 = pa.Field(ge=0, description="Postings with pay.")
    with_country: pl.Int64 = pa.Field(ge=0, description="Postings with a country.")
    with_role: pl.Int64 = pa.Field(ge=0, description="Postings whose title names a canonical role.")
    role_share: float = share_of("with_role / postings; empty without postings.", nullable=True)
    market_postings: pl.Int64 = pa.Field(ge=0, description="Postings of the ML market, repeats included.")
    skills_per_text: float = pa.Field(
        nullable=True, ge=0, description="Mean number of skills found per description."
    )
    first_posted_on: pl.Date = pa.Field(nullable=True, description="Earliest date of posting.")
    last_posted_on: pl.Date = pa.Field(nullable=True, description="Latest date of posting.")


class SourceTexts(Contract, group="sources"):
    """One row per source, year and language: how many texts it has of each."""

    source_id: str = refers_to("sources", description="The source.")
    year: pl.Int64 = pa.Field(
        nullable=True, description="Year of posting, or else of the scrape; empty where neither is known."
    )
    language: str = pa.Field(
        nullable=True, str_matches=r"^[a-z]{2}$", description="ISO 639-1 code; empty where it is not known."
    )
    texts: pl.Int64 = pa.Field(ge=1, description="Postings with a description, repeats included.")
    unique_texts: pl.Int64 = pa.Field(ge=0, description="Those of them that repeat no other posting.")

    class Config:
        unique = ["source_id", "year", "language"]
