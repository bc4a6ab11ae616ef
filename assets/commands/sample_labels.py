"""Draws titles to be labelled by hand from the published postings, of sources that no label file has touched.

The sources looked at are those of the label files (CSV with a column `source`) in the folder of labels: keep the drawn
file there, and its sources are not drawn again.
"""

import sys
from pathlib import Path

import polars as pl

from pipelines.evaluation.sampling import draw_titles
from pipelines.titles.rules import RoleRules
from warehouse.builds.database import DATABASE
from warehouse.inbox.curated import read_taxonomy
from warehouse.settings import ROOT

POSTINGS = DATABASE.parent / "published" / "exports" / "parquet" / "postings.parquet"
SEED = 1


def main(out: Path, labels: Path, size: int, sources: int) -> None:
    """Writes the sample. Exits with what to do where there is no build yet, no new source, or the file exists."""
    if not POSTINGS.is_file():
        sys.exit(f"{POSTINGS} does not exist yet: run `make run` first")
    if out.exists():
        sys.exit(f"{out} exists, and may hold labels: name another file")
    touched: set[str] = set()
    for path in sorted(labels.glob("*.csv")):
        known = pl.read_csv(path, infer_schema=False)
        touched |= set(known["source"].drop_nulls()) if "source" in known.columns else set()
    taxonomies = ROOT / "data" / "taxonomies"
    rules = RoleRules(read_taxonomy(taxonomies, "role_titles"), read_taxonomy(taxonomies, "title_words"))
    postings = pl.read_parquet(POSTINGS, columns=["title", "source_id", "language"])
    drawn = draw_titles(postings, touched, rules, size, sources, SEED)
    if drawn.is_empty():
        sys.exit(f"every source of {POSTINGS} has been looked at: {', '.join(sorted(touched))}")
    drawn.write_csv(out)
    print(
        f"{drawn.height} titles of {drawn['source'].n_unique()} sources in {out}; label them before you run the rules"
    )


if __name__ == "__main__":
    if len(sys.argv) != 5 or not sys.argv[1] or not Path(sys.argv[2] or "?").is_dir():
        sys.exit(
            "usage: make sample-labels OUT=<new file> LABELS=<folder of label files> [SIZE=400 SOURCES=10]"
        )
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
