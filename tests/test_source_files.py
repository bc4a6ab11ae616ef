"""Which file belongs to which source."""

import os

import polars as pl
import pytest

from pipelines.raw_postings import read_postings
from pipelines.source_files import describe_sources, match_cards, prefer_dropped
from schemas import SourceCard
from schemas.sources import SourceFiles, Sources
from warehouse.source_files import list_files, plan_reading


def card(source_id="board", **changes):
    return SourceCard(
        **{
            "source_id": source_id,
            "name": "A board",
            "publisher": "somebody",
            "page": "https://example.com",
            "licence": "CC0-1.0",
            "files": ("board_*.csv",),
            "columns": {"title": "Title"},
            "ignored_columns": ("",),
            "rows": {"min": 1, "max": 10},
            **changes,
        }
    )


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "board_1.csv").write_bytes(b"\xef\xbb\xbf,Title,Extra\r\n0,Data Scientist,x\r\n")
    return tmp_path


def match(folder, *cards):
    files = match_cards(list_files(folder), {c.source_id: c for c in cards or [card()]})
    return {row["file"]: row for row in SourceFiles.validate(files, lazy=True).iter_rows(named=True)}


def test_a_file_is_matched_by_name_and_header_and_unlisted_columns_are_named(folder):
    row = match(folder)["board_1.csv"]
    assert (row["source_id"], row["lines"], row["unlisted_columns"], row["problem"]) == (
        "board",
        2,
        ["Extra"],
        None,
    )


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("other.csv", b"Title\nx\n", ["no source card names other.csv", "data/sources/<source>.yml"]),
        ("board_2.csv", b"", ["board_2.csv is empty (0 bytes)", "fetch it again"]),
        ("board_2.csv", b"%PDF-1.7\n...", ["board_2.csv is a PDF", "export it as CSV"]),
        ("board_2.csv", b"Name\nx\n", ["no column 'Title'", "data/sources/board.yml"]),
        ("board_2.csv", b"\n\n", ["no column 'Title'"]),
        ("board_2.csv", b",,,,\n", ["no column 'Title'"]),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(folder, name, content, words):
    (folder / name).write_bytes(content)
    rows = match(folder)
    assert all(word in rows[name]["problem"] for word in words)
    assert rows["board_1.csv"]["problem"] is None


def test_a_folder_named_like_a_file_is_reported(folder):
    (folder / "board_2.csv").mkdir()
    assert "a folder, or a link to nothing" in match(folder)["board_2.csv"]["problem"]


def test_a_link_to_nothing_and_a_name_that_is_no_text_are_reported(folder):
    (folder / "board_2.csv").symlink_to(folder / "nothing")
    (folder / os.fsdecode(b"board_\xff.csv")).write_bytes(b"Title\nx\n")
    rows = match(folder)
    assert "a link to nothing" in rows["board_2.csv"]["problem"]
    assert "not valid UTF-8" in rows["board_\N{REPLACEMENT CHARACTER}.csv"]["problem"]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"Title\nx\ny", 3),
        (b"Title\r\nx\r\n", 2),
        (b"Title\rx\ry\r", 3),
        ("Title\nx\n".encode("utf-16"), 2),
        ("Title\nÊĊ\n".encode("utf-16"), 2),
    ],
)
def test_lines_are_counted_as_the_reader_counts_them(folder, content, lines):
    (folder / "board_1.csv").write_bytes(content)
    assert match(folder)["board_1.csv"]["lines"] == lines
    cards = {"board": card()}
    raw = plan_reading(folder, match_cards(list_files(folder), cards), cards, read_postings).collect()
    assert raw["lines"].sum() == lines


def test_a_header_after_lines_of_white_space_is_found(folder):
    (folder / "board_1.csv").write_bytes(b"\n  \nTitle\nData Scientist\n")
    assert match(folder)["board_1.csv"]["problem"] is None


def test_a_file_in_place_of_the_folder_is_told(folder):
    with pytest.raises(NotADirectoryError, match="set POSTINGS to the folder"):
        list_files(folder / "board_1.csv")


def test_a_file_that_two_cards_match_is_not_guessed_at(folder):
    assert (
        "more than one source card (board, twin)"
        in match(folder, card(), card("twin"))["board_1.csv"]["problem"]
    )


def test_hidden_files_and_notes_are_left_out(folder):
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "README.md").write_bytes(b"x")
    assert list(match(folder)) == ["board_1.csv"]


def test_a_missing_folder_says_how_to_set_it(tmp_path):
    with pytest.raises(NotADirectoryError, match="set POSTINGS"):
        list_files(tmp_path / "nothing")


def test_a_folder_without_a_readable_file_stops_the_run_and_says_why(tmp_path):
    (tmp_path / "other.csv").write_bytes(b"Title\nx\n")
    files = match_cards(list_files(tmp_path), {"board": card()})
    with pytest.raises(ValueError, match=r"no source card names other\.csv"):
        plan_reading(tmp_path, files, {"board": card()}, read_postings)


def test_a_file_that_changes_while_it_is_read_is_refused(folder):
    cards = {"board": card()}
    plan = plan_reading(folder, match_cards(list_files(folder), cards), cards, read_postings)
    (folder / "board_1.csv").write_bytes(b"Title\nanother\n")
    with pytest.raises(RuntimeError, match=r"board_1\.csv changed while it was being read"):
        plan.collect()


@pytest.mark.parametrize(
    ("dropped", "is_kept"),
    [
        (("2026/board_2.csv", "board", "other bytes"), True),
        (("2026/board_1.csv", "board", "other bytes"), False),
        (("2026/board_1.csv", "twin", "other bytes"), True),
        (("board/board_1.csv", None, "other bytes"), False),
        (("2026/board_2.csv", "twin", "same bytes"), False),
    ],
)
def test_a_fetched_file_gives_way_to_its_like_in_the_postings_folder(dropped, is_kept):
    fetched = ("board/board_1.csv", "board", "same bytes")
    columns = ["file", "source_id", "file_sha256", "is_fetched"]
    files = pl.DataFrame([(*dropped, False), (*fetched, True)], schema=columns, orient="row")
    assert prefer_dropped(files)["is_fetched"].to_list() == [False, True][: 1 + is_kept]


def test_sources_count_their_files(folder):
    cards = {"board": card(), "unused": card("unused", files=("nothing.csv",))}
    sources = Sources.validate(describe_sources(cards, match_cards(list_files(folder), cards)), lazy=True)
    assert sources.select("source_id", "files", "files_as_published").rows() == [
        ("board", 1, 0),
        ("unused", 0, 0),
    ]
    assert isinstance(sources, pl.DataFrame)
