"""The folder of downloads, filled from a real server, and the run that reads it."""

import hashlib
import json
import re
import signal
import subprocess
import sys
from datetime import UTC, datetime

import dagster as dg
import pytest
from pydantic import ValidationError

from assets.definitions import defs
from assets.resources import Folders, LakeIOManager
from assets.sources import Fetching
from schemas import SourceCard
from tests.loopback import Page, cuts_after, says, stalls_after
from warehouse.inbox.downloads import (
    FAILURES_PER_HOST,
    NOTHING_FETCHED,
    current_folder,
    explain_nothing_fetched,
    fetch_files,
    tabulate_outcomes,
)
from warehouse.inbox.transfers import Manners
from warehouse.settings import ROOT

FIRST = b"Title\nData Scientist\n"
SECOND = b"Title\nData Scientist\nAI Engineer\n"
HASTY = Manners(connect_seconds=5, read_seconds=5, retries=1, backoff_seconds=0, seconds_between_requests=0)


def card(site, *files, source_id="board", **changes):
    return SourceCard(
        **{
            "source_id": source_id,
            "name": "A board",
            "publisher": "somebody",
            "page": "https://example.com",
            "download": f"{site.address}/{{file}}",
            "licence": "CC0-1.0",
            "files": files or ("jobs.csv",),
            "columns": {"title": "Title"},
            "rows": {"min": 1, "max": 10},
            **changes,
        }
    )


def fetch(folder, *cards, manners=HASTY):
    """Outcome and problem by file."""
    found = fetch_files(folder, {c.source_id: c for c in cards}, manners)
    return {row["file"]: (row["outcome"], row["problem"]) for row in found.iter_rows(named=True)}


def versions(folder, file="jobs.csv"):
    """The content of each version that runs read, oldest first."""
    first = current_folder(folder) / "board" / file
    later = sorted(path for path in first.parent.rglob(file) if path != first)
    return [path.read_bytes() for path in (*([first] if first.is_file() else []), *later)]


def test_a_changed_file_is_a_version_beside_the_former_one(site, tmp_path):
    site.pages["/jobs.csv"] = Page(FIRST, etag='"1"')
    assert fetch(tmp_path, card(site)) == {"jobs.csv": ("new", None)}
    assert fetch(tmp_path, card(site)) == {"jobs.csv": ("unchanged", None)}
    site.pages["/jobs.csv"] = Page(SECOND, etag='"2"')
    assert fetch(tmp_path, card(site)) == {"jobs.csv": ("changed", None)}
    assert versions(tmp_path) == [FIRST, SECOND]
    assert (current_folder(tmp_path) / "board" / "jobs.csv").read_bytes() == FIRST, "the first keeps its name"
    assert len(list((tmp_path / "versions").rglob("jobs.csv"))) == 2
    assert [path for path in tmp_path.rglob("*") if path.is_file() and "unfinished" in path.parts] == []


def test_bytes_that_come_back_are_the_newest_version_again(site, tmp_path):
    for number, body in enumerate([FIRST, SECOND, FIRST]):
        site.pages["/jobs.csv"] = Page(body, etag=f'"{number}"')
        fetch(tmp_path, card(site))
    assert versions(tmp_path) == [SECOND, FIRST]
    assert fetch(tmp_path, card(site)) == {"jobs.csv": ("unchanged", None)}


COMMIT = "0123456789abcdef0123456789abcdef01234567"


def pinned(site, **changes):
    """A card that pins the bytes of FIRST and names where its publisher goes on."""
    live = f"{site.address}/main/{{file}}"
    download = {"pinned": f"{site.address}/{COMMIT}/{{file}}", "live": live}
    sha256 = {"jobs.csv": hashlib.sha256(FIRST).hexdigest()}
    return card(site, **{"download": download, "sha256": sha256, **changes})


def outcomes(folder, *cards):
    """Outcome by kind of address."""
    found = fetch_files(folder, {c.source_id: c for c in cards}, HASTY)
    return {
        "pinned" if COMMIT in row["address"] else "live": row["outcome"]
        for row in found.iter_rows(named=True)
    }


