"""What the published database holds, in a few lines for the end of a run."""

from pathlib import Path

import duckdb

from warehouse.database import DATABASE

COUNTS = """
select
    sum(records)::bigint as "records in",
    sum(postings)::bigint as "postings and pay records",
    sum(rejected)::bigint as rejected,
    sum(skipped)::bigint as "skipped (header and blank lines)",
    sum(unique_postings)::bigint as "unique",
    sum(market_postings)::bigint as "in the ML market, repeats included"
from source_coverage
"""
LARGEST_ROLES = """
select
    roles.name,
    any_value(role_demand.postings_with_text),
    string_agg(skills.name || printf(' %.0f %%', 100 * asked.share), ', ' order by asked.rank)
from role_skill_demand as asked
join role_demand using (role_id)
join roles using (role_id)
join skills using (skill_id)
where role_demand.rank <= 5 and asked.rank <= 5
group by roles.name, role_demand.rank
order by role_demand.rank
"""


def summarise(database: Path) -> str:
    """Counts of what came in and what became of it, and the skills most asked of the largest roles."""
    with duckdb.connect(str(database), read_only=True) as connection:
        counts = connection.sql(COUNTS)
        lines = [str(database)]
        lines += [f"{n:>10,}  {name}" for name, n in zip(counts.columns, counts.fetchall()[0], strict=True)]
        for role, postings, skills in connection.sql(LARGEST_ROLES).fetchall():
            lines.append(f"{role}, {postings:,} unique postings with text: {skills}")
    return "\n".join(lines)


if __name__ == "__main__":
    print(summarise(DATABASE))
