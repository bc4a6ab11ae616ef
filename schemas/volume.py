"""Contracts of the tables of new and open postings, and of how long postings stay open."""

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to


class RoleVolume(Contract, group="demand"):
    """One row per role, source and month: how many postings were new and how many were open."""

    role_id: str = refers_to("roles", description="The role.")
    source_id: str = refers_to(
        "sources", description="The source. Do not add up sources: each starts at a different time."
    )
    month: pl.Date = pa.Field(description="First day of the month.")
    new_postings: pl.Int64 = pa.Field(
        nullable=True,
        ge=1,
        description="Unique postings posted in the month; empty if there are none whose date is known to the month.",
    )
    open_postings: pl.Int64 = pa.Field(
        nullable=True,
        ge=1,
        description="Unique postings seen in or around the month, for sources that list all open postings and have "
        "several snapshots; empty if there are none or the source has one snapshot.",
    )

    class Config:
        unique = ["role_id", "source_id", "month"]


class RoleDurations(Contract, group="demand"):
    """One row per role and source with several snapshots: how long its postings stay open."""

    role_id: str = refers_to("roles", description="The role.")
    source_id: str = refers_to("sources", description="The source, which lists all open postings.")
    postings: pl.Int64 = pa.Field(
        ge=10,
        description="Unique postings that appeared after the first snapshot, whose own postings are mostly ones that "
        "stay open long.",
    )
    closed_postings: pl.Int64 = pa.Field(ge=0, description="Those that are missing from a later snapshot.")
    lower_quartile_days: pl.Int64 = pa.Field(
        nullable=True, ge=0, description="Days after which a quarter is closed; empty if fewer are."
    )
    median_days: pl.Int64 = pa.Field(
        nullable=True,
        ge=0,
        description="Kaplan-Meier median of the days from the first sighting to the first snapshot without the "
        "posting; empty if half are still open. No more precise than the interval between snapshots.",
    )
    upper_quartile_days: pl.Int64 = pa.Field(
        nullable=True, ge=0, description="Days after which three quarters are closed; empty if fewer are."
    )
    is_small_sample: bool = pa.Field(description="Whether there are fewer than 30 postings.")

    class Config:
        unique = ["role_id", "source_id"]
