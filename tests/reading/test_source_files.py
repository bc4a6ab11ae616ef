"""Which file belongs to which source."""

import gzip
import os
import zipfile
from functools import partial
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipelines.reading.raw_postings import read_postings
from pipelines.reading.source_files import describe_sources, find_encoding, match_cards, prefer_dropped
from schemas import SourceCard
from schemas.layouts import FILL_IN
from schemas.sources import SourceFiles, Sources
from warehouse.inbox.source_files import SourceFilesError, list_files, list_folders, plan_reading

find_by_bytes = partial(find_encoding, [])


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
    files = match_cards(list_files(folder, find_by_bytes), {c.source_id: c for c in cards or [card()]})
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
        ("other.csv", b"Title\nx\n", ["no source card names other.csv", "make card FILE="]),
        ("board_2.csv", b"", ["board_2.csv is empty (0 bytes)", "fetch it again"]),
        ("board_2.csv", b"%PDF-1.7\n...", ["board_2.csv is a PDF", "export it as CSV"]),
        ("board_2.csv", gzip.compress(b"Title\nx\n"), ["board_2.csv is a gzip archive", "unpack it"]),
        ("board_2.csv", b"Name\nx\n", ["no column 'Title'", "data/sources/board.yml"]),
        (
            "board_2.csv",
            b"As of May\nTitle\nx\n",
            ["'As of May'", "delete that line if the header is below it"],
        ),
        ("board_2.csv", b"PAR1 cut off", ["board_2.csv cannot be read as Parquet", "fetch it again"]),
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


def test_a_folder_that_is_a_link_is_reported(folder, tmp_path_factory):
    (folder / "more").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    assert "the folder more is not looked into" in match(folder)["more"]["problem"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_and_a_file_that_may_not_be_read_are_reported(folder):
    (folder / "more").mkdir(mode=0)
    (folder / "board_2.csv").touch(mode=0)
    rows = match(folder)
    assert "the folder more is not looked into" in rows["more"]["problem"]
    assert "board_2.csv cannot be read (Permission denied)" in rows["board_2.csv"]["problem"]


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="only Linux has a file that fails to be read")
def test_a_file_that_fails_while_it_is_read_is_reported(folder):
    (folder / "board_2.csv").symlink_to("/proc/self/mem")
    rows = {row["file"]: row for row in list_files(folder, find_by_bytes, within=Path("/")).rows(named=True)}
    assert "board_2.csv cannot be read (Input/output error)" in rows["board_2.csv"]["problem"]
    assert rows["board_1.csv"]["problem"] is None


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"Title\nx\ny", 3),
        (b"Title\r\nx\r\n", 2),
        (b"Title\rx\ry\r", 3),
        ("Title\nx\n".encode("utf-16"), 2),
        ("Title\nÊĊ\n".encode("utf-16"), 2),
        ("Title\nData Scientist\nÊĊ".encode("utf-16-le"), 3),
        ("Title\nData Scientist\nÊĊ\n".encode("utf-16-be"), 3),
        ("Title\nData Scientist\n".encode("utf-16") + b"x", 3),
        ("Title\nData Scientist".encode("utf-16") + b"\n\xd8\n", 3),
        (b"\xef\xbb\xbfTitle\n" + b"x\x00" * 90 + b"\n", 2),
    ],
)
def test_lines_are_counted_as_the_reader_counts_them(folder, content, lines):
    (folder / "board_1.csv").write_bytes(content)
    assert match(folder)["board_1.csv"]["lines"] == lines
    cards = {"board": card()}
    raw = plan_reading(
        [folder], match_cards(list_files(folder, find_by_bytes), cards), cards, read_postings
    ).collect()
    assert raw["lines"].sum() == lines


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-32-le", "cp1252"])
def test_lines_are_counted_in_the_encoding_that_the_card_declares(folder, encoding):
    text = "Title\n" + "数据工程师上海北京深圳广州\n" * 20 + "上" * 60 + "\u0a0a\n"
    (folder / "board_1.csv").write_bytes(text.encode(encoding, errors="ignore"))
    cards = {"board": card(dialect={"encoding": encoding})}
    files = match_cards(list_files(folder, partial(find_encoding, cards.values())), cards)
    assert (
        files["lines"].item()
        == plan_reading([folder], files, cards, read_postings).collect()["lines"].sum()
        == 22
    )


def test_a_header_after_lines_of_white_space_is_found(folder):
    (folder / "board_1.csv").write_bytes(b"\n  \nTitle\nData Scientist\n")
    assert match(folder)["board_1.csv"]["problem"] is None


def test_a_file_in_place_of_the_folder_is_told(folder):
    with pytest.raises(SourceFilesError, match="set POSTINGS to the folder"):
        list_files(folder / "board_1.csv", find_by_bytes)


