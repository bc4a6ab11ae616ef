"""Where a run finds its input."""

import os

from assets.resources import Folders
from warehouse.settings import ROOT


def test_postings_may_lie_in_several_folders_parted_as_the_system_parts_paths(tmp_path):
    one, other = tmp_path / "one", tmp_path / "with a blank"
    folders = Folders(postings=f"{one}{os.pathsep}{other}{os.pathsep}")
    assert folders.postings_folders == [one, other]
    assert not folders.is_sample


def test_the_sample_is_never_mixed_with_other_folders(tmp_path):
    sample = str(ROOT / "data" / "sample")
    assert Folders(postings=sample).is_sample
    assert not Folders(postings=f"{sample}{os.pathsep}{tmp_path}").is_sample
