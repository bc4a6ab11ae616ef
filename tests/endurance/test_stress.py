"""A short form of what `make soak` does to builds."""

from tests.endurance.stress import leftovers, stress


def test_readers_see_whole_builds_while_writers_are_killed_and_leave_nothing(tmp_path):
    outcome = stress(tmp_path, builds=2, readers=2)
    assert outcome.published >= 2
    assert outcome.killed
    assert outcome.reading.queries
    assert not outcome.reading.errors
    assert not outcome.reading.torn
    assert not leftovers(tmp_path)
