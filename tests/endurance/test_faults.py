"""A short form of what `make soak` does to runs."""

import shutil

import pytest

from tests.endurance.faults import Market, break_off_a_file, cut_off_a_file, flip_bits
from warehouse.builds.folders import ORIGIN


@pytest.fixture
def undisturbed(built, tmp_path):
    """The built sample, laid out as `make run` does."""
    market = Market.of(tmp_path / "undisturbed", built.postings)
    shutil.copytree(built.root / "lake", market.warehouse / "state" / "lake")
    for name in ("state/builds", "published", "ml_job_market.duckdb"):
        source, target = built.root / name, market.warehouse / name
        if source.is_symlink():
            target.symlink_to(source.readlink())
        else:
            shutil.copytree(source, target)
    (market.warehouse / "published" / ORIGIN).write_text(str(market.postings))
    return market


def test_flipped_bits_of_lake_and_build_are_mended_by_one_run(undisturbed, tmp_path):
    assert "the same tables" in flip_bits(tmp_path / "market", undisturbed, places=5)


def test_a_published_file_that_is_cut_off_stops_the_run_by_name(undisturbed, tmp_path):
    assert cut_off_a_file(tmp_path / "market", undisturbed) == "refused by name"


def test_a_file_that_breaks_off_in_a_record_is_published_with_a_warning(undisturbed, tmp_path):
    assert break_off_a_file(tmp_path / "market", undisturbed) == "published with a warning that names it"
