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
from warehouse.lake.sql_tables import plan_table


@dg.asset(group_name="postings")
def raw_postings(folders: Folders, source_files: pl.DataFrame) -> Plan:
    """Every record of every file as it stands there, with what became of it."""
    return plan_reading(
        Path(folders.postings),
        source_files,
        read_cards(folders.cards),
        read_postings,
        fetched=current_folder(Path(folders.downloads)),
    )


@dg.asset(group_name="postings")
def rejected_rows(raw_postings: Parts) -> Plan:
    """Records that are no postings, with the reason."""
    return raw_postings.map(list_rejected_rows)


@dg.asset(group_name="postings")
def cleaned_postings(folders: Folders, raw_postings: Parts) -> Plan:
    """Postings cleaned and typed by their source's card, with their text."""
    readers = Prepared.of(ValueReaders, read_rows(folders.cards, ValueWords))
    return raw_postings.map(clean_postings, BySource(read_cards(folders.cards)), readers)


@dg.asset(group_name="postings")
def text_signatures(cleaned_postings: Parts) -> Plan:
    """What finds similar texts among all postings, made once per file."""
    return cleaned_postings.map(sign_texts)


@dg.asset(group_name="postings")
def postings(cleaned_postings: Parts, text_signatures: Parts) -> Plan:
    """All postings without their text, each repeat pointing to the one it repeats."""
    return combine(mark_duplicates, cleaned_postings, text_signatures)


@dg.asset(group_name="postings")
def unique_postings(postings: Parts) -> Plan:
    """Postings counted once: first and last seen, how often, where and in which sources."""
    return plan_table("unique_postings", postings=postings)


@dg.asset(group_name="postings")
def duplicate_audit(postings: Parts) -> Plan:
    """Merged pairs to look at: drawn ones of each tier, and the least similar."""
    return plan_table("duplicate_audit", postings=postings)
