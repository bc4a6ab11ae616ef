"""Sources and the files found for them."""

import os
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import polars as pl

from assets.resources import Folders
from pipelines.reading.source_files import describe_sources, match_cards, prefer_dropped
from warehouse.inbox.curated import read_cards
from warehouse.inbox.downloads import NOTHING_FETCHED, fetch_files, list_downloads
from warehouse.inbox.source_files import list_folders


class Fetching(dg.Config):
    """Whether a run first fetches what the source cards name."""

    fetch: bool = os.environ.get("FETCH") == "1"


@dg.asset(
    group_name="sources",
    check_specs=[
        dg.AssetCheckSpec(
            "every_download_succeeded",
            asset="source_files",
            description="Where files were fetched, each was; the last good version of the others is still in use.",
        )
    ],
)
def source_files(
    context: dg.AssetExecutionContext, config: Fetching, folders: Folders
) -> Iterator[dg.Output[pl.DataFrame] | dg.AssetCheckResult]:
    """Files in the postings folders and fetched ones, each with the source whose card it matches."""
    cards, downloads = read_cards(folders.cards), Path(folders.downloads)
    outcomes = NOTHING_FETCHED
    if config.fetch:
        outcomes = fetch_files(downloads, cards, report=context.log.info)
    listed = []
    if not (folders.is_sample and config.fetch):
        listed.append(list_folders(folders.postings_folders, cards.values()))
    if config.fetch or not folders.is_sample:
        listed.append(list_downloads(downloads))
    files = prefer_dropped(match_cards(pl.concat(listed), cards))
    for problem in files["problem"].drop_nulls():
        context.log.warning(f"skipped: {problem}")
    yield dg.Output(files)
    yield _check_downloads(outcomes)


@dg.asset(group_name="sources")
def sources(folders: Folders, source_files: pl.DataFrame) -> pl.DataFrame:
    """Publishers, licences and addresses, with what was read of each."""
    return describe_sources(read_cards(folders.cards), source_files)


def _check_downloads(outcomes: pl.DataFrame) -> dg.AssetCheckResult:
    failed = outcomes.filter(pl.col("outcome") == "failed").select("source_id", "file", "address", "problem")
    shown = "; ".join(f"{row['address']}: {row['problem']}" for row in failed.head(10).rows(named=True))
    return dg.AssetCheckResult(
        check_name="every_download_succeeded",
        passed=failed.is_empty(),
        severity=dg.AssetCheckSeverity.WARN,
        description=f"{failed.height} failed; {shown}" if shown else None,
        metadata=dict(outcomes["outcome"].value_counts().rows()),
    )
