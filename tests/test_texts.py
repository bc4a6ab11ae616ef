"""Text as published to text that can be read."""

import polars as pl
import pytest

from pipelines.texts import (
    clean_description,
    clean_line,
    detect_language,
    hash_words,
    mask_contacts,
    split_tags,
)


def series(*texts):
    return pl.Series("text", texts, dtype=pl.String)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("['Auto req ID:', ' 207072BR', 'It\\'s us']", "Auto req ID:\n207072BR\nIt's us"),
        ("<p>We use <b>SQL</b></p><ul><li>R&amp;D</li></ul>", "We use SQL\n\nR&D"),
        ("<P>We use<BR>SQL</P>", "We use\nSQL"),
        ("&lt;p&gt;We use SQL&lt;/p&gt;", "We use SQL"),
        ("youâ€™ll work", "you’ll work"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\u00a0b\u200bc", "a bc"),
        ("for x < 5 and y > 3", "for x < 5 and y > 3"),
        ("Requirements    Python", "Requirements    Python"),
        ("  \n ", None),
        (None, None),
    ],
)
def test_a_description_is_made_readable(raw, clean):
    assert clean_description(series(raw))[0] == clean


def test_a_list_that_cannot_be_read_stays_as_it_is():
    assert clean_description(series("['open, 'list"))[0] == "['open, 'list"


def test_a_title_becomes_one_line():
    assert clean_line(series(" Data\u202fScientist\u2028 (m/w/d)\n"))[0] == "Data Scientist (m/w/d)"


@pytest.mark.parametrize(
    "contact",
    [
        "jobs@example.com",
        "first.last+x@sub.example.co.uk",
        "(555) 555-0123",
        "555-555-0123",
        "555.555.0123",
        "+1 555 555 0123",
        "+49 (0)30 5550123",
        "+49 30 555 0123",
        "030 / 5550123",
        "089 12 34 56",
        "06 12 34 56 78",
        "98765 43210",
        "(5555550123)",
        "5555550123",
        "555/555-0123",
        "(555) 555- 0123",
        "(555)-555-0123",
        "+1 5555550123",
        "jobs (at) example.com",
        "name [at] example dot com",
    ],
)
def test_contacts_are_masked(contact):
    masked = clean_description(series(f"Write to {contact} today"))[0]
    assert "[email]" in masked or "[phone]" in masked
    assert not any(character.isdigit() or character in "@" for character in masked)


@pytest.mark.parametrize(
    "text",
    [
        "$120,000 - $150,000",
        "2019-2020",
        "401(k)",
        "24/7",
        "over 10,000 employees",
        "ISO 27001",
        "10.000 - 20.000 Euro",
        "160,000-200,000 USD",
        "Salary $139,000-180,000",
        "version 3.11.7",
        "10 000 000 rows",
        "2020 - 2024",
        "at 5 example companies",
    ],
)
def test_figures_are_not_taken_for_phone_numbers(text):
    assert pl.DataFrame({"t": [text]}).select(mask_contacts(pl.col("t")))["t"][0] == text


def test_tags_are_split_whether_listed_or_separated():
    assert split_tags(series("['python', 'sql']", "a, b,,a", ",,", None)).to_list() == [
        ["python", "sql"],
        ["a", "b"],
        [],
        None,
    ]


def test_layout_and_case_make_no_difference_to_the_hash_of_a_text():
    one, other, third = hash_words(series("Python,  SQL\n", "python sql", "python r"))
    assert one == other != third


def test_a_language_is_given_only_where_it_is_sure():
    found = detect_language(
        series("Wir suchen eine erfahrene Person für unser Team in Köln", "Data Scientist", None)
    )
    assert found.to_list() == ["de", None, None]
