"""How often the words that a skill is found by mean it, from rows that people read."""

from datetime import date

import pytest

from tests.made_tables import make_tables, rows


def test_precision_is_the_share_of_rows_that_mean_the_skill_with_its_interval(tmp_path):
    readings = rows(
        "skill_readings",
        {"skill_id": "python", "rows_right": 20},
        {"skill_id": "r", "rows_right": 15},
        rows_read=20,
        seed="first",
        read_on="2026-01-01",
    )
    found = make_tables(tmp_path, {"skill_readings": readings}, "skill_precision")["skill_precision"].scan()
    python, r = found.collect().rows(named=True)
    assert (python["precision"], python["precision_high"]) == (1, 1)
    assert python["precision_low"] == pytest.approx(0.839, abs=0.001)
    assert (r["precision"], r["read_on"]) == (0.75, date(2026, 1, 1))
    assert (r["precision_low"], r["precision_high"]) == pytest.approx((0.531, 0.888), abs=0.001)
