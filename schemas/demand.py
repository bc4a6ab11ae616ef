"""Contracts of the tables that say what the market asks for."""

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to
from schemas.market import period, share_of

SLICES = ["month", "country", "level", "source"]
DEMAND_CLASSES = ["defining", "distinguishing", "common", "rare"]


class _Counted(Contract):
    """Counts of postings whose text names a skill, by what it says of it."""

    raw_postings: pl.Int64 = pa.Field(ge=0, description="The same as named_postings, repeats included.")
    named_postings: pl.Int64 = pa.Field(
        ge=0, description="Unique postings whose text names the skill or one below it, asked for or not."
    )
    asked_postings: pl.Int64 = pa.Field(
        ge=0, description="Those of them that require or prefer it: what the market asks."
    )
    required_postings: pl.Int64 = pa.Field(ge=0, description="Those of them that require it.")
    asked_itself_postings: pl.Int64 = pa.Field(
        ge=0, description="Those that require or prefer the skill itself, not only one below it."
    )


class RoleSkillMonths(_Counted, group="demand", published=False):
    """One row per role, source, month and skill: what the shares of every period are added up from."""

    role_id: str = pa.Field(description="The role.")
    source_id: str = pa.Field(description="The source.")
    month: pl.Date = pa.Field(
        nullable=True, description="First day of the month; empty where it is not known."
    )
    skill_id: str = pa.Field(description="The skill.")

    class Config:
        unique = ["role_id", "source_id", "month", "skill_id"]


