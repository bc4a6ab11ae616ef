"""Builds published, killed half-way and rolled back while readers query them, for `make soak` and a short test."""

import json
import random
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from functools import partial
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from schemas import TABLES
from warehouse.builds.database import DATABASE, build_database
from warehouse.builds.folders import CHECKSUMS, ORIGIN, PIECES, Builds
from warehouse.builds.rollback import rollback
from warehouse.exports.folder import EXPORTS
from warehouse.lake.locks import WriteLock
from warehouse.lake.parts import Part, Parts
from warehouse.report.site import REPORT

ROWS = 20
BUILDS_UNTIL_KILLED = 3
"""At most: a writer is killed at a random moment of the build after so many."""
SECONDS_BETWEEN_LOOKS = 0.1
"""At most: so long a reader thinks."""
PUBLISHED = ["postings", "posting_skills", "market_postings", "roles", "skills", "role_skill_demand"]
PUBLISHED += ["role_skill_demand_by_month", "role_demand", "periods", "skill_lineage", "market_skills"]
"""The tables that the macros need: a build of these is made in a second."""

OF_A_BUILD = {*PIECES, CHECKSUMS, ORIGIN}
"""What a build's folder holds."""


@dataclass
class Reading:
    """What readers did and saw."""

    queries: int = 0
    builds: int = 0
    errors: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)

    def look(
        self,
        connection: duckdb.DuckDBPyConnection,
        place: str,
        what: str,
        tables: Iterable[str] = PUBLISHED,
        expected: int | None = None,
    ) -> int:
        """The number that the tables at a place agree on; else it is noted that they are torn."""
        found = {number for (number,) in connection.sql(_distinct(place, tables)).fetchall()}
        self.queries += 1
        if len(found) != 1 or expected not in (None, *found):
            self.torn.append(f"{what}: {sorted(found)}, not {expected}")
        return max(found)

    def add(self, other: dict[str, Any]) -> None:
        """Adds what another reader, given as a dict, did and saw."""
        self.queries += other["queries"]
        self.builds += other["builds"]
        self.errors += other["errors"]
        self.torn += other["torn"]


@dataclass
class Stressed:
    """What became of the builds, and what all readers together did and saw."""

    published: int = 0
    killed: int = 0
    rolled_back: int = 0
    reading: Reading = field(default_factory=Reading)


def write(root: Path, number: int) -> None:
    """Publishes one build after the other, numbered from `number`, until it is killed."""
    lock = WriteLock(root / "lake")
    while True:
        lock.acquire("stress", 60)
        publish(root, number)
        with _log(root).open("a") as log:
            log.write(f"{number}\n")
        lock.release()
        number += 1


def publish(root: Path, number: int) -> Path:
    """Publishes a build all of whose tables carry the number."""
    builds, made_from = Builds(root), f"{number:012}"
    tables = {name: _numbered(root / "parts", name, number) for name in PUBLISHED}
    database = builds.make(made_from, DATABASE.name, partial(build_database, tables))
    builds.make(made_from, EXPORTS, partial(_export, database))
    builds.make(made_from, REPORT, Path.mkdir)
    return builds.publish(made_from, "the sample")


def _export(database: Path, folder: Path) -> None:
    (folder / "parquet").mkdir(parents=True)
    with duckdb.connect(str(database), read_only=True) as connection:
        for table in PUBLISHED:
            connection.execute(f"copy {table} to '{folder}/parquet/{table}.parquet'")


def _numbered(folder: Path, table: str, number: int) -> Parts:
    (folder / table).mkdir(parents=True, exist_ok=True)
    part = Part("all", "one", "0" * 8, ROWS, 0)
    schema = TABLES[table].polars_schema()
    values = {
        name: None
        if dtype.is_nested() or dtype.is_temporal()
        else str(number)
        if dtype == pl.String
        else number
        for name, dtype in schema.items()
    }
    pl.DataFrame([values] * ROWS, schema=schema, strict=False).write_parquet(folder / table / part.name)
    return Parts(folder / table, (part,))


def read_and_tell(root: Path, path: Path) -> None:
    """Reads until there is a file `stop`, then writes to `path` what was seen."""
    path.write_text(json.dumps(asdict(read(root))))


