"""Headers are read in eight languages, however they are written."""

import polars as pl
import pytest

from pipelines.drafting.column_headers import HeaderLexicon
from schemas.card_drafts import ColumnHeaders, MissingValues
from warehouse.inbox.curated import CuratedFileError, read_rows
from warehouse.settings import ROOT

LEXICON = HeaderLexicon(read_rows(ROOT / "data" / "sources", ColumnHeaders))


def surest(header):
    matched = LEXICON.match(header)
    return max(matched, key=matched.get) if matched else None


@pytest.mark.parametrize(
    ("header", "raw_column"),
    [
        ("JOB TITLE", "title"),
        ("jobTitle", "title"),
        (" job_title ", "title"),
        ("Stellenbezeichnung", "title"),
        ("Intitulé du poste", "title"),
        ("INTITULE DU POSTE", "title"),
        ("Título da vaga", "title"),
        ("Vacaturetitel", "title"),
        ("Nombre del puesto", "title"),
        ("Firmenname", "company"),
        ("Standort(e)", "location"),
        ("Veröffentlicht am", "posted_on"),
        ("Data da coleta", "seen_on"),
        ("Gehalt von (EUR)", "salary_min"),
        ("Jahresgehalt bis", "salary_max"),
        ("Salaire annuel brut min", "salary_min"),
        ("wynagrodzenie do", "salary_max"),
        ("Tätigkeitsbeschreibung", "description"),
        ("Requirments of the job", "tags"),
        ("Descripcion completa", "description"),
    ],
)
def test_a_header_is_read_in_any_spelling_and_language(header, raw_column):
    assert surest(header) == raw_column


@pytest.mark.parametrize(
    "header", ["company size", "Unternehmensgröße", "Date limite", "Opleidingsniveau", "job_title_short"]
)
def test_what_is_none_of_our_columns_is_known_as_that(header):
    assert LEXICON.knows(header)
    assert LEXICON.match(header) == {}


@pytest.mark.parametrize("header", ["", "xyz", "0", "🙂"])
def test_an_unknown_header_matches_nothing(header):
    assert not LEXICON.knows(header)
    assert LEXICON.match(header) == {}


def test_a_header_among_other_words_is_less_sure_than_one_alone():
    assert LEXICON.match("url")["url"] == 1.0
    assert LEXICON.match("url of this very posting")["url"] < LEXICON.match("posting url link")["url"] < 1.0


def test_a_header_may_name_more_than_one_of_our_columns():
    assert set(LEXICON.match("requisitos")) == {"tags"}
    assert {"title", "company"} <= set(LEXICON.match("nome da empresa e cargo"))


def test_every_language_has_headers_of_every_kind_a_board_shows():
    headers = read_rows(ROOT / "data" / "sources", ColumnHeaders)
    wanted = {"title", "company", "location", "posted_on", "salary", "description", "url", "tags"}
    for language in ("en", "de", "fr", "es", "pt", "nl", "it", "pl"):
        assert wanted <= set(headers.filter(pl.col("language") == language)["raw_column"]), language


def test_the_values_that_stand_for_nothing_keep_their_contract():
    assert len(read_rows(ROOT / "data" / "sources", MissingValues)) > 50


def test_a_header_of_a_column_we_do_not_have_is_refused_with_file_and_line(tmp_path):
    (tmp_path / "column_headers.csv").write_text("header,raw_column,language\nTitel,titel,de\n")
    with pytest.raises(CuratedFileError) as error:
        read_rows(tmp_path, ColumnHeaders)
    assert all(words in str(error.value) for words in ("column_headers.csv", "line 2", "'titel'"))
