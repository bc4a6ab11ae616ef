"""Writes the static report: pages that open from disk or any host, made from a built database."""

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from warehouse.report.answers import Answer, ask, ask_each
from warehouse.report.words import FILTERS

REPORT = "report"
PAGES = Path(__file__).parent / "pages"
COPIED = ("style.css", "theme.js", "charts.js", "search.js", "d3.min.js", "plot.umd.min.js", "licences.txt")
"""Plot 0.6.17 and D3 7.9.2 are unchanged releases; the other files are ours."""


def write_report(database: Path, folder: Path) -> None:
    """Writes the report of a built database into a folder that is empty or does not exist yet.

    A page is a template in `warehouse/report/pages` that asks questions from `warehouse/report/pages/sql` and shows
    each answer with its SQL. The same database gives the same bytes. Raises FileExistsError if the folder is not empty.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty: remove it, or name an empty folder")
    for name in COPIED:
        shutil.copyfile(PAGES / name, folder / name)
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set threads = 1")  # many small queries: threads would cost more
        _write_pages(folder, connection)


def _write_pages(folder: Path, connection: duckdb.DuckDBPyConnection) -> None:
    subjects = {
        "role": [row["role_id"] for row in ask(connection, _find("roles")).rows],
        "skill": [row["skill_id"] for row in ask(connection, _find("skills_with_page")).rows],
    }

    @cache
    def answer_each(question: str, subject: str, **values: str) -> dict[str, Answer]:
        return ask_each(connection, _find(question), subject, subjects[subject], **values)

    def answer(question: str, **values: str) -> Answer:
        for subject in subjects.keys() & values.keys():
            one = values.pop(subject)
            return answer_each(question, subject, **values)[one]
        return ask(connection, _find(question), **values)

    known = {
        "ask": answer,  # the first page that asks about a role or skill gets the answers for all of them
        "with_page": frozenset(subjects["skill"]),
        "market": answer("market").row,
    }
    render = _renderer(folder, known)
    for page in ("index.html", "skills.html", "sources.html", "changes.html", "search_terms.js"):
        render(page, page)
    for role in subjects["role"]:
        for kind in ("roles", "moves", "evidence"):
            render(f"{kind}.html", f"{kind}/{role}.html", role=role)
    for skill in subjects["skill"]:
        render("skill.html", f"skills/{skill}.html", skill=skill)


def _find(question: str) -> Path:
    return PAGES / "sql" / f"{question}.sql"


def _renderer(folder: Path, known: dict[str, Any]) -> Callable[..., None]:
    environment = Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(FILTERS)
    environment.globals.update(known)

    def render(template: str, path: str, **values: Any) -> None:
        root = "../" * path.count("/")
        page = environment.get_template(f"{template}.jinja").render(root=root, path=path, **values)
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(page, encoding="utf-8")

    return render
