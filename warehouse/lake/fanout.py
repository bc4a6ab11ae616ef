"""Makes parts: in this process, or in one process per core."""

import os
import sys
import traceback
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context

from warehouse.lake.machine import count_cores, count_kills
from warehouse.lake.parts import Part, Task
from warehouse.lake.processes import begin_worker
from warehouse.settings import ROOT

SECONDS_UNTIL_STALL = 300.0
"""After this time without a result, the parts in work are reported; a part of 4 MB takes seconds."""

SHOWN_KEYS = 10


@dataclass(frozen=True, order=True)
class Failure:
    """A part that could not be made, with the reason and traceback."""

    key: str
    reason: str
    trace: str = ""

    @classmethod
    def of(cls, task: Task, error: Exception) -> "Failure":
        """The failure of a part by an exception."""
        lines = traceback.format_exception(error)
        return cls(task.key, f"{type(error).__name__}: {error}", "".join(lines))


Batch = Sequence[Task]
Outcome = Part | Failure
Make = Callable[[Batch], list[Outcome]]
Report = Callable[[str], None]


class WorkerDiedError(Exception):
    """The process or machine that was making parts is gone."""


class Fanout(ABC):
    """Makes parts by calling `make(batch)`; workers receive paths and return receipts, never rows."""

    def map(self, make: Make, batches: Sequence[Batch], report: Report) -> Iterator[Outcome]:
        """The outcome of every part, as it finishes; batches start in the given order.

        Parts whose worker died are retried one by one, and then once more with nothing else in work. This separates a
        part that kills its worker from the parts made at the same time. `report` receives messages on deaths and
        stalls.
        """
        died = yield from self._make_all(make, batches, self.slots, report)
        died = yield from self._make_all(make, [[task] for task, _ in died], self.slots, report)
        died = yield from self._make_all(make, [[task] for task, _ in died], lambda: 1, report)
        for task, why in died:
            yield Failure(
                task.key, f"its worker died three times, the last time with nothing else in work: {why}"
            )

    @abstractmethod
    def slots(self) -> int:
        """How many batches can be in progress at this moment."""

    @abstractmethod
    def submit(self, make: Make, batch: Batch) -> "Future[list[Outcome]]":
        """Starts a call `make(batch)`."""

    def collect(self, future: "Future[list[Outcome]]") -> list[Outcome]:
        """The result of a finished call; raises WorkerDiedError, or the exception of the call."""
        return future.result()

    @abstractmethod
    def rest(self) -> None:
        """Ends idle workers of this machine, each of which keeps half a gigabyte; a later `map` starts them again."""

    @abstractmethod
    def close(self) -> None:
        """Stops the workers; a later `map` starts them again."""

    def _make_all(
        self, make: Make, batches: Sequence[Batch], slots: Callable[[], int], report: Report
    ) -> Generator[Outcome, None, list[tuple[Task, str]]]:
        """Yields the outcomes; returns the tasks whose worker died, with the known cause."""
        waiting, died = iter(batches), list[tuple[Task, str]]()
        in_work: dict[Future[list[Outcome]], Batch] = {}
        while True:
            free = max(slots(), 1) - len(in_work)  # negative if a cluster has shrunk
            for batch in islice(waiting, max(free, 0)):
                in_work[self.submit(make, batch)] = batch
            if not in_work:
                return died
            done, _ = wait(in_work, SECONDS_UNTIL_STALL, FIRST_COMPLETED)
            if not done:
                keys = _list_keys(*in_work.values())
                report(f"no part was finished for {SECONDS_UNTIL_STALL:.0f} s; in progress: {keys}")
            for future in done:
                batch = in_work.pop(future)
                try:
                    yield from self.collect(future)
                except WorkerDiedError as error:
                    report(f"{error} while making {_list_keys(batch)}: they are made again, one by one")
                    died += [(task, str(error)) for task in batch]
                except Exception as error:  # nothing a part does may keep the others from being made
                    yield from [Failure.of(task, error) for task in batch]


class Inline(Fanout):
    """Makes parts in this process, one batch after the other."""

    def slots(self) -> int:
        """One."""
        return 1

    def submit(self, make: Make, batch: Batch) -> "Future[list[Outcome]]":
        """Makes the batch before returning."""
        future: Future[list[Outcome]] = Future()
        try:
            future.set_result(make(batch))
        except Exception as error:
            future.set_exception(error)
        return future

    def rest(self) -> None:
        """Does nothing, because no worker was started."""

    def close(self) -> None:
        """Does nothing, because no worker was started."""


@dataclass
class Pool(Fanout):
    """Makes parts in one process per core; processes start on first use and stay for later tables.

    Workers load libraries, gazetteers and the matcher once and use them for all later parts.
    """

    count: int = field(default_factory=count_cores)
    _idle: list[ProcessPoolExecutor] = field(default_factory=list, init=False)
    _at_work: "dict[Future[list[Outcome]], ProcessPoolExecutor]" = field(default_factory=dict, init=False)
    _kills: int = field(default_factory=count_kills, init=False)

    def slots(self) -> int:
        """One per process."""
        return self.count

    def submit(self, make: Make, batch: Batch) -> "Future[list[Outcome]]":
        """Hands the batch to an idle process."""
        worker = self._idle.pop() if self._idle else _start_worker()
        try:
            future = worker.submit(make, batch)
        except BrokenProcessPool:  # it died while it was idle
            return self.submit(make, batch)
        self._at_work[future] = worker
        return future

    def collect(self, future: "Future[list[Outcome]]") -> list[Outcome]:
        """See Fanout."""
        worker = self._at_work.pop(future)
        if isinstance(future.exception(), BrokenProcessPool):
            worker.shutdown()
            raise WorkerDiedError("a worker process died" + self._explain_death())
        self._idle.append(worker)
        return future.result()

    def _explain_death(self) -> str:
        """Whether the system has ended processes for lack of memory since it was asked before."""
        before, self._kills = self._kills, count_kills()
        return ", killed by the system for lack of memory" if self._kills > before else ""

    def rest(self) -> None:
        """Ends the idle processes."""
        for worker in self._idle:
            worker.shutdown()
        self._idle.clear()

    def close(self) -> None:
        """Ends the processes."""
        self.rest()
        for worker in self._at_work.values():
            worker.shutdown(cancel_futures=True)
        self._at_work.clear()


def _start_worker() -> ProcessPoolExecutor:
    """An executor with one process, so that its death shows which batch was in work."""
    if str(ROOT) not in sys.path:  # workers search for our packages in the same place
        sys.path.append(str(ROOT))
    os.environ["POLARS_MAX_THREADS"] = "1"  # only workers read this; there is one per core
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=begin_worker)


def _list_keys(*batches: Batch) -> str:
    keys = [task.key for batch in batches for task in batch]
    more = f" and {len(keys) - SHOWN_KEYS} more" if len(keys) > SHOWN_KEYS else ""
    return ", ".join(keys[:SHOWN_KEYS]) + more
