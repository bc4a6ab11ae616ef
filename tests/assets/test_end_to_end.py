"""As a person would: `make dev`'s webserver and daemon, a browser, a folder that files are dropped into."""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
import requests
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.chromium import needs_chromium, open_chromium
from tests.loopback import find_free_port, wait_until
from warehouse.settings import ROOT

LEFT_BEHIND = shutil.ignore_patterns(".*", "__pycache__", "state", "published", "*.duckdb")
LOCATION = {"repositoryName": "__repository__", "repositoryLocationName": "ml-job-market"}
IN_IS_OUT = "every_record_is_a_posting_rejected_or_skipped"
BOARD = (ROOT / "data/sample/sample_board_en/board_sample_en_2026-03-01.csv").read_text()
NOTHING = "about:blank"
"""Shown while a run goes on: a page of Dagster's asks again and again, and takes a core from the run."""
LONG_AGO = 1_700_000_000.0
"""A file last written then is complete."""

pytestmark = needs_chromium


@dataclass(frozen=True)
class Deployment:
    """A copy of the project with Dagster running on it."""

    root: Path
    address: str

    @property
    def postings(self) -> Path:
        return self.root / "drop"

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The answer of Dagster's GraphQL interface."""
        answer = requests.post(
            f"{self.address}/graphql", json={"query": query, "variables": variables}, timeout=30
        )
        return answer.json()["data"]

    def drop(self, content: str, name: str) -> None:
        """Puts a file into the postings folder that has been complete for long."""
        path = self.postings / name
        path.write_text(content)
        os.utime(path, (LONG_AGO, LONG_AGO + len(content)))

    def switch_on_sensor(self, name: str) -> None:
        """Lets the daemon ask the sensor."""
        mutation = "mutation on($which: SensorSelector!) {startSensor(sensorSelector: $which) {__typename}}"
        started = self.ask(mutation, which=LOCATION | {"sensorName": name})
        assert started["startSensor"]["__typename"] == "Sensor"

    def switch_on_schedule(self, name: str) -> None:
        """Lets the daemon start the schedule's runs."""
        mutation = (
            "mutation on($which: ScheduleSelector!) {startSchedule(scheduleSelector: $which) {__typename}}"
        )
        started = self.ask(mutation, which=LOCATION | {"scheduleName": name})
        assert started["startSchedule"]["__typename"] == "ScheduleStateResult"

    def runs(self) -> list[dict[str, Any]]:
        """All runs, the newest first: runId, status, tags."""
        query = "{runsOrError {... on Runs {results {runId status tags {key value}}}}}"
        return self.ask(query)["runsOrError"]["results"]

    def wait_for_end_of_run(self, number: int) -> dict[str, Any]:
        """The run that was started as that number, once it has ended."""

        def look() -> dict[str, Any] | None:
            runs = self.runs()
            ended = len(runs) >= number and runs[-number]["status"] in ("SUCCESS", "FAILURE")
            return runs[-number] if ended else None

        return wait_until(look, 600)

    def sources(self) -> list[str]:
        """The sources whose postings the published database holds."""
        with duckdb.connect(self.root / "warehouse" / "ml_job_market.duckdb", read_only=True) as market:
            return [
                row[0] for row in market.sql("select distinct source_id from postings order by 1").fetchall()
            ]


