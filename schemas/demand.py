"""Contracts of the tables of skill demand."""

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to
from schemas.market import Shares, period, share_of

SLICES = ["month", "country", "level", "source"]
DEMAND_CLASSES = ["defining", "distinguishing", "common", "rare"]


class _Counted(Contract):
    """Counts of postings whose text names a skill, by need."""

    raw_postings: pl.Int64 = pa.Field(ge=0, description="The same as named_postings, repeats included.")
    named_postings: pl.Int64 = pa.Field(
        ge=0, description="Unique postings whose text names the skill or a narrower one, asked for or not."
    )
    asked_postings: pl.Int64 = pa.Field(
        ge=0, description="Those that require or prefer it: what the market asks for."
    )
    required_postings: pl.Int64 = pa.Field(ge=0, description="Those that require it.")
    asked_itself_postings: pl.Int64 = pa.Field(
        ge=0, description="Those that require or prefer the skill itself, not only a narrower one."
    )


class RoleSkillMonths(_Counted, group="demand", published=False):
    """One row per role, source, month and skill: the counts from which the shares of all periods are computed."""

    role_id: str = pa.Field(description="The role.")
    source_id: str = pa.Field(description="The source.")
    month: pl.Date = pa.Field(
        nullable=True, description="First day of the month; empty if the month is not known."
    )
    skill_id: str = pa.Field(description="The skill.")

    class Config:
        unique = ["role_id", "source_id", "month", "skill_id"]


class _Asked(Shares, _Counted):
    """Columns of every table with shares of postings that name, ask for and require a skill."""

    required_share_of_named: float = share_of(
        "required_postings / named_postings: the share of postings that name it, not of all with text.",
        nullable=True,
    )
    asked_itself_share: float = share_of(
        "asked_itself_postings / postings_with_text, without narrower skills."
    )
    is_small_sample: bool = pa.Field(
        description="Whether postings_with_text is below 30: do not quote the share."
    )


class SkillDemand(_Asked, group="demand"):
    """One row per period and skill named in the ML market, most frequently asked for first."""

    period: str = period()
    skill_id: str = refers_to("skills", description="The skill.")
    rank: pl.Int64 = pa.Field(ge=1, description="1 for the skill that most postings ask for.")

    class Config:
        unique = ["period", "skill_id"]


class _RoleAndSkill(Contract):
    role_id: str = refers_to(
        "roles", description="The role; only if it has at least 10 unique postings with text in this slice."
    )
    skill_id: str = refers_to(
        "skills", description="The skill; narrower skills of `skill_lineage` count for it."
    )


class _Spread(Contract):
    """How much a share differs between sources and months."""

    cells: pl.Int64 = pa.Field(
        ge=0,
        description="Source-months (a month of one source) with at least 10 unique postings of the role with text.",
    )
    share_by_cell: float = share_of(
        "Mean of asked_share over those source-months, with equal weights; empty if there are none.",
        nullable=True,
    )
    sources: pl.Int64 = pa.Field(
        ge=0, description="Sources with at least 10 unique postings of the role with text."
    )
    source_share_min: float = share_of("Lowest asked_share among those sources.", nullable=True)
    source_share_max: float = share_of("Highest asked_share among those sources.", nullable=True)
    source_share_sd: float = pa.Field(
        nullable=True,
        ge=0,
        description="Standard deviation of asked_share over those sources; empty if there are fewer than two.",
    )
    largest_employer_share: float = share_of(
        "Of the postings that ask for it, the part from the employer with the most; empty if none names its employer.",
        nullable=True,
    )


class RoleSkillSpread(_Spread, group="demand", published=False):
    """One row per period, role and skill: how much asked_share differs between sources and months."""

    period: str = pa.Field(description="The period.")
    role_id: str = pa.Field(description="The role.")
    skill_id: str = pa.Field(description="The skill.")

    class Config:
        unique = ["period", "role_id", "skill_id"]


class RoleSkillOdds(Contract, group="demand", published=False):
    """One row per period, role and skill asked for: its log-odds, and whether it is distinctive of the role."""

    period: str = pa.Field(description="The period.")
    role_id: str = pa.Field(description="The role.")
    skill_id: str = pa.Field(description="The skill.")
    log_odds: float = pa.Field(description="As in `role_skill_demand`.")
    log_odds_z: float = pa.Field(description="log_odds / its standard error.")
    is_distinctive: bool = pa.Field(description="Whether the skill is distinctive of the role.")

    class Config:
        unique = ["period", "role_id", "skill_id"]


class RoleDistinctiveness(Contract, group="demand"):
    """One row per period and role: the log_odds_z from which a skill is distinctive, and how many are expected by
    chance."""

    period: str = period()
    role_id: str = refers_to(
        "roles", description="The role; only if it has at least 10 unique postings with text."
    )
    least_log_odds_z: float = pa.Field(
        nullable=True,
        ge=3,
        description="Lowest log_odds_z from which at most 5 % of the role's flags are due to chance, found by "
        "permuting the roles of the period's postings 100 times; empty if there is none: then no skill is distinctive.",
    )
    distinctive_skills: pl.Int64 = pa.Field(
        ge=0, description="Number of skills of the role that are defining or distinguishing."
    )
    false_flags: float = pa.Field(
        ge=0,
        description="Mean number of such skills in 100 other permutations, in which every flag is false.",
    )
    false_flag_share: float = pa.Field(
        nullable=True,
        ge=0,
        description="false_flags / distinctive_skills; empty if there are no distinctive skills.",
    )

    class Config:
        unique = ["period", "role_id"]


