"""The pages lead to each other, and name only what is there."""

import re
import tomllib

import pytest

from warehouse.settings import ROOT

DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))


def list_links(page):
    """Where a page leads to in the repository, without the anchor."""
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text())
    return [(page.parent / link.split("#")[0]).resolve() for link in links if not re.match(r"\w+:|#", link)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_to_a_file(page):
    assert [link for link in list_links(page) if not link.exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_of_make_that_a_page_names_is_there(page):
    named = set(re.findall(r"(?:`|\$ |&& (?:sudo -u \w+ )?)make ([a-z][a-z-]*)", page.read_text()))
    assert named - TARGETS == set()


def test_the_overview_leads_to_every_page():
    linked = set(list_links(DOCS / "README.md"))
    assert {page for page in DOCS.rglob("*.md") if page != DOCS / "README.md"} - linked == set()


def test_the_changelog_has_the_version_of_the_project():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    versions = re.findall(r"^## \[(.*?)\]", (ROOT / "CHANGELOG.md").read_text(), re.M)
    assert versions[:2] == ["Unreleased", version]
