"""Employers, each under one name."""

import dagster as dg
import polars as pl

from pipelines.cleaning.employers import name_employers
from warehouse.lake.parts import Parts, Plan, combine


@dg.asset
def employers(postings: Parts, employer_names: pl.DataFrame) -> Plan:
    """The employer that each name in postings stands for."""
    return combine(name_employers, postings, employer_names)
