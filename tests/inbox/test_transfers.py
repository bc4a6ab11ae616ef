"""One file over HTTP, against a real server that misbehaves."""

import time

import pytest

from tests.loopback import Page, cuts_after, says, stalls_after, streams, streams_and_cuts
from warehouse.inbox.transfers import Client, HostError, Manners, Origin, PauseError, UnfitError, user_agent
from warehouse.settings import SettingError

CSV = b"title,company\n" + b"Data Scientist,Acme\n" * 50
HASTY = {"connect_seconds": 5, "read_seconds": 5, "backoff_seconds": 0, "seconds_between_requests": 0}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "jobs.csv"


def receive(site, path, known=None, name="/jobs.csv", **manners):
    with Client(Manners(**{**HASTY, **manners})) as client:
        return client.receive(site.address + name, path, known)


def test_a_file_comes_with_its_origin_and_the_client_says_who_it_is(site, path):
    site.pages["/jobs.csv"] = Page(CSV, etag='"1"', last_modified="Mon, 02 Mar 2026 00:00:00 GMT")
    origin = receive(site, path)
    assert path.read_bytes() == CSV
    assert (origin.address, origin.etag) == (f"{site.address}/jobs.csv", '"1"')
    assert Origin.of(path) == origin
    assert site.asked("User-Agent") == [user_agent()]
    assert user_agent().startswith("ml-job-market/")
    assert site.asked("Accept-Encoding") == ["identity"], "ranges count the file's own bytes"


@pytest.mark.parametrize(
    "validators", [{"etag": '"1"'}, {"etag": 'W/"1"'}, {"last_modified": "Mon, 02 Mar 2026 00:00:00 GMT"}]
)
def test_a_file_that_has_not_changed_is_not_sent_again(site, path, validators):
    site.pages["/jobs.csv"] = Page(CSV, **validators)
    known = receive(site, path)
    path.unlink()
    assert receive(site, path, known) is None
    assert not path.exists()
    site.pages["/jobs.csv"] = Page(CSV + b"AI Engineer,Acme\n", etag='"2"')
    assert receive(site, path, known).etag == '"2"'


@pytest.mark.parametrize(
    ("status", "words"),
    [(404, "correct `download`"), (410, "correct `download`"), (401, "with a login"), (403, "with a login")],
)
def test_an_answer_that_will_stay_says_what_to_do(site, path, status, words):
    site.mishaps["/jobs.csv"] = [says(status)]
    with pytest.raises(UnfitError, match=f"{status} .*{words}"):
        receive(site, path)
    assert len(site.requests) == 1


@pytest.mark.parametrize(
    "mishaps",
    [
        [says(429, Retry_After="0")],
        [says(503, Retry_After="Mon, 02 Mar 2020 00:00:00 GMT")],
        [says(500), says(502)],
    ],
)
def test_a_busy_server_is_asked_again(site, path, mishaps):
    site.pages["/jobs.csv"] = Page(CSV)
    site.mishaps["/jobs.csv"] = list(mishaps)
    receive(site, path)
    assert path.read_bytes() == CSV
    assert len(site.requests) == len(mishaps) + 1


@pytest.mark.parametrize("pause", ["121", "Mon, 02 Mar 2126 00:00:00 GMT"])
def test_a_server_that_asks_for_a_long_pause_is_asked_no_more(site, path, pause):
    site.mishaps["/jobs.csv"] = [says(503, Retry_After=pause)] * 9
    with pytest.raises(PauseError, match=f"503 .*Retry-After: {pause}"):
        receive(site, path)
    assert len(site.requests) == 1


def test_a_server_that_stays_busy_is_left_alone(site, path):
    site.mishaps["/jobs.csv"] = [says(429, Retry_After="0")] * 9
    with pytest.raises(HostError, match="429 Too Many Requests"):
        receive(site, path, retries=2)
    assert len(site.requests) == 3


@pytest.mark.parametrize("mishap", [cuts_after(10), streams_and_cuts])
@pytest.mark.parametrize("validators", [{"etag": '"1"'}, {"last_modified": "Mon, 02 Mar 2026 00:00:00 GMT"}])
def test_a_file_that_was_cut_off_is_continued_where_it_broke(site, path, mishap, validators):
    site.pages["/jobs.csv"] = Page(CSV, **validators)
    site.mishaps["/jobs.csv"] = [mishap]
    receive(site, path)
    assert path.read_bytes() == CSV
    assert site.asked("Range") == [None, "bytes=10-"]
    assert site.asked("If-Range") == [None, *validators.values()]


