"""Draws titles or words that may be skills, to be labelled by hand, of sources that no label file has touched.

Titles are those of the published postings, words (mentions) those of the texts that the lake holds.

The sources looked at are those of the label files (CSV with a column `source`) in the folder of labels: keep the drawn
file there, and its sources are not drawn again.
"""

import sys
from pathlib import Path

import polars as pl

from pipelines.evaluation.mention_sampling import draw_mentions
from pipelines.evaluation.sampling import draw_titles
from pipelines.titles.rules import RoleRules
from warehouse.builds.database import DATABASE
from warehouse.inbox.curated import read_taxonomy
from warehouse.lake.tables import Lake
from warehouse.settings import LAKE, ROOT

POSTINGS = DATABASE.parent / "published" / "exports" / "parquet" / "postings.parquet"
SEED = 1
TAXONOMIES = ROOT / "data" / "taxonomies"


def main(out: Path, labels: Path, kind: str, size: int, sources: int) -> None:
    """Writes the sample. Exits with what to do where there is no build yet, no new source, or the file exists."""
    if out.exists():
        sys.exit(f"{out} exists, and may hold labels: name another file")
    touched: set[str] = set()
    for path in sorted(labels.glob("*.csv")):
        known = pl.read_csv(path, infer_schema=False)
        touched |= set(known["source"].drop_nulls()) if "source" in known.columns else set()
    drawn = DRAW[kind](touched, size, sources)
    if drawn.is_empty():
        sys.exit(f"every source has been looked at: {', '.join(sorted(touched))}")
    drawn.write_csv(out)
    print(
        f"{drawn.height} {kind} of {drawn['source'].n_unique()} sources in {out}; label them before you run the rules"
    )


def _draw_titles(touched: set[str], size: int, sources: int) -> pl.DataFrame:
    if not POSTINGS.is_file():
        sys.exit(f"{POSTINGS} does not exist yet: run `make run` first")
    rules = RoleRules(read_taxonomy(TAXONOMIES, "role_titles"), read_taxonomy(TAXONOMIES, "title_words"))
    postings = pl.read_parquet(POSTINGS, columns=["title", "source_id", "language", "dated_on"])
    return draw_titles(postings, touched, rules, size, sources, SEED)


def _draw_mentions(touched: set[str], size: int, sources: int) -> pl.DataFrame:
    try:
        postings = Lake(LAKE if "://" in LAKE else Path(LAKE)).read("cleaned_postings").scan()
    except FileNotFoundError:
        sys.exit(f"{LAKE} holds no texts yet: run `make run` first")
    texts = postings.select("description", "source_id", "language", "posted_on").collect()
    names = read_taxonomy(TAXONOMIES, "skills").select("skill_id", "name")
    spellings = read_taxonomy(TAXONOMIES, "skill_aliases").join(names, on="skill_id", how="left")
    return draw_mentions(texts, touched, spellings, size, sources, SEED)


DRAW = {"titles": _draw_titles, "mentions": _draw_mentions}

if __name__ == "__main__":
    if (
        len(sys.argv) != 6
        or not sys.argv[1]
        or not Path(sys.argv[2] or "?").is_dir()
        or sys.argv[3] not in DRAW
    ):
        sys.exit(
            "usage: make sample-labels OUT=<new file> LABELS=<folder of label files> "
            "[WHAT=titles or mentions] [SIZE=400 SOURCES=10]"
        )
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
