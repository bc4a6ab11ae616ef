"""The lake: parts named by content, and a manifest that says which are current."""

import os
import random
import re

import polars as pl
import pytest

from schemas.skills import Skills
from warehouse.lake.parts import BySource, Plan, Prepared, Task, combine
from warehouse.lake.tables import DamagedPartError, Lake, PartsFailedError

SKILLS = pl.DataFrame(
    {
        "skill_id": ["python", "sql"],
        "name": ["Python", "SQL"],
        "category": ["language", "language"],
        "parent_id": None,
        "is_ml": False,
        "first_seen_year": None,
        "note": None,
    },
    schema=Skills.polars_schema(),
)


def note(skills, text):
    return skills.with_columns(note=pl.lit(text))


def count_ids(skills, suffix):
    return skills.with_columns(note=pl.lit(suffix)).collect()


def by_source(made=None):
    """Two parts of two sources; `made` is told which are made."""

    def run(skill_id):
        if made is not None:
            made.append(skill_id)
        return SKILLS.filter(skill_id=skill_id)

    tasks = [Task(f"{name}/0", f"v-{name}", lambda name=name: run(name), 10) for name in ("sql", "python")]
    return Plan(tuple(tasks))


@pytest.fixture
def lake(tmp_path):
    return Lake(tmp_path)


def files(lake):
    return sorted(path.relative_to(lake.root) for path in lake.root.rglob("*") if path.is_file())


def test_a_stored_table_is_read_back_in_the_order_of_its_parts(lake):
    lake.store("skills", by_source())
    assert lake.read("skills").scan().collect()["skill_id"].to_list() == ["python", "sql"]


def test_storing_the_same_again_makes_nothing_and_changes_nothing(lake):
    made = []
    first = lake.store("skills", by_source(made))
    before = [
        (path, (lake.root / path).stat().st_mtime_ns) for path in files(lake) if path.suffix == ".parquet"
    ]
    second = lake.store("skills", by_source(made))
    assert sorted(made) == ["python", "sql"]
    assert first == second
    assert before == [
        (path, (lake.root / path).stat().st_mtime_ns) for path in files(lake) if path.suffix == ".parquet"
    ]


def test_only_the_part_that_changed_is_made_again(lake):
    lake.store("skills", by_source())
    made = []
    plan = by_source(made)
    changed = Plan((plan.tasks[0], Task("python/0", "v2", plan.tasks[1].run, 10)))
    lake.store("skills", changed)
    assert made == ["python"]


def test_the_days_of_grace_of_a_part_begin_when_it_is_current_no_more(lake):
    lake.store("skills", by_source())
    parts = {path for path in files(lake) if path.suffix == ".parquet"}
    for path in parts:
        os.utime(lake.root / path, (0, 0))
    lake.store("skills", SKILLS)
    lake.sweep()
    assert parts < set(files(lake))


def test_an_argument_by_source_changes_only_that_sources_parts(lake):
    parts = lake.store("skills", by_source())
    one = parts.map(note, BySource(python="a", sql="b"))
    other = parts.map(note, BySource(python="a", sql="c"))
    assert [a.digest == b.digest for a, b in zip(one.tasks, other.tasks, strict=True)] == [True, False]
    assert one.collect()["note"].to_list() == ["a", "b"]


def test_what_a_killed_run_left_is_swept_and_current_parts_stay(lake):
    lake.store("skills", by_source())
    current = files(lake)
    (lake.root / "skills" / "sql" / ".0-v.parquet.abc").write_bytes(b"half")
    lake.sweep()
    assert files(lake) == current


def test_obsolete_parts_are_kept_for_their_days_of_grace(lake):
    lake.store("skills", by_source())
    parts = {path for path in files(lake) if path.suffix == ".parquet"}
    lake.store("skills", SKILLS)
    lake.sweep()
    assert parts < set(files(lake))
    for path in parts:
        os.utime(lake.root / path, (0, 0))
    lake.sweep()
    assert not parts & set(files(lake))
    assert lake.read("skills").scan().collect().equals(SKILLS)


class Counted:
    """Counts how often it is built."""

    built = 0

    def __init__(self, text):
        Counted.built += 1
        self.text = text


def note_counted(skills, counted):
    return skills.with_columns(note=pl.lit(counted.text))


def double(text):
    return text * 2


def test_a_prepared_argument_is_built_once_for_all_parts(lake):
    parts = lake.store("skills", by_source())
    plan = parts.map(note_counted, Prepared.of(Counted, "x"))
    assert plan.collect()["note"].to_list() == ["x", "x"]
    assert Counted.built == 1
    assert plan.tasks[0].digest != parts.map(note_counted, Prepared.of(Counted, "y")).tasks[0].digest


@pytest.mark.parametrize(("is_scarce", "times"), [(True, 2), (False, 1)])
def test_where_memory_is_scarce_what_a_table_needed_is_freed_with_it(lake, monkeypatch, is_scarce, times):
    monkeypatch.setattr("warehouse.lake.tables.is_memory_scarce", lambda: is_scarce)
    plan = lake.store("skills", by_source()).map(note_counted, Prepared.of(Counted, f"{is_scarce}"))
    before = Counted.built
    lake.store("skills", plan)
    lake.store("skills", plan, force=True)
    assert Counted.built - before == times


def test_a_prepared_argument_of_another_receives_it_as_built(lake):
    parts = lake.store("skills", by_source())
    outer = Prepared.of(Counted, Prepared.of(double, "x"))
    assert parts.map(note_counted, outer).collect()["note"].to_list() == ["xx", "xx"]


