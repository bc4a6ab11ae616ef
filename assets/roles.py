"""The role taxonomy and the roles that posting titles name."""

import dagster as dg
import polars as pl

from assets.resources import Folders
from pipelines.evaluation.titles import evaluate_roles
from pipelines.titles.parts import list_title_parts
from pipelines.titles.posting_roles import assign_roles
from pipelines.titles.reader import TitleReader
from pipelines.titles.rules import RoleRules
from pipelines.titles.unmatched_titles import list_unmatched_titles
from warehouse.inbox.curated import read_taxonomy
from warehouse.lake.parts import Parts, Plan, Prepared, combine


@dg.asset(group_name="roles")
def roles(folders: Folders) -> pl.DataFrame:
    """The 22 canonical roles."""
    return read_taxonomy(folders.taxonomies, "roles")


@dg.asset(group_name="roles")
def role_crosswalk(folders: Folders) -> pl.DataFrame:
    """The nearest occupation of each role in O*NET-SOC, ISCO-08 and ESCO."""
    return read_taxonomy(folders.taxonomies, "role_crosswalk")


@dg.asset(group_name="roles")
def title_words(folders: Folders) -> pl.DataFrame:
    """Words of titles in sixteen languages and the concepts they stand for."""
    return read_taxonomy(folders.taxonomies, "title_words")


@dg.asset(group_name="roles")
def role_titles(folders: Folders) -> pl.DataFrame:
    """Rules by which the concepts of a title name a role."""
    return read_taxonomy(folders.taxonomies, "role_titles")


@dg.asset(group_name="roles")
def labelled_titles(folders: Folders) -> pl.DataFrame:
    """Titles written for this repository, with the role and seniority they name."""
    return read_taxonomy(folders.taxonomies, "labelled_titles")


@dg.asset(group_name="roles")
def title_evaluation(
    roles: pl.DataFrame,
    labelled_titles: pl.DataFrame,
    role_titles: pl.DataFrame,
    title_words: pl.DataFrame,
) -> Plan:
    """How well each role is found in the labelled titles."""
    rules = Prepared.of(RoleRules, role_titles, title_words)
    return combine(evaluate_roles, roles, labelled_titles, rules)


@dg.asset(group_name="roles")
def posting_roles(cleaned_postings: Parts, role_titles: pl.DataFrame, title_words: pl.DataFrame) -> Plan:
    """Role and seniority each posting's title names, with the rule that decided."""
    return cleaned_postings.map(assign_roles, Prepared.of(RoleRules, role_titles, title_words))


@dg.asset(group_name="roles")
def title_parts(postings: Parts, title_words: pl.DataFrame) -> Plan:
    """What each title is made of, word by word."""
    return combine(list_title_parts, postings, Prepared.of(TitleReader, title_words))


@dg.asset(group_name="roles")
def unmatched_titles(
    postings: Parts,
    posting_roles: Parts,
    role_titles: pl.DataFrame,
    title_words: pl.DataFrame,
    labelled_titles: pl.DataFrame,
) -> Plan:
    """Titles that were given no role, and the words that would give them one."""
    rules = Prepared.of(RoleRules, role_titles, title_words)
    return combine(list_unmatched_titles, postings, posting_roles, rules, labelled_titles)
