"""Locks: one process at a time writes to the lake, or begins a run."""

import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from warehouse.lake.storage import make_private

SECONDS_BETWEEN_LOOKS = 1.0


class LockError(RuntimeError):
    """Another process is writing; the message says which one and since when."""


def lock_history(home: Path) -> FileLock:
    """The lock under which runs begin, one after the other.

    Dagster creates the SQLite files of its history in `home` at their first use, and fails if two processes do so.
    """
    return FileLock(home / ".beginning")


@dataclass
class WriteLock:
    """The right to write to a lake and to publish from it.

    The operating system releases the lock when its holder ends for any reason. Runs and rollbacks take it.
    """

    lake: Path
    _lock: FileLock = field(init=False)

    def __post_init__(self) -> None:
        self._lock = FileLock(self.lake / ".lock", thread_local=False)

    def acquire(
        self, purpose: str, seconds: float = 0, report: Callable[[str], None] = lambda _: None
    ) -> None:
        """Takes the lock, waiting up to `seconds`; `report` receives the name of each holder waited for.

        `purpose` describes this holder to others. Raises LockError when the time is up.
        """
        make_private(self.lake)
        deadline = time.monotonic() + seconds
        told: str | None = None
        while True:
            left = deadline - time.monotonic()
            try:
                self._lock.acquire(timeout=max(0, min(left, SECONDS_BETWEEN_LOOKS)))
                break
            except Timeout:
                holder = self._read_holder()
                if left <= SECONDS_BETWEEN_LOOKS:
                    raise LockError(
                        f"{holder} is writing to {self.lake}: try again when it has ended"
                    ) from None
                if holder != told:
                    report(f"waiting for {holder}, which is writing to {self.lake}")
                    told = holder
        since = datetime.now(UTC)
        self._holder.write_text(
            f"{purpose} (process {os.getpid()} on {socket.gethostname()}, since {since:%Y-%m-%d %H:%M:%S} UTC)"
        )

    def is_free(self) -> bool:
        """Whether no process is writing now."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        self._lock.release()
        return True

    def release(self) -> None:
        """Releases the lock."""
        self._holder.unlink(missing_ok=True)
        self._lock.release()

    @property
    def _holder(self) -> Path:
        return self.lake / ".lock_holder"

    def _read_holder(self) -> str:
        try:
            return self._holder.read_text()
        except FileNotFoundError:  # the holder has just started or ended
            return "another process"
