"""Files that end in the middle of a record."""

import pytest

from pipelines.reading.cut_off import find_incomplete_ends
from pipelines.reading.raw_postings import read_postings
from tests.reading.test_source_files import card

CARD = card(columns={"title": "title", "location": "place", "description": "text"})
HEADER = b"title,place,text\n"
WHOLE = b'Data Engineer,Bonn,"We use SQL.\n\nAnd Spark."\n'


def find(data, name="a.csv"):
    return find_incomplete_ends(read_postings(data, name, "0" * 64, CARD).lazy())


@pytest.mark.parametrize("end", [b"", b"\n", b"\n\n"])
def test_a_whole_file_is_no_cut_off_one_whatever_stands_at_its_end(end):
    assert find(HEADER + WHOLE.removesuffix(b"\n") + end).is_empty()


@pytest.mark.parametrize(
    "kept", [len(b"Data Eng"), len(b"Data Engineer,Bo"), len(WHOLE) - 20, len(WHOLE) - 3]
)
def test_a_file_that_is_cut_off_within_its_last_record_is_found(kept):
    found = find(HEADER + WHOLE + WHOLE[:kept])
    assert found["file"].to_list() == ["a.csv"]
    assert found["problem"].item().startswith("a.csv ends in the middle of a record (line ")


def test_a_cut_within_a_text_is_found_behind_its_blank_line():
    assert find(HEADER + WHOLE + WHOLE[: WHOLE.index(b"\n\n") + 2]).height == 1


def test_a_broken_record_in_the_middle_of_a_file_is_no_end():
    assert find(HEADER + b"Data Engineer,Bo\n" + WHOLE).is_empty()


def test_a_cut_object_of_json_lines_is_found():
    whole = b'{"title": "Data Engineer", "place": "Bonn", "text": "SQL"}\n'
    assert find(whole + whole, "a.jsonl").is_empty()
    assert find(whole + whole[:30], "a.jsonl").height == 1
