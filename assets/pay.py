"""What roles and skills pay."""

import dagster as dg
import polars as pl

from assets.resources import Folders
from pipelines.figures.skill_premiums import estimate_skill_premiums
from warehouse.inbox.curated import read_taxonomy
from warehouse.lake.parts import Parts, Plan, combine
from warehouse.lake.sql_tables import plan_table


@dg.asset(group_name="pay")
def currency_rates(folders: Folders) -> pl.DataFrame:
    """What currencies were worth in US dollars, on the average of each year."""
    return read_taxonomy(folders.taxonomies, "currency_rates")


@dg.asset(group_name="pay")
def posting_pay(
    postings: Parts, posting_roles: Parts, roles: Parts, market_postings: Parts, currency_rates: Parts
) -> Plan:
    """What postings and pay records pay, in US dollars a year."""
    return plan_table(
        "posting_pay",
        postings=postings,
        posting_roles=posting_roles,
        roles=roles,
        market_postings=market_postings,
        currency_rates=currency_rates,
    )


@dg.asset(group_name="pay")
def role_pay(posting_pay: Parts) -> Plan:
    """Quartiles of pay by role, with their intervals."""
    return plan_table("role_pay", posting_pay=posting_pay)


@dg.asset(group_name="pay")
def skill_pay(posting_pay: Parts, posting_skills: Parts, skills: Parts) -> Plan:
    """Quartiles of pay of postings that name a skill, with their intervals."""
    return plan_table("skill_pay", posting_pay=posting_pay, posting_skills=posting_skills, skills=skills)


@dg.asset(group_name="pay")
def skill_premiums(posting_pay: Parts, postings: Parts, posting_skills: Parts, skills: Parts) -> Plan:
    """How much more postings pay that name a skill, with role, seniority, country, year and source held equal."""
    return combine(estimate_skill_premiums, posting_pay, postings, posting_skills, skills)