@pytest.mark.parametrize("page", [Page(CSV), Page(CSV, etag='W/"1"')], ids=["nothing to go by", "weak ETag"])
def test_a_file_whose_versions_cannot_be_told_apart_begins_anew(site, path, page):
    site.pages["/jobs.csv"] = page
    site.mishaps["/jobs.csv"] = [cuts_after(10)]
    receive(site, path)
    assert path.read_bytes() == CSV
    assert site.asked("Range") == [None, None]


def test_a_server_that_cannot_continue_sends_the_whole_file_again(site, path):
    site.pages["/jobs.csv"] = Page(CSV, etag='"1"', has_ranges=False)
    site.mishaps["/jobs.csv"] = [cuts_after(10)]
    receive(site, path)
    assert path.read_bytes() == CSV
    assert site.asked("Range") == [None, "bytes=10-"]


def test_a_file_that_changed_since_it_was_cut_off_begins_anew(site, path):
    site.pages["/jobs.csv"] = Page(b"an older file", etag='"1"')
    site.mishaps["/jobs.csv"] = [cuts_after(10)]
    with pytest.raises(HostError, match="the next run continues there"):
        receive(site, path, retries=0)
    site.pages["/jobs.csv"] = Page(CSV, etag='"2"')
    assert receive(site, path).etag == '"2"'
    assert path.read_bytes() == CSV


@pytest.mark.parametrize(
    "answer", [says(416), says(206, CSV[5:], Content_Range=f"bytes 5-{len(CSV) - 1}/{len(CSV)}")]
)
def test_a_server_that_continues_at_another_place_is_asked_for_the_whole(site, path, answer):
    site.pages["/jobs.csv"] = Page(CSV, etag='"1"')
    site.mishaps["/jobs.csv"] = [cuts_after(10), answer]
    receive(site, path)
    assert path.read_bytes() == CSV
    assert site.asked("Range") == [None, "bytes=10-", None]


def rest(start, stop, **headers):
    return says(206, CSV[start:stop], Content_Range=f"bytes {start}-{stop - 1}/{len(CSV)}", **headers)


def test_a_server_that_continues_in_pieces_is_asked_until_the_file_is_whole(site, path):
    site.pages["/jobs.csv"] = Page(CSV, etag='"1"')
    site.mishaps["/jobs.csv"] = [cuts_after(10), rest(10, 200), rest(200, len(CSV))]
    receive(site, path)
    assert path.read_bytes() == CSV
    assert site.asked("Range") == [None, "bytes=10-", "bytes=200-"]


@pytest.mark.parametrize(
    "mishaps", [[rest(0, 10)], [cuts_after(10), rest(10, len(CSV), ETag='"2"')]], ids=["unasked", "newer"]
)
def test_a_part_that_does_not_belong_to_what_is_there_is_not_taken(site, path, mishaps):
    site.pages["/jobs.csv"] = Page(CSV, etag='"1"')
    site.mishaps["/jobs.csv"] = list(mishaps)
    assert receive(site, path).etag == '"1"'
    assert path.read_bytes() == CSV
    assert site.asked("Range")[-1] is None


def test_what_came_from_another_address_is_not_continued(site, path):
    site.pages |= {"/old.csv": Page(b"an older file", etag='"1"'), "/jobs.csv": Page(CSV, etag='"1"')}
    site.mishaps["/old.csv"] = [cuts_after(10)]
    with pytest.raises(HostError):
        receive(site, path, name="/old.csv", retries=0)
    receive(site, path)
    assert path.read_bytes() == CSV


def test_a_server_that_falls_silent_is_given_up_and_the_next_call_continues(site, path):
    site.pages["/jobs.csv"] = Page(CSV, etag='"1"')
    site.mishaps["/jobs.csv"] = [stalls_after(10)]
    with pytest.raises(HostError, match=r"did not answer as expected: .*Read timed out"):
        receive(site, path, read_seconds=0.1, retries=0)
    assert path.read_bytes() == CSV[:10]
    receive(site, path)
    assert path.read_bytes() == CSV
    assert site.asked("Range") == [None, "bytes=10-"]


def test_a_server_that_trickles_is_given_up(site, path):
    site.pages["/jobs.csv"] = Page(CSV, etag='"1"')
    with pytest.raises(HostError, match="took longer than 0 s"):
        receive(site, path, file_seconds=0)