def test_known_bytes_come_from_the_pinned_address_and_new_ones_from_the_live_one(site, tmp_path):
    site.pages |= {f"/{COMMIT}/jobs.csv": Page(FIRST), "/main/jobs.csv": Page(SECOND, etag='"2"')}
    assert outcomes(tmp_path, pinned(site)) == {"pinned": "new", "live": "changed"}
    assert versions(tmp_path) == [FIRST, SECOND]
    site.requests.clear()
    assert outcomes(tmp_path, pinned(site)) == {"pinned": "unchanged", "live": "unchanged"}
    assert [path for path, _ in site.requests] == ["/main/jobs.csv"], "pinned bytes are fetched once"


def test_a_live_file_with_the_pinned_bytes_is_asked_whether_it_has_changed(site, tmp_path):
    page = Page(FIRST, etag='"1"')
    site.pages |= {f"/{COMMIT}/jobs.csv": page, "/main/jobs.csv": page}
    assert outcomes(tmp_path, pinned(site)) == {"pinned": "new", "live": "unchanged"}
    site.requests.clear()
    assert outcomes(tmp_path, pinned(site)) == {"pinned": "unchanged", "live": "unchanged"}
    assert site.asked("If-None-Match") == ['"1"']
    assert versions(tmp_path) == [FIRST]


def test_bytes_pinned_later_come_before_the_versions_that_were_fetched(site, tmp_path):
    site.pages |= {f"/{COMMIT}/jobs.csv": Page(FIRST), "/main/jobs.csv": Page(SECOND, etag='"2"')}
    outcomes(tmp_path, card(site, download=f"{site.address}/main/{{file}}"))
    assert outcomes(tmp_path, pinned(site)) == {"pinned": "changed", "live": "unchanged"}
    assert versions(tmp_path) == [FIRST, SECOND]


def test_a_pinned_address_that_gives_other_bytes_than_the_card_states_is_refused(site, tmp_path):
    site.pages |= {f"/{COMMIT}/jobs.csv": Page(SECOND)}
    found = fetch(tmp_path, pinned(site, download={"pinned": f"{site.address}/{COMMIT}/{{file}}"}))
    assert found["jobs.csv"][0] == "failed"
    assert "unlike the card's" in found["jobs.csv"][1]
    assert versions(tmp_path) == []


@pytest.mark.parametrize("status", [404, 410, 451])
def test_what_has_gone_is_said_once_and_its_last_version_is_read_on(site, tmp_path, status):
    site.pages["/jobs.csv"] = Page(FIRST, etag='"1"')
    fetch(tmp_path, card(site))
    site.mishaps["/jobs.csv"] = [says(status)] * 2
    outcome, problem = fetch(tmp_path, card(site))["jobs.csv"]
    assert outcome == "gone"
    assert str(status) in problem
    assert fetch(tmp_path, card(site)) == {"jobs.csv": ("gone", None)}
    assert versions(tmp_path) == [FIRST]
    assert fetch(tmp_path, card(site)) == {"jobs.csv": ("unchanged", None)}, "it is back"
    site.mishaps["/jobs.csv"] = [says(status)]
    assert fetch(tmp_path, card(site))["jobs.csv"][1], "and gone once more, which is news"


def test_a_file_that_moved_is_fetched_from_its_new_place_which_is_told(site, tmp_path):
    site.pages["/there.csv"] = Page(FIRST, etag='"1"')
    site.mishaps["/jobs.csv"] = [says(301, Location="/there.csv")]
    moved = f"it has moved to {site.address}/there.csv: write this address on the card"
    assert fetch(tmp_path, card(site)) == {"jobs.csv": ("new", moved)}
    site.mishaps["/jobs.csv"] = [says(302, Location="/there.csv")]
    assert fetch(tmp_path, card(site)) == {"jobs.csv": ("unchanged", None)}


def test_a_file_that_changes_daily_or_grows_is_one_version_a_change(site, tmp_path):
    bodies = [FIRST, SECOND, SECOND + b"ML Engineer\n", b"Title\nAnother\n"]
    for number, body in enumerate(bodies):
        site.pages["/jobs.csv"] = Page(body, etag=f'"{number}"')
        outcome = fetch(tmp_path, card(site))["jobs.csv"][0]
        assert outcome == ("changed" if number else "new")
    assert versions(tmp_path) == bodies


def test_a_host_that_asks_for_a_long_pause_is_left_alone_for_the_run(site, tmp_path):
    site.pages |= {"/a.csv": Page(FIRST), "/b.csv": Page(FIRST)}
    site.mishaps["/a.csv"] = [says(429, Retry_After="3600")]
    found = fetch(tmp_path, card(site, "a.csv", "b.csv"))
    assert found["a.csv"] == (
        "failed",
        "the server says 429 Too Many Requests (Retry-After: 3600): run again then",
    )
    assert "not asked again in this run" in found["b.csv"][1]
    assert len(site.requests) == 1


LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (LFS, "a Git LFS pointer"),
        (b"<html><body>Rate limit exceeded</body></html>", "a web page, not a file"),
        (b"<!-- proxy --><head><title>502</title></head>", "a web page, not a file"),
    ],
)
def test_what_is_no_file_is_refused_and_the_last_good_version_is_read_on(site, tmp_path, body, words):
    site.pages["/jobs.csv"] = Page(FIRST)
    fetch(tmp_path, card(site))
    site.pages["/jobs.csv"] = Page(body, content_type="text/plain")
    outcome, problem = fetch(tmp_path, card(site))["jobs.csv"]
    assert outcome == "failed"
    assert words in problem
    assert versions(tmp_path) == [FIRST]


def test_one_source_is_fetched_alone_and_the_files_of_others_stay(site, tmp_path):
    site.pages |= {"/jobs.csv": Page(FIRST), "/b.csv": Page(FIRST)}
    cards = {c.source_id: c for c in (card(site), card(site, "b.csv", source_id="other_board"))}
    fetch_files(tmp_path, cards, HASTY)
    site.pages["/jobs.csv"] = site.pages["/b.csv"] = Page(SECOND)
    found = fetch_files(tmp_path, cards, HASTY, only={"other_board"})
    assert found.select("source_id", "outcome").rows() == [("other_board", "changed")]
    assert versions(tmp_path) == [FIRST]


def test_outcomes_are_told_source_by_source_in_an_aligned_table(site, tmp_path):
    site.pages |= {f"/{COMMIT}/jobs.csv": Page(FIRST), "/main/jobs.csv": Page(SECOND), "/b.csv": Page(FIRST)}
    cards = {c.source_id: c for c in (pinned(site), card(site, "b.csv", "c.csv", source_id="other_board"))}
    fetch_files(tmp_path, cards, HASTY)
    assert tabulate_outcomes(fetch_files(tmp_path, cards, HASTY)).splitlines() == [
        "source         fetched        new  unchanged       gone     failed",
        "board                2          0          2          0          0",
        "other_board          1          0          1          1          0",
    ]


def test_a_version_says_where_and_when_it_came_from(site, tmp_path):
    site.pages["/jobs.csv"] = Page(FIRST, etag='"1"')
    fetch(tmp_path, card(site))
    version = (current_folder(tmp_path) / "board" / "jobs.csv").resolve()
    origin = json.loads(version.with_name("jobs.csv.origin.json").read_text())
    assert (origin["address"], origin["etag"]) == (f"{site.address}/jobs.csv", '"1"')
    assert datetime.fromisoformat(origin["fetched_at"]).tzinfo == UTC


def test_a_server_without_validators_sends_it_again_and_the_same_bytes_are_no_change(site, tmp_path):
    site.pages["/jobs.csv"] = Page(FIRST)
    fetch(tmp_path, card(site))
    assert fetch(tmp_path, card(site)) == {"jobs.csv": ("unchanged", None)}
    assert len(list((tmp_path / "versions").rglob("jobs.csv"))) == 1


def test_another_address_on_the_card_is_not_asked_with_the_former_ones_etag(site, tmp_path):
    site.pages |= {"/jobs.csv": Page(FIRST, etag='"1"'), "/new/jobs.csv": Page(SECOND, etag='"1"')}
    fetch(tmp_path, card(site))
    moved = card(site, download=f"{site.address}/new/{{file}}")
    assert fetch(tmp_path, moved) == {"jobs.csv": ("changed", None)}


@pytest.mark.parametrize("mishap", [says(403), says(200, b"<html>Sign in</html>"), says(500), cuts_after(5)])
def test_a_file_that_fails_leaves_its_last_good_version_and_stops_no_other(site, tmp_path, mishap):
    site.pages |= {"/a.csv": Page(FIRST), "/b.csv": Page(FIRST)}
    fetch(tmp_path, card(site, "a.csv", "b.csv"))
    site.mishaps["/a.csv"] = [mishap] * 2
    site.pages["/b.csv"] = Page(SECOND)
    found = fetch(tmp_path, card(site, "a.csv", "b.csv"))
    assert found["a.csv"][0] == "failed"
    assert found["a.csv"][1]
    assert found["b.csv"] == ("changed", None)
    assert (current_folder(tmp_path) / "board" / "a.csv").read_bytes() == FIRST


