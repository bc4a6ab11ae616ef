"""Compares two builds, table by table and row by row, in any order of rows: `make compare`."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from schemas import TABLES
from warehouse.builds.database import DATABASE
from warehouse.builds.folders import BuildError, Builds
from warehouse.lake.sql_tables import quote

TOLERANCE = 1e-9
"""Relative difference up to which floats are equal: sums depend on the order of their terms."""

FLOATS = ("DOUBLE", "FLOAT")
EXAMPLES = 3
SHOWN_CHARACTERS = 60

COLUMNS = """
select database_name, table_name, column_name, data_type
from duckdb_columns()
where database_name in ('before', 'now')
    and (database_name, table_name) in (select (database_name, table_name) from duckdb_tables())
order by table_name, column_index
"""
RESULTS_OF_BUILD = """(
    select * replace (if(kind = 'source', version, null) as version)
    from {side}.build
    where kind not in ('curated_file', 'code', 'library')
)"""
"""The rows of the table `build`, without those that state what made it, such as the versions of tables."""

SOFTWARE = """
select kind, name, before.version, now.version
from (from before.build where kind in ('curated_file', 'code', 'library')) as before
full join (from now.build where kind in ('curated_file', 'code', 'library')) as now using (kind, name)
where before.version is distinct from now.version
order by all
"""

_Columns = dict[str, str]
"""The type of each column of a table, by name."""


@dataclass(frozen=True)
class Finding:
    """The result of comparing a table: one line, with details if something differs."""

    table: str
    is_equal: bool
    says: str
    details: tuple[str, ...] = ()

    def __str__(self) -> str:
        headline = f"{'equal  ' if self.is_equal else 'differs'}  {self.table}: {self.says}"
        return "\n           ".join([headline, *self.details])


@dataclass(frozen=True)
class _Pair:
    """A table in both builds: its columns in each, and the columns that pair their rows."""

    table: str
    before: _Columns
    now: _Columns
    key: tuple[str, ...]
    is_exact: bool

    @property
    def shared(self) -> list[str]:
        return [column for column in self.now if column in self.before]

    @property
    def compared(self) -> list[str]:
        return [column for column in self.shared if column not in self.key]

    def value(self, side: str, column: str) -> str:
        """A column's value, as text if its type differs between the builds."""
        return f'{side}."{column}"' + ("" if self.before[column] == self.now[column] else "::varchar")

    def differs(self, column: str) -> str:
        """A condition on `before` and `now`, each a row or a struct of a row."""
        before, now = (self.value(side, column) for side in ("before", "now"))
        differs = f"{before} is distinct from {now}"
        if self.is_exact or {self.before[column], self.now[column]} - set(FLOATS):
            return differs
        gap, size = f"abs({before} - {now})", f"greatest(abs({before}), abs({now}))"
        return f"({differs} and not coalesce(isfinite({gap}) and {gap} <= {TOLERANCE} * {size}, false))"

    def rows(self, side: str) -> str:
        """The table's rows in one of the builds."""
        is_build = self.table == "build" and {"kind", "version"} <= set(self.shared)
        return RESULTS_OF_BUILD.format(side=side) if is_build else f'{side}."{self.table}"'


def compare_builds(before: Path, now: Path, *, is_exact: bool = False) -> Iterator[Finding]:
    """Compares all tables of two databases: one finding per table, in alphabetical order.

    Rows are paired by the key of the table's contract, or as a whole if a build lacks its columns or repeats a key.
    Floats are equal within TOLERANCE unless `is_exact`. Differences of data/, code and libraries in the table `build`
    are reported but do not count; `build_changes`, which is about the previous build of each, is left out.
    """
    with duckdb.connect() as connection:
        for side, database in (("before", before), ("now", now)):
            connection.execute(f"attach {quote(str(database))} as {side} (read_only)")
        columns: dict[str, dict[str, _Columns]] = {"before": {}, "now": {}}
        for side, table, column, data_type in connection.sql(COLUMNS).fetchall():
            columns[side].setdefault(table, {})[column] = data_type
        for table in sorted({*columns["before"], *columns["now"]} - {"build_changes"}):
            sides = {side: tables[table] for side, tables in columns.items() if table in tables}
            if len(sides) == 2:
                yield _compare_table(connection, table, sides, is_exact)
            else:
                (side,) = sides
                rows = _count(connection, f'{side}."{table}"')
                yield Finding(table, False, f"only {side}, {rows:,} rows")


def find_database(builds: Builds, chosen: str) -> Path:
    """The database of a kept build (by name), of a folder, or the given file itself.

    Raises BuildError if there is none.
    """
    named = {build.name: build for build in [*builds.kept, *builds.withdrawn]}
    folder = named.get(chosen, Path(chosen))
    for path in (folder / DATABASE.name, folder):
        if path.is_file():
            return path.resolve()
    raise BuildError(
        f"{chosen} is not a build: name a database, a folder that contains {DATABASE.name}, or a kept build "
        f"({', '.join(named) or 'none yet'})"
    )


def choose_databases(builds: Builds, before: str, now: str) -> tuple[Path, Path]:
    """The databases to compare; the defaults are the previous and the published build.

    Raises BuildError if there is no such build.
    """
    kept = [build.name for build in builds.kept]
    if not now and not kept:
        raise BuildError("nothing is published yet: `make run` first")
    if not before and len(kept) < 2:
        raise BuildError(
            "there is no build before the published one: name one to compare with, BUILD=<build>"
        )
    return find_database(builds, before or kept[-2]), find_database(builds, now or kept[-1])


