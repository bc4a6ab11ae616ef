"""Takes the README's picture: the top of a role's page in the published report, at a desk's width."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from selenium.webdriver.support.wait import WebDriverWait

from tests.chromium import CHROMEDRIVER, CHROMIUM, open_chromium
from warehouse.settings import ROOT, WAREHOUSE

PAGE = WAREHOUSE / "published" / "report" / "roles" / "machine_learning_engineer.html"
PICTURE = ROOT / "docs" / "report.png"


def main() -> None:
    """Writes docs/report.png. Exits with what to do where there is no report or no browser."""
    if not PAGE.exists():
        sys.exit(f"{PAGE} does not exist yet: run `make run POSTINGS=<folder>` first")
    if not (CHROMIUM and CHROMEDRIVER):
        sys.exit("needs chromium and chromedriver: apt-get install chromium chromium-driver")
    with TemporaryDirectory() as profile:
        browser = open_chromium(Path(profile), "window-size=1280,1460", "hide-scrollbars")
        browser.get(PAGE.as_uri())
        WebDriverWait(browser, 10).until(lambda page: page.find_elements("css selector", "figure svg"))
        browser.save_screenshot(str(PICTURE))
        browser.quit()
    print(PICTURE)


if __name__ == "__main__":
    main()
