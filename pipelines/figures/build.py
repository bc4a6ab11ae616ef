"""What came in and out of a build, and how well titles and skills are found in it."""

import polars as pl

from pipelines.figures.distinctiveness import score_distinctiveness

COUNTS = [
    "records",
    "postings",
    "seen_before",
    "rejected",
    "skipped",
    "unique_postings",
    "market_postings",
]


def measure_build(
    source_coverage: pl.DataFrame,
    title_evaluation: pl.DataFrame,
    skill_evaluation: pl.DataFrame,
    role_distinctiveness: pl.DataFrame,
    periods: pl.DataFrame,
) -> pl.DataFrame:
    """Counts over all sources, precision and recall over all labelled titles and sentences, the share of distinctive
    skills that chance gives, and the months that `latest` covers (`latest 2024-09 to 2026-08`).

    Takes the tables of those names. Returns kind, name, rows and figure as in `build`, and `table`: the one each was
    taken from.
    """
    counts = source_coverage.select(COUNTS).sum().row(0, named=True)
    right = pl.col("precision").fill_null(0) * pl.col("given")
    titles = title_evaluation.select(
        titles_precision=right.sum() / pl.col("given").sum(),
        titles_recall=right.sum() / pl.col("labelled").sum(),
        titles_macro_f1=pl.col("f1").mean(),
    ).row(0, named=True)
    words = {f"ambiguous_words_{name}": figure for name, figure in score_all(skill_evaluation).items()}
    rows: list[tuple[str, str, int | None, float | None, str]]
    rows = [("count", name, count, None, "source_coverage") for name, count in counts.items()]
    rows += [("evaluation", name, None, figure, "title_evaluation") for name, figure in titles.items()]
    rows += [("evaluation", name, None, figure, "skill_evaluation") for name, figure in words.items()]
    chance = score_distinctiveness(role_distinctiveness)
    rows.append(("evaluation", "distinctive_skills_by_chance", None, chance, "role_distinctiveness"))
    rows += [
        ("period", f"{period} {first_day:%Y-%m} to {last_day:%Y-%m}", None, None, "periods")
        for period, first_day, last_day in periods.filter(period="latest").iter_rows()
    ]
    schema = {
        "kind": pl.String,
        "name": pl.String,
        "rows": pl.Int64,
        "figure": pl.Float64,
        "table": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def score_all(skill_evaluation: pl.DataFrame) -> dict[str, float]:
    """Precision and recall over all sentences of a frame of the contract `SkillEvaluation`."""
    found, wrong, labelled = skill_evaluation.select(pl.sum("found", "wrong", "labelled")).row(0)
    return {"precision": found / max(1, found + wrong), "recall": found / max(1, labelled)}
