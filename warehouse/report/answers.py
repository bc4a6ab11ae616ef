"""Questions of the report and their answers, each with the SQL that gives it."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.lake.sql_tables import quote


@dataclass(frozen=True)
class Answer:
    """What a question gives: its rows, and the very SQL that was run for them."""

    sql: str
    rows: list[dict[str, Any]]

    @property
    def row(self) -> dict[str, Any]:
        """The only row. Raises ValueError where there is none, or more."""
        (only,) = self.rows
        return only


def ask(connection: duckdb.DuckDBPyConnection, question: Path, **values: str) -> Answer:
    """Runs a question's SQL with each `$name` in it replaced by its value as an SQL literal.

    The SQL is complete, so that it can be copied into any client. Raises KeyError for a `$name` without a value.
    """
    sql = re.sub(
        r"\$(\w+)", lambda name: quote(values[name[1]]), question.read_text(encoding="utf-8")
    ).strip()
    relation = connection.sql(sql)
    return Answer(sql, [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()])
