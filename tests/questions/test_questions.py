"""The questions an analyst asks."""

import re
import shutil

import duckdb
import pytest

from warehouse.builds.summary import summarise
from warehouse.questions.ask import QUESTIONS
from warehouse.questions.pages import write_pages
from warehouse.settings import ROOT


def test_the_committed_pages_are_fresh(built):
    for page, text in write_pages(built.database).items():
        assert (ROOT / "docs" / page).read_text() == text, (
            f"{page}: run `make dictionary`, and commit the diff"
        )


@pytest.mark.parametrize("question", sorted(path.stem for path in QUESTIONS.glob("*.sql")))
def test_a_question_says_what_it_answers_and_has_an_answer_on_the_sample(built, question):
    query = (QUESTIONS / f"{question}.sql").read_text()
    first, second = query.splitlines()[:2]
    assert first.startswith("-- ")
    assert first.endswith("?")
    assert second.startswith("-- Asked by ")
    with duckdb.connect(str(built.database), read_only=True) as connection:
        assert connection.sql(query).fetchall()


def test_the_summary_counts_what_came_in_and_what_became_of_it(built):
    with duckdb.connect(str(built.database), read_only=True) as connection:
        records = connection.sql("select sum(records) from source_coverage").fetchall()[0][0]
    lines = summarise(built.database).splitlines()
    assert lines[0].split() == [f"{records:,}", "records", "in"]
    assert "it has no title" in "\n".join(lines)


def test_the_summary_says_what_is_new_since_the_build_before(built, tmp_path):
    former = tmp_path / "former.duckdb"
    shutil.copy(built.database, former)
    assert "no share of these skills has moved" in summarise(built.database, former)
    with duckdb.connect(str(former)) as connection:
        connection.execute("update source_coverage set rejected = rejected + 1")
        connection.execute("delete from role_skill_demand where role_id = 'data_engineer' and rank = 1")
    summary = summarise(built.database, former)
    with duckdb.connect(str(former)) as connection:
        connection.execute("drop table role_skill_demand")
    assert "cannot be compared" in summarise(built.database, former)
    assert re.search(r"rejected \(was \d+\)", summary)
    assert re.search(r"New since the last build, Data Engineer: SQL \d+ % \(was 0 %\)", summary)


def ask(built, sql):
    with duckdb.connect(str(built.database), read_only=True) as connection:
        return connection.sql(sql).fetchall()


def test_top_skills_are_those_of_the_table(built):
    table = "select rank, postings from role_skill_demand where role_id = 'data_engineer' and rank <= 5 order by rank"
    assert ask(built, "select rank, postings from top_skills('data_engineer', 5)") == ask(built, table)


def test_two_roles_are_compared_on_every_skill_of_either(built):
    either = "select count(distinct skill_id) from role_skill_demand where role_id in ('data_engineer', 'data_analyst')"
    compared = ask(
        built, "select share_a, share_b, difference from compare_roles('data_engineer', 'data_analyst')"
    )
    assert [(len(compared),)] == ask(built, either)
    assert all(difference == b - a for a, b, difference in compared)


def test_the_trend_of_a_skill_is_ordered_by_month(built):
    months = [row[0] for row in ask(built, "from skill_trend('data_engineer', 'sql')")]
    assert months
    assert months == sorted(months)


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("role_skill_demand", "role_id, skill_id"),
        ("role_skill_demand_by_month", "role_id, skill_id, month"),
        ("role_skill_demand_by_country", "role_id, skill_id, country"),
        ("role_skill_demand_by_seniority", "role_id, skill_id, seniority"),
        ("role_skill_demand_by_source", "role_id, skill_id, source_id"),
    ],
)
def test_behind_every_row_of_demand_there_are_as_many_postings_as_it_says(built, table, columns):
    behind = f"select {columns}, count(*) as behind from evidence where evidence = 'text' group by all"
    rows = ask(built, f"select postings, behind from {table} left join ({behind}) using ({columns})")
    assert rows
    assert all(postings == behind for postings, behind in rows)


def test_why_shows_what_stands_behind_a_row_of_role_skill_demand(built):
    counted = "select postings from role_skill_demand where role_id = 'data_engineer' and skill_id = 'sql'"
    behind = ask(built, "from why('data_engineer', 'sql')")
    assert [(len(behind),)] == ask(built, counted)
    assert len({row[-1] for row in behind}) == len(behind)


def test_every_macro_says_what_it_answers(built):
    macros = ask(
        built,
        "select function_name, comment from duckdb_functions() where function_type = 'table_macro' and not internal",
    )
    assert {name for name, _ in macros} == {"top_skills", "compare_roles", "skill_trend", "why"}
    assert all(comment for _, comment in macros)
