"""A handful of the inputs of `make fuzz`."""

from dataclasses import replace

import pytest

from tests.endurance.fuzz import TARGETS, run


@pytest.mark.parametrize(
    ("name", "inputs"), [("cards", 100), ("files", 20), ("skills", 200), ("titles", 500)]
)
def test_broken_input_crashes_nothing_hangs_nothing_and_loses_no_record(name, inputs):
    outcome = run(replace(TARGETS[name], batch=inputs), inputs)
    assert outcome.inputs >= inputs
    assert not outcome.faults
