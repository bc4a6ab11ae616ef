"""What a container allows, read from folders like those of the system."""

import os
import subprocess
import sys

import pytest

from warehouse.lake import machine
from warehouse.lake.machine import (
    MemoryLimitError,
    configure_duckdb,
    count_cores,
    count_kills,
    count_memory,
    count_workers,
    save_memory,
    warn_of_size,
)
from warehouse.settings import ROOT


@pytest.fixture
def cgroups(tmp_path, monkeypatch):
    monkeypatch.setattr(machine, "CGROUPS", tmp_path / "cgroup")
    monkeypatch.setattr(machine, "OWN_CGROUPS", tmp_path / "self")

    def write(own, **files):
        (tmp_path / "self").write_text(own)
        for name, text in files.items():
            path = tmp_path / "cgroup" / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    return write


@pytest.mark.parametrize(
    ("own", "files"),
    [
        (
            "0::/system/run\n",
            {"system__run__memory_dot_max": "2000000000\n", "system__memory_dot_max": "max\n"},
        ),
        (
            "0::/system/run\n",
            {"system__run__memory_dot_max": "max\n", "system__memory_dot_max": "2000000000\n"},
        ),
        ("0::/outside/the/container\n", {"memory_dot_max": "2000000000\n"}),
        ("4:memory:/run\n0::/\n", {"memory__run__memory_dot_limit_in_bytes": "2000000000\n"}),
    ],
)
def test_memory_is_what_the_tightest_group_allows(cgroups, own, files):
    cgroups(own, **files)
    assert count_memory() == 2_000_000_000


@pytest.mark.parametrize(
    ("own", "files"),
    [
        ("0::/run\n", {"run__cpu_dot_max": "150000 100000\n"}),
        (
            "3:cpu,cpuacct:/\n",
            {"cpu__cpu_dot_cfs_quota_us": "100000\n", "cpu__cpu_dot_cfs_period_us": "100000\n"},
        ),
    ],
)
def test_cores_are_no_more_than_the_group_pays_for(cgroups, own, files):
    cgroups(own, **files)
    assert count_cores() == 1


def test_without_limits_memory_and_cores_are_those_of_the_machine(cgroups):
    cgroups("0::/\n", memory_dot_max="max\n", cpu_dot_max="max 100000\n")
    assert count_memory() > 500_000_000
    assert count_cores() >= 1


def test_a_system_that_binds_no_process_to_cores_gives_all_of_them(monkeypatch, tmp_path):
    monkeypatch.delattr("os.sched_getaffinity", raising=False)
    monkeypatch.setattr(machine, "OWN_CGROUPS", tmp_path / "none, as on macOS")
    assert count_cores() == os.cpu_count()


@pytest.mark.parametrize(("limit", "workers"), [(2_000_000_000, 0), (3_000_000_000, 2), (64_000_000_000, 4)])
def test_workers_are_as_many_as_memory_and_cores_allow(monkeypatch, limit, workers):
    monkeypatch.setattr(machine, "count_memory", lambda: limit)
    monkeypatch.setattr(machine, "count_cores", lambda: 4)
    assert count_workers() == workers


def test_a_run_that_cannot_fit_is_refused_before_it_begins(cgroups):
    cgroups("0::/\n", memory_dot_max="300000000\n")
    with pytest.raises(MemoryLimitError, match="may use 300 MB of memory, but a run needs"):
        count_workers()


@pytest.mark.parametrize(
    ("limit", "share"),
    [(1_000_000_000, "250MB"), (4_000_000_000, "1100MB"), (8_000_000_000, "4000MB")],
)
def test_duckdb_gets_half_of_the_memory_or_what_run_and_workers_leave(monkeypatch, limit, share):
    monkeypatch.setattr(machine, "count_memory", lambda: limit)
    monkeypatch.setattr(machine, "count_cores", lambda: 2)
    assert configure_duckdb()["memory_limit"] == share


def test_a_step_warns_before_it_begins_if_its_input_may_not_fit(monkeypatch):
    monkeypatch.setattr(machine, "count_memory", lambda: 4_000_000_000)
    assert warn_of_size(1_500_000_000) is None
    assert "needs about 6.8 GB of memory, and 4.0 GB are allowed" in warn_of_size(3_000_000_000)


def test_processes_that_were_ended_for_lack_of_memory_are_counted(cgroups):
    cgroups("0::/\n", memory_dot_events="low 0\noom 4\noom_kill 3\n")
    assert count_kills() == 3


@pytest.mark.parametrize(("limit", "is_saved"), [(1_000_000_000, True), (64_000_000_000, False)])
def test_freed_memory_goes_back_at_once_where_it_is_scarce(monkeypatch, limit, is_saved):
    monkeypatch.setattr(machine, "count_memory", lambda: limit)
    monkeypatch.setattr(machine, "M_ARENA_MAX", 0)  # this process keeps its own way: glibc knows no option 0
    monkeypatch.setattr(machine, "M_TRIM_THRESHOLD", 0)
    monkeypatch.setattr(machine, "M_MMAP_THRESHOLD", 0)
    monkeypatch.setenv("_RJEM_MALLOC_CONF", "")
    thresholds = []
    monkeypatch.setattr(machine.gc, "set_threshold", thresholds.append)
    assert save_memory() == is_saved
    assert bool(thresholds) != is_saved, "circular garbage is looked for as often as ever"
    assert bool(os.environ["_RJEM_MALLOC_CONF"]) == is_saved


def test_memory_is_seen_to_before_polars_is_loaded():
    """Its allocator reads its options once."""
    loaded = "import sys, assets; sys.exit('polars' in sys.modules or 'assets' not in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, check=False).returncode == 0
