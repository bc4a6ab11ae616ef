"""What the market asks for, and how sure that is."""

import dagster as dg

from warehouse.lake.parts import Parts, Plan
from warehouse.lake.sql_tables import plan_table


@dg.asset(group_name="demand")
def market_postings(
    postings: Parts, posting_roles: Parts, posting_skills: Parts, roles: Parts, skills: Parts
) -> Plan:
    """Postings of the ML job market: a core role, or a supporting role where the posting shows ML."""
    return plan_table(
        "market_postings",
        postings=postings,
        posting_roles=posting_roles,
        posting_skills=posting_skills,
        roles=roles,
        skills=skills,
    )


@dg.asset(group_name="demand")
def market_skills(market_postings: Parts, posting_skills: Parts, skills: Parts) -> Plan:
    """Skills that the texts of the ML market name."""
    return plan_table(
        "market_skills", market_postings=market_postings, posting_skills=posting_skills, skills=skills
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
def skill_demand(market_postings: Parts, market_skills: Parts) -> Plan:
    """Share of the ML market's postings that name each skill, with its interval."""
    return plan_table("skill_demand", market_postings=market_postings, market_skills=market_skills)


@dg.asset(group_name="demand")
def role_skill_slices(market_postings: Parts, market_skills: Parts) -> Plan:
    """Share of each role's postings that name each skill, by month, country, seniority and source."""
    return plan_table("role_skill_slices", market_postings=market_postings, market_skills=market_skills)


@dg.asset(group_name="demand")
def role_skill_demand(
    market_postings: Parts, market_skills: Parts, role_demand: Parts, skill_demand: Parts
) -> Plan:
    """Share of each role's postings that name each skill, with its interval, and what sets it apart."""
    return plan_table(
        "role_skill_demand",
        market_postings=market_postings,
        market_skills=market_skills,
        role_demand=role_demand,
        skill_demand=skill_demand,
    )


@dg.asset(group_name="demand")
def role_skill_tags(market_postings: Parts, posting_skills: Parts, skills: Parts) -> Plan:
    """Share of each role's tagged postings that carry each skill as a tag."""
    return plan_table(
        "role_skill_tags", market_postings=market_postings, posting_skills=posting_skills, skills=skills
    )


@dg.asset(group_name="demand")
def role_skill_demand_by_month(role_skill_slices: Parts) -> Plan:
    """The same by month of posting."""
    return plan_table("role_skill_demand_by_month", role_skill_slices=role_skill_slices)


@dg.asset(group_name="demand")
def role_skill_demand_by_country(role_skill_slices: Parts) -> Plan:
    """The same by country."""
    return plan_table("role_skill_demand_by_country", role_skill_slices=role_skill_slices)


@dg.asset(group_name="demand")
def role_skill_demand_by_seniority(role_skill_slices: Parts) -> Plan:
    """The same by level."""
    return plan_table("role_skill_demand_by_seniority", role_skill_slices=role_skill_slices)


@dg.asset(group_name="demand")
def role_skill_demand_by_source(role_skill_slices: Parts) -> Plan:
    """The same by source."""
    return plan_table("role_skill_demand_by_source", role_skill_slices=role_skill_slices)


@dg.asset(group_name="demand")
def source_coverage(
    sources: Parts,
    raw_postings: Parts,
    sightings: Parts,
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
        sightings=sightings,
        postings=postings,
        posting_roles=posting_roles,
        posting_skills=posting_skills,
        market_postings=market_postings,
    )


@dg.asset(group_name="demand")
def source_texts(postings: Parts) -> Plan:
    """How many texts each source has, by year and language."""
    return plan_table("source_texts", postings=postings)
