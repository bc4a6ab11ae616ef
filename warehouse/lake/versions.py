"""Versions of what made a part: code, libraries and the values handed to it."""

import ast
import functools
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import BaseModel

from warehouse.settings import ROOT

VERSIONED_FOLDERS = ("pipelines", "schemas")


def digest(*values: Any) -> str:
    """A short content hash of strings, numbers, frames, models, what has a digest itself, or lists and dicts of them.

    Returns the first 12 hex digits of a sha256. Raises TypeError for a value whose content it cannot see.
    """
    return hashlib.sha256("\x1f".join(map(_content, values)).encode()).hexdigest()[:12]


@functools.cache
def code_version(made_by: Callable[..., object]) -> str:
    """The version of the code behind a function or class: its module, ours that it imports, and every library."""
    sources = (_path(module).read_text() for module in sorted(reachable_modules(made_by.__module__)))
    return digest(*sources, (ROOT / "uv.lock").read_text())


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
    """The module and those of ours that it imports, directly or not."""
    found: set[str] = set()
    pending = [module]
    while pending:
        name = pending.pop()
        if name not in found and _path(name).is_file():
            found.add(name)
            pending.extend(_imports(_path(name)))
    return found


@functools.cache
def _imports(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return [name for name in names if name.split(".")[0] in VERSIONED_FOLDERS]


def _path(module: str) -> Path:
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
