"""Where parts are made: in this process, or spread over one worker process per core."""

import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from multiprocessing import connection, get_context, parent_process
from typing import TypeVar

from warehouse.versions import ROOT

T = TypeVar("T")
R = TypeVar("R")


@dataclass
class Workers:
    """Worker processes, started when they are first needed and kept for the tables that follow.

    What a worker has loaded or built once (libraries, gazetteers, the matcher) serves all its later parts.
    """

    count: int = field(default_factory=lambda: os.cpu_count() or 1)
    _pool: ProcessPoolExecutor | None = field(default=None, init=False)

    def map(self, function: Callable[[T], R], tasks: Iterable[T]) -> Iterator[R]:
        """Results as they are done, tasks started in the order given. The first error ends it and is raised."""
        futures = [self._started().submit(function, task) for task in tasks]
        try:
            for future in as_completed(futures):
                yield future.result()
        finally:
            for future in futures:
                future.cancel()

    def close(self) -> None:
        """Ends the processes; a later `map` starts new ones."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            if str(ROOT) not in sys.path:  # workers look for our packages where this process does
                sys.path.append(str(ROOT))
            os.environ["POLARS_MAX_THREADS"] = "1"  # read by the workers alone: there is one for each core
            self._pool = ProcessPoolExecutor(
                self.count, mp_context=get_context("spawn"), initializer=_end_with_parent
            )
        return self._pool


def _end_with_parent() -> None:
    """A killed parent cannot end its workers: they would wait for it forever."""
    threading.Thread(target=_wait_for_parent_to_end, daemon=True).start()


def _wait_for_parent_to_end() -> None:
    connection.wait([parent_process().sentinel])
    os._exit(1)
