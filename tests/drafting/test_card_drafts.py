"""A card drafted for a file nobody has seen: its dialect, columns, formats and what is left to check."""

import hashlib
import re

import polars as pl
import pytest

from pipelines.cleaning.postings import ValueReaders
from pipelines.drafting.card_drafts import DraftWords, draft_card
from pipelines.drafting.dry_runs import DryRun
from pipelines.drafting.source_drafts import merge_drafts
from pipelines.drafting.unknown_tables import UndraftableFileError
from schemas.card_drafts import ColumnHeaders, MissingValues
from schemas.value_words import ValueWords
from warehouse.inbox.curated import read_rows, read_taxonomy
from warehouse.settings import ROOT

SOURCES = ROOT / "data" / "sources"
LEXICON = DraftWords.of(
    read_rows(SOURCES, ColumnHeaders),
    read_rows(SOURCES, MissingValues),
    read_taxonomy(ROOT / "data" / "taxonomies", "title_words"),
    read_taxonomy(ROOT / "data" / "taxonomies", "section_headings"),
    ValueReaders(read_rows(SOURCES, ValueWords)),
)
TEXT = "We build models and pipelines with Python and SQL, together with people who like clean tables. " * 2


def encode(rows, delimiter, encoding):
    lines = (delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in rows)
    return "\r\n".join([*lines, ""]).encode(encoding)


def draft(rows, file="board.csv", delimiter=",", encoding="utf-8"):
    return draft_card(file, encode(rows, delimiter, encoding), LEXICON)


