"""Checks that must pass before anything is published."""

from collections.abc import Callable, Iterator, Mapping

import dagster as dg
import polars as pl

from assets.resources import Folders, LakeIOManager
from assets.views import markdown_table
from pipelines.figures.build import score_all
from pipelines.figures.drift import find_moved_shares
from pipelines.figures.integrity import (
    count_records,
    find_circles,
    find_dangling,
    find_lost_records,
    find_shortened_files,
    find_shrunken_sources,
    find_unexpected_volumes,
    find_unreadable,
    find_worse_than_before,
)
from pipelines.reading.cut_off import find_incomplete_ends
from pipelines.repeats.audit import find_merged_employers, find_unlike_repeats
from schemas import TABLES, Contract
from warehouse.builds.published import read_files, read_records, read_shares
from warehouse.inbox.curated import read_cards

SHOWN_ROWS = 10
SIMILARITY_FLOOR = 0.5
MAX_UNLIKE_SHARE = 0.01
WAY_OF_A_RECORD = ("source_files", "raw_postings", "rejected_rows", "sightings")


def every_record_is_a_posting_rejected_or_skipped(counts: pl.DataFrame) -> dg.AssetCheckResult:
    """For every file, records in = postings + rejected + seen before + skipped, and they cover all its lines."""
    lost = find_lost_records(counts)
    totals = counts.select(pl.sum("lines", "records", "postings", "rejected", "seen_before", "skipped")).row(
        0, named=True
    )
    return _result(lost, "files that lost records when they were read", "report it with these files", totals)


def every_file_has_as_many_rows_as_its_card_expects(
    counts: pl.DataFrame, folders: Folders
) -> dg.AssetCheckResult:
    """For every file, the number of data rows is between `rows.min` and `rows.max` of its source card."""
    unexpected = find_unexpected_volumes(counts, read_cards(folders.cards))
    remedy = "fetch the file again if it is truncated; otherwise widen `rows` in data/sources/<source>.yml"
    return _result(unexpected, "files with an unexpected number of rows", remedy, {"files": counts.height})


def no_source_lost_most_of_its_records(counts: pl.DataFrame, folders: Folders) -> dg.AssetCheckResult:
    """Each source has at least half of its records in the published build, unless REPLACE=1 allows fewer."""
    now = counts.group_by("source_id").agg(pl.col("records").sum())
    shrunken = find_shrunken_sources(read_records(folders.database), now)
    remedy = "check that its files are complete; if they are, run again with REPLACE=1"
    refused = shrunken.clear() if folders.replace else shrunken
    return _result(refused, "sources that lost most of their records", remedy, {"sources": now.height})


def no_file_seems_cut_off(
    counts: pl.DataFrame, raw_postings: pl.LazyFrame, folders: Folders
) -> dg.AssetCheckResult:
    """No file ends in the middle of a record, or has lost a tenth of its lines since the published build."""
    published = read_files(folders.database).filter(pl.col("problem").is_null())
    found = pl.concat(
        frame.select("file", "problem")
        for frame in (find_incomplete_ends(raw_postings), find_shortened_files(published, counts))
    )
    remedy = "fetch them again unless their publisher shortened them, then run again"
    metadata = {"files": counts.height}
    return _result(found, "files that seem cut off", remedy, metadata, dg.AssetCheckSeverity.WARN)


def no_employers_merge_on_boilerplate(postings: pl.LazyFrame) -> dg.AssetCheckResult:
    """Postings of two employers are never merged, however similar their texts are."""
    merged = find_merged_employers(postings)
    return _result(
        merged, "postings of different employers that were merged", "report it with these postings", {}
    )


def repeats_are_like_what_they_repeat(postings: pl.LazyFrame) -> dg.AssetCheckResult:
    """At most 1 % of the repeats with text have a similarity below 0.5 to the posting they were merged into."""
    unlike = find_unlike_repeats(postings, SIMILARITY_FLOOR)
    repeats = postings.select(pl.col("duplicate_similarity").count()).collect().item()
    allowed = unlike.height <= MAX_UNLIKE_SHARE * repeats
    remedy = "check whether the source reuses its ids; if so, remove the id from its card"
    metadata = {"repeats_with_text": repeats, "less_than_half_similar": unlike.height}
    refused = unlike.clear() if allowed else unlike
    return _result(
        refused, "repeats that are unlike what they repeat", remedy, metadata, dg.AssetCheckSeverity.WARN
    )


def _spec(
    check: Callable[..., dg.AssetCheckResult], asset: str, *deps: str, blocking: bool = False
) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(
        check.__name__, asset=asset, description=check.__doc__, additional_deps=deps, blocking=blocking
    )