def test_a_host_that_is_down_is_asked_a_few_times_only(site, tmp_path):
    files = [f"{number}.csv" for number in range(FAILURES_PER_HOST + 2)]
    for file in files:
        site.mishaps[f"/{file}"] = [says(503)] * 9
    found = fetch(tmp_path, card(site, *files))
    assert {outcome for outcome, _ in found.values()} == {"failed"}
    assert "not asked again in this run" in found[files[-1]][1]
    assert {path for path, _ in site.requests} == {f"/{file}" for file in files[:FAILURES_PER_HOST]}


@pytest.mark.parametrize(
    ("file", "path"),
    [
        ("jobs #1 100%.csv", "/jobs%20%231%20100%25.csv"),
        ("Gehälter.csv", "/Geh%C3%A4lter.csv"),
        ("2026/what?.csv", "/2026/what%3F.csv"),
    ],
)
def test_a_files_name_is_encoded_in_the_address_and_kept_on_disk(site, tmp_path, file, path):
    site.pages[path] = Page(FIRST)
    named = card(site, "*.csv", sha256={file: "0" * 64})
    assert fetch(tmp_path, named) == {file: ("new", None)}
    assert (current_folder(tmp_path) / "board" / file).read_bytes() == FIRST


@pytest.mark.parametrize(
    "file", ["../jobs.csv", "/etc/jobs.csv", "a/../../jobs.csv", "a\\jobs.csv", ".jobs.csv"]
)
def test_a_card_cannot_name_a_file_outside_its_folder(site, file):
    with pytest.raises(ValidationError, match="cannot be the name of a fetched file"):
        card(site, "*.csv", sha256={file: "0" * 64})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"files": ("*.csv",)}, "no file is named"),
        ({"files": ("a.csv", "b.csv"), "download": "https://example.com/a.csv"}, "one address for several"),
        ({"download": "ftp://example.com/{file}"}, "is not an address"),
        ({"download": {"pinned": "https://example.com/main/{file}"}}, "is not pinned"),
        ({"download": {"pinned": {"jobs.csv": f"https://a.com/{COMMIT}/x.csv"}}}, "its sha256 is missing"),
        ({"download": {"live": {"cv.csv": "https://example.com/{file}"}}}, "no pattern of `files` matches"),
    ],
)
def test_a_card_that_does_not_say_what_to_fetch_is_refused(site, changes, words):
    with pytest.raises(ValidationError, match=words):
        card(site, **changes)


def test_what_no_card_names_any_more_is_no_longer_current(site, tmp_path):
    site.pages |= {"/a.csv": Page(FIRST), "/b.csv": Page(FIRST)}
    fetch(tmp_path, card(site, "a.csv", "b.csv"))
    fetch(tmp_path, card(site, "b.csv"))
    assert [path.name for path in (current_folder(tmp_path) / "board").iterdir()] == ["b.csv"]
    assert len(list((tmp_path / "versions").rglob("*.csv"))) == 2


def test_a_killed_fetch_leaves_nothing_to_be_read_and_the_next_completes_it(site, tmp_path):
    body = b"Title\n" + b"Data Scientist\n" * 20_000
    site.pages["/jobs.csv"] = Page(body, etag='"1"')
    site.mishaps["/jobs.csv"] = [stalls_after(200_000)]
    code = (
        "import pathlib, sys; from schemas import SourceCard; from warehouse.inbox.downloads import fetch_files\n"
        "card = SourceCard.model_validate_json(sys.argv[2])\n"
        "fetch_files(pathlib.Path(sys.argv[1]), {card.source_id: card})"
    )
    arguments = [sys.executable, "-c", code, str(tmp_path), card(site).model_dump_json()]
    with subprocess.Popen(arguments, cwd=ROOT) as process:
        assert site.stalled.wait(60)
        process.send_signal(signal.SIGKILL)
    assert list(current_folder(tmp_path).rglob("*.csv")) == []
    assert list((tmp_path / "versions").rglob("*")) == []
    assert fetch(tmp_path, card(site)) == {"jobs.csv": ("new", None)}
    assert (current_folder(tmp_path) / "board" / "jobs.csv").read_bytes() == body


