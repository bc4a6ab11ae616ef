"""The engines: the same parts from each, whatever fails, dies or stalls on the way."""

import os
import signal
import sys
from functools import partial
from itertools import count

import polars as pl
import pytest

from assets.causes import explain_error
from schemas.skills import Skills
from warehouse.lake import fanout
from warehouse.lake.engines import choose_fanout
from warehouse.lake.fanout import Inline, Pool
from warehouse.lake.parts import Plan, Task
from warehouse.lake.tables import Lake, PartsFailedError
from warehouse.settings import SettingError

LARGE = 10_000_000
"""Bytes of input that make a part a batch of its own."""


@pytest.fixture(scope="module")
def pool():
    pool = Pool(2)
    yield pool
    pool.close()


@pytest.fixture(params=["inline", "pool", "ray"])
def engine(request, pool):
    if request.param == "ray":
        pytest.importorskip("ray")
        return request.getfixturevalue("ray_cluster")
    return {"inline": Inline(), "pool": pool}[request.param]


@pytest.fixture(scope="module")
def ray_cluster():
    pytest.importorskip("ray")
    from warehouse.lake.ray_cluster import RayCluster

    cluster = RayCluster()
    yield cluster
    cluster.close()


def make_skill(skill_id):
    schema = Skills.polars_schema()
    row = {"skill_id": skill_id, "name": skill_id.title(), "category": "language", "is_ml": False}
    return pl.DataFrame([row], schema=schema)


def fail(skill_id):
    raise RuntimeError(f"{skill_id} cannot be made")


def break_contract(skill_id):
    return make_skill(skill_id).with_columns(category=pl.lit("hobby"))


def die(skill_id):
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(marker, skill_id):
    if not marker.exists():
        marker.touch()
        die(skill_id)
    return make_skill(skill_id)


def make_once_told(pipe, skill_id):
    pipe.read_text()  # waits for a writer
    return make_skill(skill_id)


def plan(size, **makers):
    return Plan(tuple(Task(name, "v", partial(make, name), size) for name, make in makers.items()))


def stored(lake):
    return {path.name for path in lake.root.rglob("*.parquet")}


def test_every_engine_makes_the_same_parts(engine, tmp_path):
    made = plan(1_500_000, **dict.fromkeys(["go", "julia", "python", "r", "sql"], make_skill))
    expected = Lake(tmp_path / "expected", Inline()).store("skills", made)
    parts = Lake(tmp_path / "lake", engine).store("skills", made)
    assert parts.parts == expected.parts
    assert [path.read_bytes() for path in parts.paths] == [path.read_bytes() for path in expected.paths]


@pytest.mark.parametrize("size", [LARGE, 1_500_000], ids=["each alone", "in batches"])
def test_all_parts_that_fail_are_named_and_the_others_are_made(engine, tmp_path, size):
    lake = Lake(tmp_path, engine)
    broken = plan(size, go=make_skill, julia=fail, python=make_skill, r=break_contract, sql=make_skill)
    with pytest.raises(PartsFailedError) as error:
        lake.store("skills", broken)
    assert "parts of skills that failed: 2 of 5: " in str(error.value)
    assert "julia: RuntimeError: julia cannot be made" in str(error.value)
    assert "r: ContractError: r breaks the contract of skills" in str(error.value)
    assert "in fail" in error.value.__notes__[0]
    assert {name.split("-")[0] for name in stored(lake)} == {"go", "python", "sql"}
    with pytest.raises(FileNotFoundError):
        lake.read("skills")


@pytest.mark.parametrize("engine", ["pool", "ray"], indirect=True)
def test_parts_of_a_dead_worker_are_made_again_but_not_the_one_that_kills_it(engine, tmp_path):
    lake = Lake(tmp_path / "lake", engine)
    unlucky = partial(die_once, tmp_path / "died")
    said = []
    with pytest.raises(PartsFailedError, match=r"failed: 1 of 5: r: its worker died three times"):
        lake.store(
            "skills",
            plan(2_000_000, go=unlucky, julia=make_skill, python=make_skill, r=die, sql=make_skill),
            report=said.append,
        )
    assert "died" in said[0]
    assert {name.split("-")[0] for name in stored(lake)} == {"go", "julia", "python", "sql"}


