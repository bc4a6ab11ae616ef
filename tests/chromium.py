"""Debian's chromium, driven as a person would, for tests; without a screen, a profile of its own or a network."""

import shutil
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions, ChromeService

CHROMIUM, CHROMEDRIVER = shutil.which("chromium"), shutil.which("chromedriver")
QUIET = (
    "headless=new",
    "no-sandbox",
    "disable-gpu",
    "disable-quic",
    "no-first-run",
    "no-proxy-server",
    "disable-sync",
    "disable-background-networking",
    "disable-component-update",
)

needs_chromium = pytest.mark.skipif(
    not (CHROMIUM and CHROMEDRIVER),
    reason="needs chromium and chromedriver: apt-get install chromium chromium-driver",
)


def open_chromium(profile: Path, *flags: str) -> Chrome:
    """A browser that keeps what it must in a folder and writes down what pages say to its console."""
    options = ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*QUIET, f"user-data-dir={profile}", *flags):
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return Chrome(options=options, service=ChromeService(CHROMEDRIVER))
