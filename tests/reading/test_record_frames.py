"""Splitting a text into records, block by block: the same as the reader gives one by one."""

import os
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.reading import record_frames
from pipelines.reading.record_frames import split_records
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


@contextmanager
def blocks_of(size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record_frames, "BLOCK_BYTES", size)
        yield


def assert_read_alike(text, delimiter):
    frame = split_records(text, delimiter)
    records = list(read_records(text, delimiter))
    assert frame["fields"].to_list() == [[field.decode() for field in record.fields] for record in records]
    assert frame.select("start", "end", "is_unterminated").rows() == [
        (record.start, record.end, record.is_unterminated) for record in records
    ]


@example(b"", ",", 1)
@example(b'"', ",", 1)
@example(b'a,b\r\n"x"\r', ",", 100)
@example(b'a,b\n5" disk,"x"\n"p\nq",5\n1,"open\n2,"x",y\n"",""""\n', ",", 9)
@given(dirty_texts(), st.sampled_from([",", ";"]), st.integers(1, 400))
def test_blocks_of_any_size_give_the_records_that_are_read_one_by_one(text, delimiter, size):
    with blocks_of(size):
        assert_read_alike(text, delimiter)


@given(dirty_texts(), st.integers(1, 400))
def test_every_line_belongs_to_exactly_one_record(text, size):
    line = 1
    with blocks_of(size):
        records = split_records(text, ",")
    for first, lines in records.select("line", "lines").rows():
        assert first == line
        line += lines
    end = line_end(text)
    assert line - 1 == text.count(end) + (not text.endswith(end) and text != b"")


def test_a_text_whose_quotes_are_in_order_is_never_read_one_by_one(monkeypatch):
    monkeypatch.setattr(RecordReader, "read", None)
    text = 'a,b\r\n"x\r\ny, ""z""",Köln\r\n\r\n1\r\n,"",last'
    assert split_records(text.encode(), ",")["fields"].to_list() == [
        ["a", "b"],
        ['x\r\ny, "z"', "Köln"],
        [""],
        ["1"],
        ["", "", "last"],
    ]


def test_only_the_block_with_a_quote_out_of_order_is_read_one_by_one(monkeypatch):
    starts = []
    read = RecordReader.read
    monkeypatch.setattr(RecordReader, "read", lambda self, start: starts.append(start) or read(self, start))
    lines = ["a,b\n", '"x\ny",1\n', '5" disk,2\n', '"p",3\n', '"q",4\n']
    with blocks_of(12):
        assert split_records("".join(lines).encode(), ",").height == 5
    assert starts == [12, 22]


@pytest.mark.skipif("ML_JOB_MARKET_SHARED" not in os.environ, reason="needs the real postings")
def test_real_files_give_the_records_that_are_read_one_by_one():
    folder = Path(os.environ.get("ML_JOB_MARKET_SHARED", "")) / "postings"
    for path in sorted(folder.rglob("*.csv"), key=lambda path: path.stat().st_size)[::8]:
        assert_read_alike(to_utf8(path.read_bytes()), ",")