def test_a_worker_that_was_killed_for_lack_of_memory_is_said_to_have_been(tmp_path, monkeypatch):
    kills = count(1)
    monkeypatch.setattr("warehouse.lake.fanout.count_kills", lambda: next(kills))
    pool = Pool(1)
    with pytest.raises(PartsFailedError) as error:
        Lake(tmp_path, pool).store("skills", plan(LARGE, go=make_skill, r=die))
    pool.close()
    said = explain_error("warehouse.lake.tables.PartsFailedError", str(error.value))
    assert "killed by the system for lack of memory; give the run more memory" in said


def test_a_worker_that_dies_while_it_is_idle_is_replaced(pool, tmp_path):
    two_parts = plan(LARGE, python=make_skill, sql=make_skill)
    Lake(tmp_path / "before", pool).store("skills", two_parts)
    (process,) = pool._idle[-1]._processes.values()
    process.kill()
    process.join()
    assert Lake(tmp_path / "after", pool).store("skills", two_parts).rows == 2


def test_idle_workers_end_before_a_large_table_is_made_whole_and_start_again(pool, tmp_path):
    two_parts = plan(LARGE, python=make_skill, sql=make_skill)
    lake = Lake(tmp_path, pool)
    lake.store("skills", two_parts)
    workers = [process for worker in pool._idle for process in worker._processes.values()]
    lake.store("skills", plan(10, go=make_skill))
    assert all(process.is_alive() for process in workers)
    lake.store("skills", plan(LARGE, r=make_skill))
    assert not any(process.is_alive() for process in workers)
    assert lake.store("skills", two_parts, force=True).made == 2


def test_a_stall_names_what_is_in_work(pool, tmp_path, monkeypatch):
    monkeypatch.setattr(fanout, "SECONDS_UNTIL_STALL", 0.001)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    said = []

    def report(line):
        if line.endswith("in progress: go") and line not in said:
            pipe.write_text("go on")
        said.append(line)

    stalls = plan(LARGE, go=partial(make_once_told, pipe), r=make_skill)
    Lake(tmp_path / "lake", pool).store("skills", stalls, report=report)
    assert any(line.endswith("in progress: go") for line in said)


def test_the_environment_chooses_the_engine(monkeypatch):
    monkeypatch.delenv("FANOUT", raising=False)
    assert isinstance(choose_fanout(), Pool)
    monkeypatch.setenv("FANOUT", "inline")
    assert isinstance(choose_fanout(), Inline)
    monkeypatch.setenv("FANOUT", "spark")
    with pytest.raises(SettingError, match="FANOUT is 'spark': set it to inline, pool or ray"):
        choose_fanout()


def test_an_engine_that_is_not_installed_is_refused_with_how_to_install_it(monkeypatch):
    monkeypatch.setenv("FANOUT", "ray")
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.delitem(sys.modules, "warehouse.lake.ray_cluster", raising=False)
    with pytest.raises(SettingError, match="FANOUT=ray needs Ray: install it with `uv sync --extra ray`"):
        choose_fanout()


def test_a_node_of_other_versions_is_refused_before_anything_is_made(ray_cluster, tmp_path, monkeypatch):
    from warehouse.lake import ray_cluster as module

    here = module.installed_versions()
    monkeypatch.setattr(module, "installed_versions", lambda: {**here, "polars": "1.0.0"})
    made = Lake(tmp_path, ray_cluster)
    with pytest.raises(module.UnlikeNodeError, match=r"it has polars .* instead of 1\.0\.0"):
        made.store("skills", plan(LARGE, go=make_skill, r=make_skill))
    assert not stored(made)
