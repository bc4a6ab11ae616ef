"""Postings, from a record in a file to a clean row."""

from pathlib import Path

import dagster as dg
import polars as pl

from assets.resources import Folders
from pipelines.cleaning.contacts import ContactMasks
from pipelines.cleaning.postings import ValueReaders
from pipelines.reading.raw_postings import read_postings
from pipelines.reading.rejected_rows import list_rejected_rows
from pipelines.repeats.duplicates import mark_duplicates, sign_texts
from pipelines.repeats.snapshots import clean_new_postings, find_sightings, key_records, list_snapshots
from pipelines.values.words import Words
from schemas.value_words import ValueWords
from warehouse.inbox.curated import read_cards, read_rows
from warehouse.inbox.downloads import current_folder
from warehouse.inbox.source_files import plan_reading
from warehouse.lake.parts import ByPart, BySource, Parts, Plan, Prepared, combine


@dg.asset
def raw_postings(folders: Folders, source_files: pl.DataFrame) -> Plan:
    """Every record of every file, unchanged, with its outcome."""
    return plan_reading(
        folders.postings_folders,
        source_files,
        read_cards(folders.cards),
        read_postings,
        fetched=current_folder(Path(folders.downloads)),
    )


@dg.asset
def rejected_rows(folders: Folders, raw_postings: Parts) -> Plan:
    """Rejected records, with the reason."""
    contacts = Prepared.of(ContactMasks, Prepared.of(Words, read_rows(folders.cards, ValueWords)))
    return raw_postings.map(list_rejected_rows, contacts)


@dg.asset
def snapshots(folders: Folders, source_files: pl.DataFrame) -> pl.DataFrame:
    """Snapshots of the same file, with their dates."""
    return list_snapshots(source_files, read_cards(folders.cards))


@dg.asset
def record_keys(folders: Folders, raw_postings: Parts) -> Plan:
    """Keys that show whether two snapshots contain the same record."""
    return raw_postings.map(key_records, BySource(read_cards(folders.cards)))


@dg.asset
def sightings(record_keys: Parts, snapshots: Parts) -> Plan:
    """Postings that later snapshots contain again."""
    return combine(find_sightings, record_keys, snapshots)


@dg.asset
def cleaned_postings(folders: Folders, raw_postings: Parts, sightings: pl.DataFrame) -> Plan:
    """New postings, cleaned and typed by their source's card, with their text."""
    readers = Prepared.of(ValueReaders, read_rows(folders.cards, ValueWords))
    cards, seen_before = BySource(read_cards(folders.cards)), ByPart.of(sightings, "line")
    return raw_postings.map(clean_new_postings, cards, readers, seen_before)


@dg.asset
def text_signatures(cleaned_postings: Parts) -> Plan:
    """Hashes that find similar texts among all postings."""
    return cleaned_postings.map(sign_texts)


@dg.asset
def postings(folders: Folders, cleaned_postings: Parts, text_signatures: Parts, sightings: Parts) -> Plan:
    """All postings without their text; each repeat points to the posting it repeats."""
    value_words = Prepared.of(Words, read_rows(folders.cards, ValueWords))
    return combine(mark_duplicates, cleaned_postings, text_signatures, sightings, value_words)
