"""Versions of what made a part."""

import polars as pl
import pytest

from pipelines.cleaning.dates import DateReader
from pipelines.cleaning.postings import clean_postings
from pipelines.reading.raw_postings import read_postings
from warehouse.lake.versions import code_version, digest, reachable_modules


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
    assert "pipelines.cleaning.dates" in reachable_modules(clean_postings.__module__)
    assert "pipelines.cleaning.dates" not in reachable_modules(read_postings.__module__)
    assert len({code_version(f) for f in (clean_postings, read_postings, DateReader)}) == 3
