"""Contracts of the groups of skills that postings ask for together."""

import pandera.polars as pa
import polars as pl

from schemas.contract import Contract, refers_to
from schemas.market import period, share_of


class SkillGroupMembers(Contract, group="comparisons"):
    """One row per period and skill that postings ask for together with others: the group it belongs to."""

    period: str = period()
    skill_id: str = refers_to("skills", description="The skill.")
    group_id: str = refers_to(
        "skills", description="Its row of `skill_groups`: the group's most central skill."
    )
    rank: pl.Int64 = pa.Field(ge=1, description="1 for the most central skill of the group.")
    centrality: float = pa.Field(
        in_range={"min_value": -1.0, "max_value": 1.0},
        description="Mean of `skill_pairs.correlation` with the group's other skills; pairs without a row count as 0.",
    )
    stability: float = share_of(
        "Share of 20 runs, each over the skills in another order, that group it with the most central skill."
    )

    class Config:
        unique = ["period", "skill_id"]


class SkillGroups(Contract, group="comparisons"):
    """One row per period and group of skills that postings ask for together."""

    period: str = period()
    group_id: str = refers_to("skills", description="The group's most central skill.")
    name: str = pa.Field(description="The names of its three most central skills.")
    skills: pl.Int64 = pa.Field(ge=2, description="Number of skills in the group.")
    cohesion: float = pa.Field(
        in_range={"min_value": -1.0, "max_value": 1.0},
        description="Mean correlation over pairs of its skills; pairs too rare for `skill_pairs` count as 0.",
    )
    stability: float = share_of("Mean stability of its skills.")
    postings: pl.Int64 = pa.Field(
        ge=10, description="Unique postings whose text asks for at least one of its skills."
    )
    postings_with_text: pl.Int64 = pa.Field(ge=10, description="Unique ML-market postings with text.")
    share: float = share_of(
        "postings / postings_with_text: large if any of the skills is broad, whatever the three in the name are."
    )
    share_low: float = share_of("Lower end of the Wilson 95 % interval of share.")
    share_high: float = share_of("Upper end of the Wilson 95 % interval of share.")

    class Config:
        unique = ["period", "group_id"]
