"""What the machine, or the container the run is in, allows: cores and bytes of memory."""

import ctypes
import gc
import math
import os
from collections.abc import Iterator
from pathlib import Path

from warehouse.settings import WAREHOUSE

SPILL = WAREHOUSE / "state" / "spill"
"""The folder in which DuckDB puts, while it runs, what does not fit into memory."""

CGROUPS = Path("/sys/fs/cgroup")
OWN_CGROUPS = Path("/proc/self/cgroup")

DRIVER_BYTES = 1_100_000_000
"""What the process of a run needs for 225,000 records; docs/deployment.md says how that was measured."""

WORKER_BYTES = 900_000_000
"""What a process that makes parts needs: libraries, gazetteers, the matcher and a batch of texts."""

LEAST_BYTES = 800_000_000
"""Below this not even the sample can be built."""

FRUGAL_BELOW_BYTES = DRIVER_BYTES + 2 * WORKER_BYTES
"""With less, what a table needed is freed with it, and goes back to the system at once; else it is kept for later."""

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
"""The options of mallopt, from glibc's malloc.h."""

OBJECTS_BETWEEN_COLLECTIONS = 500_000
"""How many objects Python makes before it looks for circular references: its default of 700 costs a tenth of a run."""

BYTES_OF_A_BYTE = 2
"""Memory per byte of Parquet if a whole table is made in one step: `postings` took 2.9 GB for 1.5 GB."""


class MemoryLimitError(RuntimeError):
    """The task does not fit into memory; the message states the available and the needed memory."""


def count_cores() -> int:
    """How many cores this process may use: those it is bound to, where the system binds processes to any (macOS does
    not), up to the quota of its cgroup."""
    bound_to = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quotas = (_read_quota(folder) for folder in _folders("cpu"))
    return max(1, math.floor(min([bound_to, *quotas])))


def count_memory() -> int:
    """How many bytes of memory this process and those it starts may use: the machine's, or its cgroup's if fewer."""
    limits = (_read_bytes(folder) for folder in _folders("memory"))
    return int(min([os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"), *limits]))


def is_memory_scarce() -> bool:
    """Whether memory is to be freed as soon as it can be, though time is lost."""
    return count_memory() < FRUGAL_BELOW_BYTES


def save_memory() -> bool:
    """Where memory is scarce, has Polars, NumPy and Python return at once what they free; returns whether it is.

    Elsewhere it saves time: Python seldom looks for circular references among the million objects of a gazetteer.

    Call it before Polars is loaded: its allocator, jemalloc, reads its options then. Without it a run of 180,000
    postings takes half as much memory again.
    """
    if not is_memory_scarce():
        gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
        return False
    os.environ["_RJEM_MALLOC_CONF"] = "dirty_decay_ms:0,muzzy_decay_ms:0"
    glibc = ctypes.CDLL(None)
    if hasattr(glibc, "mallopt"):
        for option, value in ((M_TRIM_THRESHOLD, 1_000_000), (M_MMAP_THRESHOLD, 1_000_000), (M_ARENA_MAX, 2)):
            glibc.mallopt(option, value)
    return True


def count_kills() -> int:
    """How many processes of this cgroup the system has ended for lack of memory so far."""
    found = [0]
    for folder in _folders("memory"):
        for name in ("memory.events", "memory.oom_control"):
            lines = _read(folder / name).splitlines()
            found += [int(line.split()[1]) for line in lines if line.startswith("oom_kill ")]
    return max(found)


def count_workers() -> int:
    """How many processes may make parts in addition to this one; none if memory has no room for two.

    Raises MemoryLimitError if there is too little memory for any run.
    """
    memory = count_memory()
    if memory < LEAST_BYTES:
        raise MemoryLimitError(
            f"this process may use {memory / 1e6:,.0f} MB of memory, but a run needs {LEAST_BYTES / 1e6:,.0f} MB: "
            "raise the limit of its container or service"
        )
    workers = min(count_cores(), (memory - DRIVER_BYTES) // WORKER_BYTES)
    return workers if workers > 1 else 0


def warn_of_size(input_bytes: int) -> str | None:
    """The warning before a step whose Parquet input may not fit into memory; None if it fits."""
    needed, memory = LEAST_BYTES + input_bytes * BYTES_OF_A_BYTE, count_memory()
    if needed <= memory:
        return None
    return (
        f"this needs about {needed / 1e9:.1f} GB of memory, and {memory / 1e9:.1f} GB are allowed: if the run is "
        "killed, raise the limit of its container or service, or read fewer files"
    )


def configure_duckdb() -> dict[str, str | bool | int | float | list[str]]:
    """How DuckDB is to be opened: its memory, the cores allowed, and a folder for what does not fit.

    It gets half of the memory, or what a run and its workers leave if that is less, but no less than a quarter.
    """
    memory = count_memory()
    left = memory - DRIVER_BYTES - count_cores() * WORKER_BYTES
    return {
        "memory_limit": f"{max(memory // 4, min(memory // 2, left)) // 1_000_000}MB",
        "threads": count_cores(),
        "temp_directory": str(SPILL),
    }


def _folders(controller: str) -> Iterator[Path]:
    """The folders of this process's cgroup and of those above it, of version 2 and of version 1."""
    for line in _read(OWN_CGROUPS).splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers and controller not in controllers.split(","):
            continue
        top = CGROUPS / controller if controllers else CGROUPS
        here = top / path.lstrip("/")
        # A container may see its own cgroup as the root, regardless of its path outside.
        yield from (
            folder for folder in (here, *here.parents) if folder.is_relative_to(top) and folder.is_dir()
        )


def _read_quota(folder: Path) -> float:
    limit, _, period = _read(folder / "cpu.max").partition(" ")
    quota = limit or _read(folder / "cpu.cfs_quota_us")
    period = period or _read(folder / "cpu.cfs_period_us")
    return int(quota) / int(period) if quota.strip().isdigit() and period.strip().isdigit() else math.inf


def _read_bytes(folder: Path) -> float:
    limit = (_read(folder / "memory.max") or _read(folder / "memory.limit_in_bytes")).strip()
    return int(limit) if limit.isdigit() else math.inf


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
