"""How pages are read, and when an output is as shown."""

import pytest

from tests.documents.blocks import Block, is_shown, list_blocks, list_commands, list_missing


def test_a_block_has_a_language_a_text_and_its_first_line(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# Page\n\n```sql\nselect 1;\n```\n\n```python\nx = 1\n```\n")
    assert [(b.line, b.language, b.text) for b in list_blocks(page)] == [
        (4, "sql", "select 1;\n"),
        (8, "python", "x = 1\n"),
    ]


def test_a_command_has_what_is_typed_and_what_is_shown(tmp_path):
    block = Block(tmp_path, 1, "console", "$ make run\none\ntwo\n$ duckdb x\nD select 1;\nD select 2;\n")
    run, duckdb = list_commands(block)
    assert (run.text, run.typed, run.shown) == ("make run", "", "one\ntwo")
    assert (duckdb.text, duckdb.typed, duckdb.shown) == ("duckdb x", "select 1;\nselect 2;", "")


@pytest.mark.parametrize(
    ("shown", "output"),
    [
        ("one\ntwo", "one\ntwo\n"),
        ("one …\ntwo", "one 17 s\ntwo"),
        ("…\nlast", "first\nmiddle\nlast"),
        ("first\n…\nlast", "first\nlast"),
        ("2026-11-22 19:44:29 +0000 - done", "2027-01-02 03:04:05 +0000 - done"),
        ("state/builds/20261122T194430.512-1c39617c1bb8", "state/builds/20270102T030405.000-aaaaaaaaaaaa"),
    ],
)
def test_an_output_is_as_shown(shown, output):
    assert is_shown(shown, output)


@pytest.mark.parametrize(
    ("shown", "output"),
    [
        ("515 records", "516 records"),
        ("one\ntwo", "one"),
        ("one", "one\ntwo"),
        ("first\n…\nlast", "first\nmiddle"),
        ("a.b", "axb"),
    ],
)
def test_an_output_that_lacks_a_line_has_one_more_or_another_figure_is_not(shown, output):
    assert not is_shown(shown, output)


def test_the_lines_that_are_not_there_are_named():
    shown = "run …\n  515  records\n…\n  491  postings"
    assert list_missing(shown, "run 7\n  515  records\n    1  file\n  479  postings\n") == ["  491  postings"]
