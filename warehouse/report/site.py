"""Writes the static report: pages that open from disk or any host, made from a built database."""

import shutil
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from warehouse.report.answers import Answer, ask
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
        connection.execute("set threads = 1")  # a thousand small queries: threads would cost more

        @lru_cache(maxsize=64)
        def answer(question: str, **values: str) -> Answer:
            return ask(connection, PAGES / "sql" / f"{question}.sql", **values)

        _write_pages(folder, answer)


def _write_pages(folder: Path, answer: Callable[..., Answer]) -> None:
    roles = [row["role_id"] for row in answer("roles").rows]
    skills = [row["skill_id"] for row in answer("skills_with_page").rows]
    render = _renderer(folder, answer, frozenset(skills))
    for page in ("index.html", "skills.html", "sources.html", "changes.html", "search_terms.js"):
        render(page, page)
    for role in roles:
        for kind in ("roles", "moves", "evidence"):
            render(f"{kind}.html", f"{kind}/{role}.html", role=role)
    for skill in skills:
        render("skill.html", f"skills/{skill}.html", skill=skill)


def _renderer(folder: Path, answer: Callable[..., Answer], with_page: frozenset[str]) -> Callable[..., None]:
    environment = Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(FILTERS)
    environment.globals.update(ask=answer, with_page=with_page, market=answer("market").row)

    def render(template: str, path: str, **values: Any) -> None:
        root = "../" * path.count("/")
        page = environment.get_template(f"{template}.jinja").render(root=root, path=path, **values)
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(page, encoding="utf-8")

    return render