def _check(check: Callable[..., dg.AssetCheckResult], *inputs: object) -> dg.AssetCheckResult:
    return check(*inputs)._replace(check_name=check.__name__)


@dg.multi_asset_check(
    specs=[
        _spec(every_record_is_a_posting_rejected_or_skipped, "postings", *WAY_OF_A_RECORD, blocking=True),
        _spec(every_file_has_as_many_rows_as_its_card_expects, "postings", *WAY_OF_A_RECORD, blocking=True),
        _spec(no_source_lost_most_of_its_records, "postings", *WAY_OF_A_RECORD, blocking=True),
        _spec(no_file_seems_cut_off, "postings", *WAY_OF_A_RECORD),
        _spec(no_employers_merge_on_boilerplate, "postings", blocking=True),
        _spec(repeats_are_like_what_they_repeat, "postings"),
    ]
)
def check_postings(
    folders: Folders, io_manager: dg.ResourceParam[LakeIOManager]
) -> Iterator[dg.AssetCheckResult]:
    """All checks of postings; the records are counted once."""
    scans = {name: io_manager.lake.read(name).scan() for name in ("postings", *WAY_OF_A_RECORD)}
    counts = count_records(**scans)
    yield _check(every_record_is_a_posting_rejected_or_skipped, counts)
    yield _check(every_file_has_as_many_rows_as_its_card_expects, counts, folders)
    yield _check(no_source_lost_most_of_its_records, counts, folders)
    yield _check(no_file_seems_cut_off, counts, scans["raw_postings"], folders)
    yield _check(no_employers_merge_on_boilerplate, scans["postings"])
    yield _check(repeats_are_like_what_they_repeat, scans["postings"])


def every_published_file_can_still_be_read(
    source_files: pl.DataFrame, folders: Folders
) -> dg.AssetCheckResult:
    """No file of the published build exists but is unreadable: its postings would disappear unnoticed."""
    unreadable = find_unreadable(read_files(folders.database), source_files)
    remedy = (
        "mend or fetch them again; to drop their postings, remove them from the folder and run with REPLACE=1"
    )
    return _result(unreadable, "published files that cannot be read", remedy, {"files": source_files.height})


def every_file_belongs_to_a_source(source_files: pl.DataFrame) -> dg.AssetCheckResult:
    """No file in the postings folder was skipped."""
    skipped = source_files.filter(pl.col("problem").is_not_null()).select("file", "problem")
    found = {"files": source_files.height}
    return _result(skipped, "files that were skipped", "", found, dg.AssetCheckSeverity.WARN)


def every_column_is_mapped_or_ignored(source_files: pl.DataFrame) -> dg.AssetCheckResult:
    """No file has a column that its source card does not list."""
    unlisted = source_files.filter(pl.col("unlisted_columns").list.len() > 0).select(
        "file", "unlisted_columns"
    )
    remedy = "map the column in the source card, or list it under `ignored_columns`"
    found = {"files": source_files.height}
    return _result(
        unlisted, "files with columns that no card lists", remedy, found, dg.AssetCheckSeverity.WARN
    )


def every_mapped_column_is_there(source_files: pl.DataFrame) -> dg.AssetCheckResult:
    """No file lacks a column that its source card maps."""
    missing = source_files.filter(pl.col("missing_columns").list.len() > 0).select("file", "missing_columns")
    remedy = "fetch the file again, or write another card for this layout; until then, the values are empty"
    found = {"files": source_files.height}
    return _result(
        missing, "files without columns that their card maps", remedy, found, dg.AssetCheckSeverity.WARN
    )


@dg.multi_asset_check(
    specs=[
        _spec(every_published_file_can_still_be_read, "source_files", blocking=True),
        _spec(every_file_belongs_to_a_source, "source_files"),
        _spec(every_column_is_mapped_or_ignored, "source_files"),
        _spec(every_mapped_column_is_there, "source_files"),
    ]
)
def check_source_files(
    folders: Folders, io_manager: dg.ResourceParam[LakeIOManager]
) -> Iterator[dg.AssetCheckResult]:
    """All checks of the files that were found."""
    source_files = io_manager.lake.read("source_files").scan().collect()
    yield _check(every_published_file_can_still_be_read, source_files, folders)
    yield _check(every_file_belongs_to_a_source, source_files)
    yield _check(every_column_is_mapped_or_ignored, source_files)
    yield _check(every_mapped_column_is_there, source_files)


@dg.asset_check(
    asset="skill_lineage",
    blocking=True,
    additional_ins={name: dg.AssetIn(name) for name in ("skills", "skill_parents")},
)
def no_skill_is_broader_than_its_parent(
    skills: pl.LazyFrame, skill_parents: pl.LazyFrame, skill_lineage: pl.LazyFrame
) -> dg.AssetCheckResult:
    """No skill is its own parent, or a parent of one of its parents."""
    found = find_circles(skills, skill_parents, skill_lineage)
    remedy = "correct parent_id in data/taxonomies/skills.csv or skill_parents.csv"
    return _result(found, "skills whose parent is the skill itself or narrower", remedy, {})


