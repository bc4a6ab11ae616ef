"""Contracts of the tables that compare: periods, roles, skills, and what articles claim with what postings ask."""

from typing import Any

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to
from schemas.demand import share_of
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
    """One row per role and skill: its share in the latest half-year and in the one before, in the same sources."""

    role_id: str = refers_to("roles", description="The role.")
    skill_id: str = refers_to("skills", description="The skill.")
    earlier_from: pl.Date = pa.Field(description="First day of the earlier half-year.")
    later_from: pl.Date = pa.Field(description="First day of the later half-year, which follows it.")
    sources_in_common: pl.Int64 = pa.Field(
        ge=1,
        description="Sources with at least 10 dated postings of the role in each half-year. Only they are counted: no "
        "difference comes from a source that began or ended.",
    )
    earlier_postings: pl.Int64 = pa.Field(ge=0, description="Unique postings that name the skill, earlier.")
    earlier_postings_with_text: pl.Int64 = pa.Field(ge=10, description="Of so many with text and a date.")
    later_postings: pl.Int64 = pa.Field(ge=0, description="Unique postings that name the skill, later.")
    later_postings_with_text: pl.Int64 = pa.Field(ge=10, description="Of so many with text and a date.")
    earlier_share: float = share_of("earlier_postings / earlier_postings_with_text.")
    later_share: float = share_of("later_postings / later_postings_with_text.")
    difference: float = _difference("later_share - earlier_share.")
    difference_low: float = _difference("Lower end of Newcombe's 95 % interval of difference.")
    difference_high: float = _difference("Upper end of Newcombe's 95 % interval of difference.")
    p_adjusted: float = share_of(
        "p-value of no difference (two-proportion z-test), adjusted by Benjamini and Hochberg over the role's skills."
    )
    trend: str = pa.Field(
        isin=TREND_CLASSES,
        description="emerging or fading where p_adjusted <= 0.05, by the sign of difference; else steady: no change "
        "beyond chance was seen.",
    )
    is_small_sample: bool = pa.Field(description="Whether either half-year has fewer than 30 postings.")

    class Config:
        unique = ["role_id", "skill_id"]


class RoleSkillGap(Contract, group="comparisons"):
    """One row per role and skill that articles claim or postings ask: the claim beside the market."""

    role_id: str = refers_to("roles", description="The role, of those an article describes.")
    skill_id: str = refers_to(
        "skills", description="The skill; soft skills, which shares never count, are left out."
    )
    gap_class: str = pa.Field(
        isin=GAP_CLASSES,
        description="claimed_and_asked: claimed, and share_of_kind >= 0.05; claimed_but_rare: claimed, and below; "
        "asked_but_unclaimed: share >= 0.2, and neither the skill nor one above it is claimed; too_few_postings: "
        "claimed, and the role has fewer than 10 postings with text.",
    )
    articles: pl.Int64 = pa.Field(ge=0, description="Articles that claim it of the role.")
    articles_on_role: pl.Int64 = pa.Field(ge=1, description="Articles that describe the role.")
    is_required_by_article: bool = pa.Field(
        nullable=True, description="Whether one claims it as required; empty where unclaimed."
    )
    is_claimed_of_all_roles: bool = pa.Field(
        nullable=True,
        description="Whether it is claimed only of every ML role at once; empty where unclaimed.",
    )
    postings: pl.Int64 = pa.Field(
        nullable=True, ge=0, description="Unique postings whose text names the skill."
    )
    postings_of_kind: pl.Int64 = pa.Field(
        nullable=True, ge=0, description="Those that name the skill or one below it in `skills.parent_id`."
    )
    postings_with_text: pl.Int64 = pa.Field(
        nullable=True, ge=10, description="Unique postings of the role with text: the denominator."
    )
    share: float = share_of("postings / postings_with_text.", nullable=True)
    share_of_kind: float = share_of("postings_of_kind / postings_with_text.", nullable=True)
    share_of_kind_low: float = share_of("Lower end of its Wilson 95 % interval.", nullable=True)
    share_of_kind_high: float = share_of("Upper end of its Wilson 95 % interval.", nullable=True)

    class Config:
        unique = ["role_id", "skill_id"]


