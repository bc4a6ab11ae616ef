"""What people edit, read with errors that say where to look."""

import re
from pathlib import Path

import pytest

from schemas.skills import Skills
from warehouse.inbox.curated import (
    CuratedFileError,
    hash_curated_files,
    read_articles,
    read_cards,
    read_taxonomy,
)
from warehouse.settings import ROOT

CARD = """
source_id: board
name: A board
publisher: somebody
page: https://example.com
licence: CC0-1.0
files: ["board_*.csv"]
columns: {title: Title}
rows: {min: 1, max: 10}
"""


def test_every_card_in_the_repository_is_valid():
    assert len(read_cards(ROOT / "data" / "sources")) >= 14


def test_a_card_that_was_edited_is_read_again(tmp_path):
    path = tmp_path / "board.yml"
    path.write_text(CARD)
    assert read_cards(tmp_path)["board"].rows.max == 10
    path.write_text(CARD.replace("max: 10", "max: 20"))
    assert read_cards(tmp_path)["board"].rows.max == 20


CARDS = read_cards(ROOT / "data" / "sources").values()
PINNED = [(card, file) for card in CARDS for file in card.fetched_files if file.sha256]


@pytest.mark.parametrize(
    ("card", "file"), PINNED, ids=[f"{file.source_id}/{file.file}" for _, file in PINNED]
)
def test_a_pinned_address_names_its_host_repository_commit_and_file(card, file):
    address = file.address.replace("{file}", file.file)
    host, owner, repository, commit, *path = re.split("/+", address.removeprefix("https://"))
    assert host in ("raw.githubusercontent.com", "media.githubusercontent.com")
    assert card.page == f"https://github.com/{owner}/{repository}"
    assert re.fullmatch("[0-9a-f]{40}", commit)
    assert path[-1].endswith(".csv")
    assert "{" not in address
    assert " " not in address
    assert re.fullmatch("[0-9a-f]{64}", file.sha256)


@pytest.mark.parametrize(
    ("card", "words"),
    [
        (CARD + "lisence: CC0\n", ["board.yml", "lisence: there is no such key", "licence"]),
        (CARD.replace("licence: CC0-1.0\n", ""), ["board.yml", "licence: it is missing: add it"]),
        (CARD.replace("title: Title", "company: Name"), ["columns must map `title`"]),
        (CARD.replace("title: Title", "titel: Title"), ["columns.titel"]),
        (CARD.replace("max: 10", "max: 0"), ["rows.max"]),
        (CARD.replace("source_id: board", "source_id: other"), ["make it 'board' like the file"]),
        (CARD + 'dialect: {encoding: "utf8x"}\n', ["there is no encoding 'utf8x'"]),
        (CARD + 'dialect: {delimiter: "\\n"}\n', ["dialect.delimiter"]),
        (CARD + "name_pattern: '(?P<state>..)'\n", ["'state' is not a raw column", "seen_on"]),
        (CARD + "name_pattern: '('\n", ["is not a regular expression"]),
        (CARD + "only: {location: '(?!x)'}\n", ["only.location", "is not a regular expression of Polars"]),
        (CARD + "strip: {company: ['(']}\n", ["strip.company.0", "is not a regular expression of Polars"]),
        (CARD + "dates: {posted_on: ['%Q-%j']}\n", ["dates.posted_on"]),
        ("a: [", ["board.yml, line 2 is not valid YAML", "close every bracket"]),
        (CARD + "\tnote: x\n", ["board.yml, line 10 is not valid YAML", "indent with spaces"]),
        (CARD + "note: ours: not theirs\n", ["board.yml, line 10", "put a text with a colon"]),
        (CARD + "columns: {title: Name}\n", ["line 10 repeats the key columns"]),
        (CARD + "dates: {posted_on: [iso], posted_on: []}\n", ["line 10 repeats the key posted_on"]),
        (
            CARD + 'dialect: {delimeter: ","}\n',
            ["dialect.delimeter", "the keys here are encoding, delimiter"],
        ),
        (CARD + "download: {liv: x}\n", ["download.liv", "the keys here are pinned, live"]),
        (CARD.replace("max: 10", "max: ten"), ["rows.max: 'ten' is not a whole number: write one"]),
        (CARD.replace("{title: Title}", "[title]"), ["columns: ['title'] is not a mapping"]),
        (CARD.replace('["board_*.csv"]', "[]"), ["files: it is empty: name at least one"]),
        (CARD + "kind: job\n", ["kind: 'job' is not one of 'posting' or 'pay_record': choose one"]),
        (CARD + "salaries: {currency: usd}\n", ["salaries.currency: 'usd' does not match"]),
        ("just text", ["board.yml is not a mapping"]),
    ],
)
def test_a_card_that_is_wrong_names_file_key_and_remedy(tmp_path, card, words):
    (tmp_path / "board.yml").write_text(card)
    with pytest.raises(CuratedFileError) as error:
        read_cards(tmp_path)
    assert all(word in str(error.value) for word in words), str(error.value)
    assert "\n" not in str(error.value)
    assert "Input should" not in str(error.value)


def test_a_card_in_another_encoding_names_the_line(tmp_path):
    (tmp_path / "board.yml").write_bytes((CARD + "note: caf\u00e9\n").encode("latin-1"))
    with pytest.raises(CuratedFileError, match=r"board\.yml, line 10 is not UTF-8: save the file as UTF-8"):
        read_cards(tmp_path)


SKILLS = ",".join(Skills.polars_schema()) + "\n"


