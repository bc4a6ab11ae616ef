"""Postings on their way from a record in a file to a clean row."""

from pathlib import Path

import dagster as dg
import polars as pl

from assets.resources import Folders
from pipelines.cleaning.postings import ValueReaders, clean_postings
from pipelines.reading.raw_postings import read_postings
from pipelines.reading.rejected_rows import list_rejected_rows
from pipelines.repeats.duplicates import mark_duplicates, sign_texts
from schemas.value_words import ValueWords
from warehouse.inbox.curated import read_cards, read_rows
from warehouse.inbox.downloads import current_folder
from warehouse.inbox.source_files import plan_reading
from warehouse.lake.parts import BySource, Parts, Plan, Prepared, combine


@dg.asset
def raw_postings(folders: Folders, source_files: pl.DataFrame) -> Plan:
    """Every record of every file as it stands there, with what became of it."""
    return plan_reading(
        folders.postings_folders,
        source_files,
        read_cards(folders.cards),
        read_postings,
        fetched=current_folder(Path(folders.downloads)),
    )


@dg.asset
def rejected_rows(raw_postings: Parts) -> Plan:
    """Records that are no postings, with the reason."""
    return raw_postings.map(list_rejected_rows)


@dg.asset
def cleaned_postings(folders: Folders, raw_postings: Parts) -> Plan:
    """Postings cleaned and typed by their source's card, with their text."""
    readers = Prepared.of(ValueReaders, read_rows(folders.cards, ValueWords))
    return raw_postings.map(clean_postings, BySource(read_cards(folders.cards)), readers)


@dg.asset
def text_signatures(cleaned_postings: Parts) -> Plan:
    """What finds similar texts among all postings, made once per file."""
    return cleaned_postings.map(sign_texts)


@dg.asset
def postings(cleaned_postings: Parts, text_signatures: Parts) -> Plan:
    """All postings without their text, each repeat pointing to the one it repeats."""
    return combine(mark_duplicates, cleaned_postings, text_signatures)
