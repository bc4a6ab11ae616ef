"""One asset is called like a function: CONTRIBUTING shows this test."""

from assets.postings import rejected_rows
from assets.resources import Folders
from tests.made_tables import rows, store


def test_an_asset_is_called_with_frames_as_a_function_is(tmp_path):
    raw_postings = rows(
        "raw_postings",
        {"line": 2, "outcome": "posting", "title": "Data Engineer"},
        {"line": 3, "outcome": "rejected", "reason": "it has no title", "raw_text": ",Acme"},
        source_id="board",
        file="board.csv",
    )
    rejected = rejected_rows(Folders(), store(tmp_path, "raw_postings", raw_postings)).collect()
    assert rejected.select("file", "line", "reason").rows() == [("board.csv", 3, "it has no title")]
