"""The questions an analyst asks."""

import re
import shutil

import duckdb
import pytest
from scipy.stats import binomtest

from warehouse.builds.summary import summarise
from warehouse.questions.ask import QUESTIONS
from warehouse.questions.findings import FINDINGS, PAGE
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


def test_kinds_of_tools_do_not_rank_among_tools_by_name(built):
    with duckdb.connect(str(built.database), read_only=True) as connection:
        found = connection.sql("select skill_id, is_tool(category) from skills").fetchall()
    is_tool = dict(found)
    assert is_tool["postgresql"]
    assert not is_tool["relational_databases"]


@pytest.mark.parametrize("finding", sorted(path.stem for path in FINDINGS.glob("*.sql")))
def test_a_finding_says_one_sentence_and_shows_a_table_that_the_page_has(built, finding):
    query = (FINDINGS / f"{finding}.sql").read_text()
    with duckdb.connect(str(built.database), read_only=True) as connection:
        sentence, table = connection.extract_statements(query)
        assert connection.sql(sentence.query).columns == ["finding"]
        assert len(connection.sql(sentence.query).fetchall()) == 1
        assert connection.sql(table.query).columns[-1] == "chart"
    assert query.splitlines()[0].removeprefix("-- ") in PAGE.read_text()
    assert table.query.strip() in PAGE.read_text(), "run `make findings` on a build of real postings"


def test_the_summary_counts_what_came_in_and_what_became_of_it(built):
    with duckdb.connect(str(built.database), read_only=True) as connection:
        records = connection.sql("select sum(records) from source_coverage").fetchall()[0][0]
    lines = summarise(built.database).splitlines()
    assert lines[0].split() == [f"{records:,}", "records", "in"]
    assert "it has no title" in "\n".join(lines)


def test_the_summary_says_what_is_new_since_the_build_before(built, tmp_path):
    former = tmp_path / "former.duckdb"
    shutil.copy(built.database, former)
    assert "No share of these skills has moved" in summarise(built.database, former)
    with duckdb.connect(str(former)) as connection:
        connection.execute("update source_coverage set rejected = rejected + 1")
        connection.execute(
            "delete from role_skill_demand where role_id = 'data_engineer' and skill_id = 'sql'"
        )
    summary = summarise(built.database, former)
    with duckdb.connect(str(former)) as connection:
        connection.execute("drop table role_skill_demand")
    assert "cannot be compared" in summarise(built.database, former)
    assert re.search(r"rejected \(was \d+\)", summary)
    assert re.search(r"Changed since the previous build, Data Engineer: SQL \d+ % \(was 0 %\)", summary)


def ask(built, sql):
    with duckdb.connect(str(built.database), read_only=True) as connection:
        return connection.sql(sql).fetchall()


def test_top_skills_are_those_of_the_table(built):
    table = (
        "select rank, asked_postings from role_skill_demand "
        "where period = '{}' and role_id = 'data_engineer' and rank <= 5"
    )
    ranked = "select rank, asked_postings from top_skills('data_engineer', 5"
    assert ask(built, f"{ranked})") == ask(built, f"{table.format('latest')} order by rank")
    assert ask(built, f"{ranked}, during := 'all')") == ask(built, f"{table.format('all')} order by rank")


def test_two_roles_are_compared_on_every_skill_of_either(built):
    either = (
        "select count(distinct skill_id) from role_skill_demand "
        "where period = 'latest' and role_id in ('data_engineer', 'data_scientist')"
    )
    compared = ask(
        built,
        "select asked_share_a, asked_share_b, difference, skill, largest_employer_share_a "
        "from compare_roles('data_engineer', 'data_scientist')",
    )
    assert [(len(compared),)] == ask(built, either)
    assert all(difference == b - a for a, b, difference, _, _ in compared)
    of_one_employer = ask(
        built, "select skill, largest_employer_share from top_skills('data_engineer', 1000)"
    )
    assert {row[3:] for row in compared if row[0] > 0} <= set(of_one_employer)
    assert (
        ask(built, "from compare_roles('data_engineer', 'data_scientist') where asked_share_a_high is null")
        == []
    )


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
        ("role_skill_demand_by_level", "role_id, skill_id, level"),
        ("role_skill_demand_by_source", "role_id, skill_id, source_id"),
    ],
)
def test_behind_every_row_of_demand_there_are_as_many_postings_as_it_says(built, table, columns):
    behind = f"""
        select
            {columns},
            count(distinct posting_id) as named,
            count(distinct posting_id) filter (need <> 'context') as asked
        from evidence where evidence = 'text' group by all
    """
    period = "" if table.endswith("month") else "where period = 'all'"
    compared = (
        f"named_postings, named, asked_postings, asked from {table} left join ({behind}) using ({columns})"
    )
    rows = ask(built, f"select {compared} {period}")
    assert rows
    assert all(row[0] == row[1] and row[2] == row[3] for row in rows)


