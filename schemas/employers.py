"""Contracts of who hires: names of employers, and what each name stands for."""

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to
from schemas.market import share_of

EMPLOYER_KINDS = ["employer", "agency", "board", "placeholder"]
KIND = (
    "employer; agency: it recruits for others; board: a site or market for work that names itself; placeholder: the "
    "name of nobody, such as Confidential."
)


class EmployerNames(Contract, group="postings"):
    """One row per name of a large employer, agency or board that is not told by its spelling alone."""

    name: str = pa.Field(
        unique=True,
        description="The name. Case, punctuation and legal form do not matter; `*` at the end stands for any further "
        "words.",
    )
    employer: str = pa.Field(
        nullable=True, description="The employer it stands for; empty for a placeholder."
    )
    kind: str = pa.Field(isin=EMPLOYER_KINDS, description=KIND)


class Employers(Contract, group="postings"):
    """One row per name of an employer as postings give it: the employer that it stands for."""

    company: str = pa.Field(unique=True, description="The name, as `postings.company` has it.")
    employer: str = pa.Field(
        nullable=True,
        description="One name for all its spellings: that of `employer_names`, else the most frequent one without "
        "legal form. Empty for a placeholder.",
    )
    kind: str = pa.Field(isin=EMPLOYER_KINDS, description=KIND)
    postings: pl.Int64 = pa.Field(ge=1, description="Postings with the name, repeats included.")


class RoleEmployers(Contract, group="demand"):
    """One row per role, period and employer of the 50 with most unique postings of the ML market: who hires."""

    role_id: str = refers_to("roles", other_values=["all"], description="The role; all: any of them.")
    period: str = refers_to("periods", description="The period: a year, latest (the last 24 months) or all.")
    employer: str = pa.Field(description="The employer, as in `employers`.")
    kind: str = pa.Field(isin=EMPLOYER_KINDS, description=KIND)
    postings: pl.Int64 = pa.Field(ge=1, description="Its unique postings.")
    postings_with_employer: pl.Int64 = pa.Field(
        ge=1, description="Unique postings of the role in the period that name an employer."
    )
    share: float = share_of("postings / postings_with_employer.")
    sources: pl.Int64 = pa.Field(ge=1, description="Sources that show them.")
    rank: pl.Int64 = pa.Field(ge=1, description="1 for the employer with most postings.")

    class Config:
        unique = ["role_id", "period", "employer"]
