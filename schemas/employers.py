"""Contracts of employers: their names, and the employer each name stands for."""

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to
from schemas.market import share_of

EMPLOYER_KINDS = ["employer", "agency", "board", "placeholder"]
KIND = (
    "employer; agency: it recruits for others; board: a job site or work marketplace that names itself; placeholder: "
    "not a name, such as Confidential."
)


class EmployerNames(Contract, group="postings"):
    """One row per name of a large employer, agency or board that spelling alone does not identify."""

    name: str = pa.Field(
        unique=True,
        description="The name. Case, punctuation and legal form are ignored; `*` at the end matches any further words.",
    )
    employer: str = pa.Field(
        nullable=True, description="The employer it stands for; empty for a placeholder."
    )
    kind: str = pa.Field(isin=EMPLOYER_KINDS, description=KIND)


class Employers(Contract, group="postings"):
    """One row per employer name in postings: the employer it stands for."""

    company: str = pa.Field(unique=True, description="The name, as in `postings.company`.")
    employer: str = pa.Field(
        nullable=True,
        description="One name for all spellings: the name in `employer_names`, or else the most frequent spelling "
        "without legal form. Empty for a placeholder.",
    )
    kind: str = pa.Field(isin=EMPLOYER_KINDS, description=KIND)
    postings: pl.Int64 = pa.Field(ge=1, description="Postings with the name, repeats included.")


class RoleEmployers(Contract, group="demand"):
    """One row per role, period and employer, for the 50 employers with the most unique postings of the ML market."""

    role_id: str = refers_to("roles", other_values=["all"], description="The role; all: any role.")
    period: str = refers_to("periods", description="The period: a year, latest (the last 24 months) or all.")
    employer: str = pa.Field(description="The employer, as in `employers`.")
    kind: str = pa.Field(isin=EMPLOYER_KINDS, description=KIND)
    postings: pl.Int64 = pa.Field(ge=1, description="Its unique postings.")
    postings_with_employer: pl.Int64 = pa.Field(
        ge=1, description="Unique postings of the role in the period that name an employer."
    )
    share: float = share_of("postings / postings_with_employer.")
    sources: pl.Int64 = pa.Field(ge=1, description="Sources with such a posting.")
    rank: pl.Int64 = pa.Field(ge=1, description="1 for the employer with the most postings.")

    class Config:
        unique = ["role_id", "period", "employer"]
