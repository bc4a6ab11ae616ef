"""Writes docs/data_dictionary.md and docs/questions.md from the contracts and a build of the sample."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import dagster as dg

from assets.definitions import defs
from assets.resources import Folders, LakeIOManager
from warehouse.questions.pages import write_pages
from warehouse.settings import ROOT

WARNINGS_ONLY = {"loggers": {"console": {"config": {"log_level": "WARNING"}}}}


def main() -> None:
    """Builds the sample in a temporary folder, without touching lake, builds and history, and writes the pages."""
    with TemporaryDirectory() as folder:
        folders = Folders(
            postings=str(ROOT / "data" / "sample"), downloads=f"{folder}/downloads", published=folder
        )
        result = dg.materialize(
            [*defs.assets, *defs.asset_checks],
            resources={"folders": folders, "io_manager": LakeIOManager(root=f"{folder}/lake")},
            run_config=WARNINGS_ONLY,
            raise_on_error=False,
        )
        if not result.success:
            sys.exit("the sample could not be built, and no page was written: correct the errors above")
        for page, text in write_pages(Path(folders.database)).items():
            (ROOT / "docs" / page).write_text(text)
            print(f"docs/{page}")


if __name__ == "__main__":
    main()
