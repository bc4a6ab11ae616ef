"""Sources and their files."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import partial
from pathlib import Path

import dagster as dg
import polars as pl
from pydantic import Field

from assets.resources import FETCHED, SAMPLE, Folders, LakeIOManager, Source
from pipelines.reading.source_files import describe_sources, find_encoding, match_cards, prefer_dropped
from warehouse.inbox.curated import read_cards
from warehouse.inbox.downloads import (
    NOTHING_FETCHED,
    explain_nothing_fetched,
    fetch_files,
    list_downloads,
    tabulate_outcomes,
)
from warehouse.inbox.source_files import list_folders
from warehouse.settings import FETCH


class Fetching(dg.Config):
    """Whether a run first fetches what the source cards name, and of which sources."""

    fetch: bool = FETCH
    fetch_only: list[Source] = Field(  # type: ignore[valid-type]
        [], description="Fetches these sources alone; of the others it reads what was fetched before."
    )


@dg.asset(
    check_specs=[
        dg.AssetCheckSpec(
            "every_download_succeeded",
            asset="source_files",
            description="Every file that was to be fetched was fetched; a file that is gone is reported once. The last "
            "good version of the others stays in use.",
        )
    ],
)
def source_files(
    context: dg.AssetExecutionContext,
    config: Fetching,
    folders: Folders,
    io_manager: dg.ResourceParam[LakeIOManager],
) -> Iterator[dg.Output[pl.DataFrame] | dg.AssetCheckResult]:
    """Files in the postings folders and fetched ones, each with the source whose card it matches."""
    cards, downloads = read_cards(folders.cards), Path(folders.downloads)
    find = partial(find_encoding, cards.values())
    outcomes = NOTHING_FETCHED
    io_manager.begin()
    if folders.builds.is_lost:
        mended = folders.builds.mend_links()
        leads = f"it leads to {mended.name} again" if mended else "there is no build to compare this one with"
        context.log.warning(f"{folders.published}/published led nowhere: {leads}")
    if config.fetch:
        outcomes = fetch_files(
            downloads, cards, report=context.log.info, only={source.value for source in config.fetch_only}
        )
    listed = []
    if not (folders.is_sample and config.fetch):
        listed.append(list_folders(folders.postings_folders, find))
    if config.fetch or not folders.is_sample:
        listed.append(list_downloads(downloads, find))
    files = prefer_dropped(match_cards(pl.concat(listed), cards), cards)
    if config.fetch and files.is_empty():
        raise dg.Failure(explain_nothing_fetched(outcomes), allow_retries=False)
    _refuse_other_postings(folders, files)
    _refuse_late_changes(context.job_def.asset_layer.selected_asset_keys, folders, files, io_manager)
    yield dg.Output(files, metadata={"fetched": tabulate_outcomes(outcomes)} if config.fetch else {})
    yield _check_downloads(outcomes)


@dg.asset
def sources(folders: Folders, source_files: pl.DataFrame) -> pl.DataFrame:
    """Publishers, licences and addresses, with the files read."""
    return describe_sources(read_cards(folders.cards), source_files)


def _refuse_other_postings(folders: Folders, files: pl.DataFrame) -> None:
    """Raises dg.Failure if these files would replace those of the published build."""
    published, origin = folders.builds.origin, folders.name_origin(files)
    if published in (None, SAMPLE, origin) or folders.replace:
        return
    again = "FETCH=1" if published == FETCHED else f"POSTINGS={published}"
    raise dg.Failure(
        f"nothing is published, because the published build comes from {published}, and this run reads {origin}. Run "
        f"`make run {again}`, or add REPLACE=1 to replace it by {origin}",
        allow_retries=False,
    )


def _refuse_late_changes(
    chosen: AbstractSet[dg.AssetKey], folders: Folders, files: pl.DataFrame, io_manager: LakeIOManager
) -> None:
    """Raises dg.Failure if a run would publish without reading these files, and they are not those read before.

    It also removes the note of what the last run was made from, so that the next one makes everything: what has changed
    may be nothing that a note compares, such as a file edited within its time of change.
    """
    if dg.AssetKey("publication") not in chosen or dg.AssetKey("raw_postings") in chosen:
        return
    if not files.equals(io_manager.lake.read("source_files").scan().collect()):
        folders.note.unlink(missing_ok=True)
        raise dg.Failure(
            f"files in {folders.postings} have changed since the run began, nothing is published: run again",
            allow_retries=False,
        )


def _check_downloads(outcomes: pl.DataFrame) -> dg.AssetCheckResult:
    is_bad = pl.col("outcome").is_in(["failed", "gone"]) & pl.col("problem").is_not_null()
    bad = outcomes.filter(is_bad).select("outcome", "address", "problem")
    shown = "; ".join(f"{row['address']}: {row['problem']}" for row in bad.head(10).rows(named=True))
    return dg.AssetCheckResult(
        check_name="every_download_succeeded",
        passed=bad.is_empty(),
        severity=dg.AssetCheckSeverity.WARN,
        description=f"downloads that failed or are gone ({bad.height}): {shown}" if shown else None,
        metadata=dict(outcomes["outcome"].value_counts().rows()),
    )