def read(root: Path) -> Reading:
    """Queries what is published in the ways readers do, until there is a file `stop`."""
    seen = Reading()
    held: duckdb.DuckDBPyConnection | None = None
    number = 0
    while not (root / "stop").exists():
        time.sleep(random.uniform(0, SECONDS_BETWEEN_LOOKS))
        try:
            with duckdb.connect(str(root / DATABASE.name), read_only=True) as connection:
                found = seen.look(connection, "{}", "the tables of a database")
                joined = connection.sql("from postings join posting_skills using (posting_id)")
                assert len(joined.fetchall()) == ROWS**2
                connection.sql(f"from why('{found}', '{found}')").fetchall()
                assert connection.sql(f"from top_skills('{found}', {found}, during := '{found}')").fetchall()
            exports = f"'{root / 'published' / EXPORTS}/parquet/{{}}.parquet'"
            with duckdb.connect() as connection:
                seen.look(connection, exports, "an exported table", ["posting_skills"])
            if held is None or random.random() < 0.2:
                seen.builds += 1
                build = (root / "published").resolve()
                held = duckdb.connect(str(build / DATABASE.name), read_only=True)
                number = int(build.name.rpartition("-")[2])
                seen.look(
                    held,
                    f"'{build / EXPORTS}/parquet/{{}}.parquet'",
                    "the exports of a build",
                    expected=number,
                )
            seen.look(held, "{}", "a connection held while builds come and go", expected=number)
        except Exception as error:
            seen.errors.append(f"{type(error).__name__}: {error}")
    return seen


def _distinct(place: str, tables: Iterable[str]) -> str:
    """SQL for the distinct numbers in tables, each of which lies at `place` with its name put in."""
    selects = []
    for table in tables:
        shown = TABLES[table].polars_schema().items()
        private = TABLES[table].private_columns()
        column = next(name for name, dtype in shown if dtype == pl.String and name not in private)
        selects.append(f'select "{column}"::bigint as number from {place.format(table)}')
    return f"select distinct number from ({' union all '.join(selects)})"


def stress(root: Path, builds: int, readers: int, seed: int = 0) -> Stressed:
    """Publishes that many builds under readers, with kills and rollbacks at random; then one to the end."""
    chance, outcome = random.Random(seed), Stressed()
    publish(root, 1)
    said = [root / "parts" / f"reader_{number}.json" for number in range(readers)]
    reading = [_start(read_and_tell, root, path) for path in said]
    while outcome.published < builds:
        began, first, wanted = time.monotonic(), _last(root) + 1, chance.randint(0, BUILDS_UNTIL_KILLED)
        writer = _start(write, root, first)
        while _published_since(root, first) < wanted:
            time.sleep(0.01)
        seconds = (time.monotonic() - began) / max(wanted, 1)
        time.sleep(chance.uniform(0, seconds if wanted else 1.0))
        writer.kill()
        writer.join()
        outcome.killed += 1
        outcome.published += _published_since(root, first)
        if len(Builds(root).kept) > 1 and chance.random() < 0.3:
            rollback(Builds(root), WriteLock(root / "lake"))
            outcome.rolled_back += 1
    publish(root, _last(root) + 1)
    (root / "stop").touch()
    for reader, path in zip(reading, said, strict=True):
        reader.join()
        outcome.reading.add(json.loads(path.read_text()))
    return outcome


def leftovers(root: Path) -> list[Path]:
    """What neither a build nor a link nor the lock accounts for."""
    known = {root / name for name in ("state", "lake", "parts", "published", "stop", PIECES[0])}
    known |= {root / "lake" / ".lock", root / "lake" / ".lock_holder", *Builds(root).kept}
    found = {*root.iterdir(), *(root / "state" / "builds").iterdir(), *(root / "lake").glob("*")}
    inside = {path for build in Builds(root).kept for path in build.iterdir() if path.name not in OF_A_BUILD}
    return sorted(found - known | inside)


def _last(root: Path) -> int:
    return max(int(path.name.rpartition("-")[2]) for path in (root / "state" / "builds").glob("[!.]*"))


def _log(root: Path) -> Path:
    return root / "parts" / "published"


def _published_since(root: Path, first: int) -> int:
    numbers = _log(root).read_text().split() if _log(root).exists() else []
    return sum(int(number) >= first for number in numbers)


def _start(function: Callable[..., None], *arguments: Any) -> BaseProcess:
    """A process of its own, forked from one that has only imported this module: it can be killed at any moment."""
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    process = context.Process(target=function, args=arguments)
    process.start()
    return process
