"""Answers the questions of the report, each with its SQL."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.lake.sql_tables import quote


@dataclass(frozen=True)
class Answer:
    """The answer to a question: its rows, and the exact SQL that returned them."""

    sql: str
    rows: list[dict[str, Any]]

    @property
    def row(self) -> dict[str, Any]:
        """The only row; raises ValueError if there is none or more than one."""
        (only,) = self.rows
        return only


def ask(connection: duckdb.DuckDBPyConnection, question: Path, **values: str) -> Answer:
    """Runs a question's SQL with each `$name` replaced by its value as a SQL literal.

    The SQL is complete, so it can be copied into any client. Raises KeyError for a `$name` without a value.
    """
    sql = re.sub(
        r"\$(\w+)", lambda name: quote(values[name[1]]), question.read_text(encoding="utf-8")
    ).strip()
    relation = connection.sql(sql)
    return Answer(sql, [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()])
