"""The roles that titles name, titles without a role, and how well roles are recognised."""

import dagster as dg
import polars as pl

from pipelines.evaluation.titles import evaluate_roles, evaluate_titles_by_language
from pipelines.titles.parts import list_title_parts
from pipelines.titles.posting_roles import assign_roles
from pipelines.titles.reader import TitleReader
from pipelines.titles.rules import RoleRules
from pipelines.titles.unmatched_titles import list_unmatched_titles
from warehouse.lake.parts import Parts, Plan, Prepared, combine


@dg.asset
def posting_roles(cleaned_postings: Parts, role_titles: pl.DataFrame, title_words: pl.DataFrame) -> Plan:
    """Role and seniority that each posting's title names, with the rule that decided."""
    return cleaned_postings.map(assign_roles, Prepared.of(RoleRules, role_titles, title_words))


@dg.asset
def title_parts(postings: Parts, title_words: pl.DataFrame) -> Plan:
    """The parts of each title."""
    return combine(list_title_parts, postings, Prepared.of(TitleReader, title_words))


@dg.asset
def unmatched_titles(
    postings: Parts,
    posting_roles: Parts,
    role_titles: pl.DataFrame,
    title_words: pl.DataFrame,
    labelled_titles: pl.DataFrame,
) -> Plan:
    """Titles without a role, and the words that would give them one."""
    rules = Prepared.of(RoleRules, role_titles, title_words)
    return combine(list_unmatched_titles, postings, posting_roles, rules, labelled_titles)


@dg.asset
def title_evaluation(
    roles: pl.DataFrame,
    labelled_titles: pl.DataFrame,
    role_titles: pl.DataFrame,
    title_words: pl.DataFrame,
) -> Plan:
    """How well each role is recognised in the labelled titles."""
    rules = Prepared.of(RoleRules, role_titles, title_words)
    return combine(evaluate_roles, roles, labelled_titles, rules)


@dg.asset
def title_evaluation_by_language(
    labelled_titles: pl.DataFrame, role_titles: pl.DataFrame, title_words: pl.DataFrame
) -> Plan:
    """How well roles are found in the labelled titles of each language."""
    return combine(
        evaluate_titles_by_language, labelled_titles, Prepared.of(RoleRules, role_titles, title_words)
    )
