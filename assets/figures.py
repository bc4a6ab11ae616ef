"""Figures that SQL cannot say: pairs and groups of skills, and what skills add to pay."""

import dagster as dg

from pipelines.figures.skill_groups import group_skills
from pipelines.figures.skill_pairs import pair_skills
from pipelines.figures.skill_premiums import estimate_skill_premiums
from warehouse.lake.parts import Parts, Plan, combine


@dg.asset
def skill_pairs(market_skills: Parts, skill_demand: Parts) -> Plan:
    """Skills that postings name together."""
    return combine(pair_skills, market_skills, skill_demand)


@dg.asset
def skill_group_members(skill_pairs: Parts) -> Plan:
    """Which skills belong together."""
    return combine(group_skills, skill_pairs)


@dg.asset
def skill_premiums(posting_pay: Parts, postings: Parts, posting_skills: Parts, skills: Parts) -> Plan:
    """How much more postings pay that name a skill, with role, level, country, year and source held equal."""
    return combine(estimate_skill_premiums, posting_pay, postings, posting_skills, skills)
