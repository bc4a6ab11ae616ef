"""The pages of docs/ that are written from a build of the sample: the data dictionary and the questions."""

from pathlib import Path

import duckdb

from schemas.dictionary import write_dictionary
from schemas.markdown import write_table
from warehouse.questions.ask import QUESTIONS

VIEW_COLUMNS = """
select view_name as view, views.comment as view_comment, column_name as column, data_type as type, columns.comment
from duckdb_columns() as columns
join duckdb_views() as views on view_oid = table_oid
where not views.internal
order by view_name, column_index
"""
MACROS = """
select function_name as macro, parameters, comment from duckdb_functions() where not internal order by function_name
"""


def write_pages(database: Path) -> dict[str, str]:
    """The text of each page, by its file name in docs/."""
    with duckdb.connect(str(database), read_only=True) as connection:
        dictionary = write_dictionary(
            lambda table: connection.sql(f"from {table}").pl(),
            connection.sql(VIEW_COLUMNS).pl(),
            connection.sql(MACROS).pl(),
        )
    return {"data_dictionary.md": dictionary, "questions.md": write_questions(database)}


def write_questions(database: Path) -> str:
    """The text of docs/questions.md: every file of warehouse/questions, and its answer from the database."""
    questions = {path.stem: path.read_text() for path in sorted(QUESTIONS.glob("*.sql"))}
    lines = [
        "# Questions",
        "",
        "For analysts: questions in SQL, with answers **from the sample**. Its postings are synthetic, so no figure",
        "says anything about a market. `make ask QUESTION=top_skills` answers a question from your own build.",
        "",
        *(f"- [{read_title(query)}](#{name})" for name, query in questions.items()),
    ]
    with duckdb.connect(str(database), read_only=True) as connection:
        for name, query in questions.items():
            answer = connection.sql(query)
            lines += ["", f'## <a id="{name}"></a>{read_title(query)}', "", _remarks(query), ""]
            lines += ["```sql", _body(query), "```", ""]
            lines += write_table(answer.columns, answer.fetchall())
    return "\n".join(lines) + "\n"


def _comments(query: str) -> list[str]:
    return [line.removeprefix("-- ") for line in query.splitlines() if line.startswith("-- ")]


def read_title(query: str) -> str:
    """The title of a query: its first comment."""
    return _comments(query)[0]


def _remarks(query: str) -> str:
    return " ".join(_comments(query)[1:])


def _body(query: str) -> str:
    return "\n".join(line for line in query.splitlines() if not line.startswith("-- "))
