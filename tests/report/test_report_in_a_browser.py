"""The static report as a reader sees it: in Debian's chromium, from disk."""

import json
from collections.abc import Iterator

import pytest
from axe_core_python.selenium import Axe
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from tests.chromium import needs_chromium, open_chromium

pytestmark = needs_chromium
PAGES = (
    "index.html",
    "roles/data_engineer.html",
    "roles/interface_specialist.html",
    "moves/data_scientist.html",
    "evidence/data_engineer.html",
    "skills/python.html",
    "skills.html",
    "sources.html",
)


class Reader:
    """A browser that reads the report of the sample."""

    def __init__(self, folder, profile):
        self.folder = folder
        self.driver = open_chromium(profile)

    def open(self, page, width=1280, colours="light"):
        """The page at that width in that colour scheme, once all its charts that can be seen are drawn."""
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": width < 500},
        )
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": colours}]}
        )
        self.driver.get_log("browser")  # what the page before has left
        self.driver.get(f"{(self.folder / page.partition('#')[0]).as_uri()}#{page.partition('#')[2]}")
        self.wait(
            "[...document.querySelectorAll('[data-chart] .plot')].every(p => !p.checkVisibility() || p.firstChild)"
        )

    def wait(self, condition):
        WebDriverWait(self.driver, 30).until(lambda driver: driver.execute_script(f"return {condition}"))

    def see(self, expression):
        return self.driver.execute_script(f"return {expression}")

    def type(self, *keys):
        self.driver.switch_to.active_element.send_keys(*keys)


@pytest.fixture(scope="module")
def reader(built, tmp_path_factory) -> Iterator[Reader]:
    reader = Reader((built.root / "published" / "report").resolve(), tmp_path_factory.mktemp("profile"))
    yield reader
    reader.driver.quit()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_kind_of_page_is_drawn_without_an_error_and_without_scrolling_aside(reader, width, colours):
    drawn = 0
    for page in PAGES:
        reader.open(page, width, colours)
        assert reader.driver.get_log("browser") == [], page
        assert reader.see("document.documentElement.scrollWidth") <= width, page
        for chart in reader.see(
            "[...document.querySelectorAll('.plot')].filter(p => p.checkVisibility())"
            ".map(p => [p.closest('figure').id, "
            "p.querySelectorAll('svg g[aria-label] :is(rect, path, line, circle)').length])"
        ):
            assert chart[1] > 1, (page, chart)
            drawn += 1
    assert drawn >= 8
    paper = reader.see("getComputedStyle(document.body).backgroundColor")
    assert paper == {"light": "rgb(252, 251, 248)", "dark": "rgb(20, 23, 27)"}[colours]


def test_a_chart_has_one_row_for_each_row_of_its_table(reader):
    reader.open("roles/data_engineer.html")
    bars = reader.see("document.querySelectorAll('#fields .plot g[aria-label=\"bar\"] rect').length")
    rows = reader.see("document.querySelectorAll('#fields tbody tr').length")
    assert rows == 15
    assert bars == 3 * rows  # named, asked and required


BAR = "g[aria-label=bar]"
"""Named, asked and required, one behind the other."""


def test_small_samples_are_drawn_hollow_or_faint(reader):
    for page, figure, mark, style in (
        (
            "roles/machine_learning_engineer.html",
            "months",
            "circle",
            "getAttribute('fill') === 'var(--paper)'",
        ),
        ("roles/data_scientist.html", "pay-ranges", "rect", "getAttribute('fill-opacity') < 0.3"),
        ("skills/python.html", "roles", f"{BAR} ~ {BAR} ~ {BAR} rect", "getAttribute('fill-opacity') < 0.5"),
    ):
        reader.open(page)
        marked = reader.see(
            f"[...document.querySelectorAll('#{figure} .plot svg {mark}')].map(m => m.{style})"
        )
        small = reader.see(
            f"[...document.querySelectorAll('#{figure} tbody tr')]"
            ".map(r => /small sample|True/.test(r.textContent))"
        )
        assert True in small, page
        assert marked == small, (page, figure)


def test_search_finds_a_skill_by_another_spelling_with_the_keyboard_alone(reader):
    reader.open("roles/data_engineer.html")
    reader.type("/")
    reader.type("Pyhton")
    assert reader.see("document.activeElement.getAttribute('aria-expanded')") == "true"
    reader.type(Keys.ARROW_DOWN)
    active = reader.see(
        "document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).innerText"
    )
    assert "Python" in active
    reader.type(Keys.ENTER)
    reader.wait("location.href.endsWith('skills/python.html')")


def test_search_says_when_there_is_nothing_of_that_name(reader):
    reader.open("index.html")
    reader.driver.find_element(By.ID, "search").send_keys("xyzzy")
    assert reader.see("document.getElementById('found').innerText") == "No role or skill with that name"


def test_a_newcomer_gets_from_the_first_page_to_what_to_learn_for_a_move(reader):
    reader.open("index.html")
    reader.driver.find_element(By.ID, "move-go").send_keys(Keys.ENTER)
    reader.wait("location.href.endsWith('moves/data_scientist.html#machine_learning_engineer')")
    reader.wait("document.querySelector('details.target[open] .plot svg')")
    assert reader.see("document.querySelectorAll('details.target[open].target').length") == 1


def test_colours_that_were_chosen_stay(reader):
    reader.open("index.html")
    reader.driver.find_element(By.CSS_SELECTOR, "button.theme").click()
    reader.open("skills.html")
    try:
        assert reader.see("document.documentElement.dataset.theme") == "dark"
        assert reader.see("document.querySelector('button.theme').getAttribute('aria-pressed')") == "true"
    finally:
        reader.see("localStorage.clear()")


def test_the_first_key_reaches_the_content(reader):
    reader.open("index.html")
    reader.type(Keys.TAB)
    assert reader.see("document.activeElement.className") == "skip"
    reader.type(Keys.ENTER)
    assert reader.see("document.activeElement.id") == "content"


def test_axe_finds_nothing_that_keeps_readers_out(reader):
    for page in PAGES:
        reader.open(page)
        assert axe(reader, {"rules": {"color-contrast": {"enabled": False}}}) == [], page


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_no_text_of_too_little_contrast(reader, colours):
    for page in ("roles/data_engineer.html", "sources.html"):
        reader.open(page, colours=colours)
        assert axe(reader, {"runOnly": ["color-contrast"]}) == [], page


def axe(reader, options):
    violations = Axe().run(reader.driver, options=json.dumps(options))["violations"]
    return [(violation["id"], violation["nodes"][0]["html"]) for violation in violations]
