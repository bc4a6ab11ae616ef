"""Reads the database that is published now."""

from pathlib import Path

import duckdb
import polars as pl

TITLE_ROLES = "select distinct title, role_id from postings join posting_roles using (posting_id)"
SHARES = """
select role_id, skill_id, share, share_low, share_high, postings_with_text, is_small_sample
from role_skill_demand
"""


def read_title_roles(database: Path) -> pl.DataFrame:
    """Each distinct title of the published database and its role: title, role_id; empty where none is published yet."""
    if not database.is_file():
        return pl.DataFrame(schema={"title": pl.String, "role_id": pl.String})
    with duckdb.connect(str(database), read_only=True) as connection:
        titles: pl.DataFrame = connection.sql(TITLE_ROLES).pl()
    return titles


def read_shares(database: Path) -> pl.DataFrame | None:
    """The shares of the published table role_skill_demand, with their intervals.

    None where none is published yet, or an older version published a table without these columns.
    """
    if not database.is_file():
        return None
    with duckdb.connect(str(database), read_only=True) as connection:
        try:
            shares: pl.DataFrame = connection.sql(SHARES).pl()
        except (duckdb.BinderException, duckdb.CatalogException):
            return None
    return shares
