"""What an edit costs beside the whole run: a file, a line, an alias, a card, and nothing.

`make bench BENCH=edits POSTINGS=<folder>`. Works on a copy of the project and of the postings.
"""

import csv
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from tests.bench.growth import alter
from tests.bench.run import run_job
from warehouse.settings import POSTINGS, ROOT

LEFT_BEHIND = shutil.ignore_patterns(".*", "__pycache__", "state", "published", "*.duckdb")
FILE = "board_sample_en_2026-03-01.csv"


def nothing(tree: Path, postings: Path) -> str:
    """Leaves all as it is."""
    return "nothing"


def add_file(tree: Path, postings: Path) -> str:
    """Adds a file of about 100 postings with text, of the card of a sample's source."""
    content = alter((tree / "data/sample/sample_board_en" / FILE).read_bytes(), copy=1)
    (postings / FILE.replace("2026-03-01", "2026-05-01")).write_bytes(content)
    return f"a new file of {len(list(csv.reader(content.decode().splitlines(keepends=True)))) - 1} postings"


def add_line(tree: Path, postings: Path) -> str:
    """Adds an altered copy of the last row to the file whose size is nearest 5,000 lines."""
    lines = {path: path.read_bytes().count(b"\n") for path in sorted(postings.rglob("*.csv"))}
    file = min(lines, key=lambda path: abs(lines[path] - 5_000))
    header, *_, last = file.read_bytes().rstrip(b"\n").split(b"\n")
    with file.open("ab") as open_file:
        open_file.write(b"\n" * (not file.read_bytes().endswith(b"\n")))
        open_file.write(alter(header + b"\n" + last, copy=1).partition(b"\n")[2] + b"\n")
    return f"a line in a file of {lines[file]:,} lines"


def edit_alias(tree: Path, postings: Path) -> str:
    """Spells one alias of a skill otherwise."""
    replace(tree / "data/taxonomies/skill_aliases.csv", "\n3D Studio Max,", "\n3D Studio Maxx,")
    return "an alias of a skill"


def edit_card(tree: Path, postings: Path) -> str:
    """Has the card of a source with large files take one more value for none."""
    replace(tree / "data/sources/glassdoor_ds_2020.yml", "missing: [", 'missing: ["(none)", ')
    return "a source card"


def replace(file: Path, old: str, new: str) -> None:
    """Replaces the first `old` in a file; without one, the time of no edit would be taken for that of an edit."""
    text = file.read_text()
    assert old in text, f"{file} has no {old!r}"
    file.write_text(text.replace(old, new, 1))


EDITS: tuple[Callable[[Path, Path], str], ...] = (nothing, add_file, add_line, edit_alias, edit_card)


def measure(postings: Path) -> pl.DataFrame:
    """One row per run: what was edited, cpu, wall (seconds), peak_gb, steps, and the share of the whole run's CPU."""
    with TemporaryDirectory() as root:
        tree, copied, state = (Path(root) / name for name in ("tree", "postings", "state"))
        shutil.copytree(ROOT, tree, ignore=LEFT_BEHIND)
        (tree / ".dagster_home").mkdir()
        shutil.copy(ROOT / ".dagster_home/dagster.yaml", tree / ".dagster_home")
        (tree / ".venv").symlink_to(ROOT / ".venv")
        shutil.copytree(postings, copied, copy_function=shutil.copyfile)
        copied.chmod(0o755)  # whatever its source allows
        state.mkdir()
        rows = []
        for edit in (None, *EDITS):
            name = edit(tree, copied) if edit else "whole run"
            found = run_job(tree, state, str(copied))
            _, cpu, wall, peak, _ = found.row(0)
            rows.append((name, cpu, wall, peak, found.height - 1))
            print(rows[-1], found.sort("cpu", descending=True).head(6).rows(), file=sys.stderr)
    table = pl.DataFrame(rows, schema=["edited", "cpu", "wall", "peak_gb", "steps"], orient="row")
    return table.with_columns(cpu_share=pl.col("cpu") / pl.col("cpu").first())


if __name__ == "__main__":
    with pl.Config(
        tbl_rows=-1, tbl_cols=-1, tbl_width_chars=140, tbl_hide_dataframe_shape=True, fmt_str_lengths=60
    ):
        print(measure(Path(POSTINGS)).with_columns(pl.selectors.float().round(2)))
