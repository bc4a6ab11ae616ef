"""What an operator meets at night, for `make soak` and a short test: `make run` over damage, and what it publishes.

After each fault either the right tables are published, or a run is refused: its last line names the file and what to
do, and what was published stays as it was.
"""

import gzip
import hashlib
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.builds.folders import ORIGIN
from warehouse.lake.tables import MANIFEST
from warehouse.settings import ROOT

RIGHTS_OF_ROOT = "-dac_override,-dac_read_search"
AS_A_USER = ("setpriv", f"--bounding-set={RIGHTS_OF_ROOT}", f"--inh-caps={RIGHTS_OF_ROOT}")
"""How root runs a command that may not read every file: it has the rights of the files' owner alone."""

LAST_LINES = 15
"""At most so many lines a failed run says before the last."""

OWN_SETTINGS = {"ALERT_WEBHOOK", "FANOUT", "FETCH", "FORCE", "LAKE", "REPLACE"}
"""Settings of whoever starts the faults, which must not reach their lake or their webhook."""
KILLED_AFTER = (3.0, 12.0)
"""Seconds after which a run is killed: the first few it only starts, and later ones find work done."""

SECONDS_BETWEEN_LOOKS = 0.2
KILLED_PER_LOOK = 0.1
"""The chance that a worker is killed at one look: within a few seconds of its first work."""

RUN = (sys.executable, "-m", "assets")

WITH_WORKERS = """
import runpy
import warehouse.lake.tables as tables
tables.FANOUT_FLOOR_BYTES = tables.BATCH_BYTES = 0
runpy.run_module("assets", run_name="__main__")
"""
"""`make run`, which leaves even the sample to worker processes."""


@dataclass(frozen=True)
class Ended:
    """A run that has ended: its exit code and its lines."""

    status: int
    lines: list[str]

    def must_succeed(self) -> None:
        """Says why it did not."""
        assert self.status == 0, self.lines[-1]

    def must_be_refused(self, *words: str) -> None:
        """Its last line holds the words, and little stands before it."""
        assert self.status == 1, self.lines[-1]
        assert len(self.lines) <= LAST_LINES + 1, len(self.lines)
        assert all(word in self.lines[-1] for word in words), self.lines[-1]


@dataclass(frozen=True)
class Market:
    """A folder of postings, and what runs make of it beside it."""

    root: Path

    @property
    def postings(self) -> Path:
        """The files that runs read."""
        return self.root / "postings"

    @property
    def warehouse(self) -> Path:
        """What runs write."""
        return self.root / "warehouse"

    @property
    def database(self) -> Path:
        """What analysts query."""
        return self.warehouse / "ml_job_market.duckdb"

    @classmethod
    def of(cls, root: Path, postings: Path) -> "Market":
        """One of a copy of the postings, from which nothing was made yet."""
        market = cls(root)
        shutil.copytree(postings, market.postings)
        (root / "home").mkdir()
        shutil.copy(ROOT / ".dagster_home" / "dagster.yaml", root / "home")
        return market

    def copy(self, root: Path) -> "Market":
        """Another with the same files and the same published build."""
        shutil.copytree(self.root, root, symlinks=True)
        market = Market(root)
        (market.warehouse / "published" / ORIGIN).write_text(str(market.postings))
        return market

    def start(self, *command: str, **settings: str) -> subprocess.Popen[str]:
        """Starts `make run`, or another command, in a process of its own."""
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in OWN_SETTINGS and not name.endswith(("PROXY", "proxy"))
        }
        environment |= {
            "POSTINGS": str(self.postings),
            "WAREHOUSE": str(self.warehouse),
            "DAGSTER_HOME": str(self.root / "home"),
            "HOME": str(self.root),
        }
        return subprocess.Popen(
            command or RUN,
            cwd=ROOT,
            env=environment | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *command: str, **settings: str) -> Ended:
        """`make run` to its end."""
        return wait_for(self.start(*command, **settings))

    def figures(self) -> dict[str, str]:
        """The rows of every published table, in order, as a sha256."""
        with duckdb.connect(self.database, read_only=True) as connection:
            tables = connection.sql("select table_name from duckdb_tables() order by all").fetchall()
            return {
                name: hashlib.sha256(repr(connection.sql(f"from {name}").fetchall()).encode()).hexdigest()
                for (name,) in tables
            }

    def leftovers(self) -> list[Path]:
        """Unfinished files: a temporary part, manifest, build or link."""
        return [path for path in self.warehouse.rglob(".*") if path.name not in (".lock", ".lock_holder")]


def wait_for(run: subprocess.Popen[str]) -> Ended:
    """A run that was started, when it has ended."""
    said, _ = run.communicate()
    return Ended(run.returncode, said.splitlines() or [""])


def make_undisturbed(root: Path, postings: Path) -> Market:
    """A market whose tables were made without any fault."""
    market = Market.of(root, postings)
    market.run().must_succeed()
    return market


