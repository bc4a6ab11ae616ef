"""The static report: what its pages hold."""

import html
import re
import shutil
from datetime import date
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag

import duckdb
import polars as pl
import pytest

from schemas import TABLES
from warehouse.builds.database import build_database
from warehouse.lake.software import code_digest
from warehouse.lake.tables import Lake
from warehouse.report.site import write_report
from warehouse.report.words import half_year, interval, listed, month, p_value, points, share
from warehouse.settings import ROOT


class Page(HTMLParser):
    """Ids, links, SQL and the values of tables of one page."""

    def __init__(self, path):
        super().__init__()
        self.ids, self.links, self.values, self.figures = [], [], {}, {}
        self._figure, self._code = None, None
        self.feed(path.read_text())

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if "id" in given:
            self.ids.append(given["id"])
        self.links += [given[name] for name in ("href", "src") if name in given]
        if tag == "figure":
            self._figure = given.get("id")
        if tag == "data":
            self.values.setdefault((self._figure, given["data-field"]), []).append(float(given["value"]))
        self._code = "" if tag == "code" and self._figure else self._code

    def handle_data(self, data):
        if self._code is not None:
            self._code += data

    def handle_endtag(self, tag):
        if tag == "code" and self._code is not None:
            self.figures[self._figure], self._code = self._code, None


@pytest.fixture(scope="module")
def folder(built):
    return (built.root / "published" / "report").resolve()


@pytest.fixture(scope="module")
def pages(folder):
    return {path: Page(path) for path in folder.rglob("*.html")}


def rewritten(built, folder, *changes):
    """The report of a copy of the sample's database in which something is changed."""
    database = folder / "changed.duckdb"
    shutil.copyfile(built.database, database)
    with duckdb.connect(str(database)) as connection:
        for change in changes:
            connection.execute(change)
    write_report(database, folder / "report")
    return folder / "report"


def test_each_role_has_its_pages_and_each_frequent_skill_one(built, folder):
    with duckdb.connect(str(built.database), read_only=True) as market:
        roles = {f"{role}.html" for (role,) in market.sql("select role_id from roles").fetchall()}
        skills = market.sql(
            "select skill_id from skill_demand where period = 'latest' and rank <= 300 and asked_postings >= 30"
        )
        for kind in ("roles", "moves", "evidence"):
            assert {path.name for path in (folder / kind).iterdir()} == roles
        assert {path.stem for path in (folder / "skills").iterdir()} == {s for (s,) in skills.fetchall()}


def test_one_period_draws_no_chart_over_time_and_says_so(folder):
    page = (folder / "roles" / "data_scientist.html").read_text()
    years, months = (
        re.search(rf'<figure id="{time}".*?</figure>', page, re.DOTALL).group()
        for time in ("years", "months")
    )
    assert "data-chart" not in years
    assert "one period only" in years
    assert 'data-chart="months"' in months


def test_every_link_leads_to_a_page_and_a_place_on_it(folder, pages):
    for path, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), path
        for link in page.links:
            if link.startswith(("https://", "data:")):
                continue
            address, place = urldefrag(link)
            target = (path.parent / unquote(address)).resolve() if address else path.resolve()
            assert target.is_file(), f"{path}: {link}"
            if place:
                assert place in pages[target].ids, f"{path}: {link}"


def test_every_place_that_can_be_searched_exists(folder, pages):
    found = re.findall(
        r'"([a-z]+(?:/[a-z0-9_]+)?\.html(?:#[a-z0-9_]+)?)"', (folder / "search_terms.js").read_text()
    )
    assert len(found) > 200
    for address, _, place in (link.partition("#") for link in found):
        assert not place or place in pages[folder / address].ids


def test_nothing_is_loaded_from_a_network(folder, pages):
    for path in pages:
        assert not re.search(r'<(script|img|link|iframe)[^>]*"(https?:)?//', path.read_text()), path
    assert not re.search(r"@import|url\((?!['\"]?data:)", (folder / "style.css").read_text())


def test_the_sql_below_a_figure_gives_the_figure(built, pages, folder):
    with duckdb.connect(str(built.database), read_only=True) as market:
        for page, figure, column in (
            ("roles/data_engineer.html", "tools", "share_high"),
            ("roles/data_engineer.html", "distinctive", "from_share"),
            ("roles/data_scientist.html", "pay-ranges", "median"),
            ("skills/python.html", "pairs", "confidence"),
            ("index.html", "market-fields", "share"),
            ("index.html", "postings-by-role", "postings"),
        ):
            relation = market.sql(pages[folder / page].figures[figure])
            given = [row[relation.columns.index(column)] for row in relation.fetchall()]
            assert given
            assert pages[folder / page].values[figure, column] == given


