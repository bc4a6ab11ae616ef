"""Contracts of what roles and skills pay."""

from typing import Any

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to
from schemas.layouts import KINDS
from schemas.market import share_of
from schemas.postings import PAY_BASES
from schemas.skills import EVIDENCE_KINDS


def _pay(what: str) -> Any:
    return pa.Field(ge=0, nullable=True, description=f"{what}, in US dollars a year.")


class CurrencyRates(Contract, group="pay"):
    """One row per currency and year: the average value of one unit in US dollars."""

    currency: str = pa.Field(str_matches=r"^[A-Z]{3}$", description="ISO 4217 code.")
    year: pl.Int64 = pa.Field(ge=2000, description="The year.")
    usd_per_unit: float = pa.Field(
        gt=0, description="US dollars per unit, averaged over the days of the year."
    )
    source: str = pa.Field(description="Who published the rate, and where.")

    class Config:
        unique = ["currency", "year"]


class PostingPay(Contract, group="pay"):
    """One row per unique posting of the ML market and per pay record that names a role: its pay, if stated."""

    posting_id: str = refers_to("postings", unique=True, description="The posting or pay record.")
    kind: str = pa.Field(isin=KINDS, description="posting, or pay_record: a row of a pay list.")
    role_id: str = refers_to("roles", description="Its role.")
    level: str = pa.Field(description="Level its title names, or else its source.")
    country: str = pa.Field(nullable=True, description="ISO 3166-1 alpha-2 country code.")
    source_id: str = refers_to("sources", description="The source.")
    dated_on: pl.Date = pa.Field(
        nullable=True, description="Date that determines its period: of posting, or else of the scrape."
    )
    pay_basis: str = pa.Field(
        nullable=True,
        isin=PAY_BASES,
        description="Who states the pay: stated (the employer), estimated (not counted in figures of pay) or survey. "
        "Empty without pay.",
    )
    pay_usd_year: float = _pay("Middle of the stated range")
    rate_year: pl.Int64 = pa.Field(
        nullable=True,
        description="Year of the exchange rate: the posting's year, or the latest known year before it. Empty for US "
        "dollars.",
    )


class PayOrigins(Contract, group="pay"):
    """One row per source, board and basis: how many postings have pay from it, repeats included, and how often amounts
    recur."""

    source_id: str = refers_to("sources", description="The source.")
    pay_origin: str = pa.Field(description="Board or flag, as the source writes it; none if it gives none.")
    pay_basis: str = pa.Field(
        isin=PAY_BASES, description="stated, estimated (not counted in figures of pay) or survey."
    )
    postings: pl.Int64 = pa.Field(ge=1, description="Postings or pay records with pay.")
    amounts: pl.Int64 = pa.Field(ge=1, description="Number of different amounts.")
    commonest_share: float = share_of("Share of these postings with the most common amount.")
    most_countries: pl.Int64 = pa.Field(
        ge=0, description="Largest number of countries in which the same amount appears."
    )

    class Config:
        unique = ["source_id", "pay_origin", "pay_basis"]


