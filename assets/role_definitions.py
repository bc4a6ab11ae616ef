"""What role articles say."""

import dagster as dg
import polars as pl

from assets.resources import Folders
from pipelines.articles.role_definitions import list_role_definitions, list_role_skill_claims
from warehouse.inbox.curated import read_articles


@dg.asset
def role_definitions(folders: Folders, roles: pl.DataFrame) -> pl.DataFrame:
    """Roles as articles describe them: responsibilities, example projects, education and experience."""
    return list_role_definitions(read_articles(folders.role_definitions), roles)


@dg.asset
def role_skill_claims(folders: Folders, roles: pl.DataFrame, skills: pl.DataFrame) -> pl.DataFrame:
    """Skills that articles say each role needs."""
    return list_role_skill_claims(read_articles(folders.role_definitions), roles, skills)
