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
    """One row per currency and year: what one unit of it was worth in US dollars, on the year's average."""

    currency: str = pa.Field(str_matches=r"^[A-Z]{3}$", description="ISO 4217 code.")
    year: pl.Int64 = pa.Field(ge=2000, description="The year.")
    usd_per_unit: float = pa.Field(gt=0, description="US dollars for one unit, average of the year's days.")
    source: str = pa.Field(description="Who published the rate, and where.")

    class Config:
        unique = ["currency", "year"]


class PostingPay(Contract, group="pay"):
    """One row per unique posting of the ML market, and per pay record that names a role: what it pays, if stated."""

    posting_id: str = refers_to("postings", unique=True, description="The posting or pay record.")
    kind: str = pa.Field(isin=KINDS, description="posting, or pay_record: a row of a list of pay.")
    role_id: str = refers_to("roles", description="Its role.")
    level: str = pa.Field(description="Level its title names, or else its source.")
    country: str = pa.Field(nullable=True, description="ISO 3166-1 alpha-2 country code.")
    source_id: str = refers_to("sources", description="The source.")
    dated_on: pl.Date = pa.Field(
        nullable=True, description="The time it stands for: of posting, or else of the scrape."
    )
    pay_basis: str = pa.Field(
        nullable=True,
        isin=PAY_BASES,
        description="Whose word its pay is: stated, estimated (in no figure of pay) or survey. Empty without pay.",
    )
    pay_usd_year: float = _pay("Middle of the range it states")
    rate_year: pl.Int64 = pa.Field(
        nullable=True,
        description="Year of the rate used: the posting's, or the latest before it that is known. Empty of US dollars.",
    )


class PayOrigins(Contract, group="pay"):
    """One row per source, board and basis: how many postings have pay from there, repeats too, and how alike it is."""

    source_id: str = refers_to("sources", description="The source.")
    pay_origin: str = pa.Field(description="Board or flag as the source writes it; none where it gives none.")
    pay_basis: str = pa.Field(
        isin=PAY_BASES, description="stated, estimated (in no figure of pay) or survey."
    )
    postings: pl.Int64 = pa.Field(ge=1, description="Postings or pay records with pay.")
    amounts: pl.Int64 = pa.Field(ge=1, description="Different amounts among them.")
    commonest_share: float = share_of("Part of them with the commonest amount.")
    most_countries: pl.Int64 = pa.Field(ge=0, description="Countries in which one amount stands, at most.")

    class Config:
        unique = ["source_id", "pay_origin", "pay_basis"]


class _Quartiles(Contract):
    period: str = refers_to("periods", description="The period: a year, latest (the last 24 months) or all.")
    country: str = pa.Field(description="ISO 3166-1 alpha-2 country code; all: any, or none given.")
    level: str = pa.Field(description="Level the title names, or else the source; all: any.")
    records: pl.Int64 = pa.Field(ge=1, description="Unique postings, or pay records.")
    records_with_pay: pl.Int64 = pa.Field(
        ge=0,
        description="Those whose pay counts: stated, or of a survey. Below 10 no quartile is published.",
    )
    records_estimated: pl.Int64 = pa.Field(
        ge=0, description="Those whose pay is an estimate of a board or publisher, which is left out."
    )
    commonest_share: float = share_of(
        "Part of records_with_pay that has the commonest amount.", nullable=True
    )
    is_withheld: bool = pa.Field(
        description="Whether no quartile is published: records_with_pay is below 10 (the row then says how many are "
        "estimated), or commonest_share is above 0.2, so that one employer or board would decide."
    )
    sources: pl.Int64 = pa.Field(ge=0, description="Sources of records_with_pay.")
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
        description="Whether fewer than 3 in 10 state pay: those that do may pay unlike those that do not."
    )


class _RoleAndKind(Contract):
    role_id: str = refers_to("roles", description="The role.")
    kind: str = pa.Field(isin=KINDS, description="posting, or pay_record; never taken together.")


class RolePay(_Quartiles, _RoleAndKind, group="pay"):
    """One row per role, kind of record, period, and country or level: median and quartiles of pay."""

    class Config:
        unique = ["role_id", "kind", "period", "country", "level"]


class _SkillAndEvidence(Contract):
    skill_id: str = refers_to("skills", description="The skill.")
    evidence: str = pa.Field(isin=EVIDENCE_KINDS, description="Where the postings name it: text or tag.")


class SkillPay(_Quartiles, _SkillAndEvidence, group="pay"):
    """One row per skill, kind of evidence, period, and country or level: median and quartiles of stated pay."""

    class Config:
        unique = ["skill_id", "evidence", "period", "country", "level"]


class SkillPremiums(_SkillAndEvidence, group="pay"):
    """One row per role or all, skill and kind of evidence: how much more postings pay that name it, all else equal."""

    role_id: str = refers_to(
        "roles",
        other_values=["all"],
        description="The role whose postings are compared; all: those of any role.",
    )
    postings: pl.Int64 = pa.Field(ge=10, description="Unique postings with pay that name it.")
    postings_with_pay: pl.Int64 = pa.Field(
        ge=10,
        description="Unique postings with stated pay and any skill of that evidence: the regression's n; within a role "
        "at least 100.",
    )
    premium: float = pa.Field(
        description="exp(coefficient) - 1 of the skill in a regression of log pay on it, role, level, country, "
        "year and source: 0.05 is 5 % more. An association, not an effect."
    )
    premium_low: float = pa.Field(
        description="Lower end of its 95 % interval, by standard errors clustered by employer."
    )
    premium_high: float = pa.Field(description="Upper end of its 95 % interval.")
    employers: pl.Int64 = pa.Field(
        ge=10,
        description="Employers of the postings that name it; where none is stated, each posting counts as one.",
    )
    sources: pl.Int64 = pa.Field(ge=1, description="Sources of the postings that name it.")
    is_beyond_chance: bool = pa.Field(
        description="Whether it differs from 0 at a false discovery rate of 5 % over all skills of that role and "
        "evidence."
    )
    is_small_sample: bool = pa.Field(description="Whether postings is below 30: do not quote it.")
    stated_share: float = share_of("Part of all those ML-market postings with that evidence that state pay.")

    class Config:
        unique = ["role_id", "skill_id", "evidence"]
