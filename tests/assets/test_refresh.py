"""The whole graph on the sample, and what happens to bad input."""

import os
import shutil
from dataclasses import dataclass

import duckdb
import polars as pl
import pytest

from schemas import TABLES
from tests.conftest import Project
from warehouse.settings import ROOT

GOLDEN = ROOT / "tests" / "golden"
GOLDEN_QUERIES = {
    "role_skill_demand": "from role_skill_demand where rank <= 12 order by period, role_id, rank",
    "posting_skills": "select evidence, section, need, count(*) as rows, count(distinct skill_id) as skills, "
    "sum(mentions)::bigint as mentions, sum(start)::bigint as starts from posting_skills group by all order by all",
}
"""By the golden's name, what of the published database it holds."""


def query(project, sql):
    with duckdb.connect(str(project.database), read_only=True) as connection:
        return connection.sql(sql).fetchall()


def failures(result):
    errors = [event.step_failure_data.error.to_string() for event in result.get_step_failure_events()]
    checks = [check.description for check in result.get_asset_check_evaluations() if not check.passed]
    return "\n".join(text for text in errors + checks if text)


@pytest.mark.parametrize("name", GOLDEN_QUERIES)
def test_what_is_published_of_the_sample_equals_the_golden(built, name):
    with duckdb.connect(str(built.database), read_only=True) as connection:
        found = connection.sql(GOLDEN_QUERIES[name]).pl()
    text = found.with_columns(pl.col(pl.Float64).round_sig_figs(6)).write_csv()
    page = GOLDEN / f"{name}.csv"
    if os.environ.get("WRITE_GOLDEN"):
        page.write_text(text)
    assert page.read_text() == text, "if this is what you meant: make golden, and commit the diff"


EMPTY_IN_THE_SAMPLE = {"unmatched_terms", "role_skill_tags", "skill_trends", "build_changes"}
"""The sample names no tool that the lexicon lacks, nor 10 postings of a role with tags or in each of two half-years;
its build has none before it."""


def test_every_published_table_has_rows(built):
    for name, contract in TABLES.items():
        if contract.is_published() and name not in EMPTY_IN_THE_SAMPLE:
            assert query(built, f"select count(*) from {name}")[0][0] > 0, name


def test_all_22_roles_are_named_by_four_postings_of_the_sample(built):
    assert query(
        built, "select count(*) from role_demand where period = 'all' and raw_postings_any_market >= 4"
    ) == [(22,)]


def test_the_three_frequent_roles_have_at_least_30_texts_on_the_sample(built):
    where = "period = 'all' and postings_with_text >= 30"
    frequent = query(built, f"select role_id from role_demand where {where} order by all")
    assert [role for (role,) in frequent] == [
        "data_engineer",
        "data_scientist",
        "machine_learning_engineer",
    ]


def test_postings_of_a_supporting_role_are_also_outside_the_ml_market(built):
    any_market = (
        "select raw_postings_any_market - raw_postings from role_demand "
        "where period = 'all' and role_id = 'software_engineer'"
    )
    assert query(built, any_market)[0][0] > 0


def test_every_record_of_the_sample_is_accounted_for(built):
    for source, records, out in query(
        built,
        "select source_id, records, postings + seen_before + rejected + skipped from source_coverage where records > 0",
    ):
        assert records == out, source


def test_a_number_can_be_traced_to_the_line_of_its_file(built):
    role, skill, count = query(
        built,
        "select role_id, skill_id, named_postings from role_skill_demand "
        "where period = 'all' and named_postings > 3 order by all limit 1",
    )[0]
    behind = query(
        built,
        "select file, line, alias, snippet from evidence "
        f"where role_id = '{role}' and skill_id = '{skill}' and evidence = 'text'",
    )
    assert len({(file, line) for file, line, _, _ in behind}) == count
    for file, line, alias, snippet in behind:
        assert (built.data / "sample" / file).read_bytes().count(b"\n") >= line - 1
        assert " ".join(alias.split()) in snippet


