"""Contracts of the tables that compare periods, roles and skills, and claims of articles with postings."""

from typing import Any

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to
from schemas.market import period, share_of
from schemas.requirements import REQUIREMENTS

TREND_CLASSES = ["emerging", "fading", "steady"]
ASKED = [
    "none",
    "secondary",
    "vocational",
    "bachelor",
    "master",
    "doctorate",
    "some years",
    "0 to 2 years",
    "3 to 5 years",
    "6 to 9 years",
    "10 years and more",
]
GAP_CLASSES = ["claimed_and_asked", "claimed_but_rare", "asked_but_unclaimed", "too_few_postings"]


def _difference(what: str) -> Any:
    return pa.Field(in_range={"min_value": -1.0, "max_value": 1.0}, description=what)


class SkillTrends(Contract, group="comparisons"):
    """One row per role and skill: comparable shares of postings that ask for it in two consecutive half-years, the last
    that enough comparable postings cover. For most roles they are years back: see later_from."""

    role_id: str = refers_to("roles", description="The role.")
    skill_id: str = refers_to("skills", description="The skill.")
    earlier_from: pl.Date = pa.Field(description="First day of the earlier half-year.")
    later_from: pl.Date = pa.Field(
        description="First day of the later half-year, which follows the earlier one."
    )
    earlier_first_on: pl.Date = pa.Field(description="First day of the postings compared, earlier half-year.")
    earlier_last_on: pl.Date = pa.Field(description="Their last day.")
    later_first_on: pl.Date = pa.Field(description="First day of the postings compared, later half-year.")
    later_last_on: pl.Date = pa.Field(description="Their last day.")
    sources_in_common: pl.Int64 = pa.Field(ge=1, description="Sources that are compared.")
    strata_in_common: pl.Int64 = pa.Field(
        ge=1,
        description="Combinations of source, search and country with at least 10 dated postings of the role, of two "
        "months or more, in each half-year. Only these are compared, each with the same weight in both half-years, so "
        "that no difference comes from a source or search that began, ended or widened.",
    )
    earlier_postings: pl.Int64 = pa.Field(
        ge=0, description="Unique postings that ask for the skill, earlier half-year."
    )
    earlier_postings_with_text: pl.Int64 = pa.Field(
        ge=10, description="Unique postings with text and a date: the denominator."
    )
    later_postings: pl.Int64 = pa.Field(
        ge=0, description="Unique postings that ask for the skill, later half-year."
    )
    later_postings_with_text: pl.Int64 = pa.Field(
        ge=10, description="Unique postings with text and a date: the denominator."
    )
    earlier_share: float = share_of(
        "Weighted mean, over the strata, of the share that asks for it, earlier half-year."
    )
    later_share: float = share_of(
        "The same for the later half-year, with the same weights: n1 n2 / (n1 + n2) per stratum."
    )
    difference: float = _difference("later_share - earlier_share.")
    difference_low: float = _difference(
        "Lower end of its 95 % interval: Newcombe's method, weighted over the strata."
    )
    difference_high: float = _difference("Upper end of that interval.")
    p_adjusted: float = share_of(
        "p-value of no difference (Mantel-Haenszel test), adjusted over the role's skills (Benjamini-Hochberg)."
    )
    trend: str = pa.Field(
        isin=TREND_CLASSES,
        description="emerging or fading if p_adjusted <= 0.05, by the sign of difference; otherwise steady: no change "
        "beyond chance.",
    )
    is_small_sample: bool = pa.Field(description="Whether either half-year has fewer than 30 postings.")

    class Config:
        unique = ["role_id", "skill_id"]