FILES = {
    "German ; cp1252": (
        ("karriere_2025-03-02.csv", ";", "cp1252"),
        [
            ("Stellentitel", "Firma", "Arbeitsort", "Gehalt von", "Gehalt bis", "Eingestellt am", "Beschreibung"),
            ("Datenanalyst (m/w/d)", "Muster AG", "Köln", "48.000", "60.000", "01.02.2025", TEXT),
            ("KI-Entwickler (w/m/d)", "Probe GmbH", "München", "k. A.", "k. A.", "14.02.2025", TEXT),
        ],
        {
            "title": "Stellentitel",
            "company": "Firma",
            "location": "Arbeitsort",
            "posted_on": "Eingestellt am",
            "salary_min": "Gehalt von",
            "salary_max": "Gehalt bis",
            "description": "Beschreibung",
        },
        {"dates": ("%d.%m.%Y",), "missing": ("", "k. A."), "country": "DE", "currency": "EUR", "thousands": "."},
    ),
    "French | UTF-8 with a mark": (
        ("offres.csv", "|", "utf-8-sig"),
        [
            ("Intitulé du poste", "Entreprise", "Lieu de travail", "Salaire", "Publiée le", "Compétences", "Lien"),
            ("Ingénieur / Ingénieure Data", "Exemple SAS", "Lyon", "45-55 K€", "hier", "SQL, R", "https://a.fr/1"),
            ("Analyste BI H/F", "Exemple SAS", "Paris", "NC", "il y a 3 jours", "SQL, DAX", "https://a.fr/2"),
        ],
        {
            "url": "Lien",
            "title": "Intitulé du poste",
            "company": "Entreprise",
            "location": "Lieu de travail",
            "posted_on": "Publiée le",
            "salary": "Salaire",
            "tags": "Compétences",
        },
        {"dates": ("relative",), "missing": ("", "NC"), "country": "FR", "currency": None, "thousands": ","},
    ),
    "Dutch TAB UTF-8": (
        ("vacatures.tsv", "\t", "utf-8"),
        [
            ("Vacaturetitel", "Werkgever", "Standplaats", "Salaris per maand", "Geplaatst op", "Omschrijving"),
            ("Data-analist", "Voorbeeld B.V.", "Utrecht", "€ 3.500 - € 4.200", "13-03-2025", TEXT),
            ("Data Engineer", "Polder N.V.", "Rotterdam", "n.v.t.", "02-03-2025", TEXT),
        ],
        {
            "title": "Vacaturetitel",
            "company": "Werkgever",
            "location": "Standplaats",
            "posted_on": "Geplaatst op",
            "salary": "Salaris per maand",
            "description": "Omschrijving",
        },
        {"dates": ("%d-%m-%Y",), "missing": ("", "n.v.t."), "country": "NL", "currency": None, "thousands": "."},
    ),
    "Portuguese TAB UTF-16": (
        ("vagas.tsv", "\t", "utf-16"),
        [
            ("Código", "Cargo", "Empresa", "Cidade", "Faixa salarial", "Data de publicação", "Data da coleta"),
            ("11", "Analista de Dados", "Exemplo Ltda", "Lisboa", "2.100,00 € por mês", "25/01/2025", "2025-02-01"),
            ("12", "Cientista de Dados", "Modelo S.A.", "Porto", "A combinar", "13/01/2025", "2025-02-01"),
        ],
        {
            "source_posting_id": "Código",
            "title": "Cargo",
            "company": "Empresa",
            "location": "Cidade",
            "posted_on": "Data de publicação",
            "seen_on": "Data da coleta",
            "salary": "Faixa salarial",
        },
        {"dates": ("%d/%m/%Y",), "missing": ("", "A combinar"), "country": "PT", "currency": None, "thousands": "."},
    ),
    "Spanish ; UTF-16 without a mark": (
        ("ofertas.csv", ";", "utf-16-le"),
        [
            ("Puesto", "Compañía", "Ciudad", "Sueldo", "Fecha de publicación", "Descripción", "Enlace"),
            ("Ingeniero/a de Datos", "Muestra S.L.", "Sevilla", "30.000 € al año", "2025/02/14", TEXT, "https://b.es/1"),
            ("Analista BI", "Muestra S.L.", "Bilbao", "28.000 € al año", "2025/02/11", TEXT, "https://b.es/2"),
        ],
        {
            "url": "Enlace",
            "title": "Puesto",
            "company": "Compañía",
            "location": "Ciudad",
            "posted_on": "Fecha de publicación",
            "salary": "Sueldo",
            "description": "Descripción",
        },
        {"dates": ("iso",), "missing": ("",), "country": "ES", "currency": None, "thousands": "."},
    ),
    "English , latin-1": (
        ("jobs.csv", ",", "latin-1"),
        [
            ("", "jobTitle", "Employer", "Job Location", "Pay Range", "Date Posted", "Job Type", "company_size"),
            ("0", "Data Engineer", "Example Inc", "Austin, TX", "$120,000 - $150,000 a year", "03/13/2025", "FT", "S"),
            ("1", "ML Engineer", "Café LLC", "Reno, NV", "$60 an hour", "03/01/2025", "FT", "M"),
        ],
        {
            "title": "jobTitle",
            "company": "Employer",
            "location": "Job Location",
            "posted_on": "Date Posted",
            "salary": "Pay Range",
            "employment_type": "Job Type",
        },
        {"dates": ("%m/%d/%Y",), "missing": ("",), "country": "US", "currency": None, "thousands": ","},
    ),
}  # fmt: skip


@pytest.mark.parametrize("style", FILES)
def test_a_file_in_any_language_and_dialect_gets_the_card_a_person_would_write(style):
    (file, delimiter, encoding), rows, columns, facts = FILES[style]
    layout = draft(rows, file, delimiter, encoding).layout
    assert layout.columns == columns
    assert set(layout.ignored_columns) == set(rows[0]) - set(columns.values())
    assert layout.dialect.delimiter == delimiter
    assert layout.dates.posted_on == facts["dates"]
    assert layout.missing == facts["missing"]
    assert layout.constants["country"] == facts["country"]
    assert (layout.salaries.currency, layout.salaries.thousands) == (facts["currency"], facts["thousands"])


@pytest.mark.parametrize("style", FILES)
def test_a_drafted_card_reads_its_file(style):
    (file, delimiter, encoding), rows, columns, _ = FILES[style]
    data = encode(rows, delimiter, encoding)
    dry_run = DryRun(
        file, data, hashlib.sha256(data).hexdigest(), draft_card(file, data, LEXICON).layout, LEXICON.readers
    )
    assert dry_run.count_outcomes()["outcome", "records"].rows() == [("posting", 2), ("skipped", 1)]
    assert dry_run.show_rejected().is_empty()
    titles = rows[0].index(columns["title"])
    assert dry_run.show_postings()["title"].to_list() == [row[titles] for row in rows[1:]]
    understood = {name: (stated, read) for name, stated, read, _ in dry_run.measure_understood().rows()}
    assert understood["country"] == (2, 2)
    assert understood["pay per year"][0] == understood["pay per year"][1] > 0