def test_a_role_with_too_few_postings_is_listed_and_says_so(built, folder):
    with duckdb.connect(str(built.database), read_only=True) as market:
        counted = "select list(role_id) from role_demand where period = 'latest' and is_suppressed"
        (suppressed,) = market.sql(counted).fetchall()[0]
    assert suppressed
    for role in suppressed:
        text = (folder / "roles" / f"{role}.html").read_text()
        assert "Too few postings." in text
        assert 'data-field="share"' not in text.partition('id="claims"')[0]
        assert f"roles/{role}.html" in (folder / "index.html").read_text()


def test_a_synthetic_sample_says_on_every_page_that_it_is_one(pages):
    for path in pages:
        assert "They say nothing about any market." in path.read_text()


def test_snippets_are_short(pages):
    for path in pages:
        for snippet in (
            re.findall(r"<q>(.*?)</q>", path.read_text()) if path.parent.name == "evidence" else ()
        ):
            assert len(re.sub("&#?[a-z0-9]+;", "&", snippet)) <= 120


def test_up_to_three_postings_a_skill_are_quoted_and_their_titles_are_not(built, tmp_path):
    report = rewritten(
        built,
        tmp_path,
        "insert into posting_skills select * replace ('title' as evidence, 'its title' as snippet) from posting_skills "
        "where evidence = 'text'",
    )
    page = html.unescape((report / "evidence" / "data_engineer.html").read_text())
    sections = re.findall(r'<section class="words" id="(\w+)">(.*?)</section>', page, re.DOTALL)
    assert sections
    with duckdb.connect(str(built.database), read_only=True) as market:
        for skill, section in sections:
            found = market.sql(f"select snippet from why('data_engineer', '{skill}')").fetchall()
            quotes = [(quote,) for quote in re.findall(r"<q>(.*?)</q>", section)]
            assert len(quotes) == min(3, len(found))
            assert set(quotes) <= set(found)


def test_the_same_database_gives_the_same_bytes(built, folder, tmp_path):
    write_report(built.database, tmp_path / "again")
    first, again = (
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (folder, tmp_path / "again")
    )
    assert first == again


def test_the_words_of_a_posting_never_become_html(built, tmp_path):
    attack = "</script><img src=x onerror=alert(1)>"
    report = rewritten(
        built,
        tmp_path,
        f"update posting_skills set snippet = '{attack}' where evidence = 'text'",
        f"update postings set title = '{attack}'",
        f"update skills set name = '{attack} ' || skill_id where skill_id in ('python', 'sql')",
        f"update sources set page = 'javascript:alert(1)', name = '{attack}'",
    )
    for path in report.rglob("*"):
        if path.suffix == ".html" or path.name == "search_terms.js":
            assert "<img" not in path.read_text(), path
            assert 'href="javascript:' not in path.read_text(), path
    assert "&lt;/script&gt;&lt;img" in (report / "evidence" / "data_engineer.html").read_text()


def test_an_empty_market_has_pages_that_say_so(tmp_path):
    empty = {name: pl.DataFrame(schema=table.polars_schema()) for name, table in TABLES.items()}
    empty["roles"] = pl.DataFrame(
        [
            {
                "role_id": "r",
                "name": "R",
                "family": "model building",
                "scope": "core",
                "origin": "market",
                "definition": "d",
                "f1_floor": 0.0,
            }
        ],
        schema=empty["roles"].schema,
    )
    lake = Lake(tmp_path / "lake")
    stored = {name: lake.store(name, frame) for name, frame in empty.items() if TABLES[name].is_published()}
    build_database(stored, tmp_path / "empty.duckdb")
    write_report(tmp_path / "empty.duckdb", tmp_path / "report")
    assert "No posting with text names a skill." in (tmp_path / "report" / "index.html").read_text()
    assert "None" not in (tmp_path / "report" / "index.html").read_text()


def test_the_first_page_says_of_which_months_its_figures_are(built, folder, tmp_path):
    with duckdb.connect(str(built.database), read_only=True) as market:
        ((last,),) = market.sql("select last_day from periods where period = 'latest'").fetchall()
    assert f"to {month(last)}" in (folder / "index.html").read_text()
    report = rewritten(built, tmp_path, "update periods set first_day = '2025-12-01' where period = 'latest'")
    index = (report / "index.html").read_text()
    with duckdb.connect(str(built.database), read_only=True) as market:
        counted = "select count(*) from market_postings where not is_repeat and dated_on between '2025-12-01' and $1"
        ((postings,),) = market.execute(counted, [last]).fetchall()
    assert "December 2025 to" in index
    assert f"{postings:,} unique postings form the ML market" in index


