"""Telling encoding and delimiter from a file's first bytes."""

import pytest

from pipelines.reading.dialects import detect_dialect, detect_encoding
from schemas.layouts import CompleteDialect, Dialect

GERMAN = "Titel;Ort;Gehalt\nDatenwissenschaftlerin für KI;Köln;65.000,00 €\nEntwickler, Python;Zürich;1,5\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (GERMAN.encode(), "utf-8"),
        (GERMAN.encode("utf-8-sig"), "utf-8"),
        (GERMAN.encode("utf-16"), "utf-16"),
        (GERMAN.encode("utf-16-le"), "utf-16-le"),
        (GERMAN.encode("utf-16-be"), "utf-16-be"),
        (GERMAN.encode("cp1252"), "cp1252"),
        (GERMAN.replace("€", "EUR").encode("latin-1"), "cp1252"),
        (GERMAN.encode()[: GERMAN.encode().index("ö".encode()) + 1], "utf-8"),
        (GERMAN.encode() * 5 + b"one byte of another \xe8 file;;\n", "utf-8"),
        (b"", "utf-8"),
        (b"plain", "utf-8"),
        (b"a,b\nx\0\0y,2\n", "utf-8"),
    ],
)
def test_the_encoding_is_told_from_the_bytes(data, encoding):
    assert detect_encoding(data) == encoding


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_from_the_records_in_any_encoding(delimiter, encoding):
    rows = [
        ["Titre", "Société", "Lieu", "Texte"],
        ["Ingénieur·e données", "Exemple, SA; Lyon", "Lyon|Paris", "Python,\n SQL;\tR | Go"],
        ["Développeur", "Exemple", "", "a,b,c,d;e;f"],
    ]
    lines = (
        delimiter.join(f'"{cell}"' if any(c in cell for c in ",;\t|\n") else cell for cell in row)
        for row in rows
    )
    data = "\r\n".join(lines).encode(encoding, errors="replace")
    assert detect_dialect(data).delimiter == delimiter


def test_delimiters_inside_texts_do_not_count():
    assert detect_dialect(b"title;text\nx;a,b,c\ny;d,e,f\nz;g,h,i\n").delimiter == ";"


@pytest.mark.parametrize("data", [b"", b"title\nData Scientist\n", b"\n\n"])
def test_a_file_of_one_column_is_read_by_commas(data):
    assert detect_dialect(data).delimiter == ","


def test_what_the_card_declares_wins():
    declared = CompleteDialect(encoding="latin-1", delimiter="|")
    assert detect_dialect(GERMAN.encode(), declared) == declared
    assert detect_dialect(GERMAN.encode(), Dialect(delimiter="|")).encoding == "utf-8"
    assert detect_dialect(GERMAN.encode("cp1252"), Dialect(encoding="cp1252")).delimiter == ";"


def test_a_byte_order_mark_wins_over_what_the_card_declares():
    declared = CompleteDialect(encoding="cp1252", delimiter=";")
    assert detect_dialect(GERMAN.encode("utf-16"), declared).encoding == "utf-16"
    assert detect_dialect(GERMAN.encode("utf-8-sig"), declared).encoding == "utf-8"