class RoleRequirements(Contract, group="comparisons"):
    """One row per role and degree or length of experience that its postings ask; with `none` they add up to all."""

    role_id: str = refers_to(
        "roles", description="The role; roles with fewer than 10 postings with text are left out."
    )
    requirement: str = pa.Field(isin=REQUIREMENTS, description="degree or experience.")
    asked: str = pa.Field(
        isin=ASKED,
        description="Lowest degree the posting requires, or else prefers; bachelor: a first degree, or one of any "
        "level. Or the most years of experience it asks overall; some years: without a number. none: nothing found.",
    )
    postings: pl.Int64 = pa.Field(ge=1, description="Unique postings of the role that ask it.")
    postings_with_text: pl.Int64 = pa.Field(ge=10, description="Unique postings of the role with text.")
    share: float = share_of("postings / postings_with_text.")
    share_low: float = share_of("Lower end of the Wilson 95 % interval of share.")
    share_high: float = share_of("Upper end of the Wilson 95 % interval of share.")
    required_share: float = share_of("Part of postings that require it; the others prefer it.", nullable=True)
    or_experience_share: float = share_of("Part of postings that take experience instead.", nullable=True)
    articles_say: pl.List = pa.Field(
        dtype_kwargs={"inner": pl.String},
        description="What role articles say of it, in the words of `role_definitions`.",
    )
    is_small_sample: bool = pa.Field(description="Whether postings_with_text is below 30.")

    class Config:
        unique = ["role_id", "requirement", "asked"]


class SkillPairs(Contract, group="comparisons"):
    """One row per two skills that postings name together, the first of which comes first in the alphabet."""

    skill_id: str = refers_to("skills", description="One skill.")
    other_skill_id: str = refers_to("skills", description="The other.")
    postings: pl.Int64 = pa.Field(
        ge=10,
        description="Unique ML-market postings that name both: at least 10 and 0.5 % of postings_with_text.",
    )
    postings_with_text: pl.Int64 = pa.Field(ge=10, description="Unique ML-market postings with text.")
    support: float = share_of("postings / postings_with_text.")
    confidence: float = share_of("Of the postings that name the skill, the part that names the other too.")
    other_confidence: float = share_of(
        "Of the postings that name the other, the part that names the skill too."
    )
    lift: float = pa.Field(
        ge=0, description="support / what it would be if the two had nothing to do with each other."
    )
    jaccard: float = share_of("Postings that name both / postings that name either.")
    correlation: float = pa.Field(
        in_range={"min_value": -1.0, "max_value": 1.0},
        description="Phi: Pearson's correlation over postings of naming the one with naming the other; 0 where all "
        "postings name one of them.",
    )

    class Config:
        unique = ["skill_id", "other_skill_id"]


class RoleSimilarity(Contract, group="comparisons"):
    """One row per role and other role, the most alike first."""

    role_id: str = refers_to("roles", description="The role.")
    other_role_id: str = refers_to("roles", description="The other.")
    rank: pl.Int64 = pa.Field(ge=1, description="1 for the role most like it.")
    similarity: float = share_of(
        "Cosine of the two roles' skills, each weighted by share * ln(1 / share in the ML market)."
    )
    connecting_skills: pl.List = pa.Field(
        dtype_kwargs={"inner": pl.String}, description="Up to 5 skills that add most to similarity."
    )
    own_skills: pl.List = pa.Field(
        dtype_kwargs={"inner": pl.String},
        description="Up to 5 skills asked more of the role than of the other.",
    )
    other_skills: pl.List = pa.Field(
        dtype_kwargs={"inner": pl.String},
        description="Up to 5 skills asked more of the other than of the role.",
    )
    is_small_sample: bool = pa.Field(
        description="Whether either role has fewer than 30 postings with text: chance makes such roles less alike."
    )

    class Config:
        unique = ["role_id", "other_role_id"]


class CareerMoves(Contract, group="comparisons"):
    """One row per role, other role and skill that the other asks more often: what to add to move there."""

    from_role_id: str = refers_to("roles", description="The role to move from.")
    to_role_id: str = refers_to("roles", description="The role to move to.")
    rank: pl.Int64 = pa.Field(
        in_range={"min_value": 1, "max_value": 20},
        description="1 for the largest difference; the first 20 are kept.",
    )
    skill_id: str = refers_to("skills", description="The skill to add.")
    from_share: float = share_of("Its share in the role to move from.")
    to_share: float = share_of("Its share in the role to move to.")
    difference: float = share_of("to_share - from_share.")
    difference_low: float = share_of("Lower end of Newcombe's 95 % interval of difference; always above 0.")
    difference_high: float = share_of("Upper end of that interval.")
    required_share: float = share_of("Part of the postings of the role to move to that name it as required.")
    lift: float = pa.Field(ge=0, description="Its lift in the role to move to.")
    is_small_sample: bool = pa.Field(description="Whether either role has fewer than 30 postings with text.")

    class Config:
        unique = ["from_role_id", "to_role_id", "skill_id"]