def test_a_date_in_the_name_dates_the_scrape_of_every_sibling():
    layout = draft(FILES["German ; cp1252"][1], "karriere_2025-03-02.csv").layout
    assert layout.files == ("karriere_*.csv",)
    assert layout.name_pattern == r"^karriere_(?P<seen_on>\d{4}-\d{2}-\d{2})\.csv$"
    assert layout.dates.seen_on == ("iso",)


def test_a_month_in_the_name_dates_the_scrape_by_month_and_says_so():
    drafted = draft(FILES["German ; cp1252"][1], "karriere_03_2025.csv")
    assert drafted.layout.constants["seen_on"] == "2025-03"
    assert (drafted.layout.dates.seen_on, drafted.layout.dates.seen_on_precision) == (("%Y-%m",), "month")
    assert "the file's name dates the scrape" in drafted.remarks["constants"]


def test_columns_without_a_known_header_are_read_by_their_content_and_marked():
    rows = [
        ("f1", "f2", "f3", "f4", "f5"),
        ("Data Engineer", "Muster AG", "https://example.com/1", "2025-03-01", TEXT),
        ("Senior Data Scientist", "Probe GmbH", "https://example.com/2", "2025-03-02", TEXT),
    ]
    drafted = draft(rows)
    assert drafted.layout.columns == {
        "title": "f1",
        "company": "f2",
        "url": "f3",
        "posted_on": "f4",
        "description": "f5",
    }
    assert drafted.remarks["columns.title"] == "by content, 0.50: check"


def test_of_two_columns_of_one_concept_the_surer_is_read_and_the_other_named():
    rows = [
        ("title", "position", "employer"),
        ("Data Engineer", "Engineer", "Example"),
        ("Data Analyst", "", "Example"),
    ]
    drafted = draft(rows)
    assert drafted.layout.columns["title"] == "title"
    assert drafted.layout.ignored_columns == ("position",)
    assert drafted.remarks["columns.title"].endswith("rather than 'position'")


def test_a_column_left_out_although_its_header_names_it_is_remarked():
    rows = [
        ("title", "company", "Beschreibung"),
        ("Data Engineer", "A", "kurz"),
        ("Data Analyst", "B", "knapp"),
    ]
    drafted = draft(rows)
    assert drafted.layout.ignored_columns == ("company", "Beschreibung")
    assert "'company' is company by its header" in drafted.remarks["ignored_columns"]
    assert "'Beschreibung' is description by its header" in drafted.remarks["ignored_columns"]


def test_pay_that_is_a_text_makes_columns_of_its_ends_needless():
    header = ("title", "salary", "min_salary", "max_salary")
    text = draft([header, ("Data Engineer", "$50K-$60K a year", "50", "60")]).layout
    number = draft([header, ("Data Engineer", "55000", "50000", "60000")]).layout
    assert [name for name in text.columns if name.startswith("salary")] == ["salary"]
    assert [name for name in number.columns if name.startswith("salary")] == ["salary_min", "salary_max"]


def test_answers_to_a_pay_survey_are_pay_records():
    rows = [
        ("job_title", "salary", "salary_currency", "work_year", "company_location"),
        ("Data Engineer", "90000", "EUR", "2024", "DE"),
        ("Data Analyst", "70000", "USD", "2025", "US"),
    ]
    drafted = draft(rows)
    assert (drafted.layout.kind, drafted.layout.columns["country"]) == ("pay_record", "company_location")
    assert (drafted.layout.salaries.period, drafted.layout.dates.posted_on) == ("year", ("%Y",))
    assert "check" in drafted.remarks["kind"]
    assert "check" in drafted.remarks["salaries"]


def test_pay_that_states_upper_ends_only_is_told_by_their_size():
    rows = [("job_title", "salary"), ("Data Engineer", "up to 90,000"), ("Data Analyst", "up to 70,000")]
    drafted = draft(rows)
    assert drafted.layout.salaries.period == "year"
    assert "a year because the middle amount is 80,000" in drafted.remarks["salaries"]