@pytest.mark.parametrize(
    "page",
    [
        Page(b"<p>Sign in</p>", content_type="text/html; charset=utf-8"),
        Page(b"\xef\xbb\xbf\n<!DOCTYPE html><title>Sign in</title>"),
        Page(b"<HTML><title>Sign in</title>", content_type="application/octet-stream"),
    ],
)
def test_a_web_page_in_place_of_a_file_is_refused(site, path, page):
    site.pages["/jobs.csv"] = page
    with pytest.raises(UnfitError, match="a web page, not a file"):
        receive(site, path)
    assert list(path.parent.iterdir()) == []


def test_an_empty_file_is_refused(site, path):
    site.pages["/jobs.csv"] = Page(b"")
    with pytest.raises(UnfitError, match="empty"):
        receive(site, path)


@pytest.mark.parametrize("mishaps", [[], [streams]], ids=["declared", "not declared"])
def test_a_file_that_is_too_large_is_refused(site, path, mishaps):
    site.pages["/jobs.csv"] = Page(CSV)
    site.mishaps["/jobs.csv"] = list(mishaps)
    with pytest.raises(UnfitError, match="raise MAX_DOWNLOAD_MB"):
        receive(site, path, max_bytes=500)
    assert list(path.parent.iterdir()) == []


def test_the_size_limit_is_set_by_the_environment(monkeypatch):
    monkeypatch.delenv("MAX_DOWNLOAD_MB", raising=False)
    assert Manners().max_bytes == 1_000_000_000
    monkeypatch.setenv("MAX_DOWNLOAD_MB", "0.5")
    assert Manners().max_bytes == 500_000
    for typo in ("1 GB", "-1", "nan", "inf"):
        monkeypatch.setenv("MAX_DOWNLOAD_MB", typo)
        with pytest.raises(
            SettingError, match=f"MAX_DOWNLOAD_MB is '{typo}': set it to a number of at least 0, such as 1000"
        ):
            Manners()


def test_a_file_without_a_declared_size_comes_whole(site, path):
    site.pages["/jobs.csv"] = Page(CSV)
    site.mishaps["/jobs.csv"] = [streams]
    receive(site, path)
    assert path.read_bytes() == CSV


def test_a_redirect_is_followed(site, path):
    site.pages["/there.csv"] = Page(CSV, etag='"1"')
    site.mishaps["/jobs.csv"] = [says(302, Location="/there.csv")]
    assert receive(site, path).address == f"{site.address}/jobs.csv"
    assert path.read_bytes() == CSV


def test_a_redirect_in_a_circle_is_refused(site, path):
    site.mishaps["/jobs.csv"] = [says(302, Location="/jobs.csv")] * 40
    with pytest.raises(UnfitError, match="redirects"):
        receive(site, path)


def test_the_proxy_of_the_environment_is_used(site, path, monkeypatch):
    monkeypatch.setenv("http_proxy", site.address)
    site.pages["http://publisher.invalid/jobs.csv"] = Page(CSV)
    with Client(Manners(**HASTY)) as client:
        client.receive("http://publisher.invalid/jobs.csv", path)
    assert path.read_bytes() == CSV


def test_a_host_that_does_not_listen_is_named(site, path):
    site.close()
    with pytest.raises(HostError, match=r"127\.0\.0\.1:\d+ did not answer as expected: .*refused"):
        receive(site, path, retries=1)


def test_requests_to_one_host_keep_their_distance(site, path):
    site.pages["/jobs.csv"] = Page(CSV)
    with Client(Manners(**{**HASTY, "seconds_between_requests": 0.4})) as client:
        begun = time.monotonic()
        client.receive(f"{site.address}/jobs.csv", path)
        client.receive(f"{site.address}/jobs.csv", path)
    assert time.monotonic() - begun >= 0.4, "a lower bound, which no slow machine can break"


@pytest.mark.parametrize("place", ["127.0.0.1:9", "127.0.0.1:99999999", "["])
def test_the_password_of_a_proxy_is_never_told(path, monkeypatch, place):
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("http_proxy", f"http://somebody:secret@{place}")
    with (
        Client(Manners(**{**HASTY, "retries": 0})) as client,
        pytest.raises((HostError, UnfitError)) as raised,
    ):
        client.receive("http://example.com/jobs.csv", path)
    assert "secret" not in str(raised.value)
