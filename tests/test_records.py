"""Reading delimited bytes without losing anything."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.records import decode, read_records


def fields(text, delimiter=","):
    return [record.fields for record in read_records(text, delimiter)]


def test_a_quoted_field_may_hold_line_breaks_delimiters_and_doubled_quotes():
    assert fields('a,b\n"x\ny","1,""2"""\n') == [["a", "b"], ["x\ny", '1,"2"']]


def test_every_record_knows_its_first_line_and_how_many_it_spans():
    records = list(read_records('a,b\n"x\ny",1\n2,3\n'))
    assert [(record.line, record.lines) for record in records] == [(1, 1), (2, 2), (4, 1)]


def test_a_quote_that_is_never_closed_costs_its_own_line_only():
    records = list(read_records('a,b\n1,"open\n2,c\n3,d\n'))
    assert [record.is_unterminated for record in records] == [False, True, False, False]
    assert records[1].raw_text == '1,"open\n'
    assert records[3].fields == ["3", "d"]


def test_a_stray_opening_quote_does_not_swallow_the_quoted_fields_after_it():
    records = list(read_records('a,b,c\n1,"open\n2,"x",y\n3,"p\nq",5\n'))
    assert [(record.line, record.fields) for record in records if not record.is_unterminated] == [
        (1, ["a", "b", "c"]),
        (3, ["2", "x", "y"]),
        (4, ["3", "p\nq", "5"]),
    ]


def test_text_behind_a_closing_quote_is_kept():
    assert fields('a,b\n"x"y,2\n"p"q,3') == [["a", "b"], ["xy", "2"], ["pq", "3"]]


def test_a_lone_carriage_return_is_part_of_the_text():
    assert fields("a,b\r\n1,x\ry\r\n") == [["a", "b"], ["1", "x\ry"]]


def test_a_file_with_carriage_returns_only_is_split_by_them():
    assert fields("a,b\r1,2\r") == [["a", "b"], ["1", "2"]]


def test_unicode_line_separators_do_not_end_a_record():
    assert fields("a\nx\u2028y\u0085z\x0bw\n") == [["a"], ["x\u2028y\u0085z\x0bw"]]


def test_an_inch_sign_inside_a_field_is_a_character():
    assert fields('a,b\n5" disk,2\n') == [["a", "b"], ['5" disk', "2"]]


def test_characters_of_the_private_use_area_stay_what_they_are():
    assert fields("a\n\ue000x\ry\uf8ff\n") == [["a"], ["\ue000x\ry\uf8ff"]]


def test_nul_bytes_and_huge_fields_are_read():
    assert fields("a\nx\x00y\n" + "z" * 1_000_000 + "\n")[1:] == [["x\x00y"], ["z" * 1_000_000]]


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        (b"\xef\xbb\xbfa", "utf-8", "a"),
        (b"\xff\xfea\x00", "utf-8", "a"),
        ("Ebène".encode("cp1252"), "utf-8", "Ebène"),
        ("Ebène und Köln – 5 €".encode("cp1252"), "cp1252", "Ebène und Köln – 5 €"),
        ("Köln".encode() + b" \xe8", "utf-8", "Köln è"),
        (b"\x81", "cp1252", "\x81"),
    ],
)
def test_bytes_are_decoded_by_mark_then_card_then_as_cp1252(data, encoding, text):
    assert decode(data, encoding) == text


@given(st.binary(max_size=200), st.sampled_from(["utf-8", "cp1252", "utf-16"]))
def test_no_bytes_make_the_reader_fail(data, encoding):
    text = decode(data, encoding)
    assert "".join(record.raw_text for record in read_records(text)) == text


@example("\n\ra\r")
@example("title,company\nDS,Acme\rDE,Beta\r")
@given(st.text(alphabet='ab,"\n\r\u2028é', max_size=60))
def test_every_line_belongs_to_exactly_one_record(text):
    line = 1
    for record in read_records(text):
        assert record.line == line
        line += record.lines
    assert "".join(record.raw_text for record in read_records(text)) == text