def _compare_table(
    connection: duckdb.DuckDBPyConnection, table: str, sides: dict[str, _Columns], is_exact: bool
) -> Finding:
    pair = _pair(connection, table, sides, is_exact)
    rows = {side: _count(connection, pair.rows(side)) for side in ("before", "now")}
    details = [*_compare_columns(pair), *_compare_rows(connection, pair)]
    says = f"{rows['now']:,} rows" + (f", {rows['before']:,} before" if rows["before"] != rows["now"] else "")
    if pair.key == tuple(pair.shared):
        says += ", compared as a whole"
    notes = _compare_software(connection) if pair.rows("now") != f'now."{table}"' else []
    return Finding(table, not details, says, (*details, *notes))


def _pair(
    connection: duckdb.DuckDBPyConnection, table: str, sides: dict[str, _Columns], is_exact: bool
) -> _Pair:
    """How to pair the rows of a table: by its key if both builds have it without repeats."""
    key = tuple(TABLES[table].key()) if table in TABLES else ()
    pair = _Pair(table, sides["before"], sides["now"], key, is_exact)
    whole = _Pair(table, sides["before"], sides["now"], tuple(pair.shared), is_exact)
    if not key or not set(key) <= set(pair.shared):
        return whole
    keys = ", ".join(f'"{column}"' for column in key)
    is_unique = all(
        _count(connection, f"(select 1 from {pair.rows(side)} group by {keys} having count(*) > 1)") == 0
        for side in ("before", "now")
    )
    return pair if is_unique else whole


def _compare_columns(pair: _Pair) -> Iterator[str]:
    for side, columns, others in (("before", pair.before, pair.now), ("now", pair.now, pair.before)):
        if only := [column for column in columns if column not in others]:
            yield f"columns only {side}: {', '.join(only)}"
    for column in pair.shared:
        if pair.before[column] != pair.now[column]:
            yield f"{column}: {pair.now[column].lower()}, {pair.before[column].lower()} before"


def _compare_rows(connection: duckdb.DuckDBPyConnection, pair: _Pair) -> Iterator[str]:
    """Differing rows with examples: first rows in only one build, then the changes of each column."""
    shared = ", ".join(f'"{column}"' for column in pair.shared)
    keys = ", ".join(f'"{column}"' for column in pair.key)
    nth = f"row_number() over (partition by {keys})" if not pair.compared else "1"
    before, now = (
        f"(select {shared}, {nth} as nth, true as is_there from {pair.rows(side)}) as {side}"
        for side in ("before", "now")
    )
    paired = " and ".join(
        f"{pair.value('before', column)} is not distinct from {pair.value('now', column)}"
        for column in pair.key
    )
    changed = " or ".join(["false", *map(pair.differs, pair.compared)])
    connection.execute(
        f"create or replace temp table differing as select before, now from {before} full join {now} "
        f"on before.nth = now.nth and {paired} "
        f"where before.is_there is null or now.is_there is null or {changed}"
    )
    for side, other in (("before", "now"), ("now", "before")):
        shown = ", ".join(f'{side}."{column}"' for column in pair.key)
        yield from _show(connection, pair, f"only {side}", f"{other}.is_there is null", shown)
    both = "before.is_there and now.is_there"
    for column in pair.compared:
        shown = ", ".join(f'now."{name}"' for name in pair.key) + f', before."{column}", now."{column}"'
        yield from _show(
            connection, pair, f"{column}: changed in", f"{both} and {pair.differs(column)}", shown
        )


def _show(
    connection: duckdb.DuckDBPyConnection, pair: _Pair, what: str, condition: str, shown: str
) -> Iterator[str]:
    """The number of differing rows that meet the condition, and the first of them; nothing if there are none."""
    count = _count(connection, f"differing where {condition}")
    if count:
        yield f"{what} {count:,} rows" if what.endswith(" in") else f"{what}: {count:,} rows"
    query = f"select {shown} from differing where {condition} order by all limit {EXAMPLES}"
    for row in connection.sql(query).fetchall():
        key = ", ".join(f"{name} {_shorten(value)}" for name, value in zip(pair.key, row, strict=False))
        change = " -> ".join(map(_shorten, row[len(pair.key) :]))
        yield f"    {key}{': ' if change else ''}{change}"


def _compare_software(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """What of data/, the code and the libraries differs that made the builds."""
    found = [
        f"{kind} {name} {_shorten(now)}, {_shorten(before)} before"
        for kind, name, before, now in connection.sql(SOFTWARE).fetchall()
    ]
    return ["made by other data/, code or libraries, which is no difference:", *found] if found else []


def _count(connection: duckdb.DuckDBPyConnection, rows: str) -> int:
    ((count,),) = connection.sql(f"select count(*) from {rows}").fetchall()
    return int(count)


def _shorten(value: object) -> str:
    text = "null" if value is None else " ".join(str(value).split())
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[: SHOWN_CHARACTERS - 1]}…"


def main() -> int:
    """Prints the differences; returns 0 if there are none, 1 if there are any, 2 if a build does not exist."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "before", nargs="?", default="", help="a build; by default the one before the published"
    )
    parser.add_argument("now", nargs="?", default="", help="a build; by default the published one")
    parser.add_argument("--exact", action="store_true", help="floats differ unless every bit is the same")
    given = parser.parse_args()
    try:
        before, now = choose_databases(Builds(DATABASE.parent), given.before, given.now)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"before  {before}\nnow     {now}")
    different = 0
    for finding in compare_builds(before, now, is_exact=given.exact):
        print(finding, flush=True)
        different += not finding.is_equal
    print(f"{different} tables differ" if different else "all tables are equal")
    return int(different > 0)


if __name__ == "__main__":
    sys.exit(main())