def test_why_shows_what_stands_behind_a_row_of_role_skill_demand(built):
    counted = (
        "select named_postings from role_skill_demand "
        "where (period, role_id, skill_id) = ('latest', 'data_engineer', 'sql')"
    )
    behind = ask(built, "select distinct posting_id from why('data_engineer', 'sql')")
    assert [(len(behind),)] == ask(built, counted)


def test_why_shows_the_words_of_a_skill_below_it(built):
    named = ask(
        built, "select distinct named_skill_id from why('data_engineer', 'cloud_computing', during := 'all')"
    )
    assert ("amazon_web_services",) in named


def test_a_slice_of_a_role_is_its_row_of_demand(built):
    columns = (
        "skill_id, named_postings, asked_postings, required_postings, asked_share, asked_share_low, "
        "largest_employer_share"
    )
    where = "period = 'latest' and role_id = 'data_engineer'"
    of_role = ask(built, f"select {columns} from role_skill_demand where {where} order by all")
    sliced = ask(built, f"select {columns} from skill_shares(role := 'data_engineer') order by all")
    assert sliced == of_role


def test_a_slice_by_all_that_tells_postings_apart_has_their_share_and_their_interval(built):
    where = "role_id = 'data_engineer' and country = 'US' and not is_repeat and has_text"
    counted = f"""
        select count(*), count(*) filter (exists (
            from posting_skills where posting_skills.posting_id = market_postings.posting_id
                and skill_id = 'sql' and evidence = 'text' and need <> 'context'
        ))
        from market_postings where {where}
    """
    ((n, k),) = ask(built, counted)
    found = ask(
        built,
        "select postings_with_text, asked_share, asked_share_low from "
        "skill_shares(role := 'data_engineer', skill := 'sql', in_country := 'US', during := 'all')",
    )
    assert found == [(n, k / n, pytest.approx(binomtest(k, n).proportion_ci(0.95, "wilson").low, abs=1e-6))]


@pytest.mark.parametrize("by", ["level", "work_mode", "employer"])
def test_a_slice_by_level_place_or_employer_holds_the_postings_that_have_it(built, by):
    market = "from market_postings"
    value = "coalesce(market_postings.work_mode, 'unstated')" if by == "work_mode" else by
    counted = ask(
        built,
        f"select {value} as value, count(*) {market} where not is_repeat and market_postings.has_text "
        "and value is not null group by all order by count(*) desc, value limit 3",
    )
    assert counted
    for value, postings in counted:
        given = [
            f"'{value}'" if by == one else "null" for one in ("level", "work_mode", "source", "employer")
        ]
        sliced = f"postings_in(null, null, {', '.join(given)}, 'all')"
        assert ask(built, f"select count(*) from {sliced}") == [(postings,)]
    shares = f"skill_shares(in_{by} := '{counted[0][0]}', during := 'all')"
    found = ask(built, f"select distinct postings_with_text from {shares}")
    assert found == [(counted[0][1],)] * (counted[0][1] >= 10)


def test_a_slice_of_fewer_than_ten_postings_has_no_shares(built):
    assert ask(built, "from skill_shares(role := 'data_engineer', in_country := 'ZZ')") == []


def test_every_macro_works_in_a_database_that_is_attached_and_used(built):
    with duckdb.connect() as connection:
        connection.execute(f"attach '{built.database}' as market (read_only)")
        connection.execute("use market")
        for query in (
            "top_skills('data_engineer', 3)",
            "compare_roles('data_engineer', 'data_scientist')",
            "skill_trend('data_engineer', 'sql')",
            "skill_years('data_engineer', 'sql')",
            "skill_shares(skill := 'sql')",
            "why('data_engineer', 'sql')",
        ):
            assert connection.sql(f"from {query}").fetchall(), query


def test_every_macro_says_what_it_answers(built):
    macros = ask(
        built,
        "select function_name, comment from duckdb_functions() where not internal and comment is not null",
    )
    unsaid = ask(built, "select function_name from duckdb_functions() where not internal and comment is null")
    assert {"top_skills", "compare_roles", "skill_trend", "skill_years", "skill_shares", "why"} <= {
        n for n, _ in macros
    }
    assert unsaid == []
