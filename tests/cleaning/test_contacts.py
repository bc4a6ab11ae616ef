"""E-mail addresses, phone numbers and profiles, masked."""

import polars as pl
import pytest

from tests.cleaning.reading import readers


def mask(text):
    return readers().contacts.mask(pl.Series([text]))[0]


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
    masked = mask(f"Write to {contact} today")
    assert "[email]" in masked or "[phone]" in masked
    assert not any(character.isdigit() or character in "@" for character in masked)


@pytest.mark.parametrize(
    "profile",
    ["@some_recruiter", "https://www.LinkedIn.com/in/some-recruiter-0a1b2c/", "linkedin.com/in/someone"],
)
def test_profiles_of_persons_are_masked(profile):
    masked = mask(f"(ask {profile}) #ml")
    assert masked.endswith("[profile]) #ml")
    assert "some" not in masked


@pytest.mark.parametrize(
    "text", ["#LI-Remote", "@RISK and MATLAB", "at linkedin.com/company/example", "@Work: in Example City"]
)
def test_products_companies_and_words_are_no_profiles(text):
    assert mask(text) == text


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
    assert mask(text) == text


@pytest.mark.parametrize(
    "text", ["call 555-555-0123’s desk", "Téléphone : 06 12 34 56 78…", "“555-555-0123”"]
)
def test_a_phone_number_beside_foreign_letters_is_masked(text):
    assert "[phone]" in mask(text)