@dg.asset_check(asset="skill_evaluation", blocking=True)
def skills_are_found_as_well_as_before(skill_evaluation: pl.DataFrame) -> dg.AssetCheckResult:
    """Precision and recall on the labelled sentences are not below the floor they have reached."""
    remedy = (
        "undo the change that lowered them, or correct the sentence in data/taxonomies/labelled_mentions.csv"
    )
    worse = find_worse_than_before(skill_evaluation)
    return _result(worse, "measures below their floor", remedy, score_all(skill_evaluation))


@dg.asset_check(asset="role_skill_demand", additional_ins={"source_files": dg.AssetIn("source_files")})
def skill_shares_are_as_in_the_last_build(
    folders: Folders, role_skill_demand: pl.DataFrame, source_files: pl.DataFrame
) -> dg.AssetCheckResult:
    """No skill's share of a role's postings moved by 5 points or more, and beyond both intervals, since the published
    build."""
    before = read_shares(folders.database) if folders.is_of_one_origin(source_files) else None
    now = role_skill_demand.filter(period="all")
    moved = find_moved_shares(now if before is None else before, now)
    remedy = (
        "check whether new postings or an edited rule explain it (`build_changes` lists both); if not, correct the "
        "rule and run again, or `make rollback`"
    )
    compared = {
        "shares_before": 0 if before is None else before.height,
        "shares_now": now.height,
    }
    return _result(moved, "shares that moved beyond chance", remedy, compared, dg.AssetCheckSeverity.WARN)


def _reference_check(contract: type[Contract]) -> dg.AssetChecksDefinition:
    """One check per table: every reference that its contract declares resolves."""
    references = list(contract.references())
    lookups = sorted({reference.table for reference in references} - {contract.table()})

    @dg.asset_check(
        asset=contract.table(),
        name="every_reference_resolves",
        description="; ".join(
            f"every {reference.column} is in {reference.table}" for reference in references
        ),
        blocking=True,
        additional_deps=lookups,
    )
    def check(folders: Folders, io_manager: dg.ResourceParam[LakeIOManager]) -> dg.AssetCheckResult:
        scans = {name: io_manager.lake.read(name).scan() for name in [contract.table(), *lookups]}
        dangling = pl.concat(
            find_dangling(
                scans[contract.table()], reference, scans[reference.table], TABLES[reference.table].key()[0]
            )
            for reference in references
        )
        file = folders.taxonomies / f"{contract.table()}.csv"
        places = " or ".join(map(folders.name_table, lookups or [contract.table()]))
        if file.is_file():
            lines = dangling.with_columns(pl.col("first_row") + 2).rename({"first_row": "line"})
            remedy = f"correct {file}, or add the value to {places}"
            return _result(lines, f"values of {file.name} that nothing defines", remedy, {})
        remedy = f"correct the value in the file of data/ that gives it to {contract.table()}, or add it to {places}"
        return _result(dangling.drop("first_row"), "values that nothing defines", remedy, {})

    return check


def _result(
    offending: pl.DataFrame,
    problem: str,
    remedy: str,
    metadata: Mapping[str, float],
    severity: dg.AssetCheckSeverity = dg.AssetCheckSeverity.ERROR,
) -> dg.AssetCheckResult:
    found = {"found": offending.height, "first": markdown_table(offending.head(SHOWN_ROWS))}
    return dg.AssetCheckResult(
        passed=offending.is_empty(),
        severity=severity,
        description=None if offending.is_empty() else _say(offending, problem, remedy),
        metadata={**metadata, **(found if offending.height else {"found": 0})},
    )


def _say(offending: pl.DataFrame, problem: str, remedy: str) -> str:
    """How many there are, the first of them, and what to do, where their own problems do not say it."""
    rows = [
        row.pop("problem", None) or ", ".join(f"{name} {value}" for name, value in row.items())
        for row in offending.head(SHOWN_ROWS).iter_rows(named=True)
    ]
    more = f"{offending.height - SHOWN_ROWS} more" if offending.height > SHOWN_ROWS else ""
    said = "; ".join(filter(None, [*rows, more, remedy]))
    return f"{problem} ({offending.height}): {said}"


CHECKS = [
    check_source_files,
    check_postings,
    no_skill_is_broader_than_its_parent,
    skills_are_found_as_well_as_before,
    skill_shares_are_as_in_the_last_build,
    *(_reference_check(contract) for contract in TABLES.values() if list(contract.references())),
]