def test_a_table_of_all_parts_is_made_again_when_one_of_them_changes(lake):
    parts = lake.store("skills", by_source())
    grown = lake.store("skills", Plan((*by_source().tasks, Task("r/0", "v", lambda: SKILLS.clear(), 1))))
    assert combine(count_ids, parts, "x").tasks[0].digest != combine(count_ids, grown, "x").tasks[0].digest
    assert combine(count_ids, parts, "x").collect()["note"].to_list() == ["x", "x"]


def test_a_frame_that_breaks_its_contract_is_not_stored_and_the_former_table_stays(lake):
    lake.store("skills", SKILLS)
    broken = SKILLS.with_columns(category=pl.lit("hobby"))
    with pytest.raises(
        PartsFailedError, match=r"all breaks the contract of skills: column category.*'hobby' is not one of"
    ):
        lake.store("skills", broken)
    assert lake.read("skills").scan().collect().equals(SKILLS)
    assert not [path for path in files(lake) if path.name.startswith(".")]


def test_a_part_that_fails_leaves_no_half_written_file_and_a_rerun_repairs(lake):
    def fail():
        raise RuntimeError("the disk is full")

    plan = Plan((Task("a/0", "v", fail, 1), *by_source().tasks))
    with pytest.raises(RuntimeError, match="the disk is full"):
        lake.store("skills", plan)
    with pytest.raises(FileNotFoundError, match="materialise the asset skills"):
        lake.read("skills")
    assert lake.store("skills", by_source()).rows == 2


def flip_a_bit(path, at):
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= 1 << at % 8
    path.write_bytes(data)


@pytest.mark.parametrize("at", random.Random(18).sample(range(2_000), 20))
def test_a_part_with_one_flipped_bit_is_never_read_and_is_built_again(lake, at):
    stored = lake.store("skills", by_source())
    flip_a_bit(lake.root / "skills" / stored.parts[0].name, at)
    with pytest.raises(
        DamagedPartError, match=r"skills/.* is damaged or missing: materialise the asset skills"
    ):
        lake.read("skills")
    said, made = [], []
    assert lake.store("skills", by_source(made), report=said.append) == stored
    assert made == ["python"]
    assert said[0].startswith(f"{stored.parts[0].name} is damaged and is built again")
    assert lake.read("skills").scan().collect()["skill_id"].to_list() == ["python", "sql"]


@pytest.mark.parametrize("length", [0, 1, 40])
def test_a_manifest_cut_short_is_written_again_from_the_parts(lake, length):
    stored = lake.store("skills", by_source())
    manifest = lake.root / "skills" / "manifest.json"
    manifest.write_bytes(manifest.read_bytes()[:length])
    with pytest.raises(FileNotFoundError, match="its manifest is damaged: materialise the asset skills"):
        lake.read("skills")
    lake.sweep()
    made = []
    assert lake.store("skills", by_source(made)) == stored
    assert made == []


@pytest.mark.parametrize(("one", "other"), [('"rows": 1', '"rows": 3'), ('"sql/0', '"sqm/0'), ("{", "[")])
def test_a_flipped_bit_of_a_manifest_changes_no_count(lake, one, other):
    stored = lake.store("skills", by_source())
    manifest = lake.root / "skills" / "manifest.json"
    assert one in manifest.read_text()
    manifest.write_text(manifest.read_text().replace(one, other, 1))
    made = []
    assert lake.store("skills", by_source(made)) == stored
    assert made == []
    assert lake.read("skills") == stored


def test_a_part_that_was_deleted_is_built_again(lake):
    stored = lake.store("skills", by_source())
    (lake.root / "skills" / stored.parts[1].name).unlink()
    with pytest.raises(DamagedPartError, match="is damaged or missing"):
        lake.read("skills")
    made = []
    lake.store("skills", by_source(made))
    assert made == ["sql"]


def test_parts_tell_how_many_of_them_were_made(lake):
    assert lake.store("skills", by_source()).made == 2
    assert lake.store("skills", by_source()).made == 0


def test_parts_that_are_there_are_made_again_where_that_is_asked_for(lake):
    stored = lake.store("skills", by_source())
    made = []
    assert lake.store("skills", by_source(made), force=True) == stored
    assert sorted(made) == ["python", "sql"]


def test_the_parts_of_one_source_are_made_again_alone(lake):
    made = []
    lake.store("skills", by_source())
    lake.store("skills", by_source(made), force_sources={"sql"})
    assert made == ["sql"]


def test_damage_is_named_by_table_and_goes_once_it_is_set_aside(lake):
    stored = lake.store("skills", by_source())
    assert lake.find_damage() == {}
    part, manifest = lake.root / "skills" / stored.parts[0].name, lake.root / "skills" / "manifest.json"
    part.write_bytes(b"rotten")
    assert lake.find_damage() == {"skills": [stored.parts[0].name]}
    lake.set_aside("skills", stored.parts[0].name)
    manifest.write_text(manifest.read_text()[:40])
    assert lake.find_damage() == {"skills": ["manifest.json"]}
    assert lake.store("skills", by_source()) == stored
    assert lake.find_damage() == {}


def test_progress_names_parts_megabytes_rate_and_time_left(lake, monkeypatch):
    monkeypatch.setattr("warehouse.lake.tables.SECONDS_BETWEEN_REPORTS", 0.0)
    said = []
    lake.store("skills", by_source(), report=said.append)
    assert re.fullmatch(r"1 of 2 parts, 0\.0 of 0\.0 MB, \d+\.\d MB/s, \d+ s left", said[0])
