"""The questions an analyst asks."""

import duckdb
import pytest

from warehouse.ask import QUERIES
from warehouse.summary import summarise


@pytest.mark.parametrize("question", sorted(path.stem for path in QUERIES.glob("*.sql")))
def test_a_question_says_what_it_answers_and_has_an_answer_on_the_sample(built, question):
    query = (QUERIES / f"{question}.sql").read_text()
    assert query.startswith("-- ")
    assert query.splitlines()[0].endswith("?")
    with duckdb.connect(str(built.database), read_only=True) as connection:
        assert connection.sql(query).fetchall()


def test_the_summary_counts_what_came_in_and_what_became_of_it(built):
    with duckdb.connect(str(built.database), read_only=True) as connection:
        records = connection.sql("select sum(records) from source_coverage").fetchall()[0][0]
    lines = summarise(built.database).splitlines()
    assert lines[1].split() == [f"{records:,}", "records", "in"]
