"""The gate before each write: what breaks a contract is named."""

import polars as pl
import pytest

from tests.made_tables import rows
from warehouse.lake.contracts import ContractError, validate

PAIRS = rows(
    "skill_pairs",
    {"skill_id": "aws", "other_skill_id": "python", "correlation": 1.0},
    {"skill_id": "python", "other_skill_id": "sql", "correlation": 1.5},
    period="all",
    postings=10,
    postings_with_text=10,
    support=1.0,
    confidence=1.0,
    other_confidence=1.0,
    lift=1.0,
    jaccard=1.0,
)


def test_a_row_that_breaks_its_contract_is_named_by_its_key():
    with pytest.raises(
        ContractError,
        match=r"correlation, row period 'all', skill_id 'python', other_skill_id 'sql': '1\.5' is not between ",
    ):
        validate("skill_pairs", PAIRS, "all")


def test_a_row_of_a_file_that_breaks_its_contract_is_named_by_its_line():
    with pytest.raises(ContractError, match=r"correlation, line 3: '1\.5' "):
        validate("skill_pairs", PAIRS, "pairs.csv", first_line=2)


@pytest.mark.parametrize(
    ("first_line", "said"),
    [
        (None, r"pairs: row {key} occurs more than once; row {key} occurs more than once$"),
        (
            2,
            r"pairs: line 2: the key {key} occurs more than once; line 4: the key {key} occurs more than once$",
        ),
    ],
)
def test_rows_with_the_same_key_are_named_by_it(first_line, said):
    key = "period 'all', skill_id 'aws', other_skill_id 'python'"
    repeated = pl.concat(
        [PAIRS.head(1), PAIRS.tail(1).with_columns(correlation=0.5), PAIRS.head(1).with_columns(lift=2.0)]
    )
    with pytest.raises(ContractError, match=said.format(key=key)):
        validate("skill_pairs", repeated, "all", first_line)
