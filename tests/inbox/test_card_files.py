"""A drafted card is YAML by which nothing is read until its publisher is filled in."""

import pytest
import yaml

from schemas.layouts import FILL_IN, Layout
from schemas.sources import SourceCard
from warehouse.inbox.card_files import render_card, write_card
from warehouse.inbox.curated import CuratedFileError, read_cards

LAYOUT = Layout(
    source_id="board",
    files=("board_*.csv",),
    name_pattern=r"^board_(?P<seen_on>\d{4}-\d{2}-\d{2})\.csv$",
    sha256={"board_2025-03-01.csv": "0" * 64},
    dialect={"encoding": "utf-16", "delimiter": "\t"},
    columns={"title": "Job: 'Title' # 1", "company": "Firma\nName", "salary_min": "yes"},
    ignored_columns=("", "a, b", "null", "[x]", "two\nlines"),
    constants={"seen_on": "2025"},
    missing=("", "-1", "k. A."),
    dates={"posted_on": ("%d.%m.%Y",)},
    salaries={"currency": "EUR", "thousands": "."},
    rows={"min": 1, "max": 4},
)
PUBLISHED = {
    "name": "A board",
    "publisher": "somebody",
    "page": "https://example.com",
    "licence": "none stated",
}


def test_a_drafted_card_reads_back_as_it_was_drafted():
    text = render_card(LAYOUT, {"columns.title": "by header, 1.00"})
    card = SourceCard.model_validate(yaml.safe_load(text) | PUBLISHED)
    assert card.model_dump(include=set(Layout.model_fields)) == LAYOUT.model_dump()


def test_each_remark_stands_behind_its_key_and_none_is_lost():
    text = render_card(
        LAYOUT, {"columns.company": "by content: check", "rows": "four", "dates_seen": "no day"}
    )
    assert '"Firma\\nName"  # by content: check\n' in text
    assert "rows: {min: 1, max: 4}  # four\n" in text
    assert "# dates_seen: no day\n" in text


@pytest.mark.parametrize("key", list(PUBLISHED))
def test_a_card_whose_publisher_is_not_filled_in_is_known_as_unfinished_by_key(tmp_path, key):
    filled = yaml.safe_load(render_card(LAYOUT, {})) | PUBLISHED
    (tmp_path / "board.yml").write_text(yaml.safe_dump(filled | {key: f"{FILL_IN}: as they state it"}))
    assert read_cards(tmp_path)["board"].unfinished_keys == [key]
    (tmp_path / "board.yml").write_text(yaml.safe_dump(filled | {key: " "}))
    with pytest.raises(
        CuratedFileError, match=f"{key}: .*it is empty: fill it in as the publisher states it"
    ):
        read_cards(tmp_path)


def test_a_card_that_exists_is_never_overwritten(tmp_path):
    path = tmp_path / "board.yml"
    assert write_card(path, "first")
    assert not write_card(path, "second")
    assert path.read_text() == "first"
