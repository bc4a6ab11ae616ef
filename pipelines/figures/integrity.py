"""Rules that hold between tables: records in equal records out, references resolve, volumes are as expected."""

import polars as pl

from pipelines.figures.build import score_all
from schemas import SourceCard
from schemas.contract import Reference

MIN_PRECISION = 0.95
MIN_RECALL = 0.96
"""What the matcher has reached on all labelled sentences, a little less; to be raised with it, never lowered."""


LEAST_SHARE_KEPT = 0.5
"""A source that keeps less of its records than this was probably cut off, and no publisher meant it."""


LEAST_SHARE_OF_LINES = 0.9
"""A file that keeps less of its lines than this may be cut off: those that publishers update grow or lose few rows."""


def count_records(
    source_files: pl.LazyFrame,
    raw_postings: pl.LazyFrame,
    postings: pl.LazyFrame,
    rejected_rows: pl.LazyFrame,
    sightings: pl.LazyFrame,
) -> pl.DataFrame:
    """One row per file that was read: what came in and what became of it.

    Columns file, source_id, lines (counted in the file's bytes), record_lines (spanned by its records), records,
    postings, rejected, seen_before, skipped. In equals out where lines = record_lines and records = postings +
    rejected + seen_before + skipped.
    """
    by_file = raw_postings.group_by("file").agg(
        record_lines=pl.col("lines").sum(),
        records=pl.len().cast(pl.Int64),
        skipped=(pl.col("outcome") == "skipped").sum().cast(pl.Int64),
    )
    out = [
        frame.group_by("file").agg(pl.len().cast(pl.Int64).alias(name))
        for name, frame in (("postings", postings), ("rejected", rejected_rows), ("seen_before", sightings))
    ]
    counted = source_files.filter(pl.col("problem").is_null()).select("file", "source_id", "lines")
    for frame in (by_file, *out):
        counted = counted.join(frame, on="file", how="left")
    out_columns = ["postings", "rejected", "seen_before", "skipped"]
    return (
        counted.with_columns(pl.exclude("file", "source_id").fill_null(0))
        .select("file", "source_id", "lines", "record_lines", "records", *out_columns)
        .sort("file")
        .collect()
    )


def find_lost_records(counts: pl.DataFrame) -> pl.DataFrame:
    """The files of `count_records` in which not everything that came in went out."""
    return counts.filter(
        (pl.col("lines") != pl.col("record_lines"))
        | (pl.col("records") != pl.sum_horizontal("postings", "rejected", "seen_before", "skipped"))
    )


def find_unexpected_volumes(counts: pl.DataFrame, cards: dict[str, SourceCard]) -> pl.DataFrame:
    """The files of `count_records` whose data rows are fewer or more than their card expects.

    Returns file, source_id, rows, min and max.
    """
    ranges = pl.DataFrame(
        [(card.source_id, card.rows.min, card.rows.max) for card in cards.values()],
        schema={"source_id": pl.String, "min": pl.Int64, "max": pl.Int64},
        orient="row",
    )
    return (
        counts.with_columns(rows=pl.sum_horizontal("postings", "rejected", "seen_before"))
        .join(ranges, on="source_id", maintain_order="left")
        .filter(~pl.col("rows").is_between("min", "max"))
        .select("file", "source_id", "rows", "min", "max")
    )


def find_unreadable(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Files that were read for the former build and are there still, but cannot be read.

    Both have the columns file and problem of the contract SourceFiles. A file is unreadable if it has a problem now,
    or if its folder, its archive or a compressed file of its name has. Returns file and problem, ordered by file.
    """
    read = before.filter(pl.col("problem").is_null()).select("file")
    lost = read.join(now.filter(pl.col("problem").is_null()), on="file", how="anti")
    refused = now.drop_nulls("problem").select(refused="file", problem="problem")
    return (
        lost.join(refused, how="cross")
        .filter(
            (pl.col("file") == pl.col("refused"))
            | pl.col("file").str.starts_with(pl.col("refused") + "/")
            | pl.col("refused").str.starts_with(pl.col("file") + ".")
        )
        .group_by("file")
        .agg(pl.col("problem").first())
        .sort("file")
    )


def find_shrunken_sources(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Sources of which the former build read more than twice as many records.

    Both have the columns source_id and records; sources that are in one of them only are left out. Returns source_id,
    records and records_before.
    """
    return (
        now.join(before.rename({"records": "records_before"}), on="source_id")
        .filter(pl.col("records") < LEAST_SHARE_KEPT * pl.col("records_before"))
        .select("source_id", "records", "records_before")
        .sort("source_id")
    )


def find_shortened_files(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Files that have less than nine tenths of the lines that they had in the former build.

    Both have the columns file and lines; files that are in one of them only are left out. Returns file, lines,
    lines_before and problem, ordered by file.
    """
    return (
        now.select("file", "lines")
        .join(before.select("file", lines_before="lines"), on="file")
        .filter(pl.col("lines") < LEAST_SHARE_OF_LINES * pl.col("lines_before"))
        .with_columns(problem=pl.format("{} has {} lines, where it had {}", "file", "lines", "lines_before"))
        .sort("file")
    )


def find_dangling(frame: pl.LazyFrame, reference: Reference, lookup: pl.LazyFrame, key: str) -> pl.DataFrame:
    """Values of a referring column that are neither null, nor a key of the lookup, nor one of its other values.

    Returns column, value, rows and first_row (the place of the first of them, from 0), most frequent first.
    """
    return (
        frame.select(value=reference.column)
        .with_row_index("row")
        .drop_nulls()
        .filter(~pl.col("value").is_in(list(reference.other_values)))
        .join(lookup.select(value=key), on="value", how="anti")
        .group_by("value")
        .agg(rows=pl.len(), first_row=pl.col("row").min())
        .select(pl.lit(reference.column).alias("column"), "value", "rows", "first_row")
        .sort("rows", "value", descending=[True, False])
        .collect()
    )


def find_circles(
    skills: pl.LazyFrame, skill_parents: pl.LazyFrame, skill_lineage: pl.LazyFrame
) -> pl.DataFrame:
    """Skills whose parent is the skill itself or narrower than it, with that parent: skill_id and parent_id, ordered.

    Each would count as the broader of the other, and all their figures would be the same.
    """
    parents = pl.concat([skills.select("skill_id", "parent_id").drop_nulls(), skill_parents])
    narrower = skill_lineage.select(parent_id="skill_id", skill_id="broader_id")
    return (
        parents.join(narrower, on=["skill_id", "parent_id"], how="semi")
        .sort("skill_id", "parent_id")
        .collect()
    )


def find_worse_than_before(skill_evaluation: pl.DataFrame) -> pl.DataFrame:
    """The words with a precision or recall below the floor, worst first; empty if both reach it."""
    scores = score_all(skill_evaluation)
    if scores["precision"] >= MIN_PRECISION and scores["recall"] >= MIN_RECALL:
        return skill_evaluation.clear()
    errors = pl.col("wrong") + pl.col("labelled") - pl.col("found")
    return skill_evaluation.filter(errors > 0).sort(errors, "token", descending=[True, False])