def test_a_taxonomy_is_typed_by_its_contract(tmp_path):
    (tmp_path / "skills.csv").write_text(SKILLS + "python,Python,language,,false,1991,\n")
    assert read_taxonomy(tmp_path, "skills").row(0) == (
        "python",
        "Python",
        "language",
        None,
        False,
        1991,
        None,
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "skill_id,name\npython,Python\n",
            ["skills.csv", "the columns are skill_id, name: make them"],
        ),
        (SKILLS + "python,Python,hobby,,false,,\n", ["skills.csv", "column category, line 2", "'hobby'"]),
        (SKILLS + "python,Python,language,,maybe,,\n", ["skills.csv", "maybe"]),
        (SKILLS + "python,Python,language\n", ["skills.csv"]),
    ],
)
def test_a_taxonomy_that_is_wrong_names_file_line_and_value(tmp_path, text, words):
    (tmp_path / "skills.csv").write_text(text)
    with pytest.raises(CuratedFileError) as error:
        read_taxonomy(tmp_path, "skills")
    assert all(word in str(error.value) for word in words), str(error.value)


def test_curated_files_are_in_the_same_order_however_a_folder_lists_them(tmp_path, monkeypatch):
    (tmp_path / "sources").mkdir()
    for name in "bca":
        (tmp_path / "sources" / f"{name}.yml").write_text(name)
    listed = list(hash_curated_files(tmp_path))
    assert listed == ["sources/a.yml", "sources/b.yml", "sources/c.yml"]
    glob = Path.glob
    monkeypatch.setattr(Path, "glob", lambda folder, pattern: sorted(glob(folder, pattern), reverse=True))
    assert list(hash_curated_files(tmp_path)) == listed


def test_articles_are_read_by_file_name():
    assert len(read_articles(ROOT / "data" / "role_definitions")) == 4


def test_a_date_format_that_names_a_part_twice_is_refused_with_the_card(tmp_path):
    (tmp_path / "board.yml").write_text(CARD + 'dates: {posted_on: ["%Y-%Y"]}\n')
    with pytest.raises(CuratedFileError, match="names a part of the date twice"):
        read_cards(tmp_path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[" * 100_000, "line 1 is nested more than 20 levels deep"),
        ("rows: 1\nname: &a [x]\npage: [*a, *a]", r"line 3 has an alias \(\*\) or a tag"),
        ("name: !!bool x", "or a tag"),
        ("name: x\n{a: b}: c", "line 2 has a list or a mapping as a key, write a word"),
        ("name: x\nrows:\n  ? [a, b]\n  : c", "line 3 has a list or a mapping as a key, write a word"),
        ("name: 2026-13-45", r"is not valid YAML \(month must be in 1\.\.12\): correct it"),
    ],
)
def test_yaml_that_would_crash_the_loader_is_refused(tmp_path, text, words):
    (tmp_path / "a.yml").write_text(text)
    with pytest.raises(CuratedFileError, match=words):
        read_cards(tmp_path)


def test_a_card_whose_address_holds_a_password_is_refused(tmp_path):
    card = (ROOT / "data" / "sources" / "sample_ats.yml").read_text()
    (tmp_path / "sample_ats.yml").write_text(card + "download: https://me:secret@example.com/{file}\n")
    with pytest.raises(CuratedFileError, match="must not contain a user or password") as raised:
        read_cards(tmp_path)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (SKILLS + "python,Python,hobby,,false,,\n", ["line 2: 'hobby' is not one of 'language', "]),
        (
            SKILLS + "r,R,language,,false,,\nr,S,language,,false,,\n",
            ["skill_id, line 3: 'r' occurs more than once"],
        ),
        (SKILLS + "r,,language,,false,,\n", ["column name, line 2: it may not be empty"]),
        (
            SKILLS + "r,R,language,,false,soon,\n",
            ["first_seen_year: 'soon' is not a whole number: correct it"],
        ),
        (SKILLS + "r,R,language,,perhaps,,\n", ["is_ml: 'perhaps' is not true or false: correct it"]),
        (
            SKILLS + 'r,R,language,,false,,"a\nb"\nr,R,language\n',
            ["line 4", "fields (3) than the header (7)"],
        ),
        (SKILLS + "r,R,language,,false,,a,b\n", ["line 2", "fields (8) than the header (7)"]),
        (SKILLS + 'r,"R,language,,false,,\n', ["line 2", "put a text with a comma or a quote in quotes"]),
        (SKILLS.replace(",", ";"), ["the columns are", "make them skill_id, name"]),
        (SKILLS + "r,R,language,,false,,\n\n\n", ["line 3 is empty: delete it"]),
        ("", ["is empty or has a quote that is not closed"]),
    ],
)
def test_a_wrong_row_is_said_in_one_sentence_without_words_of_libraries(tmp_path, text, words):
    (tmp_path / "skills.csv").write_text(text)
    with pytest.raises(CuratedFileError) as error:
        read_taxonomy(tmp_path, "skills")
    said = str(error.value)
    assert said.startswith(str(tmp_path / "skills.csv"))
    assert all(word in said for word in words), said
    assert "\n" not in said
    assert "1 times" not in said


def test_a_taxonomy_that_is_missing_or_in_another_encoding_is_named(tmp_path):
    with pytest.raises(CuratedFileError, match=r"skills\.csv is missing: restore it"):
        read_taxonomy(tmp_path, "skills")
    (tmp_path / "skills.csv").write_bytes((SKILLS + "cafe,Caf\u00e9,tool,,false,,\n").encode("latin-1"))
    with pytest.raises(CuratedFileError, match=r"skills\.csv, line 2 is not UTF-8: save the file as UTF-8"):
        read_taxonomy(tmp_path, "skills")
