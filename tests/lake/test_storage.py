"""Where the lake lies: the same on object storage, here a server that speaks S3, as on disk."""

import os

import polars as pl
import pytest

from tests.endurance.s3_server import S3Server
from tests.lake.test_lake import SKILLS, by_source, note
from warehouse.lake import storage as storages
from warehouse.lake import tables as lakes
from warehouse.lake.fanout import Inline
from warehouse.lake.storage import open_storage
from warehouse.lake.tables import Lake, PartsFailedError


@pytest.fixture(scope="module")
def server():
    """A bucket that is reached through the environment alone, as by users."""
    server = S3Server()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in server.environment.items():
            patch.setenv(name, value)
        yield server
    server.close()


@pytest.fixture(params=["disk", "object storage"])
def address(request, tmp_path, monkeypatch):
    monkeypatch.setattr(storages, "COPIES", tmp_path / "copies")
    if request.param == "disk":
        return tmp_path / "lake"
    request.getfixturevalue("server")
    return f"s3://lake/{tmp_path.name}"


def test_a_file_is_listed_read_replaced_and_removed(address):
    storage = open_storage(address)
    assert storage.list("skills") == {}
    storage.write("skills/python/0.parquet", b"old")
    storage.write("skills/python/0.parquet", b"newer")
    storage.write("skills/all.parquet", b"")
    storage.write("skills_of_another_table/0.parquet", b"1")
    assert {name: file.bytes for name, file in storage.list("skills").items()} == {
        "python/0.parquet": 5,
        "all.parquet": 0,
    }
    assert storage.read("skills/python/0.parquet") == b"newer"
    assert storage.fetch("skills/python/0.parquet").read_bytes() == b"newer"
    storage.remove("skills/python/0.parquet")
    assert storage.list("skills").keys() == {"all.parquet"}
    with pytest.raises(FileNotFoundError):
        storage.read("skills/python/0.parquet")


def test_a_lake_is_the_same_on_object_storage_as_on_disk(address, tmp_path):
    here, there = Lake(tmp_path / "reference", Inline()), Lake(address, Inline())
    expected, skills = here.store("skills", by_source()), there.store("skills", by_source())
    assert skills.parts == expected.parts
    assert [path.read_bytes() for path in skills.paths] == [path.read_bytes() for path in expected.paths]
    assert there.read("skills") == skills
    noted = there.store("skills", skills.map(note, "from a part of the lake"))
    assert (
        noted.scan()
        .collect()
        .equals(SKILLS.sort("skill_id").with_columns(note=pl.lit("from a part of the lake")))
    )


def test_what_a_killed_run_made_is_not_made_again(address):
    storage = open_storage(address)
    made, again = [], []
    first = Lake(address, Inline()).store("skills", by_source(made))
    storage.remove("skills/manifest.json")
    with pytest.raises(FileNotFoundError, match="materialise the asset skills"):
        Lake(address).read("skills")
    assert Lake(address, Inline()).store("skills", by_source(again)) == first
    assert (sorted(made), again) == (["python", "sql"], [])


def test_a_table_whose_new_part_fails_stays_as_it_was(address):
    lake = Lake(address, Inline())
    before = lake.store("skills", by_source())
    with pytest.raises(PartsFailedError, match="failed: 1 of 1: "):
        lake.store("skills", SKILLS.with_columns(category=pl.lit("hobby")))
    assert lake.read("skills") == before


def test_a_file_that_is_touched_is_of_now_and_stays_as_it_is(address):
    storage = open_storage(address)
    storage.write("skills/all.parquet", b"rows")
    if isinstance(storage, storages.Disk):
        os.utime(address / "skills" / "all.parquet", (0, 0))
    storage.touch("skills/all.parquet")
    assert storage.list()["skills/all.parquet"].written_at > 1_000_000_000
    assert storage.read("skills/all.parquet") == b"rows"
    with pytest.raises(FileNotFoundError):
        storage.touch("skills/gone.parquet")


def test_parts_that_no_manifest_names_are_swept_with_their_copies(address, monkeypatch):
    lake = Lake(address, Inline())
    former = lake.store("skills", by_source())
    assert all(path.is_file() for path in former.paths)
    current = lake.store("skills", SKILLS)
    lake.sweep()
    assert len(lake.storage.list("skills")) == 4
    monkeypatch.setattr(lakes, "GRACE_DAYS", -1)
    lake.sweep()
    assert lake.storage.list("skills").keys() == {"manifest.json", current.parts[0].name}
    assert not lake.storage.local.list("skills").keys() & {part.name for part in former.parts}
    assert current.scan().collect().equals(SKILLS)


def test_an_address_of_another_kind_is_refused():
    with pytest.raises(
        ValueError, match="ftp://lake is neither a folder nor an address that starts with s3://"
    ):
        open_storage("ftp://lake")
