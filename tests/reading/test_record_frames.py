"""Reading clean stretches at once: the same records as one by one."""

import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pipelines.reading import string_views
from pipelines.reading.record_frames import split_records, split_records_one_by_one
from pipelines.reading.records import RecordReader, line_end, read_records, to_utf8

PIECES = (
    *(b",", b";", b'"', b'""', b"\n", b"\r\n", b"\r", b" ", b"\0", b"x", "é\u2028\N{ROCKET}".encode()),
    b"a text that is longer than twelve bytes",
    *(b'"a, ""b""\nc"', b',"', b'",', b'"\n', b'""",', b'5" disk', b"title,company\n", b",,\n"),
)


@st.composite
def dirty_texts(draw):
    """Texts of pieces that readers stumble over, each text of a few kinds only so that clean stretches occur too."""
    pieces = draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8))
    return b"".join(draw(st.lists(st.sampled_from(pieces), max_size=60)))


def assert_read_alike(text, delimiter):
    frame = split_records(text, delimiter)
    assert_frame_equal(frame, split_records_one_by_one(text, delimiter))
    records = list(read_records(text, delimiter))
    assert frame["fields"].to_list() == [[field.decode() for field in record.fields] for record in records]
    assert frame.select("start", "end", "is_unterminated").rows() == [
        (record.start, record.end, record.is_unterminated) for record in records
    ]


@example(b"", ",")
@example(b'"', ",")
@example(b'a,b\r\n"x"\r', ",")
@example(b'a,b\n5" disk,"x"\n"p\nq",5\n1,"open\n2,"x",y\n"",""""\n', ",")
@given(dirty_texts(), st.sampled_from([",", ";"]))
def test_both_ways_give_the_same_records(text, delimiter):
    assert_read_alike(text, delimiter)


@given(dirty_texts())
def test_every_line_belongs_to_exactly_one_record(text):
    line = 1
    for first, lines in split_records(text, ",").select("line", "lines").rows():
        assert first == line
        line += lines
    end = line_end(text)
    assert line - 1 == text.count(end) + (not text.endswith(end) and text != b"")


def test_a_clean_text_is_never_read_one_by_one(monkeypatch):
    monkeypatch.setattr(RecordReader, "read", None)
    text = 'a,b\r\n"x\r\ny, ""z""",Köln\r\n\r\n1\r\n,"",last'
    assert split_records(text.encode(), ",")["fields"].to_list() == [
        ["a", "b"],
        ['x\r\ny, "z"', "Köln"],
        [""],
        ["1"],
        ["", "", "last"],
    ]


def test_only_the_record_with_a_misplaced_quote_is_read_by_itself(monkeypatch):
    starts = []
    read = RecordReader.read
    monkeypatch.setattr(RecordReader, "read", lambda self, start: starts.append(start) or read(self, start))
    lines = ["a,b\n", '"x\ny",1\n', '5" disk,2\n', '"p",3\n', '"q",4\n']
    assert split_records("".join(lines).encode(), ",").height == 5
    assert starts == [len(lines[0] + lines[1])]


@pytest.mark.parametrize("bits", [4, 6])
def test_texts_longer_than_one_buffer_are_handed_over_in_several(monkeypatch, bits):
    monkeypatch.setattr(string_views, "_BUFFER_BITS", bits)
    assert_read_alike(b'title,text\n"a ""long"" text",another text of some length\n5" disk,x\n' * 20, ",")


@pytest.mark.skipif("ML_JOB_MARKET_SHARED" not in os.environ, reason="needs the real postings")
def test_both_ways_read_real_files_alike():
    folder = Path(os.environ.get("ML_JOB_MARKET_SHARED", "")) / "postings"
    for path in sorted(folder.rglob("*.csv"), key=lambda path: path.stat().st_size)[::8]:
        assert_read_alike(to_utf8(path.read_bytes()), ",")
