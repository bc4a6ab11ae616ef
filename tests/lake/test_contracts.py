"""The gate before each write: what breaks a contract is named."""

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
