"""Writes docs/findings.md from the published build: one finding per file of warehouse/questions/findings."""

import sys
from pathlib import Path
from textwrap import wrap

import duckdb

from schemas.markdown import write_table
from warehouse.builds.database import DATABASE
from warehouse.questions.ask import QUESTIONS
from warehouse.questions.pages import read_title
from warehouse.settings import ROOT

FINDINGS = QUESTIONS / "findings"
PAGE = ROOT / "docs" / "findings.md"
SPAN = """
select
    first_day::varchar as first_day,
    last_day::varchar as last_day,
    (
        select count(distinct source_id) from market_postings
        where not is_repeat and dated_on between first_day and last_day
    ) as sources,
    (select sum(postings) from role_demand where period = 'latest') as postings,
    (select sum(postings_with_text) from role_demand where period = 'latest') as texts
from periods
where period = 'latest'
"""


def write_findings(database: Path) -> str:
    """The text of docs/findings.md: for each file its title, the sentence of its first query, the table of its second.

    Raises duckdb.Error if the database is not a build of this version.
    """
    with duckdb.connect(str(database), read_only=True) as connection:
        first_day, last_day, sources, postings, texts = connection.sql(SPAN).fetchall()[0]
        lines = [
            "# What the data says",
            "",
            "For readers who want answers before methods. `make findings` writes this page from a build of the",
            "[public sources](../data/sources/). Unless years are shown, the period is `latest`,",
            f"{first_day} to {last_day}: {postings:,} unique postings from {sources} sources, {texts:,} of them with",
            "text. A posting *asks for* a skill if its text requires or prefers it; `low` and `high` are the ends",
            "of the 95 % interval. The sources are not a random sample of any market; [methods](methods.md) explains",
            "what that means.",
        ]
        for path in sorted(FINDINGS.glob("*.sql")):
            sentence, table = connection.extract_statements(path.read_text())
            answer = connection.sql(table.query)
            lines += ["", f"## {read_title(path.read_text())}", ""]
            lines += [*wrap(connection.sql(sentence.query).fetchall()[0][0], 120), ""]
            lines += write_table(answer.columns, answer.fetchall())
            lines += [
                "",
                "<details><summary>SQL</summary>",
                "",
                "```sql",
                table.query.strip(),
                "```",
                "</details>",
            ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Writes the page from the published build. Exits with what to do if there is none."""
    if not DATABASE.exists():
        sys.exit(f"{DATABASE} does not exist yet: run `make run POSTINGS=<folder>` first")
    PAGE.write_text(write_findings(DATABASE))
    print(PAGE)


if __name__ == "__main__":
    main()
