"""One name for each employer."""

import polars as pl
import pytest
from cleanco import basename
from hypothesis import given
from hypothesis import strategies as st

from pipelines.cleaning.employers import fold_employers, name_employers
from schemas.employers import EmployerNames, Employers
from tests.made_tables import rows
from warehouse.inbox.curated import read_taxonomy
from warehouse.settings import ROOT

NAMES = rows(
    "employer_names",
    {"name": "River", "employer": "River", "kind": "employer"},
    {"name": "River.com Services*", "employer": "River", "kind": "employer"},
    {"name": "River Services Nordic", "employer": "Nordic", "kind": "employer"},
    {"name": "Finders*", "employer": "Finders", "kind": "agency"},
    {"name": "Confidential", "employer": None, "kind": "placeholder"},
)


def name(*companies):
    postings = rows("postings", *({"posting_id": str(n), "company": c} for n, c in enumerate(companies)))
    found = Employers.validate(name_employers(postings.lazy(), NAMES), lazy=True)
    return {row["company"]: (row["employer"], row["kind"]) for row in found.rows(named=True)}


@pytest.mark.parametrize(
    ("company", "expected"),
    [
        ("RIVER, Inc.", ("River", "employer")),
        ("River.com Services LLC - A57", ("River", "employer")),
        ("Riverside Clinic", ("Riverside Clinic", "employer")),
        ("Finders Deutschland GmbH", ("Finders", "agency")),
        ("Confidential", (None, "placeholder")),
        ("Example Labs GmbH", ("Example Labs", "employer")),
        ("Example Labs (EX)", ("Example Labs (EX)", "employer")),
        ("합성회사", ("합성회사", "employer")),
        ("!!!", ("!!!", "employer")),
    ],
)
def test_a_name_is_what_the_taxonomy_says_or_itself_without_legal_form(company, expected):
    assert name(company)[company] == expected


def test_spellings_of_one_employer_have_the_most_frequent_name():
    found = name("Example Labs", "Example Labs", "EXAMPLE-LABS, Inc.", "Example Labs Ltd", None)
    assert set(found.values()) == {("Example Labs", "employer")}


def test_of_two_beginnings_the_longest_decides():
    longer = pl.concat(
        [
            NAMES,
            rows("employer_names", {"name": "Finders Keepers*", "employer": "Keepers", "kind": "employer"}),
        ]
    )
    postings = rows("postings", {"posting_id": "a", "company": "Finders Keepers AG"})
    assert name_employers(postings.lazy(), longer)["employer"].to_list() == ["Keepers"]


def test_the_names_of_the_taxonomy_stand_for_themselves():
    names = EmployerNames.validate(read_taxonomy(ROOT / "data" / "taxonomies", "employer_names"))
    plain = names.filter(~pl.col("name").str.ends_with("*"))
    postings = rows("postings", *({"posting_id": str(n), "company": c} for n, c in enumerate(plain["name"])))
    found = name_employers(postings.lazy(), names)
    expected = plain.sort("name").select("employer", "kind")
    assert found.select("employer", "kind").equals(expected)


WORDS = st.sampled_from(
    ["Example", "GmbH", "Inc.", "& Co. KG", "S.A.", "(EX)", "-", "Ltd)", "\u00a8Inc", "\u00a0", "Sp. z"]
)


@given(st.lists(WORDS, min_size=1, max_size=5).map(" ".join))
def test_what_cleanco_finds_to_be_a_legal_form_is_no_part_of_a_name(name):
    bare = basename(name)
    own = bare if bare and any(map(str.isalpha, name[len(bare) :])) else name
    folded = "".join(filter(str.isalnum, own.lower())) or None
    assert fold_employers(pl.Series([name])).to_list() == [folded]
