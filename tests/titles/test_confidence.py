"""The confidence of a role is the share that was right where rules are as sure."""

import polars as pl

from pipelines.titles.confidence import RIGHT, RIGHT_WITHOUT_ROLE, RULE, state_confidence


def state(*confidences, role_id="data_scientist"):
    decided = pl.DataFrame({"role_id": [role_id] * len(confidences), "confidence": list(confidences)})
    return state_confidence(decided)["confidence"].to_list()


def test_a_measured_confidence_is_stated_as_the_share_that_was_right():
    assert state(*RULE) == list(RIGHT)


def test_between_measured_points_it_lies_between_and_beyond_them_it_stays():
    assert RIGHT[0] < state(0.8)[0] < RIGHT[1]
    assert state(0.2, 1.0) == [RIGHT[0], RIGHT[-1]]


def test_a_surer_rule_is_never_stated_as_less_sure():
    stated = state(*(step / 100 for step in range(101)))
    assert stated == sorted(stated)


def test_that_a_title_names_no_role_is_as_sure_with_every_rule():
    assert state(0.7, 0.95, role_id="unknown") == [RIGHT_WITHOUT_ROLE] * 2
    assert state(0.7, role_id="other") == [RIGHT_WITHOUT_ROLE]


def test_no_decision_states_nothing():
    assert state() == []
