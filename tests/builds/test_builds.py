"""Builds: made in a folder nobody sees, then swapped in as one."""

import duckdb
import pytest

from warehouse.builds.database import STORAGE_VERSION
from warehouse.builds.folders import BUILDS_KEPT, PIECES, WITHDRAWN, BuildError, Builds, find_damaged_pieces
from warehouse.builds.rollback import rollback
from warehouse.lake.locks import LockError, WriteLock


@pytest.fixture
def builds(tmp_path):
    return Builds(tmp_path)


def write(text):
    return lambda path: path.write_text(text)


def publish(builds, made_from):
    for piece in PIECES:
        builds.make(made_from, piece, write(made_from))
    return builds.publish(made_from, "the sample")


def digests(builds):
    return [build.name.rpartition("-")[2] for build in builds.kept]


def seen(builds):
    """What a reader finds in each piece."""
    return {(builds.root / "published" / piece).read_text() for piece in PIECES}


def test_nobody_sees_a_build_before_it_is_published(builds):
    publish(builds, "a")
    for piece in PIECES:
        builds.make("b", piece, write("b"))
        assert seen(builds) == {"a"}
    builds.publish("b", "the sample")
    assert seen(builds) == {"b"}


def test_a_build_that_lacks_a_piece_is_refused_and_the_former_stays(builds):
    publish(builds, "a")
    for piece in PIECES[:-1]:
        builds.make("b", piece, write("b"))
    with pytest.raises(BuildError, match=f"materialise {PIECES[-1].partition('.')[0]}"):
        builds.publish("b", "the sample")
    assert seen(builds) == {"a"}


def test_publishing_the_same_again_writes_nothing(builds):
    build = publish(builds, "a")
    written = {path: path.lstat().st_mtime_ns for path in builds.root.rglob("*")}
    assert builds.make("a", PIECES[0], write("again")) == build / PIECES[0]
    assert publish(builds, "a") == build
    assert {path: path.lstat().st_mtime_ns for path in builds.root.rglob("*")} == written


def test_the_last_builds_are_kept(builds):
    for number in range(BUILDS_KEPT + 2):
        publish(builds, str(number))
    assert digests(builds) == ["2", "3", "4"]
    assert set((builds.root / "state" / "builds").iterdir()) == set(builds.kept)


def test_a_piece_that_fails_leaves_the_published_build_and_is_made_again(builds):
    publish(builds, "a")

    def fail(path):
        path.write_text("half")
        raise OSError("no space left on device")

    with pytest.raises(OSError, match="no space left"):
        builds.make("b", PIECES[0], fail)
    assert seen(builds) == {"a"}
    publish(builds, "b")
    assert seen(builds) == {"b"}
    assert not list(builds.root.rglob(".*"))


def test_what_a_killed_run_left_is_removed_even_where_nothing_is_to_be_published(builds):
    build = publish(builds, "a")
    for leftover in (".b", ".k", "29991231T235959.999-z"):
        (build.parent / leftover).mkdir()
        (build.parent / leftover / "half").write_text("")
    (builds.root / f".{PIECES[0]}.k").symlink_to(build)
    (builds.root / ".published.k").symlink_to(build)
    publish(builds, "a")
    assert list(build.parent.iterdir()) == [build]
    assert not list(builds.root.glob(".*"))


def test_a_finished_piece_of_a_killed_run_is_used_by_the_next(builds):
    builds.make("a", PIECES[0], write("a"))
    assert builds.make("a", PIECES[0], write("again")).read_text() == "a"


def test_the_database_files_of_former_versions_give_way_to_the_first_build(builds):
    (builds.root / "state" / "builds").mkdir(parents=True)
    old = builds.root / "state" / "builds" / "ml_job_market-20260101T000000-abc.duckdb"
    with duckdb.connect() as connection:
        connection.execute(f"attach '{old}' as built (storage_version '{STORAGE_VERSION}')")
    (builds.root / "ml_job_market.duckdb").symlink_to(f"state/builds/{old.name}")
    with duckdb.connect(str(builds.root / "ml_job_market.duckdb"), read_only=True) as reader:
        publish(builds, "a")
        assert reader.sql("select 1").fetchall() == [(1,)]
    assert seen(builds) == {"a"}
    assert not old.exists()