def test_running_again_makes_no_part_and_no_build(copy_of_built):
    before = copy_of_built.files()
    assert copy_of_built.refresh().success
    assert copy_of_built.files() == before


def made_since(project, before):
    """Tables of which parts were made, with the sources of those that are made per file."""
    lake = project.root / "lake"
    parts = [path.relative_to(lake) for path in set(project.files()) - before if path.is_relative_to(lake)]
    return {path.parts[0]: {p.parts[1] for p in parts if p.parts[0] == path.parts[0]} for path in parts}


NEW_FILE = "board_sample_en_2026-05-01.csv"
DELETED_FILE = "sample_karriere_de/sample_karriere_de.csv"
UNREADABLE_FILES = {
    "board_sample_en_2026-06-01.csv": (b"", "is empty (0 bytes)"),
    "board_sample_en_2026-06-02.csv": (b"%PDF-1.7", "is a PDF, not text"),
    "board_sample_en_2026-06-03.csv": (None, "a folder, or a link to nothing"),
    "somebodys.csv": (b"title\nData Scientist\n", "no source card names"),
}


@dataclass(frozen=True)
class Rerun:
    project: Project
    failures: str
    made: dict[str, set[str]]


@pytest.fixture(scope="module")
def rerun(built, tmp_path_factory):
    """The sample with a snapshot that changes one posting, a file less and some that cannot be read, run again."""
    project = Project(tmp_path_factory.mktemp("rerun") / "project")
    shutil.copytree(built.root, project.root, symlinks=True)
    before = set(project.files())
    board = project.postings / "sample_board_en"
    former = (board / "board_sample_en_2026-03-01.csv").read_bytes()
    (board / NEW_FILE).write_bytes(former.replace(b"R&amp;D", b"AI Lab", 1) + b"\n")
    (project.postings / DELETED_FILE).unlink()
    for name, (content, _) in UNREADABLE_FILES.items():
        path = project.postings / name
        path.mkdir() if content is None else path.write_bytes(content)
    result = project.refresh()
    assert result.success
    return Rerun(project, failures(result), made_since(project, before))


def test_other_files_make_only_the_parts_of_new_ones_and_what_counts_over_all(rerun):
    per_file = {
        table: sources
        for table, sources in rerun.made.items()
        if any(source.startswith("sample_") for source in sources)
    }
    assert set(per_file) >= {
        "raw_postings",
        "rejected_rows",
        "cleaned_postings",
        "posting_requirements",
        "posting_roles",
        "posting_skills",
    }
    assert all(sources == {"sample_board_en"} for sources in per_file.values())


def test_the_postings_of_a_new_file_are_there_and_those_of_a_deleted_one_are_gone(rerun):
    postings = dict(query(rerun.project, "select file, count(*) from postings group by file"))
    assert postings[f"sample_board_en/{NEW_FILE}"] == 1, "the others were seen before"
    assert DELETED_FILE not in postings


def test_a_build_says_which_files_it_has_and_the_one_before_had_not(rerun):
    files = "select name, change from build_changes where kind = 'file' and is_cause order by name"
    assert query(rerun.project, files) == [
        (f"sample_board_en/{NEW_FILE}", "added"),
        (DELETED_FILE, "removed"),
    ]
    sources = (
        "select name, change, rows_before > 0, rows_now is null from build_changes where kind = 'source'"
    )
    assert ("sample_karriere_de", "removed", True, True) in query(rerun.project, sources)
    other = "select distinct kind from build_changes where is_cause"
    assert query(rerun.project, other) == [("file",)]
    page = (rerun.project.root / "published" / "report" / "changes.html").read_text()
    assert NEW_FILE in page
    assert "No change." in page


def test_running_again_after_a_change_makes_no_build_and_keeps_what_changed(rerun):
    before = rerun.project.files()
    assert rerun.project.refresh().success
    assert rerun.project.files() == before


