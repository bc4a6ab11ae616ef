"""Reads the database that is published now."""

from pathlib import Path

import duckdb
import polars as pl

TITLE_ROLES = "select distinct title, role_id from postings join posting_roles using (posting_id)"


def read_title_roles(database: Path) -> pl.DataFrame:
    """Each distinct title of the published database and its role: title, role_id; empty where none is published yet."""
    if not database.is_file():
        return pl.DataFrame(schema={"title": pl.String, "role_id": pl.String})
    with duckdb.connect(str(database), read_only=True) as connection:
        titles: pl.DataFrame = connection.sql(TITLE_ROLES).pl()
    return titles
