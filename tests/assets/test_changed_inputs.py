"""What `make run` makes after an edit: no less than a run of everything would, and no more than depends on the edit."""

import os

import dagster as dg
import pytest

from assets import changed_inputs
from assets.changed_inputs import ChangedInputs
from assets.definitions import defs
from assets.resources import LakeIOManager

GRAPH = defs.resolve_asset_graph()
EVERYTHING = {key.path[-1] for key in GRAPH.get_all_asset_keys()}
ALWAYS = {"source_files", "publication"}
CHECK = {"asset_key": dg.AssetKey("postings"), "check_name": "no_employers_merge_on_boilerplate"}


@pytest.fixture
def history():
    """Dagster's history, which knows of a publication."""
    with dg.instance_for_test() as instance:
        instance.report_runless_asset_event(dg.AssetMaterialization("publication"))
        yield instance


def look(project, **settings):
    return ChangedInputs.look(project.folders(), LakeIOManager(root=project.lake, **settings))


def choose(project, history, is_fetching=False, **settings):
    """The names of the assets that a run would make."""
    chosen = look(project, **settings).choose(history, is_fetching)
    return EVERYTHING if chosen is None else {key.path[-1] for key in chosen.resolve(GRAPH)}


@pytest.fixture
def settled(copy_of_built):
    """The built sample, as a run by hand leaves it."""
    look(copy_of_built).note()
    return copy_of_built


def append(path, text):
    path.write_text(path.read_text() + text)


def edit_alias(project):
    aliases = project.data / "taxonomies" / "skill_aliases.csv"
    aliases.write_text(aliases.read_text().replace("\n3D Studio Max,", "\n3D Studio Maxx,", 1))


def edit_card(project):
    append(project.data / "sources" / "sample_pay.yml", "# as it was\n")


def edit_article(project):
    append(next((project.data / "role_definitions").glob("*.yml")), "# as it was\n")


def add_file(project):
    text = (project.postings / "sample_pay" / "sample_pay.csv").read_text().splitlines(keepends=True)
    (project.postings / "sample_pay" / "sample_pay_2.csv").write_text("".join(text[:-1]))


EDITS = {
    edit_alias: ({"skill_aliases", "posting_skills"}, {"raw_postings", "posting_roles"}),
    edit_article: ({"role_definitions", "role_skill_claims"}, {"raw_postings", "posting_skills"}),
    add_file: ({"source_files", "raw_postings", "postings"}, {"skill_aliases", "role_titles"}),
}


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_after_an_edit_a_run_makes_what_depends_on_it(settled, history, edit):
    edit(settled)
    made, left = EDITS[edit]
    chosen = choose(settled, history)
    assert made | ALWAYS | {"build", "ml_job_market"} <= chosen
    assert not left & chosen


@pytest.mark.parametrize("edit", [edit_alias, add_file], ids=lambda edit: edit.__name__)
def test_after_an_edit_and_its_run_nothing_is_left_to_make(settled, history, edit):
    edit(settled)
    assert settled.refresh(selection=look(settled).choose(history, is_fetching=False)).success
    made = settled.files()
    assert settled.refresh().success
    assert settled.files() == made


def test_a_run_without_changes_looks_for_files_and_confirms_the_build(settled, history):
    assert choose(settled, history) == ALWAYS
    assert settled.refresh(selection=look(settled).choose(history, is_fetching=False)).success


def test_fetched_files_may_change_all_that_is_made_from_files(settled, history):
    chosen = choose(settled, history, is_fetching=True)
    assert "raw_postings" in chosen
    assert "skill_aliases" not in chosen


def drop_role(project):
    roles = project.data / "taxonomies" / "roles.csv"
    roles.write_text("".join(roles.read_text().splitlines(keepends=True)[:-1]))


def drop_skill(project):
    skills = project.data / "taxonomies" / "skills.csv"
    skills.write_text("".join(skills.read_text().splitlines(keepends=True)[:-1]))


