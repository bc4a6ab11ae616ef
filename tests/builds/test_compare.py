"""Two builds compared: what is the same whatever its order, and what is said of what is not."""

import sys
from datetime import date

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made_tables import rows
from warehouse.builds import compare
from warehouse.builds.compare import choose_databases, compare_builds, find_database
from warehouse.builds.database import DATABASE
from warehouse.builds.folders import PIECES, BuildError, Builds

SKILLS = rows(
    "skills",
    {"skill_id": "sql", "name": "SQL", "category": "language"},
    {"skill_id": "rust", "name": "Rust", "category": "language", "note": "a note"},
    {"skill_id": "excel", "name": "Excel", "category": "tool"},
    is_ml=False,
)


def write(path, **tables):
    """A database of these frames."""
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        for name, frame in tables.items():
            connection.register("frame", frame.to_arrow())
            connection.execute(f"create table {name} as from frame")
    return path


@pytest.fixture
def findings(tmp_path):
    """What is found between two sets of tables, by the name of the table."""

    def compare_tables(before, now, **options):
        databases = write(tmp_path / "before.duckdb", **before), write(tmp_path / "now.duckdb", **now)
        return {finding.table: finding for finding in compare_builds(*databases, **options)}

    return compare_tables


@pytest.fixture
def finding(findings):
    """What is found between two frames of one table."""
    return lambda table, before, now, **options: findings({table: before}, {table: now}, **options)[table]


def test_rows_in_another_order_are_equal_and_said_in_one_line(finding):
    assert str(finding("skills", SKILLS, SKILLS.reverse())) == "equal    skills: 3 rows"


def test_a_changed_row_is_shown_by_its_key_column_and_both_values(finding):
    now = SKILLS.with_columns(category=pl.col("category").replace("tool", "platform"))
    found = finding("skills", SKILLS, now)
    assert not found.is_equal
    assert found.details == ("category: changed in 1 rows", "    skill_id excel: tool -> platform")


def test_a_value_is_not_the_same_as_none_and_none_is_the_same_as_none(finding):
    assert finding("skills", SKILLS, SKILLS).is_equal
    found = finding("skills", SKILLS, SKILLS.with_columns(note=pl.lit(None, pl.String)))
    assert found.details == ("note: changed in 1 rows", "    skill_id rust: a note -> null")


def test_rows_of_one_build_alone_are_counted_and_shown(finding):
    found = finding("skills", SKILLS.head(2), SKILLS.tail(2))
    assert found.says == "2 rows"
    assert found.details == (
        "only before: 1 rows",
        "    skill_id sql",
        "only now: 1 rows",
        "    skill_id excel",
    )


def test_few_of_many_differences_are_shown_and_all_are_counted(finding):
    found = finding("skills", SKILLS.clear(), SKILLS)
    assert found.says == "3 rows, 0 before"
    many = rows("skills", *({"skill_id": f"s{number:04}"} for number in range(1000)))
    assert len(finding("skills", many, many.with_columns(name="skill_id")).details) == 4


@pytest.mark.parametrize(
    ("now", "is_exact", "is_equal"),
    [(0.3, False, True), (0.1 + 0.2, False, True), (0.1 + 0.2, True, False), (0.3 + 1e-9, False, False)],
)
def test_a_float_may_differ_by_the_order_of_a_sum_unless_exact_is_asked(finding, now, is_exact, is_equal):
    share = rows("skill_demand", {"skill_id": "sql", "asked_share": 0.3})
    changed = share.with_columns(asked_share=pl.lit(now))
    assert finding("skill_demand", share, changed, is_exact=is_exact).is_equal == is_equal


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 0.0, None])
def test_floats_that_have_no_relative_difference_equal_themselves_and_nothing_else(finding, value):
    share = rows("skill_demand", {"skill_id": "sql", "asked_share": value})
    assert finding("skill_demand", share, share).is_equal
    assert not finding("skill_demand", share, share.with_columns(asked_share=pl.lit(0.5))).is_equal


def test_tables_and_columns_that_one_build_lacks_are_named(findings):
    found = findings({"skills": SKILLS, "gone": SKILLS}, {"skills": SKILLS.drop("note"), "roles": SKILLS})
    assert str(found["gone"]) == "differs  gone: only before, 3 rows"
    assert str(found["roles"]) == "differs  roles: only now, 3 rows"
    assert found["skills"].details == ("columns only before: note",)


def test_a_column_of_another_type_is_named_and_its_values_are_still_compared(finding):
    years = SKILLS.with_columns(first_seen_year=pl.Series([1974, 2015, 1985]))
    now = years.with_columns(pl.Series("first_seen_year", ["1974", "2015", "1986"]))
    assert finding("skills", years, now).details == (
        "first_seen_year: varchar, bigint before",
        "first_seen_year: changed in 1 rows",
        "    skill_id excel: 1985 -> 1986",
    )


def test_a_key_that_is_repeated_or_missing_pairs_no_rows(finding):
    twice = pl.concat([SKILLS, SKILLS.head(1)])
    found = finding("skills", SKILLS, twice)
    assert found.says == "4 rows, 3 before, compared as a whole"
    assert found.details[0] == "only now: 1 rows"
    assert finding("skills", twice, twice.reverse()).is_equal
    assert finding("skills", SKILLS.drop("skill_id"), SKILLS.drop("skill_id").reverse()).is_equal
    assert not finding("no_table_of_ours", SKILLS, twice).is_equal