def test_a_file_that_two_cards_match_is_not_guessed_at(folder):
    assert (
        "more than one source card (board, twin)"
        in match(folder, card(), card("twin"))["board_1.csv"]["problem"]
    )


def test_the_card_whose_columns_are_all_there_wins(folder):
    wider = card("wider", columns={"title": "Title", "company": "Firm"})
    assert match(folder, card(), wider)["board_1.csv"]["source_id"] == "board"
    (folder / "board_1.csv").write_bytes(b"Title,Firm\nData Scientist,A\n")
    narrower = card("narrower", columns={"title": "Title", "location": "Place"})
    assert match(folder, narrower, wider)["board_1.csv"]["source_id"] == "wider"


def test_a_file_that_lacks_a_column_is_read_and_the_column_named(folder):
    cards = {"board": card(columns={"title": "Title", "company": "Firm", "salary": ("Pay", "Extra")})}
    files = match_cards(list_files(folder, find_by_bytes), cards)
    assert files.select("source_id", "missing_columns", "problem").row(0) == ("board", ["Firm"], None)
    raw = plan_reading([folder], files, cards, read_postings).collect()
    assert raw.select("title", "company", "salary").row(1) == ("Data Scientist", None, "x")


def test_a_file_that_lacks_most_columns_is_not_read(folder):
    columns = {"title": "Title", "company": "Firm", "location": "Place", "salary": "Pay"}
    problem = match(folder, card(columns=columns))["board_1.csv"]["problem"]
    assert "no column 'Firm', 'Place', 'Pay'" in problem


def test_a_file_that_the_card_knows_lacks_nothing_that_is_not_known(folder):
    data = (folder / "board_1.csv").read_bytes()
    known = card(
        columns={"title": "Title", "company": "Firm"}, sha256={"board_1.csv": sha256(data).hexdigest()}
    )
    assert match(folder, known)["board_1.csv"]["missing_columns"] == []


def test_layouts_that_call_a_column_differently_share_a_card(folder):
    (folder / "board_2.csv").write_bytes(b"Role,Employer\nAnalyst,Example\n")
    cards = {"board": card(columns={"title": ("Title", "Role"), "company": ("Extra", "Employer")})}
    files = match_cards(list_files(folder, find_by_bytes), cards)
    assert files["missing_columns"].to_list() == [[], []]
    raw = plan_reading([folder], files, cards, read_postings).collect()
    postings = raw.filter(outcome="posting")
    assert postings.select("title", "company").rows() == [("Data Scientist", "x"), ("Analyst", "Example")]


def test_a_file_of_another_name_with_a_cards_columns_is_told_what_lets_it_in(folder):
    (folder / "export.csv").write_bytes(b"Title,Firm,Place\nx,y,z\n")
    known = card(columns={"title": "Title", "company": "Firm", "location": "Place"})
    problem = match(folder, known)["export.csv"]["problem"]
    assert "no source card names export.csv, but it has the columns of source board" in problem
    assert "write `files: ['board_*.csv', 'export.csv']` in data/sources/board.yml" in problem


def test_an_unfinished_card_reads_nothing_and_holds_up_no_other(folder):
    (folder / "other.csv").write_bytes(b"Title\nx\n")
    draft = card(
        "other", files=("other.csv",), licence=f"{FILL_IN}: as stated", constants={"seen_on": FILL_IN}
    )
    rows = match(folder, card(), draft)
    assert rows["board_1.csv"]["source_id"] == "board"
    assert rows["other.csv"]["problem"] == (
        "other.csv is not read until data/sources/other.yml is finished: fill in licence, constants.seen_on there"
    )
    described = describe_sources(
        {"board": card(), "other": draft}, match_cards(list_files(folder, find_by_bytes), {})
    )
    assert described["source_id"].to_list() == ["board"]


def test_of_cards_that_miss_nothing_the_one_that_knows_more_headers_wins(folder):
    cards = [card(), card("wide", ignored_columns=("", "Extra"))]
    assert match(folder, *cards)["board_1.csv"]["source_id"] == "wide"


def test_in_a_folder_called_like_a_source_only_its_card_counts(folder):
    (folder / "two").mkdir()
    (folder / "two" / "board_1.csv").write_bytes(b"Title,Extra\nAnalyst,y\n")
    rows = match(folder, card(ignored_columns=("", "Extra")), card("two"))
    assert rows["board_1.csv"]["source_id"] == "board"
    assert rows["two/board_1.csv"]["source_id"] == "two"


