"""Answers of the report, one by one and all at once."""

import duckdb
import pytest

from warehouse.report.answers import ask, ask_each

SKILLS = ["sql", "python", "r", "o'caml"]
QUESTION = """
-- Which roles ask for the skill most, and how many others?
select role, share, (select count(*) from demand as others where others.skill = $skill) as roles
from demand
where skill = $skill and kind = $kind
order by share desc, role
limit 2
"""
DEMAND = """
create table demand as from (values
    ('analyst', 'sql', 'tool', 0.25), ('engineer', 'sql', 'tool', 0.75), ('scientist', 'sql', 'tool', 0.75),
    ('writer', 'sql', 'field', 0.875), ('engineer', 'python', 'tool', 0.25), ('analyst', 'o''caml', 'tool', 0.5)
) as demand(role, skill, kind, share)
"""


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        connection.execute(DEMAND)
        yield connection


@pytest.fixture
def question(tmp_path):
    (tmp_path / "question.sql").write_text(QUESTION)
    return tmp_path / "question.sql"


def test_answers_for_all_are_those_for_each_in_the_same_order(connection, question):
    each = ask_each(connection, question, "skill", SKILLS, kind="tool")
    assert each == {skill: ask(connection, question, skill=skill, kind="tool") for skill in SKILLS}
    assert [row["role"] for row in each["sql"].rows] == ["engineer", "scientist"]
    assert each["r"].rows == []


def test_the_sql_of_an_answer_is_complete(connection, question):
    answer = ask_each(connection, question, "skill", SKILLS, kind="tool")["o'caml"]
    assert connection.sql(answer.sql).fetchall() == [("analyst", 0.5, 1)] == [tuple(answer.row.values())]
