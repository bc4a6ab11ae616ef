"""The edits whose cost is measured: each changes what it says it does."""

import pytest

from tests.bench.edits import edit_alias, edit_card, replace
from warehouse.settings import ROOT


@pytest.mark.parametrize(
    ("edit", "file"),
    [(edit_alias, "data/taxonomies/skill_aliases.csv"), (edit_card, "data/sources/glassdoor_ds_2020.yml")],
    ids=["alias", "card"],
)
def test_an_edit_changes_its_file(tmp_path, edit, file):
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text((ROOT / file).read_text())
    edit(tmp_path, tmp_path)
    assert (tmp_path / file).read_text() != (ROOT / file).read_text()


def test_an_edit_that_finds_nothing_to_replace_is_no_edit(tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n")
    with pytest.raises(AssertionError, match="has no 'c'"):
        replace(tmp_path / "a.csv", "c", "d")
