"""Benchmark of reading and cleaning files, beside plain Polars: `make bench BENCH=reading`."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median

import polars as pl

from pipelines.cleaning.postings import ValueReaders, clean_postings
from pipelines.reading.raw_postings import read_postings
from pipelines.reading.source_files import find_encoding, match_cards
from schemas.value_words import ValueWords
from warehouse.inbox.curated import read_cards, read_rows
from warehouse.inbox.source_files import list_files, plan_reading
from warehouse.lake.parts import BySource, Prepared
from warehouse.lake.tables import Lake
from warehouse.settings import ROOT

CARDS = read_cards(ROOT / "data" / "sources")
FILES, BYTES = 540, 409_000_000
ROUNDS = 3


@dataclass(frozen=True)
class Cost:
    """What one way took, start-up included: CPU of all its processes, the clock, and the memory of the largest."""

    cpu_seconds: float
    wall_seconds: float
    peak_bytes: int


def reading() -> None:
    """MB/s of reading, against plain Polars, and of reading and cleaning by all cores."""
    with tempfile.TemporaryDirectory() as folder:
        megabytes = write_copies(Path(folder)) / 1e6
        print(f"reading: {FILES} files, {megabytes:.0f} MB, median of {ROUNDS}, start-up left out")
        costs = {way: [] for way in READING}
        for _ in range(ROUNDS):
            for way in READING:
                costs[way].append(measure(way, folder))
    started = {
        name: median(getattr(cost, name) for cost in costs["start-up"]) for name in Cost.__annotations__
    }
    plain = median(cost.cpu_seconds for cost in costs["polars.read_csv"]) - started["cpu_seconds"]
    print(f"{'':30} {'MB/s of CPU time':>18} {'x plain Polars':>16} {'MB/s by the clock':>18} {'peak MB':>9}")
    for way in list(READING)[1:]:
        cpu = median(cost.cpu_seconds for cost in costs[way]) - started["cpu_seconds"]
        wall = median(cost.wall_seconds for cost in costs[way]) - started["wall_seconds"]
        peak = max(cost.peak_bytes for cost in costs[way]) / 1e6
        print(f"{way:30} {megabytes / cpu:18.1f} {plain / cpu:16.2f} {megabytes / wall:18.1f} {peak:9.0f}")


def write_copies(folder: Path) -> int:
    """Writes 540 files of about 400 MB in all like those of Indeed, no two alike, and returns their size in bytes.

    They are copies with altered text of the real ones in ML_JOB_MARKET_SHARED, or of the sample where that is unset.
    """
    shared = os.environ.get("ML_JOB_MARKET_SHARED")
    origin = Path(shared) / "postings" / "indeed_dse_2021" if shared else ROOT / "data/sample/sample_board_en"
    paths = sorted(origin.glob("*.csv"), key=lambda path: path.stat().st_size)
    while sum(path.stat().st_size for path in paths) / len(paths) > BYTES / FILES:
        paths.pop()
    size = 0
    for number, path in enumerate(islice(cycle(paths), FILES)):
        data = path.read_bytes().replace(b" and ", b" and%d " % number)
        copies = 1 if shared else BYTES // FILES // len(data)
        header, _, records = data.partition(b"\n")
        target = folder / f"copy_{number}" / path.name
        target.parent.mkdir()
        size += target.write_bytes(header + b"\n" + records * copies)
    return size


def measure(way: str, folder: str) -> Cost:
    """Runs one way in a process of its own, for its CPU time and memory to be told from others'."""
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.reading", way, folder], cwd=ROOT)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{way} failed")
    cpu_seconds = usage.ru_utime + usage.ru_stime
    return Cost(cpu_seconds, time.perf_counter() - started, usage.ru_maxrss * 1024)


def _read_with_polars(folder: Path) -> None:
    for path in folder.rglob("*.csv"):
        pl.read_csv(path, infer_schema=False, truncate_ragged_lines=True)


def _read(folder: Path) -> None:
    for path in folder.rglob("*.csv"):
        card = next(card for card in CARDS.values() if card.names(path.name))
        read_postings(path.read_bytes(), path.name, "0" * 64, card)


def _read_and_clean(folder: Path) -> None:
    files = match_cards(list_files(folder, partial(find_encoding, CARDS.values())), CARDS)
    with tempfile.TemporaryDirectory() as root:
        lake = Lake(Path(root))
        raw = lake.store("raw_postings", plan_reading([folder], files, CARDS, read_postings))
        readers = Prepared.of(ValueReaders, read_rows(ROOT / "data" / "sources", ValueWords))
        lake.store("cleaned_postings", raw.map(clean_postings, BySource(CARDS), readers))


READING: dict[str, Callable[[Path], None]] = {
    "start-up": lambda folder: None,
    "polars.read_csv": _read_with_polars,
    "reading": _read,
    "reading and cleaning, stored": _read_and_clean,
}


if __name__ == "__main__":
    match sys.argv[1:]:
        case [way, folder]:
            READING[way](Path(folder))
        case _:
            reading()