def test_a_rollback_leads_back_one_build_and_a_second_one_further(builds):
    for made_from in "abc":
        publish(builds, made_from)
    assert builds.rollback().name.endswith("-b")
    assert seen(builds) == {"b"}
    assert builds.rollback().name.endswith("-a")
    with pytest.raises(BuildError, match=r"no build before the published one: .*kept \(.*-a, .*-b, .*-c\)$"):
        builds.rollback()
    assert seen(builds) == {"a"}


def test_a_rollback_to_a_name_goes_either_way_and_refuses_a_name_that_is_not_kept(builds):
    first, _, third = (publish(builds, made_from) for made_from in "abc")
    assert builds.rollback(first.name) == first
    assert builds.rollback(third.name) == third
    assert digests(builds) == ["a", "b", "c"]
    with pytest.raises(BuildError, match="there is no build x: name one that is kept"):
        builds.rollback("x")


def test_a_build_rolled_back_is_not_published_again_by_a_run_with_nothing_new(builds):
    publish(builds, "a")
    publish(builds, "b")
    builds.rollback()
    assert publish(builds, "b").name.endswith("-a")
    assert seen(builds) == {"a"}
    publish(builds, "c")
    assert digests(builds) == ["a", "c"]
    assert builds.rollback().name.endswith("-a"), "not to the one that was rolled back before"


def test_nothing_to_roll_back_is_said_so(builds):
    with pytest.raises(BuildError, match=r"no build before the published one: .*none"):
        builds.rollback()


def test_a_rollback_that_was_killed_before_its_swap_can_be_done_again(builds):
    _, published = publish(builds, "a"), publish(builds, "b")
    (published / WITHDRAWN).touch()
    assert publish(builds, "b") == published
    assert builds.rollback().name.endswith("-a")


def test_a_rollback_says_which_builds_there_are_and_waits_for_no_run(builds, tmp_path):
    for made_from in "abc":
        publish(builds, made_from)
    lock = WriteLock(tmp_path / "lake")
    said = rollback(builds, lock).splitlines()
    assert [line.split()[-1] for line in said[1:4]] == ["before", "published", "back"]
    lock.acquire("run 1a2b")
    with pytest.raises(LockError, match="run 1a2b"):
        rollback(builds, WriteLock(tmp_path / "lake"))
    lock.release()
    assert seen(builds) == {"b"}


def test_a_published_build_with_a_flipped_bit_is_built_again_and_swapped(builds):
    damaged = publish(builds, "a")
    piece = damaged / PIECES[0]
    piece.chmod(0o644)
    piece.write_text("b")
    assert find_damaged_pieces(damaged) == [PIECES[0]]
    repaired = publish(builds, "a")
    assert repaired > damaged
    assert find_damaged_pieces(repaired) == []
    assert seen(builds) == {"a"}


def test_nobody_is_led_back_to_a_damaged_build(builds):
    first = publish(builds, "a")
    publish(builds, "b")
    (first / PIECES[0]).unlink()
    with pytest.raises(BuildError, match=f"is damaged \\({PIECES[0]}\\)"):
        builds.rollback()
    assert seen(builds) == {"b"}


def test_a_lost_build_is_no_first_build(builds):
    assert not builds.is_lost
    build = publish(builds, "a")
    assert not builds.is_lost
    (builds.root / "published").unlink()
    assert builds.is_lost
    assert builds.mend_links() == build
    assert not builds.is_lost
    build.rename(builds.root / "elsewhere")
    assert builds.is_lost
    assert builds.mend_links() is None


def test_a_clock_that_went_back_removes_no_build(builds):
    first = publish(builds, "a")
    ahead = first.rename(first.with_name(f"29991231T235959.998-{first.name.rpartition('-')[2]}"))
    (builds.root / "published").unlink()
    (builds.root / "published").symlink_to(f"state/builds/{ahead.name}")
    second = publish(builds, "b")
    assert second > ahead
    assert builds.kept == [ahead, second]
    assert builds.rollback() == ahead
