"""What the published database holds, in a few lines for the end of a run."""

import sys
from pathlib import Path

import duckdb

from warehouse.ask import DATABASE


def summarise(database: Path) -> str:
    """Counts of what came in and what became of it, and the most asked skills of the largest roles."""
    with duckdb.connect(str(database), read_only=True) as connection:
        counts = connection.sql(
            "select sum(records)::bigint, sum(postings)::bigint, sum(rejected)::bigint, sum(skipped)::bigint, "
            "sum(unique_postings)::bigint, sum(market_postings)::bigint from source_coverage"
        ).fetchall()[0]
        roles = connection.sql(
            "select roles.name, role_demand.postings, string_agg(skills.name || printf(' %.0f %%', 100 * share), "
            "', ' order by role_skill_demand.rank) from role_demand join roles using (role_id) "
            "join role_skill_demand using (role_id) join skills using (skill_id) "
            "where role_demand.rank <= 5 and role_skill_demand.rank <= 5 "
            "group by all order by role_demand.postings desc"
        ).fetchall()
    names = ("records in", "postings", "rejected", "skipped", "unique postings", "in the ML market")
    lines = [f"{database}", *(f"  {value:>9,} {name}" for name, value in zip(names, counts, strict=True))]
    lines += [f"  {name} ({postings:,}): {skills}" for name, postings, skills in roles]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(print(summarise(DATABASE)))
