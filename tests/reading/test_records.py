"""Reading delimited bytes one record at a time without losing anything."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.reading.records import decode, read_records, to_utf8


def fields(text, delimiter=","):
    return [[field.decode() for field in record.fields] for record in read_records(text.encode(), delimiter)]


def outcomes(text):
    """The raw text of each record, and whether it could be read."""
    data = text.encode()
    return [
        (data[record.start : record.end].decode(), not record.is_unterminated)
        for record in read_records(data, ",")
    ]


def test_a_quoted_field_may_hold_line_breaks_delimiters_and_doubled_quotes():
    assert fields('a,b\n"x\ny","1,""2"""\n') == [["a", "b"], ["x\ny", '1,"2"']]


def test_a_quote_that_is_never_closed_costs_its_own_line_only():
    assert outcomes('a,b\n1,"open\n2,c\n3,d\n') == [
        ("a,b\n", True),
        ('1,"open\n', False),
        ("2,c\n", True),
        ("3,d\n", True),
    ]


def test_a_stray_opening_quote_does_not_swallow_the_quoted_fields_after_it():
    text = 'a,b,c\n1,"open\n2,"x",y\n3,"p\nq",5\n'
    assert fields(text) == [["a", "b", "c"], [], ["2", "x", "y"], ["3", "p\nq", "5"]]


def test_text_behind_a_closing_quote_is_kept():
    assert fields('a,b\n"x"y,2\n"p"q,3') == [["a", "b"], ["xy", "2"], ["pq", "3"]]


def test_a_line_that_leaves_a_quote_open_is_not_read_leniently():
    assert outcomes('a,b\n1,"the 5" disk\nmore"\n')[1] == ('1,"the 5" disk\n', True)
    assert outcomes('a,b\n1" x,"open\n')[1] == ('1" x,"open\n', False)


def test_a_lone_carriage_return_is_part_of_the_text():
    assert fields("a,b\r\n1,x\ry\r\n") == [["a", "b"], ["1", "x\ry"]]


def test_a_file_with_carriage_returns_only_is_split_by_them():
    assert fields("a,b\r1,2\r") == [["a", "b"], ["1", "2"]]


def test_a_carriage_return_at_the_very_end_ends_the_last_line():
    assert fields('a,b\n1,2\r\n3,"4"\r') == [["a", "b"], ["1", "2"], ["3", "4"]]


def test_unicode_line_separators_do_not_end_a_record():
    assert fields("a\nx\u2028y\u0085z\x0bw\n") == [["a"], ["x\u2028y\u0085z\x0bw"]]


def test_an_inch_sign_inside_a_field_is_a_character():
    assert fields('a,b\n5" disk,2\n') == [["a", "b"], ['5" disk', "2"]]


def test_a_delimiter_at_the_end_of_the_file_opens_one_more_empty_field():
    assert fields('a,b\n"1",') == [["a", "b"], ["1", ""]]


def test_nul_bytes_and_fields_of_several_megabytes_are_read():
    huge = 'z,"\n' * 2_000_000
    quoted = '"' + huge.replace('"', '""') + '"'
    assert fields("a\nx\x00y\n" + quoted + "\n")[1:] == [["x\x00y"], [huge]]


def test_many_stray_quotes_cost_no_more_than_one_look_at_each_line():
    lines = 20_000
    text = ('"\n' + 'a","\n' * lines + 'a"b\n').encode()
    records = list(read_records(text, ","))
    assert len(records) == lines + 2
    assert records[-1].end == len(text)


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        (b"\xef\xbb\xbfa", "utf-8", "a"),
        (b"\xff\xfea\x00", "utf-8", "a"),
        ("Ebène".encode("cp1252"), "utf-8", "Ebène"),
        ("Ebène und Köln – 5 €".encode("cp1252"), "cp1252", "Ebène und Köln – 5 €"),
        ("Köln".encode() + b" \xe8", "utf-8", "Köln è"),
        (b"\x81", "cp1252", "\x81"),
        (b"\xed\xa0\x80", "utf-8", "í\xa0€"),
    ],
)
def test_bytes_are_decoded_by_mark_then_card_then_as_cp1252(data, encoding, text):
    assert decode(data, encoding) == text
    assert to_utf8(data, encoding).decode() == text


@given(st.binary(max_size=200), st.sampled_from(["utf-8", "cp1252", "utf-16"]))
def test_no_bytes_make_the_reader_fail(data, encoding):
    text = to_utf8(data, encoding)
    assert text.decode() == decode(data, encoding)
    assert b"".join(text[record.start : record.end] for record in read_records(text, ",")) == text


@example("\n\ra\r")
@example("title,company\nDS,Acme\rDE,Beta\r")
@given(st.text(alphabet='ab,"\n\r\u2028é', max_size=60))
def test_every_byte_belongs_to_exactly_one_record(text):
    place = 0
    for record in read_records(text.encode(), ","):
        assert record.start == place < record.end
        place = record.end
    assert place == len(text.encode())