class RoleSkillDemand(_Spread, _Asked, _RoleAndSkill, group="demand"):
    """One row per period, role and skill: how many of the role's postings name, ask for and require it, with
    intervals."""

    period: str = period()
    rank: pl.Int64 = pa.Field(ge=1, description="1 for the skill that most of the role's postings ask for.")
    lift: float = pa.Field(
        nullable=True,
        ge=0,
        description="asked_share / asked_share in all ML-market postings with text; empty if no posting asks for it.",
    )
    tf_idf_rank: pl.Int64 = pa.Field(
        ge=1,
        description="1 for the skill of the role with the highest asked_share * ln(1 / asked_share in the ML market).",
    )
    log_odds: float = pa.Field(
        nullable=True,
        description="Log of the odds that a skill asked for in the role is this one, over the same odds in all other "
        "roles, shrunk towards 0 by an informative Dirichlet prior worth 30 average postings (Monroe et al. 2008). "
        "Empty if no posting asks for it.",
    )
    log_odds_z: float = pa.Field(nullable=True, description="log_odds / its standard error.")
    demand_class: str = pa.Field(
        isin=DEMAND_CLASSES,
        description="defining, distinguishing: at least 5 postings ask for it, lift >= 1.25 and log_odds_z >= the "
        "role's least_log_odds_z in `role_distinctiveness`; defining if asked_share >= 0.3, distinguishing if below. "
        "Otherwise common, or rare if asked_share < 0.05.",
    )

    class Config:
        unique = ["period", "role_id", "skill_id"]


class RoleSkillTags(Contract, group="demand"):
    """One row per period, source, role and skill that the source supplies as a tag: shares of its tagged postings."""

    period: str = period()
    source_id: str = refers_to("sources", description="The source, which has its own tags.")
    role_id: str = refers_to(
        "roles", description="The role; only if the source has at least 10 tagged postings of it."
    )
    skill_id: str = refers_to(
        "skills", description="The skill; tags of narrower skills of `skill_lineage` count for it."
    )
    rank: pl.Int64 = pa.Field(
        ge=1, description="1 for the skill that most of the role's postings have as a tag."
    )
    postings: pl.Int64 = pa.Field(ge=1, description="Unique postings of the role with such a tag.")
    postings_with_tags: pl.Int64 = pa.Field(
        ge=10,
        description="Unique ML-market postings of the role and source with any tag that is a skill: the denominator.",
    )
    share: float = share_of("postings / postings_with_tags.")
    share_low: float = share_of("Lower end of the Wilson 95 % interval of share.")
    share_high: float = share_of("Upper end of the Wilson 95 % interval of share.")
    is_small_sample: bool = pa.Field(description="Whether postings_with_tags is below 30.")

    class Config:
        unique = ["period", "source_id", "role_id", "skill_id"]


class _Slice(Contract):
    slice: str = pa.Field(isin=SLICES, description="The dimension by which postings are grouped.")
    value: str = pa.Field(description="Value of the dimension.")
    period: str = period()


class _Sources(Contract):
    """How far a slice of the market is a slice of the sources."""

    sources: pl.Int64 = pa.Field(ge=1, description="Sources of postings_with_text.")
    largest_source_share: float = share_of(
        "Of postings_with_text, the part from the source with the most: sources differ, so slices with different "
        "sources differ for that reason too."
    )


class RoleSkillSlices(_Sources, _Asked, _RoleAndSkill, _Slice, group="demand", published=False):
    """One row per slice of the market, role and skill: the basis of the tables of demand by month, country, level and
    source."""

    class Config:
        unique = ["slice", "value", "period", "role_id", "skill_id"]


class _Month(Contract):
    month: pl.Date = pa.Field(
        description="First day of the month of posting. Postings without a date, or with only a latest possible date "
        "('30+ days ago'), are left out."
    )


class RoleSkillDemandByMonth(_Sources, _Asked, _Month, _RoleAndSkill, group="demand"):
    """One row per month of posting, role and skill."""

    class Config:
        unique = ["role_id", "skill_id", "month"]


class _Country(Contract):
    period: str = period()
    country: str = pa.Field(str_matches=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2 country code.")


class RoleSkillDemandByCountry(_Sources, _Asked, _Country, _RoleAndSkill, group="demand"):
    """One row per period, country, role and skill."""

    class Config:
        unique = ["period", "role_id", "skill_id", "country"]


class _Level(Contract):
    period: str = period()
    level: str = pa.Field(description="Level that the title names, or else that the source gives.")


class RoleSkillDemandByLevel(_Sources, _Asked, _Level, _RoleAndSkill, group="demand"):
    """One row per period, level, role and skill."""

    class Config:
        unique = ["period", "role_id", "skill_id", "level"]


class _Source(Contract):
    period: str = period()
    source_id: str = refers_to("sources", description="The source.")


class RoleSkillDemandBySource(_Asked, _Source, _RoleAndSkill, group="demand"):
    """One row per period, source, role and skill."""

    class Config:
        unique = ["period", "role_id", "skill_id", "source_id"]