def test_files_of_several_folders_keep_their_names_and_none_is_read_twice(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "board_1.csv").write_bytes(b"Title\nAnother\n")
    (other / "board_2.csv").write_bytes(b"Title\nAnalyst\n")
    cards = {"board": card()}
    files = match_cards(list_folders([folder, other], find_by_bytes), cards)
    problems = dict(files.select("file", "problem").rows())
    assert problems["board_1.csv"] is problems["board_2.csv"] is None
    assert "board_1.csv is also in an earlier folder" in problems[f"{other}/board_1.csv"]
    raw = plan_reading([folder, other], files, cards, read_postings).collect()
    assert raw.filter(outcome="posting")["title"].to_list() == ["Data Scientist", "Analyst"]
    alone = plan_reading(
        [other], match_cards(list_files(other, find_by_bytes), cards), cards, read_postings
    ).collect()
    assert set(raw.filter(file="board_2.csv")["posting_id"]) <= set(alone["posting_id"])


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_json_lines_and_parquet_are_read_by_the_same_card_one_record_a_row(folder, suffix):
    frame = pl.DataFrame(
        {
            "Title": ["Analyst", None, "Engineer"],
            "Pay": [1.5, 2.0, None],
            "Firm": [{"name": "A"}, None, {"name": "B"}],
        }
    )
    frame.write_parquet(folder / "board_2.parquet") if suffix == ".parquet" else frame.write_ndjson(
        folder / "board_2.jsonl"
    )
    columns = {"title": "Title", "salary": "Pay", "company": "Firm[name]"}
    cards = {"board": card(files=("board_2.*",), columns=columns)}
    files = match_cards(list_files(folder, find_by_bytes), cards).filter(file=f"board_2{suffix}")
    assert files.select("lines", "problem", "missing_columns").row(0) == (3, None, [])
    raw = plan_reading([folder], files, cards, read_postings).collect()
    assert raw.select("line", "lines", "title", "salary", "company", "reason").rows() == [
        (1, 1, "Analyst", "1.5", "A", None),
        (2, 1, None, None, None, "it has no title"),
        (3, 1, "Engineer", None, "B", None),
    ]


def test_the_second_column_of_a_name_is_a_column_of_its_own(folder):
    (folder / "board_1.csv").write_bytes(b"Title, Skill ,Skill,,\nData Scientist,SQL,R,,\n")
    cards = {"board": card(columns={"title": "Title", "tags": "Skill#2"})}
    files = match_cards(list_files(folder, find_by_bytes), cards)
    assert files["unlisted_columns"].to_list() == [["Skill"]]
    assert plan_reading([folder], files, cards, read_postings).collect()["tags"].to_list() == [None, "R"]


def test_a_compressed_file_gives_the_rows_of_the_plain_one_under_the_same_ids(folder):
    content = (folder / "board_1.csv").read_bytes()
    cards = {"board": card()}

    def read():
        files = match_cards(list_files(folder, find_by_bytes), cards)
        assert files["problem"].to_list() == [None]
        return files.drop("file"), plan_reading([folder], files, cards, read_postings).collect().drop("file")

    plain = read()
    (folder / "board_1.csv").unlink()
    (folder / "board_1.csv.gz").write_bytes(gzip.compress(content))
    for one, other in zip(plain, read(), strict=True):
        assert_frame_equal(one, other)


def test_every_member_of_an_archive_is_matched_by_its_own_name(folder):
    with zipfile.ZipFile(folder / "postings.zip", "w") as archive:
        archive.writestr("board_2.csv", b"Title\nData Engineer\n")
        archive.writestr("board_3.csv", b"Title\nML Engineer\n")
        archive.writestr("other.csv", b"Title\nx\n")
        archive.writestr("../board_4.csv", b"Title\nx\n")
    cards = {"board": card()}
    files = match_cards(list_files(folder, find_by_bytes), cards)
    problems = dict(files.select("file", "problem").rows())
    assert "no source card names postings.zip/other.csv" in problems["postings.zip/other.csv"]
    assert "leads out of the archive" in problems["postings.zip/../board_4.csv"]
    raw = plan_reading([folder], files, cards, read_postings).collect()
    assert raw["title"].drop_nulls().to_list() == ["Data Scientist", "Data Engineer", "ML Engineer"]


def test_a_file_beside_its_compressed_self_is_read_once(folder):
    (folder / "board_1.csv.gz").write_bytes(gzip.compress((folder / "board_1.csv").read_bytes()))
    rows = match(folder)
    assert rows["board_1.csv"]["problem"] is None
    assert "board_1.csv.gz has the same content as board_1.csv" in rows["board_1.csv.gz"]["problem"]