@pytest.mark.parametrize(("name", "words"), [(name, words) for name, (_, words) in UNREADABLE_FILES.items()])
def test_a_file_that_cannot_be_read_is_reported_and_the_others_are_published(rerun, name, words):
    (problem,) = query(rerun.project, f"select problem from source_files where file = '{name}'")[0]
    assert words in problem
    assert problem in rerun.failures


def test_an_edited_alias_redoes_the_matching_and_what_counts_and_no_reading(copy_of_built):
    before = set(copy_of_built.files())
    aliases = copy_of_built.data / "taxonomies" / "skill_aliases.csv"
    aliases.write_text(aliases.read_text() + "pandas frames,pandas,word,\n")
    assert copy_of_built.refresh().success
    made = made_since(copy_of_built, before)
    assert {"skill_aliases", "posting_skills"} <= set(made)
    assert not {"raw_postings", "cleaned_postings", "postings", "posting_roles"} & set(made)
    causes = query(copy_of_built, "select kind, name from build_changes where is_cause")
    assert causes == [("curated_file", "taxonomies/skill_aliases.csv")]


MISTAKES = {
    "a card expects more rows than there are": (
        "sources/sample_ats.yml",
        "min: 70",
        "min: 139",
        ["sample_ats", "fetch the file again", "min 139"],
    ),
    "a title rule names no role": (
        "taxonomies/role_titles.csv",
        ",data_engineer,",
        ",data_baker,",
        ["role_titles", "data_baker"],
    ),
    "a skill is of no category": (
        "taxonomies/skills.csv",
        ",language,",
        ",hobby,",
        ["skills.csv", "line 2", "'hobby'"],
    ),
}


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_mistakes_in_curated_data_are_told_at_once_and_nothing_is_published(copy_of_built):
    published = copy_of_built.database.resolve()
    for file, old, new, _ in MISTAKES.values():
        edit(copy_of_built.data / file, old, new)
    result = copy_of_built.refresh()
    assert not result.success
    told = failures(result)
    assert [name for name, (*_, words) in MISTAKES.items() if not all(word in told for word in words)] == []
    assert copy_of_built.database.resolve() == published


DAMAGE = {
    "its bytes are cut off": lambda path: path.with_name(path.name + ".gz").write_bytes(
        b"\x1f\x8b\x08\x00cut"
    ),
    "it leads out of the folder": lambda path: path.symlink_to("/etc/hostname"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_published_file_that_cannot_be_read_any_more_stops_the_run(copy_of_built, damage):
    published = copy_of_built.database.resolve()
    path = copy_of_built.postings / DELETED_FILE
    path.unlink()
    DAMAGE[damage](path)
    result = copy_of_built.refresh()
    assert not result.success
    assert DELETED_FILE in failures(result)
    assert "to drop their postings, remove them from the folder and run with REPLACE=1" in failures(result)
    assert copy_of_built.database.resolve() == published


def test_other_postings_do_not_replace_the_published_ones_unless_asked_for(copy_of_built):
    project = Project(copy_of_built.root, copy_of_built.root / "mine")
    shutil.copytree(copy_of_built.postings / "sample_board_en", project.postings / "sample_board_en")
    assert project.refresh().success, "the sample gives way to any folder"
    mine = project.database.resolve()
    sample = copy_of_built.refresh()
    assert not sample.success
    assert f"the published build comes from {project.postings}, and this run reads the sample" in failures(
        sample
    )
    assert "add REPLACE=1" in failures(sample)
    assert project.database.resolve() == mine
    (project.root / "published").unlink()
    assert "add REPLACE=1" in failures(copy_of_built.refresh()), (
        "without its link a build counts all the same"
    )
    assert project.database.resolve() == mine
    assert copy_of_built.refresh(replace=True).success
    assert project.database.resolve() != mine
