"""Samples titles, or words that may be skills, for labelling by hand, from sources without labels.

Titles come from the published postings, words (mentions) from the texts in the lake.

The label files (CSV with a column `source`) in the folder of labels say which sources have labels. Keep the drawn file
there, so that its sources are not drawn again.
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
    """Writes the sample. Exits with what to do if there is no build, no new source, or the file exists."""
    if out.exists():
        sys.exit(f"{out} exists and may contain labels: name another file")
    touched: set[str] = set()
    for path in sorted(labels.glob("*.csv")):
        known = pl.read_csv(path, infer_schema=False)
        touched |= set(known["source"].drop_nulls()) if "source" in known.columns else set()
    drawn = DRAW[kind](touched, size, sources)
    if drawn.is_empty():
        sys.exit(f"no source without labels is left ({', '.join(sorted(touched))} have some): add a source")
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
        sys.exit(f"{LAKE} contains no texts yet: run `make run` first")
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
        or not (sys.argv[4] + sys.argv[5]).isdecimal()
    ):
        sys.exit(
            "usage: make sample-labels OUT=<new file> LABELS=<folder of label files> "
            "[WHAT=titles or mentions] [SIZE=400 SOURCES=10]"
        )
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
