"""The role taxonomy and the roles that posting titles name."""

import dagster as dg
import polars as pl

from assets.lake import Folders
from pipelines.roles import assign_roles, list_unmatched_titles
from warehouse.curated import read_taxonomy
from warehouse.parts import Parts, Plan, combine


@dg.asset(group_name="roles")
def roles(folders: Folders) -> pl.DataFrame:
    """The 22 canonical roles, with their codes in the standard classifications."""
    return read_taxonomy(folders.taxonomies, "roles")


@dg.asset(group_name="roles")
def title_words(folders: Folders) -> pl.DataFrame:
    """Words of titles in eight languages and the concepts they stand for."""
    return read_taxonomy(folders.taxonomies, "title_words")


@dg.asset(group_name="roles")
def role_titles(folders: Folders) -> pl.DataFrame:
    """Rules by which the concepts of a title name a role."""
    return read_taxonomy(folders.taxonomies, "role_titles")


@dg.asset(group_name="roles")
def posting_roles(cleaned_postings: Parts, role_titles: pl.DataFrame, title_words: pl.DataFrame) -> Plan:
    """Role and seniority each posting's title names, with the rule that decided."""
    return cleaned_postings.map(assign_roles, role_titles, title_words)


@dg.asset(group_name="roles")
def unmatched_titles(postings: Parts, posting_roles: Parts, title_words: pl.DataFrame) -> Plan:
    """Frequent titles that were given no role."""
    return combine(list_unmatched_titles, postings, posting_roles, title_words)
