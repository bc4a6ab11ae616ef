"""Periods, roles and skills compared, and what articles claim with what postings ask."""

import dagster as dg

from pipelines.figures.skill_pairs import pair_skills
from warehouse.lake.parts import Parts, Plan, combine
from warehouse.lake.sql_tables import plan_table


@dg.asset(group_name="comparisons")
def skill_trends(market_postings: Parts, market_skills: Parts) -> Plan:
    """Which skills a role asks for more or less than half a year before."""
    return plan_table("skill_trends", market_postings=market_postings, market_skills=market_skills)


@dg.asset(group_name="comparisons")
def role_skill_gap(
    role_skill_claims: Parts,
    role_skill_demand: Parts,
    role_demand: Parts,
    market_skills: Parts,
    skills: Parts,
) -> Plan:
    """What articles claim a role needs, beside what its postings ask."""
    return plan_table(
        "role_skill_gap",
        role_skill_claims=role_skill_claims,
        role_skill_demand=role_skill_demand,
        role_demand=role_demand,
        market_skills=market_skills,
        skills=skills,
    )


@dg.asset(group_name="comparisons")
def role_requirements(market_postings: Parts, posting_requirements: Parts, role_definitions: Parts) -> Plan:
    """Which degree and how many years of experience each role asks for, beside what articles say."""
    return plan_table(
        "role_requirements",
        market_postings=market_postings,
        posting_requirements=posting_requirements,
        role_definitions=role_definitions,
    )


@dg.asset(group_name="comparisons")
def skill_pairs(market_skills: Parts, skill_demand: Parts) -> Plan:
    """Skills that postings name together."""
    return combine(pair_skills, market_skills, skill_demand)


@dg.asset(group_name="comparisons")
def role_similarity(role_skill_demand: Parts, skill_demand: Parts) -> Plan:
    """Which roles ask for the same skills."""
    return plan_table("role_similarity", role_skill_demand=role_skill_demand, skill_demand=skill_demand)


@dg.asset(group_name="comparisons")
def career_moves(role_skill_demand: Parts) -> Plan:
    """Skills to add to go from one role to another."""
    return plan_table("career_moves", role_skill_demand=role_skill_demand)
