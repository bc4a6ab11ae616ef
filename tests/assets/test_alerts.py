"""Messages to the webhook, sent to a real server on loopback."""

import json
import logging
from datetime import timedelta

import dagster as dg
import pytest

from assets.alerts import PUBLICATION, failed_runs, stale_publication
from tests.loopback import Page, says
from warehouse.inbox.curated import CuratedFileError
from warehouse.webhook import is_wanted, send_alert

PATH = "/hooks/secret-token"
NO_PAUSES = (0.0, 0.0, 0.0)


@pytest.fixture
def hook(site, monkeypatch):
    site.pages[PATH] = Page(b"")
    monkeypatch.setenv("ALERT_WEBHOOK", site.address + PATH)
    return site


def test_a_message_arrives_once_as_json_with_its_facts(hook):
    assert is_wanted()
    assert send_alert("a run failed", {"run_id": "abc"}, NO_PAUSES) is None
    assert [json.loads(body) for body in hook.posted] == [{"text": "a run failed", "run_id": "abc"}]


def test_a_busy_or_failing_host_is_asked_again(hook):
    hook.mishaps[PATH] = [says(503), says(429)]
    assert send_alert("text", {}, NO_PAUSES) is None
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
    monkeypatch.setenv("ALERT_WEBHOOK", address)
    outcome = send_alert("text", {}, NO_PAUSES)
    assert outcome.startswith("the alert was not sent")
    assert "secret-token" not in outcome + caplog.text + "".join(capfd.readouterr())


def test_no_log_holds_the_token_of_a_webhook_that_fails(hook, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    hook.mishaps[PATH] = [says(500)] * 3
    outcome = send_alert("text", {}, NO_PAUSES)
    assert "HTTP 500" in outcome
    assert "secret-token" not in outcome + caplog.text + "".join(capfd.readouterr())


def test_a_failed_run_is_told_with_its_step_and_cause(hook):
    @dg.op
    def source_files():
        raise CuratedFileError("skills.csv, line 2: 'hobby' is no category")

    @dg.job
    def refresh():
        source_files()

    with dg.DagsterInstance.ephemeral() as instance:
        failed = refresh.execute_in_process(instance=instance, raise_on_error=False)
        context = dg.build_run_status_sensor_context(
            "failed_runs", failed.get_run_failure_event(), instance, failed.dagster_run
        ).for_run_failure()
        failed_runs(context)
    told = json.loads(hook.posted[0])
    assert told["run_id"] == failed.run_id
    assert "source_files: " in told["text"]
    assert "skills.csv, line 2: 'hobby' is no category" in told["text"]


def test_what_has_grown_old_is_told_once_until_it_is_published_again(hook, monkeypatch):
    with dg.DagsterInstance.ephemeral() as instance:

        def look(cursor=None):
            context = dg.build_sensor_context(instance, cursor)
            return stale_publication(context).skip_message, context.cursor

        assert "nothing has been published" in look()[0]
        instance.report_runless_asset_event(dg.AssetMaterialization(PUBLICATION))
        assert "0 hours ago" in look()[0]
        monkeypatch.setattr("assets.alerts.STALE_AFTER", timedelta(0))
        hook.mishaps[PATH] = [says(404)]
        failed, cursor = look()
        assert "HTTP 404" in failed
        _, cursor = look(cursor)
        assert json.loads(hook.posted[-1])["event"] == "stale"
        look(cursor)
        assert len(hook.posted) == 2
        instance.report_runless_asset_event(dg.AssetMaterialization(PUBLICATION))
        look(cursor)
        assert len(hook.posted) == 3
