"""The same dataset by every engine, and by a cluster of which parts are killed, for `make scale`."""

import ctypes
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ray.cluster_utils import Cluster

from tests.conftest import Project
from tests.endurance.s3_server import S3Server
from tests.endurance.soak import POSTINGS, content, start
from warehouse.lake.tables import FANOUT_FLOOR_BYTES
from warehouse.settings import ROOT

KILLED_WORKERS = 5
NODE_ATTEMPTS = 5


def pool(folder: Path) -> Project:
    """One process per core."""
    return complete(folder, FANOUT="pool")


def ray(folder: Path) -> Project:
    """Ray on two nodes."""
    with two_nodes():
        return complete(folder, FANOUT="ray")


def ray_and_object_storage(folder: Path) -> Project:
    """Ray on two nodes, with the lake on a server that speaks S3."""
    server = S3Server()
    os.environ.update(server.environment)
    with two_nodes():
        project = complete(folder, FANOUT="ray", LAKE="s3://lake/scale")
    os.environ["LAKE"] = "s3://lake/scale"
    return project


def ray_whose_workers_are_killed(folder: Path) -> Project:
    """kill -9 of five workers at work, one after the other."""
    project = new_project(folder)
    with two_nodes() as cluster, environment(FANOUT="ray"):
        run = start(project)
        for _ in range(KILLED_WORKERS):
            os.kill(wait_for_workers(cluster)[0], signal.SIGKILL)
            time.sleep(1)
        assert run.wait() == 0, "the run did not outlive its workers"
    return project


def ray_whose_driver_is_killed(folder: Path) -> Project:
    """kill -9 of the run while its workers work; then a run on the same cluster."""
    project = new_project(folder)
    with two_nodes() as cluster, environment(FANOUT="ray"):
        run = start(project)
        wait_for_workers(cluster)
        time.sleep(5)
        run.kill()
        run.wait()
        assert start(project).wait() == 0, "the run after the killed one failed"
    return project


def ray_whose_second_node_is_killed(folder: Path) -> Project:
    """kill -9 of a node and all its workers."""
    project = new_project(folder)
    with two_nodes() as cluster, environment(FANOUT="ray"):
        run = start(project)
        wait_for_workers(cluster)
        time.sleep(5)
        (node,) = cluster.worker_nodes
        cluster.remove_node(node, allow_graceful=False)
        assert run.wait() == 0, "the run did not outlive the node"
    return project


def ray_whose_head_is_killed(folder: Path) -> Project:
    """kill -9 of the head: the run ends or fails; then a run on another cluster."""
    project = new_project(folder)
    with two_nodes() as cluster, environment(FANOUT="ray"):
        run = start(project)
        wait_for_workers(cluster)
        time.sleep(5)
        cluster.remove_node(cluster.head_node, allow_graceful=False)
        killed_at = time.monotonic()
        assert run.wait() != 0, "the run completed before the head was killed"
        print(f"the run failed {time.monotonic() - killed_at:.0f} s later; ", end="", flush=True)
    with two_nodes():
        return complete(folder, FANOUT="ray")


def main() -> None:
    """Makes the dataset in this process first, then in every other way, and compares parts and published rows."""
    if POSTINGS == ROOT / "data" / "sample":
        sys.exit(
            f"the sample is less than {FANOUT_FLOOR_BYTES:,} bytes, which no engine spreads: give POSTINGS=<folder>"
        )
    ways: list[Callable[[Path], Project]] = [
        pool,
        ray,
        ray_whose_workers_are_killed,
        ray_whose_driver_is_killed,
        ray_whose_head_is_killed,
        ray_whose_second_node_is_killed,
        ray_and_object_storage,
    ]
    ctypes.CDLL(None).prctl(
        36, 1
    )  # PR_SET_CHILD_SUBREAPER: workers of Ray are counted though their parent ends
    with tempfile.TemporaryDirectory() as folder:
        with measured("inline"):
            expected = content(complete(Path(folder) / "inline", FANOUT="inline"))
            print(f"{len(expected)} parts and tables", end="")
        for way in (way for way in ways if not sys.argv[1:] or way.__name__ in sys.argv):
            with measured(way.__name__.replace("_", " ")):
                made = content(way(Path(folder) / way.__name__))
                os.environ.pop("LAKE", None)
                unlike = [
                    name for name in expected.keys() | made.keys() if expected.get(name) != made.get(name)
                ]
                assert not unlike, f"these differ: {sorted(unlike)}"
                print(f"the same {len(made)} parts and tables", end="")


def complete(folder: Path, **variables: str) -> Project:
    """A project whose run succeeded."""
    project = Project(folder, POSTINGS) if folder.exists() else new_project(folder)
    with environment(**variables):
        assert start(project).wait() == 0, "the run failed"
    return project


def new_project(folder: Path) -> Project:
    """A project with nothing made yet."""
    shutil.copytree(ROOT / "data", folder / "data")
    return Project(folder, POSTINGS)


@contextmanager
def two_nodes() -> Iterator[Cluster]:
    """A cluster of two nodes on this machine, each with half its cores."""
    cores = max(1, (os.cpu_count() or 2) // 2)
    cluster = Cluster()
    try:
        add_node(cluster, num_cpus=cores)
        add_node(cluster, num_cpus=cores, node_ip_address="127.0.0.2")  # so that runs are the head's
        with environment(RAY_ADDRESS=cluster.address):
            yield cluster
    finally:
        cluster.shutdown()


def add_node(cluster: Cluster, **settings: int | str) -> None:
    """Starts a node; a busy machine may need several attempts, for Ray gives each of them 30 seconds."""
    for attempts_left in reversed(range(NODE_ATTEMPTS)):
        try:
            cluster.add_node(include_dashboard=False, **settings)
            return
        except Exception as error:  # Ray raises nothing narrower
            if "timed out during startup" not in str(error) or not attempts_left:
                raise


@contextmanager
def environment(**variables: str) -> Iterator[None]:
    """Sets variables for the runs that are started meanwhile."""
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def wait_for_workers(cluster: Cluster) -> list[int]:
    """Process ids of the cluster's workers that make parts, as soon as there is one; newest node first."""
    while True:
        raylets = [
            info.process.pid for node in cluster.list_all_nodes() for info in node.all_processes["raylet"]
        ]
        workers = [
            pid for raylet in reversed(raylets) for pid in _children(raylet) if b"_make_here" in _command(pid)
        ]
        if workers:
            return workers
        time.sleep(0.1)


@contextmanager
def measured(name: str) -> Iterator[None]:
    """Prints name, then CPU and wall seconds of all processes that were started meanwhile and have ended."""
    print(f"{name}: ", end="", flush=True)
    cpu, wall = _child_seconds(), time.monotonic()
    yield
    _reap()
    print(f", {_child_seconds() - cpu:.0f} s of CPU in {time.monotonic() - wall:.0f} s", flush=True)


def _child_seconds() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
    except ChildProcessError:
        pass


def _children(pid: int) -> list[int]:
    return [
        int(child)
        for task in Path(f"/proc/{pid}/task").glob("*/children")
        for child in task.read_text().split()
    ]


def _command(pid: int) -> bytes:
    path = Path(f"/proc/{pid}/cmdline")
    return path.read_bytes() if path.exists() else b""


if __name__ == "__main__":
    main()
