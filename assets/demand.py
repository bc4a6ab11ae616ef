"""What the market asks for, and how sure that is."""

import dagster as dg

from warehouse.parts import Parts, Plan
from warehouse.queries import plan_table


@dg.asset(group_name="demand")
def market_postings(
    postings: Parts, posting_roles: Parts, posting_skills: Parts, roles: Parts, skills: Parts
) -> Plan:
    """Postings of the ML job market: a core role, or a supporting role whose text shows ML."""
    return plan_table(
        "market_postings",
        postings=postings,
        posting_roles=posting_roles,
        posting_skills=posting_skills,
        roles=roles,
        skills=skills,
    )


@dg.asset(group_name="demand")
def role_demand(roles: Parts, postings: Parts, posting_roles: Parts, market_postings: Parts) -> Plan:
    """How many postings name each role."""
    return plan_table(
        "role_demand",
        roles=roles,
        postings=postings,
        posting_roles=posting_roles,
        market_postings=market_postings,
    )


@dg.asset(group_name="demand")
def skill_demand(market_postings: Parts, posting_skills: Parts, skills: Parts) -> Plan:
    """Share of the ML market's postings that name each skill, with its interval."""
    return plan_table(
        "skill_demand", market_postings=market_postings, posting_skills=posting_skills, skills=skills
    )


@dg.asset(group_name="demand")
def role_skill_demand(
    market_postings: Parts, posting_skills: Parts, skills: Parts, role_demand: Parts, skill_demand: Parts
) -> Plan:
    """Share of each role's postings that name each skill, with its interval and lift."""
    return plan_table(
        "role_skill_demand",
        market_postings=market_postings,
        posting_skills=posting_skills,
        skills=skills,
        role_demand=role_demand,
        skill_demand=skill_demand,
    )


@dg.asset(group_name="demand")
def source_coverage(
    sources: Parts,
    raw_postings: Parts,
    postings: Parts,
    posting_roles: Parts,
    posting_skills: Parts,
    market_postings: Parts,
) -> Plan:
    """What each source contributes and what it lacks."""
    return plan_table(
        "source_coverage",
        sources=sources,
        raw_postings=raw_postings,
        postings=postings,
        posting_roles=posting_roles,
        posting_skills=posting_skills,
        market_postings=market_postings,
    )