def test_what_cannot_be_told_is_said_in_a_remark():
    rows = [
        ("title", "posted", "city"),
        *[("Data Engineer", "03/04/2025", "Lyon")] * 3,
        ("Analyst", "soon", "Lyon"),
    ]
    drafted = draft(rows)
    remarks = drafted.remarks
    assert "1 of posted_on fit no format, such as 'soon'" in remarks["dates"]
    assert "day or month first in posted_on? Both fit, so each file's other dates decide" in remarks["dates"]
    assert drafted.layout.constants["seen_on"] == "FILL IN: the day of the scrape, as in 2025-12-31"
    assert remarks["rows"] == "this file has 4; from half to twice as many are expected"


def test_the_latest_posting_bounds_the_day_of_the_scrape_that_is_asked_for():
    rows = [("title", "posted"), ("Data Engineer", "2026-02-03"), ("Analyst", "2026-03-01")]
    assert "2026-03-01 or later" in draft(rows).layout.constants["seen_on"]


def test_an_entry_of_a_printed_dict_is_read_by_its_key_or_with_its_column():
    extras = "{'posted_at': '3 days ago', 'schedule': 'Full-time'}"
    rows = [
        ("title", "client", "extras"),
        *[("Data Engineer", "{'name': 'Example', 'title': 'Us'}", extras)] * 2,
    ]
    layout = draft(rows, delimiter=";").layout
    assert layout.columns == {
        "title": "title",
        "company": "client[name]",
        "posted_on": "extras[posted_at]",
        "employment_type": "extras[schedule]",
    }
    assert layout.ignored_columns == ()


def test_json_lines_get_the_card_of_a_table_without_a_dialect():
    lines = (
        '{"title": "Data Engineer", "firm": {"name": "Example"}}\n{"title": "Analyst", "employer": "Probe"}\n'
    )
    layout = draft_card("jobs.jsonl", lines.encode(), LEXICON).layout
    assert (layout.files, layout.columns["title"]) == (("jobs.jsonl",), "title")
    assert layout.dialect.encoding is layout.dialect.delimiter is None


def test_text_under_a_heading_of_its_own_is_a_section_unless_the_description_has_it():
    needs = "Ability to explain a model to people who never asked for one, in two languages."
    rows = [("title", "description", "preferred_qualifications"), *[("Analyst", TEXT, needs)] * 2]
    assert draft(rows, delimiter=";").layout.sections == {
        "preferred_qualifications": "Preferred qualifications"
    }
    repeated = [("title", "description", "preferred_qualifications"), *[("Analyst", TEXT + needs, needs)] * 2]
    assert draft(repeated, delimiter=";").layout.sections == {}


def test_columns_of_persons_are_never_read_by_header_or_by_addresses():
    rows = [
        ("title", "company", "Recruiter Name", "reply"),
        ("Analyst", "Example", "Pat Example", "pat@example.com"),
        ("Engineer", "Probe", "Kim Example", "kim@example.com"),
    ]
    layout = draft(rows).layout
    assert layout.personal_columns == ("Recruiter Name", "reply")
    assert layout.ignored_columns == ()


def test_what_a_board_adds_to_every_text_is_stripped_and_an_employers_own_is_not():
    words, added = TEXT.split(), "Say MANGO{} when you apply, so that we know you read it."
    turned = [" ".join(words[number:] + words[:number]) for number in range(24)]
    rows = [("title", "company", "description")]
    rows += [("Analyst", f"Firm {n}", f"{text} {added.format(n)}") for n, text in enumerate(turned)]
    pattern = draft(rows, delimiter=";").layout.strip["description"][0]
    assert re.sub(pattern, "", rows[1][2]) == f"{turned[0]} "
    own = [rows[0], *[("Analyst", "One Firm", row[2]) for row in rows[1:]]]
    assert draft(own, delimiter=";").layout.strip == {}


def test_numbers_of_rows_are_no_ids_and_a_board_is_no_remote_marker():
    rows = [("id", "title", "site"), *[(str(number), "Data Analyst", "board") for number in range(1, 5)]]
    assert not {"source_posting_id", "remote"} & draft(rows).layout.columns.keys()


@pytest.mark.parametrize(
    ("address", "country"),
    [("https://jobs.example.kz/1", "KZ"), ("https://example.co.uk/1", "GB"), ("https://example.io/1", None)],
)
def test_the_domain_of_most_addresses_tells_the_country(address, country):
    rows = [("title", "location", "url"), *[("Analyst", "Nowhere", address)] * 3]
    assert draft(rows).layout.constants.get("country") == country


