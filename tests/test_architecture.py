"""The house in four lines: who may import whom."""

import ast
import re
import sys
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = {"schemas", "pipelines", "warehouse", "assets"}
MAY_IMPORT = {
    "schemas": set(),
    "pipelines": {"schemas"},
    "warehouse": {"schemas"},
    "assets": {"schemas", "pipelines", "warehouse"},
}
DECISIONS = ROOT / "docs" / "decisions"
ROOMS = {
    "pipelines": {
        "reading": {"cleaning"},
        "cleaning": set(),
        "repeats": {"cleaning"},
        "text": set(),
        "titles": {"cleaning", "text"},
        "skills": {"text"},
        "requirements": {"skills", "text"},
        "articles": set(),
        "figures": {"cleaning"},
        "evaluation": {"titles", "skills", "requirements", "text"},
        "drafting": {"reading", "cleaning"},
    },
    "warehouse": {
        "inbox": {"lake"},
        "lake": set(),
        "builds": {"inbox", "lake"},
        "exports": {"inbox", "lake"},
        "report": {"lake"},
        "questions": {"builds"},
    },
}
"""Which rooms of a folder a room may import from: the arrows that decision 1 draws."""


def modules(folder):
    return sorted((ROOT / folder).rglob("*.py"))


def imported_modules(path):
    """The dotted names of what a file imports, each split at its dots."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ([*node.module.split("."), alias.name] for alias in node.names)


def imported(path):
    return {parts[0] for parts in imported_modules(path)}


@pytest.mark.parametrize("folder", sorted(OURS))
def test_a_folder_imports_only_what_the_design_allows(folder):
    for path in modules(folder):
        assert set(imported(path)) & OURS <= MAY_IMPORT[folder] | {folder}, path


@pytest.mark.parametrize(("folder", "room"), [(folder, room) for folder in ROOMS for room in ROOMS[folder]])
def test_a_room_imports_only_along_the_arrows(folder, room):
    for path in modules(f"{folder}/{room}"):
        found = {parts[1] for parts in imported_modules(path) if parts[0] == folder and len(parts) > 1}
        assert (found & set(ROOMS[folder])) - {room} <= ROOMS[folder][room], path


@pytest.mark.parametrize("folder", sorted(ROOMS))
def test_the_arrows_between_rooms_form_no_circle(folder):
    assert list(TopologicalSorter(ROOMS[folder]).static_order())


@pytest.mark.parametrize("folder", sorted(ROOMS))
def test_every_room_is_on_the_plan(folder):
    assert {path.parent.name for path in (ROOT / folder).glob("*/__init__.py")} == set(ROOMS[folder])


@pytest.mark.parametrize("folder", sorted(OURS))
def test_a_folder_imports_the_third_parties_that_the_decision_allows_it(folder):
    page = (DECISIONS / "0001-four-folders.md").read_text()
    (cells,) = (line.split("|") for line in page.splitlines() if line.startswith(f"| `{folder}/`"))
    names = {name for path in modules(folder) for name in imported(path)}
    assert names - OURS - sys.stdlib_module_names == set(re.findall(r"`(\w+)`", cells[3]))


def test_every_dependency_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = {**project["project"]["optional-dependencies"], **project["dependency-groups"]}
    required = [*project["project"]["dependencies"], *(line for group in groups.values() for line in group)]
    page = (DECISIONS / "0005-dependencies.md").read_text()
    named = {name for cell in re.findall(r"^\|([^|]+)", page, re.M) for name in re.findall(r"[\w-]+", cell)}
    assert {re.match(r"[\w-]+", line)[0] for line in required} - named == set()


@pytest.mark.parametrize("folder", ["schemas", "pipelines"])
def test_schemas_and_pipelines_do_no_input_or_output(folder):
    for path in modules(folder):
        assert not set(imported(path)) & {"os", "shutil", "socket", "sqlite3", "urllib", "requests"}, path
        for node in ast.walk(_without_main(ast.parse(path.read_text()))):
            if isinstance(node, ast.ImportFrom) and node.module == "pathlib":
                assert [alias.name for alias in node.names] == ["PurePosixPath"], path
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"open", "print", "input"}, f"{path}:{node.lineno}"


def _without_main(tree):
    tree.body = [
        node for node in tree.body if not (isinstance(node, ast.If) and "__main__" in ast.dump(node.test))
    ]
    return tree


def test_there_are_no_folders_for_odds_and_ends():
    names = {path.stem for folder in OURS for path in (ROOT / folder).rglob("*")}
    assert not names & {"utils", "util", "helpers", "common", "core", "config", "constants", "misc"}


def test_every_module_starts_with_a_docstring():
    for folder in OURS:
        for path in modules(folder):
            assert ast.get_docstring(ast.parse(path.read_text())), path


def test_every_public_function_and_class_has_a_docstring():
    for folder in OURS:
        for path in modules(folder):
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                    assert ast.get_docstring(node), f"{path}:{node.lineno} {node.name}"