def test_lists_and_dates_are_compared_by_their_content(finding):
    posting = {"posting_id": "0" * 16, "first_seen_on": date(2026, 3, 1), "companies": ["A", "B"]}
    before = rows("unique_postings", posting)
    assert finding("unique_postings", before, before).is_equal
    found = finding("unique_postings", before, rows("unique_postings", posting | {"companies": ["B", "A"]}))
    assert found.details[0] == "companies: changed in 1 rows"


BUILD = rows(
    "build",
    {"kind": "table", "name": "skills", "version": "a", "parts": 1, "rows": 3},
    {"kind": "source", "name": "board", "version": "b", "parts": 1, "rows": 3},
    {"kind": "code", "name": "pipelines", "version": "c"},
    {"kind": "library", "name": "polars", "version": "1.2"},
)


def build_with(kind, **changes):
    is_kind = pl.col("kind") == kind
    return BUILD.with_columns(
        pl.when(is_kind).then(pl.lit(v)).otherwise(c).alias(c) for c, v in changes.items()
    )


def test_other_code_libraries_and_versions_of_tables_are_said_and_make_no_difference(finding):
    found = finding("build", BUILD, build_with("library", version="1.3"))
    assert found.is_equal
    assert "library polars 1.3, 1.2 before" in found.details
    assert finding("build", BUILD, build_with("table", version="z")).details == ()


@pytest.mark.parametrize(("kind", "change"), [("table", {"rows": 4}), ("source", {"version": "z"})])
def test_other_files_or_counts_are_a_difference_of_the_build(finding, kind, change):
    assert not finding("build", BUILD, build_with(kind, **change)).is_equal


KEYS = st.sampled_from("abcd")
TABLES = st.dictionaries(
    KEYS, st.tuples(st.sampled_from([None, "x", "y"]), st.sampled_from([None, "p", "q"]))
)


@settings(max_examples=20)  # each writes two databases
@given(before=TABLES, now=TABLES, order=st.randoms())
def test_all_differences_of_two_tables_are_counted(tmp_path_factory, before, now, order):
    folder = tmp_path_factory.mktemp("compared")

    def frame(table):
        named = [{"skill_id": key, "name": name, "note": note} for key, (name, note) in table.items()]
        order.shuffle(named)
        return rows("skills", *named)

    databases = (
        write(folder / "before.duckdb", skills=frame(before)),
        write(folder / "now.duckdb", skills=frame(now)),
    )
    (found,) = compare_builds(*databases)
    expected = [
        ("only before: {} rows", len(before.keys() - now.keys())),
        ("only now: {} rows", len(now.keys() - before.keys())),
        ("name: changed in {} rows", sum(before[k][0] != now[k][0] for k in before.keys() & now.keys())),
        ("note: changed in {} rows", sum(before[k][1] != now[k][1] for k in before.keys() & now.keys())),
    ]
    said = [line for line in found.details if not line.startswith(" ")]
    assert said == [text.format(count) for text, count in expected if count]
    assert found.is_equal == (before == now)


@pytest.fixture
def builds(tmp_path):
    """Two builds: the first holds three skills, the published one two."""
    builds = Builds(tmp_path / "warehouse")
    for made_from, frame in (("a", SKILLS), ("b", SKILLS.head(2))):
        for piece in PIECES:
            builds.make(made_from, piece, lambda path, frame=frame: write(path, skills=frame))
        builds.publish(made_from, "the sample")
    return builds


def test_the_published_build_is_compared_with_the_one_before(builds):
    before, now = choose_databases(builds, "", "")
    assert [path.parent for path in (before, now)] == builds.kept
    (found,) = compare_builds(before, now)
    assert found.says == "2 rows, 3 before"


def test_a_build_is_given_by_name_folder_or_database(builds):
    first = builds.kept[0]
    for chosen in (first.name, str(first), str(first / DATABASE.name)):
        assert find_database(builds, chosen) == first / DATABASE.name
    with pytest.raises(BuildError, match=rf"nowhere is not a build: .*{first.name}"):
        find_database(builds, "nowhere")


def test_without_a_build_before_it_is_said_what_to_give(tmp_path, builds):
    with pytest.raises(BuildError, match="make run"):
        choose_databases(Builds(tmp_path / "empty"), "", "")
    builds.rollback()
    with pytest.raises(BuildError, match="BUILD=<build>"):
        choose_databases(builds, "", "")


@pytest.mark.parametrize(
    ("given", "status", "last"),
    [(["{0}", "{0}"], 0, "all tables are equal"), (["{0}", "{1}"], 1, "1 tables differ"), (["none"], 2, "")],
)
def test_the_command_ends_with_0_1_or_2_as_diff_does(builds, monkeypatch, capsys, given, status, last):
    monkeypatch.setattr(sys, "argv", ["compare", *(text.format(*map(str, builds.kept)) for text in given)])
    monkeypatch.setattr(compare, "DATABASE", builds.root / DATABASE.name)
    assert compare.main() == status
    assert (capsys.readouterr().out.splitlines() or [""])[-1] == last
