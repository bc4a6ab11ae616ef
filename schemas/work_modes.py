"""Contract of the work modes of roles."""

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to
from schemas.market import share_of
from schemas.postings import WORK_MODES


class RoleWorkModes(Contract, group="demand"):
    """One row per role, period and work mode: how many unique postings of the ML market state the mode."""

    role_id: str = refers_to("roles", description="The role.")
    period: str = refers_to("periods", description="The period: a year, latest (the last 24 months) or all.")
    work_mode: str = pa.Field(
        isin=[*WORK_MODES, "unstated"],
        description="remote, hybrid or on_site; not_remote: a flag says only that it is not remote; unstated: nothing "
        "is stated.",
    )
    postings: pl.Int64 = pa.Field(ge=1, description="Unique postings of the role with the mode.")
    role_postings: pl.Int64 = pa.Field(ge=10, description="All unique postings of the role.")
    share: float = share_of(
        "postings / role_postings, unstated ones included: where most state nothing, the true part is larger."
    )
    share_low: float = share_of("Lower end of its 95 % Wilson interval.")
    share_high: float = share_of("Upper end of its 95 % Wilson interval.")
    stated_postings: pl.Int64 = pa.Field(
        ge=0, description="Those from sources that state a mode for at least 8 in 10 postings."
    )
    stated_role_postings: pl.Int64 = pa.Field(ge=0, description="All postings of the role in those sources.")
    stated_share: float = share_of(
        "stated_postings / stated_role_postings; empty if stated_role_postings is below 10.", nullable=True
    )
    stated_share_low: float = share_of("Lower end of its 95 % Wilson interval.", nullable=True)
    stated_share_high: float = share_of("Upper end of its 95 % Wilson interval.", nullable=True)
    is_small_sample: bool = pa.Field(description="Whether role_postings is below 30: do not quote it.")

    class Config:
        unique = ["role_id", "period", "work_mode"]
