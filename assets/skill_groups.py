"""Groups of skills that postings name together."""

import dagster as dg

from pipelines.figures.skill_groups import group_skills
from warehouse.lake.parts import Parts, Plan, combine
from warehouse.lake.sql_tables import plan_table


@dg.asset(group_name="comparisons")
def skill_group_members(skill_pairs: Parts) -> Plan:
    """Which skills belong together."""
    return combine(group_skills, skill_pairs)


@dg.asset(group_name="comparisons")
def skill_groups(
    skill_group_members: Parts, skills: Parts, market_skills: Parts, skill_demand: Parts
) -> Plan:
    """Groups of skills, each with its name, its cohesion and how many postings ask for it."""
    return plan_table(
        "skill_groups",
        skill_group_members=skill_group_members,
        skills=skills,
        market_skills=market_skills,
        skill_demand=skill_demand,
    )
