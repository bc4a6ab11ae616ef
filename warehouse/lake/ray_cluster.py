"""Makes parts on a Ray cluster whose nodes have this folder at the same path and can reach the same lake."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # read when a cluster starts: sends no usage statistics
try:
    import ray
except ImportError:
    raise ImportError("FANOUT=ray needs Ray: install it with `uv sync --extra ray` on every node") from None
from ray.exceptions import RayError, RayTaskError
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from warehouse.lake.fanout import Batch, Fanout, Make, Outcome, Report, WorkerDiedError
from warehouse.lake.software import installed_versions
from warehouse.settings import ROOT


class UnlikeNodeError(RuntimeError):
    """A node would make other parts than the driver."""


class RayCluster(Fanout):
    """The cluster at RAY_ADDRESS, or else one that runs on this machine, or else one started for this process."""

    def map(self, make: Make, batches: Sequence[Batch], report: Report) -> Iterator[Outcome]:
        """See Fanout. Raises UnlikeNodeError before anything is made."""
        _connect()
        _refuse_unlike_nodes()
        yield from super().map(make, batches, report)

    def slots(self) -> int:
        """One per core that the cluster has now."""
        return int(ray.cluster_resources().get("CPU", 0))

    def submit(self, make: Make, batch: Batch) -> "Future[list[Outcome]]":
        """Starts a Ray task."""
        future: Future[list[Outcome]] = _make_remotely.remote(make, batch, installed_versions()).future()
        return future

    def collect(self, future: "Future[list[Outcome]]") -> list[Outcome]:
        """See Fanout."""
        try:
            return future.result()
        except RayTaskError as error:
            raise error.cause or error from None
        except RayError as error:
            raise WorkerDiedError(f"a worker died ({type(error).__name__})") from error

    def rest(self) -> None:
        """Does nothing: the workers are Ray's, which ends idle ones itself where memory is needed."""

    def close(self) -> None:
        """Disconnects from the cluster; a cluster started for this process ends."""
        ray.shutdown()


def _connect() -> None:
    if ray.is_initialized():
        return
    here = {"PYTHONPATH": str(ROOT), "POLARS_MAX_THREADS": "1"}
    ray.init(log_to_driver=False, logging_level="warning", runtime_env={"env_vars": here})


def _make_here(make: Make, batch: Batch, versions: dict[str, str]) -> list[Outcome]:
    _refuse_to_differ(versions)  # for nodes that joined after the first check
    return make(batch)


def _refuse_to_differ(expected: dict[str, str]) -> None:
    found = installed_versions()
    unlike = [
        f"{name} {found.get(name, 'missing')} instead of {expected.get(name, 'none')}"
        for name in sorted(expected.keys() | found.keys())
        if found.get(name) != expected.get(name)
    ]
    if unlike:
        raise UnlikeNodeError(
            f"node {os.uname().nodename} would make different parts, because it has {', '.join(unlike)}: check out the "
            f"same commit in {ROOT} there and run `uv sync --extra ray`"
        )


# Fanout.map retries by itself, in a way that shows which part kills its worker.
_make_remotely = ray.remote(max_retries=0)(_make_here)
_check_remotely = ray.remote(num_cpus=0, max_retries=0)(_refuse_to_differ)


def _refuse_unlike_nodes() -> None:
    nodes = [node["NodeID"] for node in ray.nodes() if node["Alive"]]
    answers = [
        _check_remotely.options(scheduling_strategy=NodeAffinitySchedulingStrategy(node, soft=False)).remote(
            installed_versions()
        )
        for node in nodes
    ]
    for answer in answers:
        try:
            ray.get(answer)
        except RayTaskError as error:
            raise error.cause or error from None
        except RayError:
            continue  # the node has died since; each task checks its node again