@pytest.fixture(scope="module")
def dagster(tmp_path_factory) -> Iterator[Deployment]:
    root = tmp_path_factory.mktemp("deployed") / "ml-job-market"
    shutil.copytree(ROOT, root, ignore=LEFT_BEHIND)
    for name in (".env", ".dagster_home/dagster.yaml"):
        (root / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    (root / ".venv").symlink_to(ROOT / ".venv")
    port = find_free_port()
    deployment = Deployment(root, f"http://127.0.0.1:{port}")
    deployment.postings.mkdir()
    deployment.drop((ROOT / "data/sample/sample_pay/sample_pay.csv").read_text(), "sample_pay.csv")
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    environment |= {
        "POSTINGS": str(deployment.postings),
        "SECONDS_UNTIL_STABLE": "1",
        "DAGSTER_HOME": str(root / ".dagster_home"),
        "PWD": str(root),
    }
    with (root / "output.log").open("wb") as output:
        process = subprocess.Popen(
            [root / ".venv/bin/dg", "dev", "--host", "127.0.0.1", "--port", str(port)],
            cwd=root,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until(lambda: is_up(deployment), 120)
        yield deployment
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)


def is_up(deployment: Deployment) -> bool:
    try:
        found = deployment.ask("{repositoriesOrError {... on RepositoryConnection {nodes {name}}}}")
    except (requests.ConnectionError, json.JSONDecodeError):
        return False
    return bool(found["repositoriesOrError"]["nodes"])


@pytest.fixture(scope="module")
def browser(tmp_path_factory) -> Iterator[Chrome]:
    chrome = open_chromium(tmp_path_factory.mktemp("chromium"), "window-size=1600,1200")
    yield chrome
    chrome.quit()


def wait_for_text(browser: Chrome, *texts: str) -> None:
    """Waits until the page shows all of the texts."""
    wait_until(lambda: all(text in browser.find_element(By.TAG_NAME, "body").text for text in texts), 60)


def click(browser: Chrome, label: str) -> None:
    """Clicks what bears that label, once it is there and enabled."""
    path = f"//*[not(*) and normalize-space(.)='{label}' and not(ancestor-or-self::button[@disabled])]"
    wait_until(lambda: browser.find_elements(By.XPATH, path), 60)[0].click()


def test_a_person_runs_the_job_looks_at_it_and_drops_files(dagster, browser):
    browser.get(f"{dagster.address}/locations/ml-job-market/jobs/refresh")
    click(browser, "Materialize all")
    wait_until(dagster.runs, 60)
    browser.get(NOTHING)
    assert dagster.wait_for_end_of_run(1)["status"] == "SUCCESS"
    assert dagster.sources() == ["sample_pay"]

    browser.get(f"{dagster.address}/assets/ml_job_market?view=lineage&lineageScope=upstream&lineageDepth=1")
    wait_for_text(browser, "role_skill_demand", "role_definitions", "publication")
    browser.get(f"{dagster.address}/assets/postings?view=checks&checkDetail={IN_IS_OUT}")
    wait_for_text(browser, IN_IS_OUT, "This is a blocking asset check", "Passed", "records")
    browser.get(f"{dagster.address}/assets/postings")
    click(browser, "[Show Markdown]")
    wait_for_text(browser, "posting_id", "sample_pay")
    browser.get(NOTHING)

    dagster.drop(BOARD, "board_sample_en_2026-03-01.csv")
    dagster.switch_on_sensor("postings_folder")
    run = dagster.wait_for_end_of_run(2)
    assert run["status"] == "SUCCESS"
    assert {"key": "trigger", "value": "postings folder"} in run["tags"]
    assert dagster.sources() == ["sample_board_en", "sample_pay"]

    dagster.drop("".join(BOARD.splitlines(keepends=True)[:20]), "board_sample_en_2026-03-01.csv")
    assert dagster.wait_for_end_of_run(3)["status"] == "FAILURE"
    browser.get(f"{dagster.address}/runs/{dagster.runs()[0]['runId']}")
    wait_for_text(browser, "Failure", "every_file_has_as_many_rows_as_its_card_expects")
    assert dagster.sources() == ["sample_board_en", "sample_pay"]


def test_the_schedule_would_start_a_run_that_fetches(dagster, browser):
    dagster.switch_on_schedule("daily_refresh")
    browser.get(f"{dagster.address}/automation")
    wait_for_text(browser, "daily_refresh", "05:00 AM UTC")
    tick = dagster.ask(
        """query tick($which: ScheduleSelector!) {scheduleOrError(scheduleSelector: $which) {
        ... on Schedule {scheduleState {status} futureTicks(limit: 1) {results {evaluationResult {
        runRequests {runConfigYaml} error {message}}}}}}}""",
        which=LOCATION | {"scheduleName": "daily_refresh"},
    )["scheduleOrError"]
    assert tick["scheduleState"]["status"] == "RUNNING"
    (future,) = tick["futureTicks"]["results"]
    assert "fetch: true" in future["evaluationResult"]["runRequests"][0]["runConfigYaml"]
