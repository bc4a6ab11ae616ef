"""The source cards say what is known of the files they name."""

import os
from functools import partial
from pathlib import Path

import polars as pl
import pytest

from pipelines.reading.raw_postings import read_postings
from pipelines.reading.source_files import find_encoding, match_cards
from warehouse.inbox.curated import read_cards, read_taxonomy
from warehouse.inbox.source_files import list_folders, plan_reading
from warehouse.settings import ROOT

CARDS = read_cards(ROOT / "data" / "sources")
SHARED = Path(os.environ.get("ML_JOB_MARKET_SHARED", "nowhere"))
FOLDERS = [SHARED / "postings", SHARED / "postings_2026"]


def test_every_heading_of_a_section_is_one_that_says_what_follows():
    headings = set(read_taxonomy(ROOT / "data" / "taxonomies", "section_headings")["heading"])
    given = {heading.lower() for card in CARDS.values() for heading in card.sections.values() if heading}
    assert given
    assert given <= headings


def test_no_card_reads_a_column_that_it_calls_personal():
    for card in CARDS.values():
        read = {name for names in card.mapped_headers.values() for name in names} | card.sections.keys()
        assert not read & set(card.personal_columns), card.source_id


LIST_ALL_OPEN = {"aijobs_ats_2025_2026", "ats_2026", "careersgov_sg_2026"}
"""Career sites and a public register; feeds and searches show the newest or best postings."""


def test_only_sources_that_list_all_that_is_open_call_a_missing_posting_closed():
    of_postings = [card for card in CARDS.values() if card.kind == "posting"]
    real = {card.source_id: card.lists_all_open for card in of_postings if "synthetic" not in card.licence}
    assert {source_id for source_id, lists_all_open in real.items() if lists_all_open} == LIST_ALL_OPEN


@pytest.mark.skipif(
    not all(map(Path.is_dir, FOLDERS)), reason="the published files lie outside the repository"
)
def test_every_published_file_has_its_card_and_every_record_of_it_ends_somewhere():
    files = match_cards(list_folders(FOLDERS, partial(find_encoding, CARDS.values())), CARDS)
    assert files["problem"].drop_nulls().to_list() == []
    assert files["is_as_published"].all()
    assert files["unlisted_columns"].list.len().sum() == 0
    counted = plan_reading(FOLDERS, files, CARDS, count_records).collect()
    assert counted.join(files, on="file").filter(pl.col("lines") != pl.col("lines_right")).is_empty()
    assert (counted["postings"] > 0).all()


def count_records(data, file, file_sha256, card):
    raw = read_postings(data, file, file_sha256, card)
    postings = int((raw["outcome"] == "posting").sum())
    return pl.DataFrame({"file": [file], "lines": [raw["lines"].sum()], "postings": [postings]})
