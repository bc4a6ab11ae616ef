"""Answers one of the questions in warehouse/questions from the published database."""

import sys
from pathlib import Path

import duckdb

from warehouse.builds.database import DATABASE

QUESTIONS = Path(__file__).parent


def main(question: str) -> None:
    """Prints the answer. Exits with what to do if there is no such question or no database yet."""
    query = QUESTIONS / f"{question}.sql"
    if not query.is_file():
        known = ", ".join(sorted(path.stem for path in QUESTIONS.glob("*.sql")))
        sys.exit(f"there is no question {question}: choose one of {known}")
    if not DATABASE.exists():
        sys.exit(f"{DATABASE} does not exist yet: run `make run` first")
    with duckdb.connect(str(DATABASE), read_only=True) as connection:
        connection.sql(query.read_text()).show(max_rows=60, max_width=140)


if __name__ == "__main__":
    main(sys.argv[1])
