"""Contracts of what role articles say."""

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to


class RoleDefinitions(Contract, group="role_definitions"):
    """One row per article and role it describes."""

    article_id: str = pa.Field(str_matches=r"^[a-z0-9_]+$", description="The article.")
    heading: str = pa.Field(description="The role as the article names it.")
    role_id: str = refers_to("roles", description="The canonical role it defines.")
    article_title: str = pa.Field(description="Title of the article.")
    publisher: str = pa.Field(nullable=True, description="Who published it, if known.")
    author: str = pa.Field(nullable=True, description="Who wrote it, if known.")
    published_on: pl.Date = pa.Field(nullable=True, description="When it was published, if known.")
    summary: str = pa.Field(description="What the role is, in our own words.")
    responsibilities: pl.List = pa.Field(
        dtype_kwargs={"inner": pl.String}, description="What a person in the role does, in our own words."
    )
    example_projects: pl.List = pa.Field(
        dtype_kwargs={"inner": pl.String}, description="Projects the article gives as examples."
    )
    education: pl.List = pa.Field(
        dtype_kwargs={"inner": pl.String}, description="Degrees, courses and certificates that lead to it."
    )
    experience: pl.List = pa.Field(
        dtype_kwargs={"inner": pl.String}, description="First jobs and experience that lead to it."
    )

    class Config:
        unique = ["article_id", "heading"]


class RoleSkillClaims(Contract, group="role_definitions"):
    """One row per article, role heading and skill the article says the role needs."""

    article_id: str = pa.Field(description="The article.")
    heading: str = pa.Field(description="The role as the article names it.")
    role_id: str = refers_to("roles", description="The canonical role the claim is about.")
    skill_id: str = refers_to("skills", description="The skill or subject claimed.")
    strength: str = pa.Field(
        isin=["required", "helpful"],
        description="required: the role needs it; helpful: it is an advantage or secondary.",
    )
    scope: str = pa.Field(
        isin=["role", "all_roles"],
        description="role: claimed of this role; all_roles: claimed of every ML job.",
    )
    subject: str = pa.Field(description="What the article calls it.")

    class Config:
        unique = ["article_id", "heading", "skill_id"]
