"""What a run costs, and each of its steps: the job on a folder of postings, twice, beside that of another work tree.

`make bench BENCH=run [POSTINGS=<folder>] [OLD=<another work tree>] [ROUNDS=5]`. Each round makes the whole job in empty
folders and then once more with nothing changed, for one tree after the other; what is shown is the median of the
rounds. CPU is that of all processes of the run; memory is what they all hold at once.
"""

import os
import shutil
import subprocess
import sys
import threading
import time
from bisect import bisect_right
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import dagster as dg
import polars as pl

from warehouse.settings import POSTINGS, ROOT

SECONDS_BETWEEN_SAMPLES = 0.05
SHOWN_STEPS = 25
TICKS, PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")


class Sample(NamedTuple):
    """CPU seconds that all processes of a run had used at a time, and the bytes they then held."""

    at: float
    cpu: float
    memory: int


class Sampler(threading.Thread):
    """Looks at all processes of a session as long as its first one runs."""

    def __init__(self, session: int) -> None:
        super().__init__()
        self.session, self.samples, self.ended = session, [Sample(time.time(), 0.0, 0)], threading.Event()

    def run(self) -> None:
        """Samples until it is told that the session has ended."""
        while not self.ended.wait(SECONDS_BETWEEN_SAMPLES):
            cpu, memory = _look_at(self.session)
            self.samples.append(Sample(time.time(), max(cpu, self.samples[-1].cpu), memory))

    def between(self, start: float, end: float) -> tuple[float, int]:
        """CPU seconds used between two times, and the most memory held."""
        first, last = (bisect_right(self.samples, at, key=lambda sample: sample.at) for at in (start, end))
        within = self.samples[max(0, first - 1) : last + 1]
        return within[-1].cpu - within[0].cpu, max(sample.memory for sample in within)


def _look_at(session: int) -> tuple[float, int]:
    """CPU seconds of the processes of a session, those that have ended included, and the bytes the living hold."""
    ticks, pages = 0, 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if int(fields[3]) == session:
            ticks += sum(map(int, fields[11:15]))
            pages += int(fields[21])
    return ticks / TICKS, pages * PAGE


def run_job(tree: Path, folder: Path, postings: str) -> pl.DataFrame:
    """Runs the job of a work tree with its state in a folder; returns step, cpu, wall, peak_gb and rows of each step.

    The first row is the whole run, with the time before and after its steps. Raises CalledProcessError where it fails.
    """
    home = folder / ".dagster_home"
    home.mkdir(exist_ok=True)
    shutil.copy(tree / ".dagster_home" / "dagster.yaml", home)
    environment = {**os.environ, "POSTINGS": postings, "WAREHOUSE": str(folder)}
    command = ["make", "run", f"DAGSTER_HOME={home}"]
    started = time.time()
    with (folder / "output.log").open("wb") as output:
        process = subprocess.Popen(
            command, cwd=tree, env=environment, stdout=output, stderr=output, start_new_session=True
        )
        sampler = Sampler(process.pid)
        sampler.start()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        sampler.ended.set()
        sampler.join()
    if process.returncode:
        sys.stderr.write((folder / "output.log").read_text()[-5000:])
        raise subprocess.CalledProcessError(process.returncode, command)
    ended = time.time()
    whole = (
        "whole run",
        used.ru_utime + used.ru_stime,
        ended - started,
        sampler.between(started, ended)[1],
        None,
    )
    rows = [whole, *_steps(home, sampler)]
    return pl.DataFrame(rows, schema=["step", "cpu", "wall", "peak", "rows"], orient="row").select(
        "step", "cpu", "wall", peak_gb=pl.col("peak") / 1e9, rows=pl.col("rows").cast(pl.Int64)
    )


def _steps(home: Path, sampler: Sampler) -> list[tuple[str, float, float, int, int | None]]:
    """The steps of the last run that Dagster has noted."""
    with dg.DagsterInstance.from_config(str(home)) as instance:
        (run,) = instance.get_runs(limit=1)
        events = [entry for entry in instance.all_logs(run.run_id) if entry.dagster_event and entry.step_key]
    begun, ended, rows = {}, {}, {}
    for entry in events:
        event, step = entry.get_dagster_event(), entry.step_key
        if event.is_step_start:
            begun[step] = entry.timestamp
        elif event.is_step_success:
            ended[step] = entry.timestamp
        elif event.is_step_materialization:
            count = event.step_materialization_data.materialization.metadata.get("dagster/row_count")
            rows[step] = rows.get(step, 0) + (count.value if count else 0)
    found = []
    for step, start in begun.items():
        cpu, memory = sampler.between(start, ended[step])
        found.append((step, cpu, ended[step] - start, memory, rows.get(step)))
    return found


def bench(trees: list[Path], postings: str, rounds: int) -> pl.DataFrame:
    """Medians by run (`first`, `nothing changed`), step and tree: cpu, wall (seconds), peak_gb, rows."""
    runs = []
    for number in range(rounds):
        for tree in trees if number % 2 else reversed(trees):
            with TemporaryDirectory() as folder:
                for run in ("first", "nothing changed"):
                    found = run_job(tree, Path(folder), postings)
                    runs.append(found.with_columns(run=pl.lit(run), tree=pl.lit(tree.name)))
                    print(f"round {number + 1}, {tree.name}, {run}: {found.row(0)[1:3]}", file=sys.stderr)
    return (
        pl.concat(runs)
        .group_by("run", "tree", "step", maintain_order=True)
        .agg(pl.col("cpu", "wall", "peak_gb").median(), pl.col("rows").max())
    )


def write_section(found: pl.DataFrame, megabytes: float) -> str:
    """The section "run": the whole runs, and of each the steps that cost most, dearest first."""
    shown = [f"the job on {megabytes:.1f} MB of files, CPU and wall in seconds, peak in GB of all processes"]
    for (run,), steps in found.group_by("run", maintain_order=True):
        wide = steps.pivot("tree", index="step", values=["cpu", "wall", "peak_gb"]).join(
            steps.group_by("step").agg(pl.col("rows").max()), on="step"
        )
        cpu = next(name for name in wide.columns if name.startswith("cpu"))
        dearest = wide.sort(cpu, descending=True, nulls_last=True).head(SHOWN_STEPS)
        rate = (pl.col("rows") / pl.col(cpu.replace("cpu", "wall"))).round().cast(pl.Int64)
        shown += [
            f"\n{run}",
            str(dearest.with_columns(rows_per_second=rate).with_columns(pl.selectors.float().round(2))),
        ]
    whole = found.filter(pl.col("step") == "whole run").with_columns(
        mb_per_second=(megabytes / pl.col("wall")).round(2)
    )
    return "\n".join(
        [*shown, "", str(whole.select("run", "tree", "cpu", "wall", "peak_gb", "mb_per_second"))]
    )


if __name__ == "__main__":
    old = os.environ.get("OLD")
    every_tree = [*([Path(old).resolve()] if old else []), ROOT]
    files = [
        file for folder in POSTINGS.split(os.pathsep) for file in Path(folder).rglob("*") if file.is_file()
    ]
    measured = bench(every_tree, POSTINGS, int(os.environ.get("ROUNDS") or 5))
    with pl.Config(tbl_rows=-1, tbl_cols=-1, tbl_width_chars=160, tbl_hide_dataframe_shape=True):
        print(write_section(measured, sum(file.stat().st_size for file in files) / 1e6))
