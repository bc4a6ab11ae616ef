"""Sources and the files found for them."""

from pathlib import Path

import dagster as dg
import polars as pl

from assets.lake import Folders
from pipelines.source_files import describe_sources, match_cards
from warehouse.curated import read_cards
from warehouse.source_files import list_files


@dg.asset(group_name="sources")
def source_files(context: dg.AssetExecutionContext, folders: Folders) -> pl.DataFrame:
    """Files in the postings folder, each with the source whose card it matches."""
    files = match_cards(list_files(Path(folders.postings)), read_cards(folders.cards))
    for problem in files["problem"].drop_nulls():
        context.log.warning(f"skipped: {problem}")
    return files


@dg.asset(group_name="sources")
def sources(folders: Folders, source_files: pl.DataFrame) -> pl.DataFrame:
    """Publishers, licences and addresses, with what was read of each."""
    return describe_sources(read_cards(folders.cards), source_files)
