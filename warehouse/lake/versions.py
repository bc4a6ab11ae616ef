"""Versions of everything that makes a part: code, libraries and arguments."""

import ast
import functools
import hashlib
import re
import sys
import tomllib
from collections.abc import Callable, Iterable
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import BaseModel

from warehouse.settings import ROOT

VERSIONED_FOLDERS = ("pipelines", "schemas")
LOCK = ROOT / "uv.lock"
"""The releases of all libraries, including development tools."""


def digest(*values: Any) -> str:
    """A short content hash of strings, numbers, frames, models, objects with a digest, or lists and dicts of them.

    Returns the first 12 hex digits of a sha256. Raises TypeError for other values.
    """
    return hashlib.sha256("\x1f".join(map(_content, values)).encode()).hexdigest()[:12]


@functools.cache
def code_version(made_by: Callable[..., object]) -> str:
    """The version of the code of a function or class: its module, our modules it imports, Python and libraries.

    Libraries are those the modules import and their dependencies; a new release of a linter changes no version.
    """
    modules = sorted(reachable_modules(made_by.__module__))
    imported = {name.split(".")[0] for module in modules for name in _imports(_path(module))}
    libraries = {name for name in imported - sys.stdlib_module_names if not (ROOT / name).is_dir()}
    sources = [_path(module).read_text() for module in modules]
    return digest(sources, list(sys.version_info[:2]), locked_releases(libraries))


def locked_releases(libraries: Iterable[str]) -> list[str]:
    """The releases in uv.lock of imported libraries and their dependencies, as `name 1.2`.

    Takes the names under which libraries are imported. Raises ValueError for a library that is not in uv.lock.
    """
    locked, found = _read_lock(LOCK), set[str]()
    pending = [name for library in libraries for name in _distributions().get(library, [library])]
    while pending:
        name = re.sub(r"[-_.]+", "-", pending.pop()).lower()  # normalized as in PEP 503
        if name not in locked:
            raise ValueError(f"{LOCK} has no {name}: run `uv lock`")
        if name not in found:
            found.add(name)
            pending += [needed["name"] for one in locked[name] for needed in one.get("dependencies", [])]
    return sorted(f"{name} {release.get('version')}" for name in found for release in locked[name])


@functools.cache
def _read_lock(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The entries of each library in uv.lock; several releases if platforms differ."""
    locked: dict[str, list[dict[str, Any]]] = {}
    for package in tomllib.loads(path.read_text())["package"]:
        locked.setdefault(package["name"], []).append(package)
    return locked


_distributions = functools.cache(packages_distributions)


def _content(value: Any) -> str:
    match value:
        case None | str() | int() | float() | Path():
            return repr(value)
        case pl.DataFrame():
            return f"{value.schema}\x1e{value.write_ndjson()}"
        case object(digest=str() as content):
            return content
        case BaseModel():
            return value.model_dump_json()
        case dict():
            return _content([[key, item] for key, item in sorted(value.items())])
        case list() | tuple():
            return "\x1e".join(map(_content, value))
    raise TypeError(f"cannot hash the content of a {type(value).__name__}")


def reachable_modules(module: str) -> set[str]:
    """The module and our modules that it imports, directly or indirectly."""
    found: set[str] = set()
    pending = [module]
    while pending:
        name = pending.pop()
        if name not in found and _path(name).is_file():
            found.add(name)
            pending += [one for one in _imports(_path(name)) if one.split(".")[0] in VERSIONED_FOLDERS]
    return found


@functools.cache
def _imports(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return names


def _path(module: str) -> Path:
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