class _Quartiles(Contract):
    period: str = refers_to("periods", description="The period: a year, latest (the last 24 months) or all.")
    country: str = pa.Field(description="ISO 3166-1 alpha-2 country code; all: any country, or none given.")
    level: str = pa.Field(
        description="Level that the title names, or else that the source gives; all: any level."
    )
    records: pl.Int64 = pa.Field(ge=1, description="Unique postings, or pay records.")
    records_with_pay: pl.Int64 = pa.Field(
        ge=0,
        description="Those whose pay counts: stated, or from a survey. Below 10, no quartiles are published.",
    )
    records_estimated: pl.Int64 = pa.Field(
        ge=0, description="Those whose pay is an estimate of a board or publisher; estimates are left out."
    )
    commonest_share: float = share_of("Share of records_with_pay with the most common amount.", nullable=True)
    is_withheld: bool = pa.Field(
        description="Whether no quartiles are published: records_with_pay is below 10 (the row then states how many "
        "are estimated), or commonest_share is above 0.2, so that one employer or board would dominate."
    )
    sources: pl.Int64 = pa.Field(ge=0, description="Sources of records_with_pay.")
    largest_country_share: float = share_of(
        "Of records_with_pay, the part from the country with the most: pay differs so much between countries that the "
        "quartiles of all of them describe their mix. Empty if none names its country.",
        nullable=True,
    )
    lower_quartile: float = _pay("Lower quartile")
    lower_quartile_low: float = _pay("Lower end of its 95 % order-statistic interval")
    lower_quartile_high: float = _pay("Upper end of its 95 % order-statistic interval")
    median: float = _pay("Median")
    median_low: float = _pay("Lower end of its 95 % order-statistic interval")
    median_high: float = _pay("Upper end of its 95 % order-statistic interval")
    upper_quartile: float = _pay("Upper quartile")
    upper_quartile_low: float = _pay("Lower end of its 95 % order-statistic interval")
    upper_quartile_high: float = _pay("Upper end of its 95 % order-statistic interval")
    is_small_sample: bool = pa.Field(description="Whether records_with_pay is below 30: do not quote it.")
    is_seldom_stated: bool = pa.Field(
        description="Whether fewer than 3 in 10 state pay; those that do may pay differently from those that do not."
    )


class _RoleAndKind(Contract):
    role_id: str = refers_to("roles", description="The role.")
    kind: str = pa.Field(
        isin=KINDS,
        description="posting, or pay_record: a row of a pay list, often one end of an advertised range; the two are "
        "never combined.",
    )


class RolePay(_Quartiles, _RoleAndKind, group="pay"):
    """One row per role, kind of record, period, and country or level: median and quartiles of pay."""

    class Config:
        unique = ["role_id", "kind", "period", "country", "level"]


class _SkillAndEvidence(Contract):
    skill_id: str = refers_to(
        "skills",
        description="The skill; postings that name a narrower skill of `skill_lineage` count for it.",
    )
    evidence: str = pa.Field(isin=EVIDENCE_KINDS, description="Where the postings name it: text or tag.")


class SkillPay(_Quartiles, _SkillAndEvidence, group="pay"):
    """One row per skill, kind of evidence, period, and country or level: median and quartiles of stated pay."""

    class Config:
        unique = ["skill_id", "evidence", "period", "country", "level"]


class SkillPremiums(_SkillAndEvidence, group="pay"):
    """One row per role or all, skill and kind of evidence: how much more the postings that name it pay, other things
    equal."""

    role_id: str = refers_to(
        "roles",
        other_values=["all"],
        description="The role whose postings are compared; all: postings of any role.",
    )
    postings: pl.Int64 = pa.Field(ge=10, description="Unique postings with pay that name it.")
    postings_with_pay: pl.Int64 = pa.Field(
        ge=10,
        description="Unique postings with stated pay and any skill with that evidence: the regression's n; at least "
        "100 within a role.",
    )
    premium: float = pa.Field(
        description="exp(coefficient) - 1 of the skill in a regression of log pay on it, role, level, country, "
        "year and source: 0.05 is 5 % more. An association, not an effect."
    )
    premium_low: float = pa.Field(
        description="Lower end of its 95 % interval, with standard errors clustered by employer."
    )
    premium_high: float = pa.Field(description="Upper end of its 95 % interval.")
    employers: pl.Int64 = pa.Field(
        ge=10,
        description="Employers of the postings that name it; a posting without an employer counts as its own.",
    )
    sources: pl.Int64 = pa.Field(ge=1, description="Sources of the postings that name it.")
    is_beyond_chance: bool = pa.Field(
        description="Whether it differs from 0 at a false discovery rate of 5 %, over all skills of that role and "
        "evidence."
    )
    is_small_sample: bool = pa.Field(description="Whether postings is below 30: do not quote it.")
    stated_share: float = share_of("Share of the ML-market postings with that evidence that state pay.")

    class Config:
        unique = ["role_id", "skill_id", "evidence"]
