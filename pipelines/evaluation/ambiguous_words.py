"""Measures how well ambiguous words are distinguished from skills in the labelled sentences."""

import polars as pl

from pipelines.evaluation.groups import rate_groups
from pipelines.evaluation.mentions import broader_skills, unmark
from pipelines.skills.lexicon import SkillLexicon
from pipelines.skills.posting_skills import find_skills


def evaluate_skills(
    labelled_mentions: pl.DataFrame, skills: pl.DataFrame, lexicon: SkillLexicon
) -> pl.DataFrame:
    """How often each ambiguous word is found where it is the skill, and where it is not.

    In: frames of the contracts of these names. Out: the contract `SkillEvaluation`, ordered by token. A word is found
    if a mention overlaps it whose skill is the labelled one or belongs under it.
    """
    counts = (
        _judge(labelled_mentions, skills, lexicon)
        .group_by("token", "skill_id")
        .agg(
            sentences=pl.len().cast(pl.Int64),
            labelled=pl.col("is_labelled").sum().cast(pl.Int64),
            found=pl.col("is_right").sum().cast(pl.Int64),
            wrong=(pl.col("is_given") & ~pl.col("is_right")).sum().cast(pl.Int64),
        )
    )
    return counts.with_columns(
        precision=_ratio(pl.col("found"), pl.col("found") + pl.col("wrong")),
        recall=_ratio(pl.col("found"), pl.col("labelled")),
    ).sort("token")


def evaluate_skills_by_language(
    labelled_mentions: pl.DataFrame, skills: pl.DataFrame, lexicon: SkillLexicon
) -> pl.DataFrame:
    """How well ambiguous words are told from skills in the labelled sentences of each language.

    In: as `evaluate_skills`. Out: the contract `SkillEvaluationByLanguage`.
    """
    return rate_groups(_judge(labelled_mentions, skills, lexicon), "language")


def _judge(labelled_mentions: pl.DataFrame, skills: pl.DataFrame, lexicon: SkillLexicon) -> pl.DataFrame:
    """The labelled sentences in the columns that `rate_groups` reads."""
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
        .select("id", skill_id="broader_id", is_given=pl.lit(True))
        .unique()
    )
    is_given = pl.col("is_given").fill_null(False)
    return labelled.join(found, on=["id", "skill_id"], how="left").with_columns(
        is_labelled="is_skill", is_given=is_given, is_right=pl.col("is_skill") & is_given
    )


def _ratio(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    return pl.when(whole > 0).then(part / whole)
