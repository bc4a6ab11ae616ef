"""Reads the published database."""

from pathlib import Path

import duckdb
import polars as pl

TITLE_ROLES = """
select title, any_value(role_id) as role_id
from postings
join posting_roles using (posting_id)
group by title
having count(distinct role_id) = 1
"""
SHARES = """
select role_id, skill_id, share, share_low, share_high, postings_with_text, is_small_sample
from role_skill_demand
"""


FILES = "select file, problem from source_files"
RECORDS = "select source_id, records from source_coverage"


def read_files(database: Path) -> pl.DataFrame:
    """The files of the published build: file, problem; no rows if nothing is published."""
    files = _ask(database, FILES)
    return pl.DataFrame(schema={"file": pl.String, "problem": pl.String}) if files is None else files


def read_records(database: Path) -> pl.DataFrame:
    """The number of records read per published source: source_id, records; no rows if nothing is published."""
    records = _ask(database, RECORDS)
    return pl.DataFrame(schema={"source_id": pl.String, "records": pl.Int64}) if records is None else records


def read_title_roles(database: Path) -> pl.DataFrame:
    """Titles of the published database whose role does not depend on the text: title, role_id.

    No rows if nothing is published, or if an older version published other tables.
    """
    titles = _ask(database, TITLE_ROLES)
    return pl.DataFrame(schema={"title": pl.String, "role_id": pl.String}) if titles is None else titles


def read_shares(database: Path) -> pl.DataFrame | None:
    """The shares of the published table role_skill_demand, with their intervals.

    None if nothing is published, or if an older version published the table without these columns.
    """
    return _ask(database, SHARES)


def _ask(database: Path, query: str) -> pl.DataFrame | None:
    """The answer; None if the database is missing, damaged, or lacks the tables or columns."""
    if not database.is_file():
        return None
    try:
        with duckdb.connect(str(database), read_only=True) as connection:
            answer: pl.DataFrame = connection.sql(query).pl()
    except duckdb.Error:
        return None
    return answer
