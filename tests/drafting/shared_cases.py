"""The shared cases of files and cards, which say in words what a file holds: whether one is read right."""

import hashlib
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from assets.commands.card import show_card
from assets.resources import Folders
from pipelines.drafting.card_drafts import draft_card
from pipelines.drafting.dry_runs import DryRun
from tests.drafting.test_card_drafts import LEXICON, TEXT, draft
from tests.one_value import date_of, employer_of
from warehouse.settings import ROOT

FIRMS = ("Example Inc", "Muster AG", "Probe GmbH", "Voorbeeld B.V.")


def columns_of(**columns):
    """What a draft maps, for a file with titles, employers and the given columns."""
    size = max(len(values) for values in columns.values())
    columns = {
        "title": ("Data Engineer", "Data Analyst", "Data Scientist", "ML Engineer"),
        "company": FIRMS,
    } | columns
    rows = [tuple(columns), *zip(*(values * size for values in columns.values()), strict=False)]
    return draft(rows, delimiter="\t").layout.columns


def is_sep_line_skipped():
    data = b"sep=;\ntitle;company\nData Engineer;Example\nData Analyst;Probe\n"
    layout = draft_card("a.csv", data, LEXICON).layout
    outcomes = DryRun(
        "a.csv", data, hashlib.sha256(data).hexdigest(), layout, LEXICON.readers
    ).count_outcomes()
    return layout.columns["title"] == "title" and ("posting", 2) in outcomes["outcome", "records"].rows()


def are_names_of_text_known():
    return all(
        columns_of(**{name: (TEXT, f"{TEXT} Now.")}).get("description") == name
        for name in ("job_desc", "jobDesc")
    )


def is_currency_guessed():
    pay = ("10,000/month", "₹ 15,000-20,000 /month", "Unpaid", "12,000/month") + ("₹ 9,000 /month",) * 16
    rows = [
        ("title", "company", "salary"),
        *((f"Analyst {n}", f"Firm {n}", text) for n, text in enumerate(pay)),
    ]
    return draft(rows, delimiter="\t").layout.salaries.currency == "INR"


def are_dict_cells_read():
    firm, place = (
        "{'nom': 'FLUNCH', 'entrepriseAdaptee': False}",
        "{'libelle': '07 - ANNONAY', 'latitude': 45.2}",
    )
    columns = columns_of(company=(firm,) * 2, location=(place,) * 2)
    return columns["company"] == "company[nom]" and columns["location"] == "location[libelle]"


def is_pay_with_two_points_drafted():
    return "salary" in columns_of(salary=("8.000.000", "1.250.000"))


def are_ways_of_working_told_from_the_board():
    kinds = ("Remote", "Hybrid", "On-site")
    flags = {"workplace_model": kinds, "mode": kinds, "is_remote": ("True", "False")}
    return all(
        columns_of(**{name: values}, site=("linkedin", "indeed")).get("remote") == name
        and columns_of(**{name: values}, site=("linkedin", "indeed"))["remote"] != "site"
        for name, values in flags.items()
    )


def are_dates_told_apart():
    days = ("2026-03-01", "2026-03-04")
    named = {name: columns_of(**{name: days}) for name in ("expiration_date", "application_deadline")}
    seen = {name: columns_of(**{name: days}) for name in ("scraping_datetime", "collected_date")}
    return not any(name in set(columns.values()) for name, columns in named.items()) and all(
        columns.get("seen_on") == name for name, columns in seen.items()
    )


def is_other_file_drafted_beside_an_unfinished_draft():
    with TemporaryDirectory() as folder, redirect_stdout(StringIO()):
        data = Path(folder) / "data"
        for name in ("sources", "taxonomies"):
            copytree(ROOT / "data" / name, data / name)
        for name in ("first", "second"):
            (data / f"{name}.csv").write_text("title,company\nData Engineer,Example\nAnalyst,Probe\n")
            show_card(data / f"{name}.csv", folders=Folders(data=str(data)))
        return (data / "sources" / "second.yml").is_file()


def is_firm_known_by_its_header():
    rows = [("Titel", "Firma"), ("Data Engineer", "SAP SE"), ("Analyst", "BMW AG")]
    return draft(rows).layout.columns.get("company") == "Firma"


CASES = {
    "F3.1": is_other_file_drafted_beside_an_unfinished_draft,
    "F1.1": is_sep_line_skipped,
    "F4.1": are_names_of_text_known,
    "F4.2": lambda: (
        columns_of(work_method=("Remoto", "Híbrido", "Presencial")).get("remote") == "work_method"
    ),
    "F4.3": lambda: columns_of(status=("remote", "hybrid", "on-site")).get("remote") == "status",
    "F4.4": lambda: (
        columns_of(duration=("Full Time", "Part Time", "Internship")).get("employment_type") == "duration"
    ),
    "F4.7": is_firm_known_by_its_header,
    "F4.8": lambda: (
        columns_of(link=("https://x.example/a b|c?q=data science", "https://x.example/b c?q=a b")).get("url")
        == "link"
    ),
    "F4.9": lambda: (
        columns_of(skills=("Python, SQL", "R, Excel"), skills_missing=("Spark, dbt", "Go, C")).get("tags")
        == "skills"
    ),
    "F4.10": is_currency_guessed,
    "D6.3": lambda: date_of("20120104T150000", "iso")[0].isoformat() == "2012-01-04",
    "D6.4": lambda: columns_of(posted=("Jan-23", "Feb-22")).get("posted_on") == "posted",
    "F5.1": are_dict_cells_read,
    "F5.2": are_dict_cells_read,
    "F6.1": lambda: employer_of("Ejada  -") == "Ejada",
    "A1": is_pay_with_two_points_drafted,
    "A2": are_ways_of_working_told_from_the_board,
    "A3": are_dates_told_apart,
}