class _Asked(_Counted):
    """Columns of every table of the shares of postings with text that name, ask and require a skill."""

    postings_with_text: pl.Int64 = pa.Field(
        ge=1,
        description="Unique postings of the ML market, or of the role or part of it, with text: the denominator.",
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
    required_share_of_named: float = share_of(
        "required_postings / named_postings: of the postings that name it, not of all with text.",
        nullable=True,
    )
    asked_itself_share: float = share_of(
        "asked_itself_postings / postings_with_text, no skill below it counted."
    )
    is_small_sample: bool = pa.Field(
        description="Whether postings_with_text is below 30: do not quote the share."
    )


class SkillDemand(_Asked, group="demand"):
    """One row per period and skill named in the ML market, most asked first."""

    period: str = period()
    skill_id: str = refers_to("skills", description="The skill.")
    rank: pl.Int64 = pa.Field(ge=1, description="1 for the skill most postings ask.")

    class Config:
        unique = ["period", "skill_id"]


class _RoleAndSkill(Contract):
    role_id: str = refers_to(
        "roles", description="The role; only where it has at least 10 unique postings with text here."
    )
    skill_id: str = refers_to("skills", description="The skill, itself or one below it in skill_lineage.")


class _Spread(Contract):
    """How far sources and months differ in a share."""

    cells: pl.Int64 = pa.Field(
        ge=0, description="Months of one source with at least 10 of the role's unique postings with text."
    )
    share_by_cell: float = share_of(
        "Mean of asked_share over those source-months, each weighted the same. Empty without any.",
        nullable=True,
    )
    sources: pl.Int64 = pa.Field(
        ge=0, description="Sources with at least 10 of the role's unique postings with text."
    )
    source_share_min: float = share_of("Lowest asked_share in one of those sources.", nullable=True)
    source_share_max: float = share_of("Highest asked_share in one of those sources.", nullable=True)
    source_share_sd: float = pa.Field(
        nullable=True,
        ge=0,
        description="Standard deviation of asked_share over those sources; empty below two.",
    )


class RoleSkillSpread(_Spread, group="demand", published=False):
    """One row per period, role and skill: how far sources and months differ in the share that asks it."""

    period: str = pa.Field(description="The period.")
    role_id: str = pa.Field(description="The role.")
    skill_id: str = pa.Field(description="The skill.")

    class Config:
        unique = ["period", "role_id", "skill_id"]


class RoleSkillOdds(Contract, group="demand", published=False):
    """One row per period, role and skill that is asked: its log-odds, and whether it sets the role apart."""

    period: str = pa.Field(description="The period.")
    role_id: str = pa.Field(description="The role.")
    skill_id: str = pa.Field(description="The skill.")
    log_odds: float = pa.Field(description="As in role_skill_demand.")
    log_odds_z: float = pa.Field(description="log_odds / its standard error.")
    is_distinctive: bool = pa.Field(description="Whether the skill sets the role apart.")

    class Config:
        unique = ["period", "role_id", "skill_id"]


class RoleDistinctiveness(Contract, group="demand"):
    """One row per period and role: from which log_odds_z on a skill sets it apart, and how many would by chance."""

    period: str = period()
    role_id: str = refers_to(
        "roles", description="The role, where it has at least 10 unique postings with text."
    )
    least_log_odds_z: float = pa.Field(
        nullable=True,
        ge=3,
        description="Least log_odds_z from which on chance gives at most 5 % of the role's flags, found by dealing the "
        "roles of the period's postings anew 100 times; empty where none does: then no skill sets the role apart.",
    )
    distinctive_skills: pl.Int64 = pa.Field(
        ge=0, description="Skills of the role that are defining or distinguishing."
    )
    false_flags: float = pa.Field(
        ge=0,
        description="Mean number of skills that were so in 100 other such permutations, where none truly is.",
    )
    false_flag_share: float = pa.Field(
        nullable=True, ge=0, description="false_flags / distinctive_skills; empty without any."
    )

    class Config:
        unique = ["period", "role_id"]


class RoleSkillDemand(_Spread, _Asked, _RoleAndSkill, group="demand"):
    """One row per period, role and skill: how many of the role's postings name, ask and require it, and how sure
    that is."""

    period: str = period()
    rank: pl.Int64 = pa.Field(ge=1, description="1 for the skill most of the role's postings ask.")
    lift: float = pa.Field(
        nullable=True,
        ge=0,
        description="asked_share / asked_share in all ML-market postings with text; empty where none asks it.",
    )
    tf_idf_rank: pl.Int64 = pa.Field(
        ge=1,
        description="1 for the skill of the role with the highest asked_share * ln(1 / asked_share in the ML market).",
    )
    log_odds: float = pa.Field(
        nullable=True,
        description="Log of the odds that a skill asked in the role is this one, over the same odds in all other "
        "roles, drawn towards 0 by an informative Dirichlet prior worth 30 average postings (Monroe et al. 2008). "
        "Empty where nobody asks it.",
    )
    log_odds_z: float = pa.Field(nullable=True, description="log_odds / its standard error.")
    demand_class: str = pa.Field(
        isin=DEMAND_CLASSES,
        description="defining, distinguishing: at least 5 postings ask it, lift >= 1.25 and log_odds_z >= the role's "
        "least_log_odds_z in role_distinctiveness, with asked_share >= 0.3 or below; else common, or rare where "
        "asked_share < 0.05.",
    )

    class Config:
        unique = ["period", "role_id", "skill_id"]


class RoleSkillTags(Contract, group="demand"):
    """One row per period, source, role and skill that the source supplies as a tag: shares within its own tags."""

    period: str = period()
    source_id: str = refers_to("sources", description="The source, which has tags of its own.")
    role_id: str = refers_to(
        "roles", description="The role, where the source has at least 10 postings of it with tags."
    )
    skill_id: str = refers_to("skills", description="The skill.")
    rank: pl.Int64 = pa.Field(
        ge=1, description="1 for the skill most of the role's postings are tagged with."
    )
    postings: pl.Int64 = pa.Field(ge=1, description="Unique postings of the role with the tag.")
    postings_with_tags: pl.Int64 = pa.Field(
        ge=10,
        description="Unique ML-market postings of role and source with any tag that is a skill: the denominator.",
    )
    share: float = share_of("postings / postings_with_tags.")
    share_low: float = share_of("Lower end of the Wilson 95 % interval of share.")
    share_high: float = share_of("Upper end of the Wilson 95 % interval of share.")
    is_small_sample: bool = pa.Field(description="Whether postings_with_tags is below 30.")

    class Config:
        unique = ["period", "source_id", "role_id", "skill_id"]


class _Slice(Contract):
    slice: str = pa.Field(isin=SLICES, description="What the postings have in common.")
    value: str = pa.Field(description="Its value.")
    period: str = period()


class RoleSkillSlices(_Asked, _RoleAndSkill, _Slice, group="demand", published=False):
    """One row per slice of the market, role and skill: what the tables of demand by month, country and so on show."""

    class Config:
        unique = ["slice", "value", "period", "role_id", "skill_id"]


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
    period: str = period()
    country: str = pa.Field(str_matches=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2 country code.")


class RoleSkillDemandByCountry(_Asked, _Country, _RoleAndSkill, group="demand"):
    """One row per period, country, role and skill."""

    class Config:
        unique = ["period", "role_id", "skill_id", "country"]


class _Level(Contract):
    period: str = period()
    level: str = pa.Field(description="Level that the title names, or else the source.")


class RoleSkillDemandByLevel(_Asked, _Level, _RoleAndSkill, group="demand"):
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