class Project:
    """A project with one card, whose downloads and lake are in a temporary folder."""

    def __init__(self, root, card):
        self.root, self.postings = root, root / "postings"
        self.postings.mkdir()
        (root / "data" / "sources").mkdir(parents=True)
        (root / "data" / "sources" / "board.yml").write_text(card.model_dump_json())

    def read(self, fetch, postings=None):
        """Runs the assets up to raw_postings; returns the titles by file, and the checks that did not pass."""
        folders = Folders(
            data=str(self.root / "data"),
            postings=str(postings or self.postings),
            downloads=str(self.root / "downloads"),
            published=str(self.root),
        )
        io_manager = LakeIOManager(root=str(self.root / "lake"))
        result = dg.materialize(
            [*defs.assets, *defs.asset_checks],
            selection=dg.AssetSelection.assets("source_files", "raw_postings").without_checks()
            | dg.AssetSelection.checks(
                dg.AssetCheckKey(dg.AssetKey("source_files"), "every_download_succeeded")
            ),
            resources={"folders": folders, "io_manager": io_manager},
            run_config=dg.RunConfig(ops={"source_files": Fetching(fetch=fetch)}),
        )
        titles = io_manager.lake.read("raw_postings").scan().filter(outcome="posting").collect()
        failed = [check.description for check in result.get_asset_check_evaluations() if not check.passed]
        return sorted(titles.select("file", "title").rows()), failed


@pytest.fixture
def project(site, tmp_path):
    site.pages["/jobs.csv"] = Page(FIRST, etag='"1"')
    return Project(tmp_path, card(site, "jobs*.csv", sha256={"jobs.csv": "0" * 64}))


FETCHED = ("board/jobs.csv", "Data Scientist")


def test_a_run_that_fetches_reads_the_postings_folder_and_what_it_fetched(site, project):
    (project.postings / "jobs_2.csv").write_bytes(b"Title\nData Engineer\n")
    dropped = ("jobs_2.csv", "Data Engineer")
    assert project.read(fetch=False) == ([dropped], [])
    assert site.requests == []
    assert project.read(fetch=True) == ([FETCHED, dropped], [])
    asked = len(site.requests)
    assert project.read(fetch=False) == ([FETCHED, dropped], []), "what was fetched before is read again"
    assert len(site.requests) == asked


def test_a_download_that_fails_is_a_warning_and_its_last_good_version_is_read(site, project):
    project.read(fetch=True)
    del site.pages["/jobs.csv"]
    titles, failed = project.read(fetch=True)
    assert titles == [FETCHED]
    assert len(failed) == 1
    assert f"{site.address}/jobs.csv: the server says 404" in failed[0]
    assert project.read(fetch=True) == ([FETCHED], []), "what has gone is said once"


def test_a_run_that_could_fetch_nothing_says_so_and_not_that_the_sample_is_empty(site, project):
    sample = project.root / "data" / "sample"
    sample.mkdir()
    site.mishaps["/jobs.csv"] = [says(403)]
    with pytest.raises(
        dg.Failure, match=r"nothing could be fetched from 1 addresses.* 403 .*without FETCH=1"
    ):
        project.read(fetch=True, postings=sample)


def test_offline_the_host_that_does_not_deliver_is_named(site, tmp_path):
    site.close()
    found = fetch_files(tmp_path, {"board": card(site)}, HASTY)
    assert re.match(
        r"nothing could be fetched .*127\.0\.0\.1:\d+ did not answer as expected",
        explain_nothing_fetched(found),
    )
    assert "no source card has a `download`" in explain_nothing_fetched(NOTHING_FETCHED)


@pytest.mark.parametrize(
    ("name", "content"),
    [("jobs.csv", SECOND), ("jobs_copy.csv", FIRST)],
    ids=["the same source and name", "the same bytes"],
)
def test_a_file_of_the_postings_folder_takes_the_place_of_a_fetched_one(project, name, content):
    (project.postings / name).write_bytes(content)
    titles, _ = project.read(fetch=True)
    assert {file for file, _ in titles} == {name}


def test_the_sample_is_never_mixed_with_what_was_fetched(project):
    sample = project.root / "data" / "sample"
    sample.mkdir()
    (sample / "jobs_sample.csv").write_bytes(b"Title\nAn invented title\n")
    assert project.read(fetch=True, postings=sample) == ([FETCHED], [])
    assert project.read(fetch=False, postings=sample) == ([("jobs_sample.csv", "An invented title")], [])
