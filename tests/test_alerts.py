"""Messages to the webhook, sent to a real server on loopback."""

import json
import logging

import pytest

from tests.loopback import Page, says
from warehouse.alerts import WEBHOOK, is_wanted, send_alert

PATH = "/hooks/secret-token"
NO_PAUSES = (0.0, 0.0, 0.0)


@pytest.fixture
def hook(site, monkeypatch):
    site.pages[PATH] = Page(b"")
    monkeypatch.setenv(WEBHOOK, site.address + PATH)
    return site


def test_a_message_arrives_once_as_json_with_its_facts(hook):
    assert is_wanted()
    assert send_alert("a run failed", {"run_id": "abc"}, NO_PAUSES) == "told the webhook (HTTP 200)"
    assert [json.loads(body) for body in hook.posted] == [{"text": "a run failed", "run_id": "abc"}]


def test_a_busy_or_failing_host_is_asked_again(hook):
    hook.mishaps[PATH] = [says(503), says(429)]
    assert "HTTP 200" in send_alert("text", {}, NO_PAUSES)
    assert len(hook.posted) == 3


@pytest.mark.parametrize("status", [302, 404])
def test_an_answer_that_will_not_change_is_not_asked_for_again(hook, status):
    hook.mishaps[PATH] = [says(status, Location="/elsewhere")] * 3
    assert f"HTTP {status}" in send_alert("text", {}, NO_PAUSES)
    assert len(hook.posted) == 1


@pytest.mark.parametrize(
    "address", ["", "secret-token", "http://[secret-token", "http://127.0.0.1:1/secret-token"]
)
def test_whoever_cannot_be_told_the_alert_does_not_fail_and_no_log_holds_the_token(
    site, monkeypatch, caplog, capfd, address
):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv(WEBHOOK, address)
    outcome = send_alert("text", {}, NO_PAUSES)
    assert outcome.startswith("nobody was told")
    assert "secret-token" not in outcome + caplog.text + "".join(capfd.readouterr())


def test_no_log_holds_the_token_of_a_webhook_that_fails(hook, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    hook.mishaps[PATH] = [says(500)] * 3
    outcome = send_alert("text", {}, NO_PAUSES)
    assert "HTTP 500" in outcome
    assert "secret-token" not in outcome + caplog.text + "".join(capfd.readouterr())