def kill_runs_and_workers(root: Path, undisturbed: Market, places: int = 5) -> str:
    """kill -9 of runs and of their workers, so many of each, at random moments; then one run to the end."""
    market, chance, killed = Market.of(root, undisturbed.postings), random.Random(0), {"run": 0, "worker": 0}
    for number in range(4 * places):
        victim = "worker" if number % 2 else "run"
        if killed[victim] == places:
            continue
        run = market.start(sys.executable, "-c", WITH_WORKERS, FORCE="1")
        if victim == "worker":
            killed[victim] += _kill_a_worker(run, chance)
            wait_for(run).must_succeed()
        else:
            killed[victim] += _kill(run, chance)
    assert set(killed.values()) == {places}, f"runs ended before they could be killed: {killed}"
    market.run().must_succeed()
    assert market.figures() == undisturbed.figures(), "the run after the kills published something else"
    assert not market.leftovers(), market.leftovers()
    return f"{killed['run']} runs and {killed['worker']} workers killed: the same tables in one run"


def _kill(run: subprocess.Popen[str], chance: random.Random) -> bool:
    """kill -9 of a run at a random moment; whether it was still running."""
    try:
        run.wait(timeout=chance.uniform(*KILLED_AFTER))
    except subprocess.TimeoutExpired:
        run.kill()
    run.communicate()
    return run.returncode == -9


def _kill_a_worker(run: subprocess.Popen[str], chance: random.Random) -> bool:
    """kill -9 of one of a run's workers at a random moment; whether it had any."""
    while run.poll() is None:
        workers = _list_children(run.pid)
        if workers and chance.random() < KILLED_PER_LOOK:
            with suppress(ProcessLookupError):  # it has just ended
                os.kill(chance.choice(workers), 9)
                return True
        with suppress(subprocess.TimeoutExpired):
            run.wait(timeout=SECONDS_BETWEEN_LOOKS)
    return False


def flip_bits(root: Path, undisturbed: Market, places: int = 10) -> str:
    """One bit each of parts, of a manifest and of the published database; then one run."""
    market, chance = undisturbed.copy(root), random.Random(0)
    lake = market.warehouse / "state" / "lake"
    parts, manifests = sorted(lake.rglob("*.parquet")), sorted(lake.rglob(MANIFEST))
    damaged = [chance.choice(manifests), market.database, *chance.sample(parts, places - 2)]
    for path in damaged:
        data = bytearray(path.read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.resolve().chmod(0o644)
        path.write_bytes(data)
    market.run().must_succeed()
    assert market.figures() == undisturbed.figures(), f"published something else after damage to {damaged}"
    return f"{len(damaged)} flipped bits: the same tables in one run"


def cut_off_a_file(root: Path, undisturbed: Market) -> str:
    """A published file gives way to its compressed self, cut off half-way: the run is refused."""
    market = undisturbed.copy(root)
    path = _choose_file(market)
    data = gzip.compress(path.read_bytes())
    path.unlink()
    path.with_name(f"{path.name}.gz").write_bytes(data[: len(data) // 2])
    market.run().must_be_refused(path.name, "fetch it again")
    assert market.figures() == undisturbed.figures(), "a refused run published something"
    return "refused by name"


def break_off_a_file(root: Path, undisturbed: Market) -> str:
    """A published file that ends in the middle of its last record: its records are published, with a warning."""
    market = undisturbed.copy(root)
    path = _choose_file(market)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 9 // 10])
    run = market.run()
    run.must_succeed()
    said = [line for line in run.lines if "no_file_seems_cut_off" in line]
    assert path.name in said[0], run.lines
    return "published with a warning that names it"


def lock_a_file_or_folder(root: Path, undisturbed: Market) -> str:
    """A published file, then its folder, that the run may not read: the run is refused."""
    is_root = os.geteuid() == 0
    if is_root and not shutil.which("setpriv"):
        return "skipped: root may read everything, and there is no setpriv"
    market = undisturbed.copy(root)
    file = _choose_file(market)
    for locked in (file, file.parent):
        rights = locked.stat().st_mode
        locked.chmod(0)
        market.run(*(AS_A_USER if is_root else ()), *RUN).must_be_refused(
            locked.name, "change its permissions"
        )
        locked.chmod(rights)
        assert market.figures() == undisturbed.figures(), "a refused run published something"
    return "both refused by name"


def fetch_offline(root: Path, undisturbed: Market) -> str:
    """FETCH=1 where no host answers: the files of the folder are published as ever, or the run is refused."""
    market = undisturbed.copy(root)
    offline = {"FETCH": "1", "HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}
    market.run(**offline).must_succeed()
    assert market.figures() == undisturbed.figures(), "an offline run published something else"
    return "the same tables"


def run_twice_at_once(root: Path, undisturbed: Market) -> str:
    """Two runs started together: one waits for the other."""
    market = Market.of(root, undisturbed.postings)
    for ended in [wait_for(run) for run in (market.start(), market.start())]:
        ended.must_succeed()
    assert market.figures() == undisturbed.figures(), "two runs at once published something else"
    return "both succeeded, the same tables"


FAULTS: tuple[Callable[[Path, Market], str], ...] = (
    kill_runs_and_workers,
    flip_bits,
    cut_off_a_file,
    break_off_a_file,
    lock_a_file_or_folder,
    fetch_offline,
    run_twice_at_once,
)


def _choose_file(market: Market) -> Path:
    return max(market.postings.rglob("*.csv"), key=lambda path: path.stat().st_size)


def _list_children(process: int) -> list[int]:
    """The processes that a process has started and that make parts."""
    found = []
    with suppress(OSError):  # one of them has just ended
        for pid in Path(f"/proc/{process}/task/{process}/children").read_text().split():
            if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.append(int(pid))
    return found
