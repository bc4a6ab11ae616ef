"""Levels that sources give in a column of their own."""

import pytest

from tests.one_value import level_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SE", "senior"),
        ("EN", "junior"),
        ("Entry level", "junior"),
        ("Entry-level", "junior"),
        ("entry_level", "junior"),
        ("Mid-Senior level", "mid_senior"),
        ("mid_senior", "mid_senior"),
        ("Mid level", "mid"),
        ("Senior Management", "director"),
        ("Internship", "intern"),
        ("Werkstudent", "intern"),
        ("Berufserfahren", "mid"),
        ("Pleno", "mid"),
        ("Executive-level", "executive"),
        ("senior en chef", "senior"),
        ("Associate", None),
        ("Not Applicable", None),
        ("3", None),
        (None, None),
    ],
)
def test_a_level_is_a_code_as_a_whole_or_the_first_word_for_one(text, expected):
    assert level_of(text) == expected
