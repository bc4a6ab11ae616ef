"""Why a run failed, in one sentence, from its events."""

import logging
import re

import dagster as dg
import pytest
from dagster._core.errors import DagsterExecutionInterruptedError

from assets.causes import explain_error, find_cause, find_new_warnings
from assets.console import plain_console
from warehouse.inbox.curated import CuratedFileError


@dg.asset
def skills():
    """A table that a check looks at."""
    return 1


def run(instance, *made):
    return dg.materialize(list(made), instance=instance, raise_on_error=False)


def check_that(passed, severity, description):
    @dg.asset_check(asset=skills, blocking=severity == dg.AssetCheckSeverity.ERROR)
    def every_skill_has_a_name():
        return dg.AssetCheckResult(passed=passed, severity=severity, description=description)

    return every_skill_has_a_name


def test_the_cause_is_the_message_of_what_the_step_raised():
    @dg.asset
    def source_files():
        raise CuratedFileError("skills.csv, line 2: 'hobby' is no category")

    @dg.asset(deps=[source_files])
    def postings():
        """Never made."""

    with dg.DagsterInstance.ephemeral() as instance:
        failed = run(instance, source_files, postings)
        assert (
            find_cause(instance, failed.run_id) == "source_files: skills.csv, line 2: 'hobby' is no category"
        )


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (DagsterExecutionInterruptedError(), "postings: the run was stopped from outside: "),
        (MemoryError(), "postings: MemoryError; give the run more memory"),
    ],
    ids=["stopped", "out of memory"],
)
def test_an_error_without_a_message_is_explained_by_its_name(error, said):
    @dg.asset
    def postings():
        raise error

    with dg.DagsterInstance.ephemeral() as instance:
        cause = find_cause(instance, run(instance, postings).run_id)
    assert cause.startswith(said)
    assert "\n" not in cause


def test_the_cause_names_what_else_failed():
    @dg.asset
    def roles():
        raise CuratedFileError("roles.csv is empty")

    @dg.asset
    def title_words():
        raise CuratedFileError("title_words.csv is empty")

    with dg.DagsterInstance.ephemeral() as instance:
        failed = run(instance, roles, title_words)
        assert find_cause(instance, failed.run_id) == "roles: roles.csv is empty (also failed: title_words)"


def test_a_long_list_of_what_else_failed_is_cut():
    def another(name):
        @dg.asset(name=name)
        def fail():
            raise CuratedFileError("also")

        return fail

    with dg.DagsterInstance.ephemeral() as instance:
        cause = find_cause(instance, run(instance, *map(another, "abcdef")).run_id)
    assert cause == "a: also (also failed: b, c, d and 2 more)"


def test_the_cause_of_a_failed_blocking_check_is_what_it_found_and_what_to_do():
    check = check_that(False, dg.AssetCheckSeverity.ERROR, "1 found; name it in skills.csv: line 3")
    with dg.DagsterInstance.ephemeral() as instance:
        failed = run(instance, skills, check)
        assert find_cause(instance, failed.run_id) == (
            "skills: check every_skill_has_a_name: 1 found; name it in skills.csv: line 3"
        )


def test_a_long_finding_keeps_its_end_which_says_what_to_do():
    check = check_that(
        False, dg.AssetCheckSeverity.ERROR, f"400 found: {'line 3, ' * 400}; name it in skills.csv"
    )
    with dg.DagsterInstance.ephemeral() as instance:
        cause = find_cause(instance, run(instance, skills, check).run_id)
    assert cause.startswith("skills: check every_skill_has_a_name: 400 found: line 3, ")
    assert cause.endswith("; name it in skills.csv")
    assert len(cause) < 800


def test_a_warning_is_new_only_once():
    check = check_that(False, dg.AssetCheckSeverity.WARN, "1 found; line 3")
    with dg.DagsterInstance.ephemeral() as instance:
        first = run(instance, skills, check).run_id
        assert find_new_warnings(instance, first) == ["skills: check every_skill_has_a_name: 1 found; line 3"]
        assert find_new_warnings(instance, run(instance, skills, check).run_id) == []


@pytest.mark.parametrize(
    ("name", "message", "said"),
    [
        (
            "warehouse.lake.tables.DamagedPartError",
            "a part is gone: run again",
            r"^a part is gone: run again$",
        ),
        ("OSError", "[Errno 28] No space left on device: '/lake/a'", r"'/lake/a'; free space on that disk"),
        ("warehouse.lake.tables.PartsFailedError", "a: its worker died, for lack of memory", "more memory"),
        ("dagster._core.errors.DagsterExecutionInterruptedError", "", r"^the run was stopped from outside: "),
        (
            "warehouse.lake.tables.PartsFailedError",
            "parts of a that failed: 1 of 2: b: c",
            r"b: c; correct the cause, then",
        ),
        (
            "warehouse.inbox.curated.CuratedFileError",
            "/here/dagster.yaml/a.csv, line 2: [Errno 28] is not a year: correct it",
            r"is not a year: correct it$",
        ),
        (
            "dagster._core.definitions.events.Failure",
            "nothing could be fetched (Permission denied): check the network",
            r"check the network$",
        ),
        ("NotADirectoryError", "[Errno 20] Not a directory: '/a/b'", r"'/a/b'; a file stands where a folder"),
        ("OSError", "When listing: AWS Error ACCESS_DENIED", r"DENIED; check LAKE"),
        ("ZeroDivisionError", "division by zero", r"^ZeroDivisionError: division by zero; .*traceback"),
    ],
)
def test_an_error_is_said_with_what_to_do(name, message, said):
    assert re.search(said, explain_error(name, message))


def test_the_console_shows_messages_as_they_were_said_and_no_events(capfd):
    @dg.op
    def postings(context):
        context.log.info("three rows")
        raise CuratedFileError("not shown here")

    @dg.op
    def skills_of(_rows):
        """Never run."""

    @dg.job(logger_defs={"console": plain_console})
    def refresh():
        skills_of(postings())

    quiet = {"loggers": {"console": {"config": {"log_level": logging.getLevelName(logging.INFO)}}}}
    with dg.DagsterInstance.ephemeral() as instance:
        refresh.execute_in_process(run_config=quiet, instance=instance, raise_on_error=False)
    assert re.fullmatch(r"\d\d:\d\d:\d\d INFO postings three rows\n", capfd.readouterr().out)
