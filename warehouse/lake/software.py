"""Versions of the code and the libraries on this machine."""

import functools
import platform
import re
import tomllib
from importlib.metadata import version
from pathlib import Path

from warehouse.lake.versions import digest
from warehouse.settings import ROOT

CODE = ["schemas", "pipelines", "warehouse", "assets"]
CODE_FILES = ("*.py", "*/*.py", "*/*.sql", "report/pages/*.*", "report/pages/sql/*.sql")
"""Listed explicitly: `warehouse` also contains the output of runs, which is slow to search."""


def code_versions() -> dict[str, str]:
    """A digest of each folder of code, by the folder's name."""
    return {folder: digest([path.read_text() for path in _code_files(folder)]) for folder in CODE}


def library_versions() -> dict[str, str]:
    """The versions of Python and of the libraries the project requires, by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = [re.split(r"[^\w-]", requirement)[0] for requirement in project["dependencies"]]
    return {"python": platform.python_version(), **{name: version(name) for name in sorted(names)}}


def code_digest() -> str:
    """Changes exactly when our code does."""
    return digest(list(code_versions().values()))


@functools.cache
def installed_versions() -> dict[str, str]:
    """Versions of everything that makes parts here, by name: folders of code, taxonomies, Python and libraries."""
    taxonomies = sorted((ROOT / "data" / "taxonomies").glob("*.csv"))
    return {
        **code_versions(),
        **library_versions(),
        "taxonomies": digest([path.read_text() for path in taxonomies]),
    }


def _code_files(folder: str) -> list[Path]:
    return sorted(path for pattern in CODE_FILES for path in (ROOT / folder).glob(pattern))
