"""`make card`: a draft and a dry run, and nothing else is touched."""

import gzip
import runpy
import shutil
import sys
import zipfile

import pytest

from assets.commands.card import show_card
from assets.resources import Folders
from pipelines.drafting.unknown_tables import UndraftableFileError
from warehouse.inbox.curated import read_cards
from warehouse.settings import ROOT

FILE = (
    "Vacaturetitel;Bedrijf;Plaats;Geplaatst op\n"
    "Data Engineer;Voorbeeld B.V.;Utrecht;13-03-2025\n"
    "Data-analist;Polder N.V.;Rotterdam;02-03-2025\n"
)


@pytest.fixture
def folders(tmp_path):
    shutil.copytree(ROOT / "data" / "sources", tmp_path / "data" / "sources")
    shutil.copytree(ROOT / "data" / "taxonomies", tmp_path / "data" / "taxonomies")
    return Folders(data=str(tmp_path / "data"))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "vacatures_2025.csv"
    path.write_text(FILE)
    return path


def test_a_draft_is_shown_tried_and_written_beside_the_other_cards(folders, file, capsys):
    before = set(folders.cards.iterdir())
    show_card(file, folders=folders)
    printed = capsys.readouterr().out
    path = folders.cards / "vacatures.yml"
    assert set(folders.cards.iterdir()) - before == {path}
    assert path.read_text() in printed
    assert all(words in printed for words in ("header line", "Polder N.V.", "2025-03-13 (day)", str(path)))


def test_a_card_once_filled_in_is_tried_and_not_drafted_again(folders, file, capsys):
    show_card(file, folders=folders)
    path = folders.cards / "vacatures.yml"
    capsys.readouterr()
    show_card(file, folders=folders)
    printed = capsys.readouterr().out
    assert (
        "is not read until data/sources/vacatures.yml is finished: fill in name, publisher, page, licence"
        in printed
    )
    assert "Polder N.V." in printed
    path.write_text(path.read_text().replace("FILL IN", "filled in"))
    assert read_cards(folders.cards)["vacatures"].columns["title"] == "Vacaturetitel"
    capsys.readouterr()
    show_card(file, folders=folders)
    printed = capsys.readouterr().out
    assert f"belongs to source vacatures: {path}" in printed
    assert "Polder N.V." in printed
    assert "written" not in printed


def test_a_card_of_another_name_is_never_overwritten(folders, file, tmp_path, capsys):
    out = tmp_path / "mine.yml"
    out.write_text("mine")
    show_card(file, out, folders)
    assert out.read_text() == "mine"
    assert f"{out} exists and was not changed" in capsys.readouterr().out


def test_a_draft_never_takes_the_name_of_another_source(folders, tmp_path, capsys):
    path = tmp_path / "sample_pay 2.csv"
    path.write_text(FILE)
    show_card(path, folders=folders)
    assert "source_id: sample_pay_2\n" in capsys.readouterr().out


def test_a_file_with_the_name_of_a_source_but_other_columns_is_told_of(folders, tmp_path, capsys):
    path = tmp_path / "salaries.csv"
    path.write_text(FILE)
    show_card(path, folders=folders)
    assert "salaries.csv has the name of source aijobs_salaries but no column" in capsys.readouterr().out


def test_an_empty_folder_or_a_missing_file_or_an_odd_name_is_refused(folders, file, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UndraftableFileError, match="empty contains no file"):
        show_card(tmp_path / "empty", folders=folders)
    with pytest.raises(UndraftableFileError, match="cannot be read: No such file"):
        show_card(tmp_path / "none.csv", folders=folders)
    with pytest.raises(UndraftableFileError, match="lower-case letters"):
        show_card(file, tmp_path / "Mine.yaml", folders)


def test_a_folder_gets_one_card_for_the_layouts_of_its_files(folders, tmp_path, capsys):
    source = tmp_path / "example_jobs_2026"
    source.mkdir()
    (source / "north.csv").write_text(FILE)
    (source / "south.csv").write_text(
        "Titel;Firma;Ort\nDatenanalyst;Muster GmbH;Bonn\nEntwickler;Probe AG;Graz\n"
    )
    (source / "README.md").write_text("not a file of postings")
    show_card(source, folders=folders)
    card = read_cards(folders.cards)["example_jobs"]
    assert card.columns["title"] == ("Vacaturetitel", "Titel")
    assert card.files == ("north.csv", "south.csv")
    assert set(card.sha256) == {"north.csv", "south.csv"}
    printed = capsys.readouterr().out
    assert "Polder N.V." in printed
    assert "Muster GmbH" in printed


def test_a_compressed_file_gets_the_card_of_what_it_holds(folders, tmp_path, capsys):
    packed = tmp_path / "vacatures_2025.csv.gz"
    packed.write_bytes(gzip.compress(FILE.encode()))
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("vacatures_2026.csv", FILE)
    with pytest.raises(UndraftableFileError, match=r"is an archive of vacatures_2026\.csv: name one of them"):
        show_card(tmp_path / "all.zip", folders=folders)
    for path in (packed, tmp_path / "all.zip" / "vacatures_2026.csv"):
        show_card(path, tmp_path / "out.yml", folders)
        assert "files: [vacatures_*.csv]\n" in capsys.readouterr().out


def test_the_command_ends_with_a_message(tmp_path, monkeypatch):
    (tmp_path / "empty.csv").write_bytes(b"")
    monkeypatch.setattr(sys, "argv", ["card.py", str(tmp_path / "empty.csv")])
    with pytest.raises(SystemExit, match=r"^empty\.csv is empty: fetch it again$"):
        runpy.run_path(str(ROOT / "assets" / "commands" / "card.py"), run_name="__main__")