def test_a_bar_shows_how_much_is_required_asked_and_only_named(built, folder):
    page = Page(folder / "roles" / "data_engineer.html")
    figures = [page.values["fields", field] for field in ("required_share", "share", "named_share")]
    assert all(required <= asked <= named for required, asked, named in zip(*figures, strict=True))
    assert any(required < asked < named for required, asked, named in zip(*figures, strict=True))


def test_a_skill_of_the_roles_name_is_told_from_what_sets_it_apart(folder):
    page = (folder / "roles" / "machine_learning_engineer.html").read_text()
    assert re.search(r'skills/machine_learning\.html.*?data-value="of_name"', page, re.DOTALL)


def test_a_folder_that_holds_something_is_left_alone(built, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FileExistsError, match="is not empty"):
        write_report(built.database, tmp_path)


@pytest.mark.parametrize("page", ["style.css", "index.html.jinja", "sql/market.sql"])
def test_a_build_is_made_anew_when_the_pages_change(page, monkeypatch, tmp_path):
    shutil.copytree(ROOT / "warehouse" / "report" / "pages", tmp_path / "warehouse" / "report" / "pages")
    monkeypatch.setattr("warehouse.lake.software.ROOT", tmp_path)
    before = code_digest()
    (tmp_path / "warehouse" / "report" / "pages" / page).write_text("other")
    assert code_digest() != before


def test_figures_say_how_much_of_them_comes_from_one_country_or_employer(pages, folder):
    skill, role = pages[folder / "skills" / "python.html"], pages[folder / "roles" / "data_engineer.html"]
    assert skill.values["pay", "largest_country_share"]
    assert skill.values["roles", "largest_employer_share"]
    assert role.values["pay-ranges", "largest_country_share"]
    assert role.values["tools", "largest_employer_share"]


def test_a_finding_rests_on_no_single_source_or_employer_or_says_so(built, tmp_path):
    database = tmp_path / "copy.duckdb"
    shutil.copy(built.database, database)
    apart = (ROOT / "warehouse" / "report" / "pages" / "sql" / "finding_apart.sql").read_text()
    found = []
    with duckdb.connect(str(database)) as connection:
        for of_source, of_employer in ((0.3, 0.3), (0.9, 0.3), (0.3, 0.9)):
            connection.execute(f"update role_demand set largest_source_share = {of_source}")
            connection.execute(f"update role_skill_demand set largest_employer_share = {of_employer}")
            found.append(len(connection.sql(apart).fetchall()))
        connection.execute("""
            insert into skill_trends by name
            select 'data_engineer' as role_id, 'sql' as skill_id, first_day as earlier_from, first_day as later_from,
                first_day as earlier_first_on, first_day as earlier_last_on,
                first_day as later_first_on, last_day as later_last_on,
                'fading' as trend, 1 as sources_in_common, 0.6 as earlier_share, 0.2 as later_share, -0.4 as difference,
                -0.5 as difference_low, -0.2 as difference_high, 0.01 as p_adjusted,
                40 as earlier_postings_with_text, 50 as later_postings_with_text, false as is_small_sample
            from periods where period = 'latest'
        """)
    assert found == [1, 0, 0]
    write_report(database, tmp_path / "report")
    assert "Only one source covers both" in (tmp_path / "report" / "index.html").read_text()


def test_figures_are_worded_without_claiming_none_or_all():
    assert [share(value) for value in (0.0, 0.001, 0.125, 0.998, 1.0, None)] == [
        "0\u00a0%",
        "<1\u00a0%",
        "12\u00a0%",
        ">99\u00a0%",
        "100\u00a0%",
        "–",
    ]
    assert interval(0.084, 0.961) == "8 to 96\u00a0%"
    assert [points(value) for value in (0.126, -0.034, -0.004)] == ["+13", "−3", "−0.4"]
    assert [p_value(value) for value in (0.034, 0.5, 0.0004)] == ["0.034", "0.5", "<0.001"]
    assert half_year(date(2021, 7, 1)) == "second half of 2021"
    assert listed(["SQL", "Python", "ETL"]) == "SQL, Python and ETL"