@pytest.mark.parametrize("edit", [drop_role, drop_skill, edit_card], ids=lambda edit: edit.__name__)
def test_after_an_edit_of_what_others_refer_to_every_reference_is_checked(settled, history, edit):
    edit(settled)
    assert choose(settled, history) == EVERYTHING


@pytest.mark.parametrize(
    "setting", ["FETCH", "FILE_BYTES_LIMIT", "UNPACKED_BYTES_LIMIT", "UNPACKED_RATIO_LIMIT"]
)
def test_a_setting_that_decides_what_is_read_makes_everything(settled, history, monkeypatch, setting):
    with monkeypatch.context() as changed:
        changed.setattr(changed_inputs, setting, 1)
        look(settled).note()
    assert choose(settled, history) == EVERYTHING


def rewrite_within_its_time(file):
    before = file.stat()
    header, rows = file.read_bytes().split(b"\n", 1)
    file.write_bytes(header + b"\n" + rows.replace(b"a", b"e"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_permissions_of_a_file_count_as_a_change(settled, history):
    (settled.postings / "sample_pay" / "sample_pay.csv").chmod(0o600)
    assert "raw_postings" in choose(settled, history)


def test_files_that_change_after_the_choice_are_published_only_by_the_next_run(settled, history):
    edit_alias(settled)
    chosen = look(settled).choose(history, is_fetching=False)
    rewrite_within_its_time(settled.postings / "sample_pay" / "sample_pay.csv")
    published = settled.database.resolve()
    failed = settled.refresh(selection=chosen)
    (failure,) = failed.filter_events(
        lambda event: event.is_step_failure and event.step_key == "source_files"
    )
    assert (
        f"files in {settled.postings} have changed since the run began, nothing is published: run again"
        in failure.step_failure_data.error.to_string()
    )
    assert settled.database.resolve() == published
    assert choose(settled, history) == EVERYTHING


def test_a_note_written_while_something_was_damaged_never_counts_as_settled(copy_of_built, history):
    lose_part(copy_of_built, history)
    look(copy_of_built).note()
    assert choose(copy_of_built, history) == EVERYTHING


def test_a_note_that_cannot_be_written_raises_and_leaves_nothing_half_written(settled, history):
    note = settled.folders().note
    note.unlink()
    note.mkdir()
    with pytest.raises(OSError, match=str(note)):
        look(settled).note()
    assert list(note.parent.glob(f".{note.name}*")) == []


def test_an_edit_during_a_run_is_made_by_the_next_one(settled, history):
    run = look(settled)
    edit_alias(settled)
    run.note()
    assert "posting_skills" in choose(settled, history)


def test_a_setting_can_ask_for_everything(settled, history):
    assert choose(settled, history, force=True) == EVERYTHING


def lose_part(project, history):
    next((project.root / "lake" / "skills").rglob("*.parquet")).unlink()


def damage_build(project, history):
    page = project.root / "published" / "report" / "index.html"
    page.chmod(0o644)
    append(page, " ")


def damage_note(project, history):
    append(project.folders().note, "}")


def fail_check(project, history):
    history.report_runless_asset_event(dg.AssetCheckEvaluation(**CHECK, passed=False))


def lose_history(project, history):
    history.wipe_assets([dg.AssetKey("publication")])


@pytest.mark.parametrize(
    "happens",
    [lose_part, damage_build, damage_note, fail_check, lose_history],
    ids=lambda happens: happens.__name__,
)
def test_everything_is_made_where_the_last_run_left_something_else(settled, history, happens):
    happens(settled, history)
    assert choose(settled, history) == EVERYTHING


def test_a_lake_that_cannot_be_reached_fails_before_the_run_begins(settled, tmp_path):
    lake = tmp_path / "a file, not a folder"
    lake.touch()
    with pytest.raises(NotADirectoryError, match=lake.name):
        ChangedInputs.look(settled.folders(), LakeIOManager(root=str(lake)))
