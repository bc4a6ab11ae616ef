"""How a run grows with its postings: CPU and memory of the job on one, two and more copies of a folder.

`make bench BENCH=growth POSTINGS=<folder> [COPIES=1,2,4]`. Every copy is altered, so that its postings are others.
"""

import os
import re
import sys
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from tests.bench.run import run_job
from warehouse.settings import POSTINGS, ROOT

ONE_WORD_IN = 8
"""The share of long words that is altered: a text stays a text, and is like no other."""


def alter(content: bytes, copy: int) -> bytes:
    """A CSV as another of the same form: some long words spelt backwards, long numbers changed; the header stays."""
    if copy == 0:
        return content
    header, line_end, rows = content.partition(b"\n")

    def change(found: re.Match[bytes]) -> bytes:
        word = found[0]
        if word.isdigit():
            return word[:-1] + b"%d" % ((word[-1] + copy) % 10)
        return word[::-1] if zlib.crc32(b"%d %d" % (copy, found.start())) % ONE_WORD_IN == 0 else word

    return header + line_end + re.sub(rb"[a-z]{6,}|\d{7,}", change, rows)


def copy_postings(postings: Path, copies: int, folder: Path) -> int:
    """Writes altered copies of all CSVs into a new folder; returns their bytes."""
    written = 0
    for copy in range(copies):
        for path in sorted(postings.rglob("*.csv")):
            target = folder / f"copy_{copy}" / path.relative_to(postings)
            target.parent.mkdir(parents=True, exist_ok=True)
            written += target.write_bytes(alter(path.read_bytes(), copy))
    return written


def measure(postings: Path, copies: list[int]) -> pl.DataFrame:
    """One row per number of copies: megabytes, cpu, wall (seconds), peak_gb, and both per megabyte."""
    rows = []
    for count in copies:
        with TemporaryDirectory() as root:
            megabytes = copy_postings(postings, count, Path(root) / "postings") / 1e6
            (state := Path(root) / "state").mkdir()
            _, cpu, wall, peak, _ = run_job(ROOT, state, str(Path(root) / "postings")).row(0)
            rows.append((count, megabytes, cpu, wall, peak, cpu / megabytes, 1e3 * peak / megabytes))
            print(rows[-1], file=sys.stderr)
    names = ["copies", "megabytes", "cpu", "wall", "peak_gb", "cpu_per_mb", "peak_mb_per_mb"]
    return pl.DataFrame(rows, schema=names, orient="row")


if __name__ == "__main__":
    wanted = [int(count) for count in (os.environ.get("COPIES") or "1,2,4").split(",")]
    with pl.Config(tbl_rows=-1, tbl_cols=-1, tbl_width_chars=140, tbl_hide_dataframe_shape=True):
        print(measure(Path(POSTINGS), wanted).with_columns(pl.selectors.float().round(2)))