class RoleSkillGap(Contract, group="comparisons"):
    """One row per period, role and skill that articles claim or postings ask for: claims compared with postings."""

    period: str = period()
    role_id: str = refers_to("roles", description="The role; only roles that an article describes.")
    skill_id: str = refers_to(
        "skills", description="The skill. Soft skills are left out, because shares do not count them."
    )
    gap_class: str = pa.Field(
        isin=GAP_CLASSES,
        description="claimed_and_asked: claimed, and asked_share >= 0.05; claimed_but_rare: claimed, and asked_share < "
        "0.05; asked_but_unclaimed: a share of at least 0.2 asks for the skill itself, and neither it nor a broader "
        "skill is claimed; too_few_postings: claimed, and the role has fewer than 10 postings with text.",
    )
    articles: pl.Int64 = pa.Field(ge=0, description="Articles that claim the role needs it.")
    articles_on_role: pl.Int64 = pa.Field(ge=1, description="Articles that describe the role.")
    is_required_by_article: bool = pa.Field(
        nullable=True, description="Whether an article claims it as required; empty if unclaimed."
    )
    is_claimed_of_all_roles: bool = pa.Field(
        nullable=True,
        description="Whether articles claim it only of all ML roles together; empty if unclaimed.",
    )
    named_postings: pl.Int64 = pa.Field(
        nullable=True, ge=0, description="Unique postings whose text names the skill or a narrower one."
    )
    asked_postings: pl.Int64 = pa.Field(
        nullable=True, ge=0, description="Those of them that require or prefer it."
    )
    postings_with_text: pl.Int64 = pa.Field(
        nullable=True, ge=10, description="Unique postings of the role with text: the denominator."
    )
    named_share: float = share_of("named_postings / postings_with_text.", nullable=True)
    asked_share: float = share_of("asked_postings / postings_with_text.", nullable=True)
    asked_share_low: float = share_of("Lower end of its Wilson 95 % interval.", nullable=True)
    asked_share_high: float = share_of("Upper end of its Wilson 95 % interval.", nullable=True)

    class Config:
        unique = ["period", "role_id", "skill_id"]


class RoleRequirements(Contract, group="comparisons"):
    """One row per period, role and degree or length of experience: how many postings require, prefer and name it."""

    period: str = period()
    role_id: str = refers_to(
        "roles", description="The role; roles with fewer than 10 postings with text are left out."
    )
    requirement: str = pa.Field(isin=REQUIREMENTS, description="degree or experience.")
    asked: str = pa.Field(
        isin=ASKED,
        description="A degree, or years of experience overall. bachelor: a first degree, or a degree of any level; "
        "some years: without a number; none: nothing of the kind was found (for must_have, nothing required).",
    )
    must_have_postings: pl.Int64 = pa.Field(
        ge=0,
        description="Unique postings for which it is the minimum an applicant must have: the lowest degree required, "
        "because any of several is enough, or the years required. They add up to all postings.",
    )
    preferred_postings: pl.Int64 = pa.Field(
        ge=0, description="Unique postings that prefer it; a posting may prefer several degrees."
    )
    named_postings: pl.Int64 = pa.Field(
        ge=0,
        description="Unique postings that name it as required, sufficient or preferred; a posting may name several.",
    )
    postings_with_text: pl.Int64 = pa.Field(ge=10, description="Unique postings of the role with text.")
    must_have_share: float = share_of("must_have_postings / postings_with_text.")
    must_have_share_low: float = share_of("Lower end of its Wilson 95 % interval.")
    must_have_share_high: float = share_of("Upper end of its Wilson 95 % interval.")
    preferred_share: float = share_of("preferred_postings / postings_with_text.")
    preferred_share_low: float = share_of("Lower end of its Wilson 95 % interval.")
    preferred_share_high: float = share_of("Upper end of its Wilson 95 % interval.")
    named_share: float = share_of("named_postings / postings_with_text.")
    named_share_low: float = share_of("Lower end of its Wilson 95 % interval.")
    named_share_high: float = share_of("Upper end of its Wilson 95 % interval.")
    or_experience_share: float = share_of(
        "Share of must_have_postings that accept experience instead.", nullable=True
    )
    articles_say: pl.List = pa.Field(
        dtype_kwargs={"inner": pl.String},
        description="What role articles say about it, as worded in `role_definitions`.",
    )
    is_small_sample: bool = pa.Field(description="Whether postings_with_text is below 30.")

    class Config:
        unique = ["period", "role_id", "requirement", "asked"]


