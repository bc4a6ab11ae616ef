"""Figures that SQL cannot express: distinctiveness, pairs and groups of skills, and pay premiums."""

import dagster as dg

from pipelines.figures.distinctiveness import calibrate, weigh_odds
from pipelines.figures.skill_groups import group_skills
from pipelines.figures.skill_pairs import pair_skills
from pipelines.figures.skill_premiums import estimate_skill_premiums
from warehouse.lake.parts import Parts, Plan, combine


@dg.asset
def role_skill_odds(
    market_skills: Parts, market_postings: Parts, role_distinctiveness: Parts, periods: Parts
) -> Plan:
    """How much more often each role asks for each skill than the other roles do, as log-odds."""
    return combine(weigh_odds, market_skills, market_postings, role_distinctiveness, periods)


@dg.asset
def role_distinctiveness(market_skills: Parts, market_postings: Parts, periods: Parts) -> Plan:
    """The log-odds from which a skill is distinctive of a role, and how many are expected by chance, by permuting
    roles."""
    return combine(calibrate, market_skills, market_postings, periods)


@dg.asset
def skill_pairs(market_skills: Parts, skill_demand: Parts, skill_lineage: Parts, periods: Parts) -> Plan:
    """Skills that postings ask for together."""
    return combine(pair_skills, market_skills, skill_demand, skill_lineage, periods)


@dg.asset
def skill_group_members(skill_pairs: Parts) -> Plan:
    """Groups of skills that belong together."""
    return combine(group_skills, skill_pairs)


@dg.asset
def skill_premiums(
    posting_pay: Parts,
    postings: Parts,
    employers: Parts,
    posting_skills: Parts,
    skills: Parts,
    skill_lineage: Parts,
) -> Plan:
    """How much more the postings that name a skill pay, with role, level, country, year and source held constant."""
    return combine(
        estimate_skill_premiums, posting_pay, postings, employers, posting_skills, skills, skill_lineage
    )
