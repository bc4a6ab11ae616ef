"""The house in four lines: who may import whom."""

import ast
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
ONLY_IN = {"dagster": {"assets"}, "duckdb": {"warehouse"}, "yaml": {"warehouse"}, "requests": {"warehouse"}}


def modules(folder):
    return sorted((ROOT / folder).rglob("*.py"))


def imported(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module.split(".")[0]


@pytest.mark.parametrize("folder", sorted(OURS))
def test_a_folder_imports_only_what_the_design_allows(folder):
    for path in modules(folder):
        names = set(imported(path))
        assert names & OURS <= MAY_IMPORT[folder] | {folder}, path
        for library, folders in ONLY_IN.items():
            assert library not in names or folder in folders, f"{path} imports {library}"


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