def test_rows_of_another_width_and_repeated_headers_do_not_disturb_the_draft():
    rows = FILES["English , latin-1"][1]
    plain, dirty = draft(rows), draft([*rows, ("stray",), rows[0]])
    assert dirty.layout.columns == plain.layout.columns
    assert dirty.layout.rows == plain.layout.rows


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\r\n \n", "is empty"),
        (b"title\nData Engineer\n", "has only one column, 'title'"),
        (b"title,company\n", "no rows that match it"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR,\x00\x01\n", "is not text"),
        (b"a,b\n1,2\n3,4\n", "no column that looks like titles"),
        (b'[\n  {"title": "Data Scientist", "company": "A"}\n]\n', "is JSON"),
        (b"pozicija,imone\nDuomenu inzinierius,Pavyzdys\n", "data/sources/column_headers.csv"),
    ],
)
def test_a_file_that_no_card_can_be_drafted_for_says_why(data, words):
    with pytest.raises(UndraftableFileError, match=r"new\.csv") as error:
        draft_card("new.csv", data, LEXICON)
    assert words in str(error.value)


def test_a_dry_run_names_what_would_be_rejected_with_contacts_masked():
    data = b"title,company\nData Engineer,Example\nAnalyst,write to jane@example.com,now\n,Example\n"
    dry_run = DryRun("new.csv", data, "0" * 64, draft_card("new.csv", data, LEXICON).layout, LEXICON.readers)
    assert dict(dry_run.count_outcomes().group_by("outcome").agg(pl.col("records").sum()).rows()) == {
        "posting": 1,
        "rejected": 2,
        "skipped": 1,
    }
    assert dry_run.show_rejected().rows() == [
        (3, "it has 3 fields where the header has 2", "Analyst,write to [email],now"),
        (4, "it has no title", ",Example"),
    ]


def test_titles_whose_header_does_not_say_so_are_found_by_what_they_name():
    rows = [
        ("text", "employer", "city", "published"),
        ("Data Engineer", "Example", "Bonn", "2026-01-02"),
        ("Data Analyst", "Probe", "Graz", "2026-01-03"),
    ]
    assert draft(rows).layout.columns["title"] == "text"
    unknown = [
        (header, *rest) for header, (_, *rest) in zip(("pareigos", "Vedlys", "Svirnas"), rows, strict=True)
    ]
    drafted = draft(unknown)
    assert drafted.layout.columns["title"] == "pareigos"
    assert drafted.remarks["columns.title"] == "by elimination, 0.30: check"


def test_entries_of_dicts_in_dicts_are_read_and_the_name_of_a_place_is_no_title():
    pay = "{'currency': 'EUR', 'value': {'minValue': 40000, 'maxValue': 50000}}"
    rows = [("title", "salary", "place"), *[("Data Engineer", pay, "{'name': 'X', 'city': 'Bonn'}")] * 2]
    columns = draft(rows, delimiter=";").layout.columns
    assert (columns["salary_min"], columns["salary_max"]) == (
        "salary[value][minValue]",
        "salary[value][maxValue]",
    )
    assert (columns["salary_currency"], columns["location"]) == ("salary[currency]", "place[city]")
    assert columns["title"] == "title"


def test_a_column_of_remote_words_is_the_remote_marker_whatever_its_header():
    rows = [("title", "job_type"), ("Data Engineer", "Remote"), ("Data Analyst", "On-site")]
    assert draft(rows).layout.columns == {"title": "title", "remote": "job_type"}


def test_layouts_of_other_encodings_and_of_half_the_facts_share_a_card():
    german = [("Titel", "Firma", "Gehalt"), ("Datenanalystin", "Bäcker AG", "ab 3.500 brutto pro Monat")]
    plain = [("title", "company", "salary"), ("Data Engineer", "Example", "EUR 40000 a year")]
    drafts = [draft(german, "a.csv", ";", "cp1252"), draft(plain, "b.csv", ",", "utf-16")]
    layout = merge_drafts("both", drafts).layout
    assert (layout.columns["title"], layout.dialect.encoding) == (("Titel", "title"), None)
