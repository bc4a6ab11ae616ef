"""Versions of what made a part."""

import re

import polars as pl
import pytest

from pipelines.cleaning.postings import clean_postings
from pipelines.reading.raw_postings import read_postings
from pipelines.values.dates import DateReader
from warehouse.lake import versions
from warehouse.lake.versions import LOCK, code_version, digest, locked_releases, reachable_modules


def test_equal_content_has_an_equal_digest_however_it_came_about():
    assert digest(pl.DataFrame({"a": [1, 2]})) == digest(
        pl.concat([pl.DataFrame({"a": [1]}), pl.DataFrame({"a": [2]})])
    )
    assert digest({"a": 1, "b": [2]}) == digest({"b": [2], "a": 1})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (pl.DataFrame({"a": [1]}), pl.DataFrame({"a": [2]})),
        (pl.DataFrame({"a": [1]}), pl.DataFrame({"a": ["1"]})),
        (pl.DataFrame({"a": [None]}, schema={"a": pl.String}), pl.DataFrame({"a": [""]})),
        (["a", "b"], ["ab"]),
        (1, "1"),
    ],
)
def test_other_content_has_another_digest(one, other):
    assert digest(one) != digest(other)


def test_a_value_without_visible_content_is_refused():
    with pytest.raises(TypeError, match="cannot hash the content of a object"):
        digest(object())


def test_the_version_of_a_function_covers_what_its_module_imports_and_nothing_else():
    assert "pipelines.values.dates" in reachable_modules(clean_postings.__module__)
    assert "pipelines.values.dates" not in reachable_modules(read_postings.__module__)
    assert len({code_version(f) for f in (clean_postings, read_postings, DateReader)}) == 3


@pytest.fixture
def version_with(tmp_path, monkeypatch):
    """The version of the cleaning's code with another release of one library in uv.lock."""

    def version_with(name):
        lock = tmp_path / f"{name}.lock"
        before, found = f'name = "{name}"\nversion = "', LOCK.read_text()
        assert before in found
        lock.write_text(found.replace(before, f"{before}99."))
        monkeypatch.setattr(versions, "LOCK", lock)
        return code_version.__wrapped__(clean_postings)

    return version_with


@pytest.mark.parametrize("name", ["ruff", "pytest", "dagster", "duckdb"])
def test_a_release_of_what_the_code_does_not_import_changes_no_version(version_with, name):
    assert version_with(name) == code_version(clean_postings)


@pytest.mark.parametrize("name", ["polars", "ftfy", "wcwidth"])
def test_a_release_of_what_the_code_imports_or_needs_changes_the_version(version_with, name):
    assert version_with(name) != code_version(clean_postings)


def test_a_library_is_found_by_the_name_it_is_imported_by():
    assert re.fullmatch(r"pyyaml [\d.]+", *locked_releases(["yaml"]))


def test_a_library_that_the_lock_does_not_have_is_named():
    with pytest.raises(ValueError, match=r"uv\.lock has no nothing-at-all: run `uv lock`"):
        locked_releases(["nothing_at_all"])
