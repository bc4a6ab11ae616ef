"""Summarises the content of a build and its changes in a few lines at the end of a run."""

from pathlib import Path

import duckdb

from warehouse.lake.sql_tables import quote

COUNTS = """
select
    sum(records)::bigint as "records in",
    sum(postings)::bigint as "postings and pay records",
    sum(seen_before)::bigint as "seen in an earlier snapshot",
    sum(rejected)::bigint as rejected,
    sum(skipped)::bigint as "skipped (header and blank lines)",
    (select count(*) from {build}.source_files where problem is not null) as "files not read",
    sum(unique_postings)::bigint as "unique, pay records included",
    sum(market_postings)::bigint as "in the ML market, repeats included"
from {build}.source_coverage
"""
REASONS = """
select count(*), reason
from build.rejected_rows
group by reason
order by count(*) desc, reason
limit 5
"""
LARGEST_ROLES = """
select
    roles.name,
    any_value(role_demand.postings_with_text),
    string_agg(skills.name || printf(' %.0f %%', 100 * asked.asked_share), ', ' order by asked.rank)
from build.role_skill_demand as asked
join build.role_demand as role_demand using (period, role_id)
join build.roles as roles using (role_id)
join build.skills as skills using (skill_id)
where period = 'latest' and role_demand.rank <= 5 and asked.rank <= 5
group by roles.name, role_demand.rank
order by role_demand.rank
"""
CHANGES = """
with asked as (
    select
        role_id,
        skill_id,
        coalesce(now.asked_share, 0) as share_now,
        coalesce(former.asked_share, 0) as share_before
    from (from build.role_skill_demand where period = 'latest') as now
    full join (from former.role_skill_demand where period = 'latest') as former using (role_id, skill_id)
    where now.rank <= 5 or former.rank <= 5
)
select
    roles.name,
    string_agg(
        printf('%s %.0f %% (was %.0f %%)', coalesce(skills.name, skill_id), 100 * share_now, 100 * share_before), ', '
        order by share_now desc, skill_id
    )
from asked
join build.role_demand as role_demand using (role_id)
join build.roles as roles using (role_id)
left join build.skills as skills using (skill_id)
where role_demand.period = 'latest' and role_demand.rank <= 5 and abs(share_now - share_before) >= 0.01
group by roles.name, role_demand.rank
order by role_demand.rank
"""


FIGURES = """
select
    (select sum(postings_with_text)::bigint from build.role_demand where period = 'all') as "unique postings with text",
    (select count(*) from build.role_demand where period = 'all' and postings_with_text > 0) as "roles with text",
    (select max(asked_share) from build.role_skill_demand where period = 'latest') as "share of the leading skill",
    (select avg(f1) from build.title_evaluation) as "macro-F1 of titles"
"""


def measure_published(database: Path) -> dict[str, float]:
    """Figures of a build's market and quality, by name, to plot over runs."""
    with duckdb.connect() as connection:
        _attach(connection, "build", database)
        figures = connection.sql(FIGURES)
        return {
            name: value
            for name, value in zip(figures.columns, figures.fetchall()[0], strict=True)
            if value is not None
        }


def count_outcomes(database: Path) -> dict[str, int]:
    """Counts the records of a build by outcome, in plain words."""
    with duckdb.connect() as connection:
        _attach(connection, "build", database)
        return _count(connection, "build")


def summarise(database: Path, former: Path | None = None) -> str:
    """Counts of records, reasons for rejections, the top skills of the largest roles, and what changed.

    Takes the database of the build, and as `former` that of the previous build or None.
    """
    with duckdb.connect() as connection:
        _attach(connection, "build", database)
        before, changes = _compare(connection, former) if former else ({}, [])
        lines = []
        for name, count in _count(connection, "build").items():
            was = f" (was {before[name]:,})" if before.get(name, count) != count else ""
            lines.append(f"{count:>10,}  {name}{was}")
            if name == "rejected":
                lines += [f"{n:>14,}  {reason}" for n, reason in connection.sql(REASONS).fetchall()]
        for role, postings, skills in connection.sql(LARGEST_ROLES).fetchall():
            lines.append(f"{role}, {postings:,} unique postings with text ask for: {skills}")
    return "\n".join([*lines, *changes])


def _compare(connection: duckdb.DuckDBPyConnection, former: Path) -> tuple[dict[str, int], list[str]]:
    """The counts of a former build, and the changes since then in the top skills of the largest roles."""
    try:
        _attach(connection, "former", former)
        before, changes = _count(connection, "former"), connection.sql(CHANGES).fetchall()
    except duckdb.Error as error:  # an older version may have other tables
        return {}, [f"The previous build cannot be compared with this one: {error}"]
    new = [f"Changed since the previous build, {role}: {skills}" for role, skills in changes]
    return before, new or ["No share of these skills has moved by a point since the previous build."]


def _attach(connection: duckdb.DuckDBPyConnection, name: str, database: Path) -> None:
    connection.execute(f"attach {quote(str(database))} as {name} (read_only)")


def _count(connection: duckdb.DuckDBPyConnection, build: str) -> dict[str, int]:
    counts = connection.sql(COUNTS.format(build=build))
    return dict(zip(counts.columns, counts.fetchall()[0], strict=True))