def test_the_same_bytes_under_other_names_and_in_archives_are_read_once(folder):
    content = (folder / "board_1.csv").read_bytes()
    (folder / "deep").mkdir()
    (folder / "deep" / "board_1.csv").write_bytes(content)
    (folder / "board_1 (1).csv").write_bytes(content)
    (folder / "any.csv").write_bytes(content)
    with zipfile.ZipFile(folder / "board.zip", "w") as archive:
        archive.writestr("board_1.csv", content)
    problems = {file: row["problem"] for file, row in match(folder).items()}
    assert "no source card names" in problems.pop("any.csv")
    assert problems.pop("board.zip/board_1.csv") is None
    assert len(problems) == 3
    assert all("has the same content as board.zip/board_1.csv" in problem for problem in problems.values())


def test_an_archive_that_cannot_be_unpacked_is_reported(folder):
    (folder / "board_2.csv.gz").write_bytes(b"no gzip")
    (folder / "board_3.zip").write_bytes(b"no zip")
    rows = match(folder)
    assert "board_2.csv.gz cannot be unpacked" in rows["board_2.csv.gz"]["problem"]
    assert "board_3.zip cannot be unpacked" in rows["board_3.zip"]["problem"]


def test_hidden_files_and_notes_are_left_out(folder):
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "README.md").write_bytes(b"x")
    assert list(match(folder)) == ["board_1.csv"]


def test_a_missing_folder_says_how_to_set_it(tmp_path):
    with pytest.raises(SourceFilesError, match="set POSTINGS"):
        list_files(tmp_path / "nothing", find_by_bytes)


def test_a_folder_without_a_readable_file_stops_the_run_and_says_why(tmp_path):
    (tmp_path / "other.csv").write_bytes(b"Title\nx\n")
    files = match_cards(list_files(tmp_path, find_by_bytes), {"board": card()})
    with pytest.raises(SourceFilesError, match=r"no source card names other\.csv"):
        plan_reading([tmp_path], files, {"board": card()}, read_postings)


def test_a_file_that_changes_while_it_is_read_is_refused(folder):
    cards = {"board": card()}
    plan = plan_reading([folder], match_cards(list_files(folder, find_by_bytes), cards), cards, read_postings)
    (folder / "board_1.csv").write_bytes(b"Title\nanother\n")
    with pytest.raises(SourceFilesError, match=r"board_1\.csv changed while it was being read"):
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
    files = listed([dropped], [fetched])
    assert prefer_dropped(files, {"board": card()})["is_fetched"].to_list() == [False, True][: 1 + is_kept]


LATER = [f"board/2026-08-2{day}T05-00-00.000000Z/board_1.csv" for day in range(3)]


def listed(dropped, fetched):
    columns = ["file", "source_id", "file_sha256", "is_fetched"]
    rows = [*((*file, False) for file in dropped), *((*file, True) for file in fetched)]
    return pl.DataFrame(rows, schema=columns, orient="row")


@pytest.mark.parametrize(
    ("kind", "dropped", "kept"),
    [
        ("posting", [], ["board/board_1.csv", *LATER]),
        ("posting", [("board_1.csv", "board", "by hand")], ["board_1.csv", *LATER]),
        ("pay_record", [], LATER[-1:]),
        ("pay_record", [("board_1.csv", "board", "by hand")], ["board_1.csv"]),
    ],
)
def test_later_versions_are_read_beside_the_first_and_of_pay_records_only_the_newest(kind, dropped, kept):
    fetched = [(file, "board", file) for file in ["board/board_1.csv", *LATER]]
    files = prefer_dropped(listed(dropped, fetched), {"board": card(kind=kind)})
    assert files["file"].to_list() == kept


def test_sources_count_their_files(folder):
    cards = {"board": card(), "unused": card("unused", files=("nothing.csv",))}
    sources = Sources.validate(
        describe_sources(cards, match_cards(list_files(folder, find_by_bytes), cards)), lazy=True
    )
    assert sources.select("source_id", "files", "files_as_published").rows() == [
        ("board", 1, 0),
        ("unused", 0, 0),
    ]
    assert isinstance(sources, pl.DataFrame)


def test_a_link_out_of_the_folder_is_not_followed_and_one_inside_is(tmp_path):
    folder, secret = tmp_path / "postings", tmp_path / "secret.csv"
    folder.mkdir()
    secret.write_text("Title\nSecret\n")
    (folder / "a.csv").write_text("Title\nData Scientist\n")
    (folder / "inside.csv").symlink_to("a.csv")
    (folder / "absolute.csv").symlink_to(secret)
    (folder / "relative.csv").symlink_to("../secret.csv")
    listed = {row["file"]: row for row in list_files(folder, find_by_bytes).rows(named=True)}
    assert listed["inside.csv"]["problem"] is None
    for name in ("absolute.csv", "relative.csv"):
        assert "link out of the folder" in listed[name]["problem"]
        assert listed[name]["head"] is None


def test_a_file_that_holds_a_byte_order_mark_alone_has_no_line(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbf")
    assert list_files(tmp_path, find_by_bytes)["lines"].to_list() == [0]