class SkillPairs(Contract, group="comparisons"):
    """One row per period and pair of skills that postings ask for together, neither broader than the other, in
    alphabetical order."""

    period: str = period()
    skill_id: str = refers_to("skills", description="One skill.")
    other_skill_id: str = refers_to("skills", description="The other.")
    postings: pl.Int64 = pa.Field(
        ge=10,
        description="Unique ML-market postings that ask for both: at least 10 and at least 0.5 % of "
        "postings_with_text.",
    )
    postings_with_text: pl.Int64 = pa.Field(ge=10, description="Unique ML-market postings with text.")
    support: float = share_of("postings / postings_with_text.")
    confidence: float = share_of(
        "Of the postings that ask for the skill, the share that also asks for the other."
    )
    other_confidence: float = share_of(
        "Of the postings that ask for the other, the share that also asks for the skill."
    )
    lift: float = pa.Field(
        ge=0, description="support / its expected value if the two skills were independent."
    )
    jaccard: float = share_of("Postings that ask for both / postings that ask for either.")
    correlation: float = pa.Field(
        in_range={"min_value": -1.0, "max_value": 1.0},
        description="Phi coefficient: the correlation, over postings, of asking for one with asking for the other; 0 "
        "if all postings ask for one of them.",
    )

    class Config:
        unique = ["period", "skill_id", "other_skill_id"]


class RoleSimilarity(Contract, group="comparisons"):
    """One row per period, role and other role, most similar first."""

    period: str = period()
    role_id: str = refers_to("roles", description="The role.")
    other_role_id: str = refers_to("roles", description="The other.")
    rank: pl.Int64 = pa.Field(ge=1, description="1 for the most similar role.")
    similarity: float = share_of(
        "Cosine similarity of the two roles' skills, each weighted by asked_share * ln(1 / asked_share in the ML "
        "market)."
    )
    connecting_skills: pl.List = pa.Field(
        dtype_kwargs={"inner": pl.String}, description="Up to 5 skills that contribute most to similarity."
    )
    own_skills: pl.List = pa.Field(
        dtype_kwargs={"inner": pl.String},
        description="Up to 5 skills that the role asks for more often than the other.",
    )
    other_skills: pl.List = pa.Field(
        dtype_kwargs={"inner": pl.String},
        description="Up to 5 skills that the other role asks for more often.",
    )
    is_small_sample: bool = pa.Field(
        description="Whether either role has fewer than 30 postings with text; chance makes such roles look less "
        "similar."
    )

    class Config:
        unique = ["period", "role_id", "other_role_id"]


class CareerMoves(Contract, group="comparisons"):
    """One row per period, role, other role and skill that the other role asks for more often: what to learn to move
    there."""

    period: str = period()
    from_role_id: str = refers_to("roles", description="The role to move from.")
    to_role_id: str = refers_to("roles", description="The role to move to.")
    rank: pl.Int64 = pa.Field(
        in_range={"min_value": 1, "max_value": 20},
        description="1 for the largest difference; the top 20 are kept.",
    )
    skill_id: str = refers_to("skills", description="The skill to learn.")
    from_share: float = share_of("Its asked_share in the role to move from.")
    to_share: float = share_of("Its asked_share in the role to move to.")
    difference: float = share_of("to_share - from_share.")
    difference_low: float = share_of("Lower end of Newcombe's 95 % interval of difference; always above 0.")
    difference_high: float = share_of("Upper end of that interval.")
    to_required_share: float = share_of("Its required_share in the role to move to.")
    lift: float = pa.Field(ge=0, description="Its lift in the role to move to.")
    is_small_sample: bool = pa.Field(description="Whether either role has fewer than 30 postings with text.")

    class Config:
        unique = ["period", "from_role_id", "to_role_id", "skill_id"]
