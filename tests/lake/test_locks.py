"""One process writes at a time."""

import os
import re
import threading

import pytest

from warehouse.lake.locks import LockError, WriteLock


@pytest.fixture
def held(tmp_path):
    lock = WriteLock(tmp_path)
    lock.acquire("run 1a2b")
    yield lock
    lock.release()


def test_who_is_refused_learns_which_process_writes_and_since_when(held, tmp_path):
    who = rf"run 1a2b \(process {os.getpid()} on \S+, since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC\)"
    with pytest.raises(LockError, match=f"{who} is writing to {re.escape(str(tmp_path))}: try again"):
        WriteLock(tmp_path).acquire("make rollback")


def test_who_waits_is_told_for_whom_and_goes_on_when_they_end(held, tmp_path):
    told = []
    threading.Timer(1.2, held.release).start()
    waiting = WriteLock(tmp_path)
    waiting.acquire("make rollback", 30, told.append)
    waiting.release()
    assert len(told) == 1
    assert told[0].startswith("waiting for run 1a2b (process ")


def test_a_lock_whose_holder_has_ended_is_free(held, tmp_path):
    held.release()
    after = WriteLock(tmp_path)
    after.acquire("run 3c4d")
    after.release()
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]
