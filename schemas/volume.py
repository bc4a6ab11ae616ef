"""Contracts of the tables that say how many postings come and how long they stay."""

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to


class RoleVolume(Contract, group="demand"):
    """One row per role, source and month: how many postings came new and how many were open."""

    role_id: str = refers_to("roles", description="The role.")
    source_id: str = refers_to(
        "sources", description="The source; sources are never added up: each began at its time."
    )
    month: pl.Date = pa.Field(description="First day of the month.")
    new_postings: pl.Int64 = pa.Field(
        nullable=True,
        ge=1,
        description="Unique postings posted in it, where that is known to the month; empty without.",
    )
    open_postings: pl.Int64 = pa.Field(
        nullable=True,
        ge=1,
        description="Unique postings seen in or around it, of sources that list all that is open and were read again; "
        "empty where none were, or the source was read once.",
    )

    class Config:
        unique = ["role_id", "source_id", "month"]


class RoleDurations(Contract, group="demand"):
    """One row per role and source that was read again and again: how long its postings stay open."""

    role_id: str = refers_to("roles", description="The role.")
    source_id: str = refers_to("sources", description="The source, which lists all that is open.")
    postings: pl.Int64 = pa.Field(
        ge=10,
        description="Unique postings that came after its first snapshot; those in it are mostly long open.",
    )
    closed_postings: pl.Int64 = pa.Field(ge=0, description="Those of them that a later snapshot lacks.")
    lower_quartile_days: pl.Int64 = pa.Field(
        nullable=True, ge=0, description="Days after which a quarter is closed; empty where fewer are."
    )
    median_days: pl.Int64 = pa.Field(
        nullable=True,
        ge=0,
        description="Days from first seen to the snapshot that lacks it, median by Kaplan and Meier; empty where half "
        "are open still. No finer than the days between snapshots.",
    )
    upper_quartile_days: pl.Int64 = pa.Field(
        nullable=True, ge=0, description="Days after which three quarters are closed; empty where fewer are."
    )
    is_small_sample: bool = pa.Field(description="Whether there are fewer than 30 postings.")

    class Config:
        unique = ["role_id", "source_id"]
