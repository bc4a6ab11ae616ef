"""Measures how well ambiguous words are distinguished from skills in the labelled sentences."""

import polars as pl

from pipelines.evaluation.mentions import broader_skills, unmark
from pipelines.skills.lexicon import SkillLexicon
from pipelines.skills.posting_skills import find_skills


def evaluate_skills(
    labelled_mentions: pl.DataFrame,
    skill_aliases: pl.DataFrame,
    skills: pl.DataFrame,
    section_headings: pl.DataFrame,
    skill_cues: pl.DataFrame,
) -> pl.DataFrame:
    """How often each ambiguous word is found where it is the skill, and where it is not.

    In: frames of the contracts of these names. Out: the contract `SkillEvaluation`, ordered by token. A word is found
    if a mention overlaps it whose skill is the labelled one or belongs under it.
    """
    lexicon = SkillLexicon(skill_aliases, skills, section_headings, skill_cues)
    labelled = labelled_mentions.with_columns(id=pl.int_range(pl.len()).cast(pl.String))
    marked = unmark(labelled)
    sentences = marked.select(
        posting_id="id",
        title=pl.lit(None, pl.String),
        company=pl.lit(None, pl.String),
        description="text",
        tags=pl.lit(None, pl.List(pl.String)),
    )
    mentions = find_skills(sentences, lexicon).select(
        "skill_id", id="posting_id", first="start", last=pl.col("start") + pl.col("alias").str.len_chars()
    )
    found = (
        mentions.join(broader_skills(skills), on="skill_id")
        .join(marked, on="id")
        .filter(pl.col("first") < pl.col("end"), pl.col("start") < pl.col("last"))
        .select("id", skill_id="broader_id", is_found=pl.lit(True))
        .unique()
    )
    is_found = pl.col("is_found").fill_null(False)
    counts = (
        labelled.join(found, on=["id", "skill_id"], how="left")
        .group_by("token", "skill_id")
        .agg(
            sentences=pl.len().cast(pl.Int64),
            labelled=pl.col("is_skill").sum().cast(pl.Int64),
            found=(pl.col("is_skill") & is_found).sum().cast(pl.Int64),
            wrong=(~pl.col("is_skill") & is_found).sum().cast(pl.Int64),
        )
    )
    return counts.with_columns(
        precision=_ratio(pl.col("found"), pl.col("found") + pl.col("wrong")),
        recall=_ratio(pl.col("found"), pl.col("labelled")),
    ).sort("token")


def _ratio(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    return pl.when(whole > 0).then(part / whole)
