"""Contracts of the tables that state what a build was made from and what changed since the previous build."""

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract

COMPONENTS = ["table", "source", "curated_file", "code", "library", "count", "evaluation", "period"]
CHANGED = [*COMPONENTS, "file", "role", "skill"]


class Build(Contract, group="publication"):
    """One row per component of this build, per count of records in and out, per measure of quality, and one for the
    months of the period `latest`."""

    kind: str = pa.Field(isin=COMPONENTS, description="What the row describes.")
    name: str = pa.Field(description="Its name; for a period, with its first and last month.")
    version: str = pa.Field(
        description="For a table, a source or our code: a digest of what it is made from, which changes when that "
        "does. For a file of data/: its sha256. For a library or Python: its release. Else: the version of the table "
        "it was taken from."
    )
    parts: pl.Int64 = pa.Field(
        nullable=True, ge=0, description="Parquet parts of a table; files of a source."
    )
    rows: pl.Int64 = pa.Field(
        nullable=True, ge=0, description="Rows of a table; records of a source; a count."
    )
    figure: float = pa.Field(
        nullable=True,
        in_range={"min_value": 0.0, "max_value": 1.0},
        description="For an evaluation: precision, recall or F1 on the labelled titles or sentences, or the share of "
        "all distinctive skills that chance is expected to produce.",
    )

    class Config:
        unique = ["kind", "name"]


class BuildChanges(Contract, group="publication"):
    """One row per difference from the previously published build; empty in the first build."""

    kind: str = pa.Field(
        isin=CHANGED,
        description="What differs. Causes: a posting file (`file`), a file of data/ (`curated_file`), our code, a "
        "library. Results: rows of a table, a source, a count, an evaluation, a role's share of the ML market, a "
        "skill's share of a role's postings. A skill is listed if its share moved by at least 5 points, a role if its "
        "share moved by at least 1 point, and in both cases only if the 95 % intervals of the two builds do not "
        "overlap.",
    )
    name: str = pa.Field(description="Its name; for a skill, role and skill.")
    change: str = pa.Field(isin=["added", "removed", "changed"], description="How it differs.")
    is_cause: bool = pa.Field(description="Whether it is a cause of a change, rather than a result.")
    role_id: str = pa.Field(nullable=True, description="The role, for a role or a skill.")
    skill_id: str = pa.Field(nullable=True, description="The skill, for a skill.")
    version_before: str = pa.Field(
        nullable=True,
        description="Version in the previous build, as in `build`; for a posting file, its sha256.",
    )
    version_now: str = pa.Field(nullable=True, description="Version in this build.")
    rows_before: pl.Int64 = pa.Field(
        nullable=True,
        ge=0,
        description="In the previous build: rows of a table, records of a source, a count, lines of a posting file, "
        "unique postings of the ML market (role), or unique postings of the role with text (skill).",
    )
    rows_now: pl.Int64 = pa.Field(nullable=True, ge=0, description="The same, in this build.")
    figure_before: float = pa.Field(
        nullable=True,
        in_range={"min_value": 0.0, "max_value": 1.0},
        description="In the previous build: the share of a role or skill, or the figure of an evaluation.",
    )
    figure_now: float = pa.Field(
        nullable=True,
        in_range={"min_value": 0.0, "max_value": 1.0},
        description="The same, in this build.",
    )

    class Config:
        unique = ["kind", "name"]
