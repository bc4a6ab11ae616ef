"""When a build is refused, and what the UI shows of a table."""

import re

import dagster as dg
import polars as pl

from assets.commands.run import create_run, load_job
from assets.publication import publication
from assets.resources import WRITES_TO, Folders, LakeIOManager
from assets.views import markdown_table


def test_nothing_is_published_while_a_check_fails_though_in_another_run(built):
    published = built.database.resolve()
    resources = {
        "folders": Folders(published=str(built.root)),
        "io_manager": LakeIOManager(root=str(built.root / "lake")),
    }
    check = {"asset_key": dg.AssetKey("postings"), "check_name": "no_employers_merge_on_boilerplate"}

    def publish(passed):
        instance.report_runless_asset_event(dg.AssetCheckEvaluation(**check, passed=passed))
        return dg.materialize([publication], instance=instance, resources=resources, raise_on_error=False)

    with dg.instance_for_test() as instance:
        refused = publish(passed=False)
        assert not refused.success
        words = refused.get_step_failure_events()[0].step_failure_data.error.to_string()
        assert "postings:no_employers_merge_on_boilerplate" in words
        assert publish(passed=True).success
    assert built.database.resolve() == published


def test_a_run_that_waits_holds_up_no_publication_and_one_that_died_does(built):
    resources = {
        "folders": Folders(published=str(built.root)),
        "io_manager": LakeIOManager(root=str(built.root / "lake")),
    }
    with dg.instance_for_test() as instance:
        other = create_run(instance, load_job())
        assert dg.materialize([publication], instance=instance, resources=resources).success
        instance.add_run_tags(other.run_id, {WRITES_TO: "here"})
        instance.report_run_failed(other)
        refused = dg.materialize([publication], instance=instance, resources=resources, raise_on_error=False)
        words = refused.get_step_failure_events()[0].step_failure_data.error.to_string()
        assert "ended before they were checked" in words


def test_a_preview_shows_a_posting_as_text_and_never_as_html_a_link_or_a_picture():
    hostile = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "![x](http://x.example/p.png)"]
    hostile += ["[x](javascript:alert(1))", "a\\|b | c `d` **e** ~f~ &lt;g&gt;", "line\n\n<b>two</b>"]
    lines = markdown_table(pl.DataFrame({"name": hostile})).md_str.splitlines()[2:]
    assert len(lines) == len(hostile)
    for line in lines:
        cells = re.split(r"(?<!\\)(?:\\\\)*\|", line)
        assert len(cells) == 3
        for cell in cells:
            assert not re.search(r"[<>&`*\[\]!~|]", re.sub(r"\\.", "", cell)), cell
