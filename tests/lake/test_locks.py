"""One process writes at a time."""

import os
import re
import stat
import threading

import pytest

from warehouse.lake.locks import LockError, WriteLock
from warehouse.lake.storage import open_storage


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


@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_only_its_owner_may_look_into_a_lake_whatever_the_umask(tmp_path, umask):
    before = os.umask(umask)
    try:
        (tmp_path / "old").mkdir()
        for name in ("new", "old"):
            lock = WriteLock(tmp_path / name)
            lock.acquire("run 1a2b")
            lock.release()
        open_storage(str(tmp_path / "written")).write("postings/0.parquet", b"text")
    finally:
        os.umask(before)
    assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("new", "old", "written")} == {0o700}


def test_a_lock_whose_holder_has_ended_is_free(held, tmp_path):
    held.release()
    after = WriteLock(tmp_path)
    after.acquire("run 3c4d")
    after.release()
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]
