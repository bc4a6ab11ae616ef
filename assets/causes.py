"""Explains why a run failed, in one sentence: what happened, where, and what to do."""

import re
import textwrap
from collections.abc import Iterator

import dagster as dg

SHOWN_CHARACTERS = 700
SHOWN_END = 200
"""Of a long finding of a check, because its end says what to do."""

SHOWN_STEPS = 3
"""Of the other steps that failed."""

OURS = ("assets.", "pipelines.", "schemas.", "warehouse.", "dagster._core.definitions.events.Failure")
"""Prefixes of the names of exceptions whose message already says what to do, but for PASSES_ON."""

PASSES_ON = "PartsFailedError"
"""Our exception that repeats what others have said, and does not know what to do about it."""

REMEDIES = {
    r"\[Errno 28\]|No space left": "free space on that disk, then run again: finished work is kept",
    r"\[Errno 30\]|\[Errno 13\]|Read-only|Permission denied": "give the user of the run permission to read and write "
    "there, then run again",
    r"\[Errno (17|20|21)\]": "a file stands where a folder should be, or the other way round: move it away, then run "
    "again",
    r"Input asset .* is not produced": "data/taxonomies lacks the file of that name: restore it (git checkout)",
    r"dagster\.yaml": "correct that file in the folder DAGSTER_HOME; docs/deployment/dagster.yaml is an example",
    r"not a database|disk image is malformed": "a file of Dagster's history is damaged: `make doctor` names it, and "
    "`make doctor FIX=1` sets it aside",
    r"disk I/O error|database or disk is full|unable to open database": "free space for Dagster's history "
    "(`make doctor` says where it is), then run again",
    r"MemoryError|Out of Memory|Cannot allocate|lack of memory": "give the run more memory or set FANOUT=inline, then "
    "run again: finished work is kept",
    r"AWS Error": "check LAKE, and in the environment the endpoint, region and keys of its storage, then run again",
    PASSES_ON: "correct the cause, then run again: only the parts that failed are made",
}
"""What to do, by a pattern of the name and message of an exception; the first that is found counts."""

STOPPED = "the run was stopped from outside: finished work is kept, and the next run continues from there"
NO_REMEDY = "the run's page in the UI (make dev) shows the traceback: report it unless the input is the cause"

CHECK = dg.DagsterEventType.ASSET_CHECK_EVALUATION
STEP_FAILURE = dg.DagsterEventType.STEP_FAILURE
RUN_FAILURE = dg.DagsterEventType.RUN_FAILURE


def find_cause(instance: dg.DagsterInstance, run_id: str) -> str:
    """Why a run failed: its first failed step or blocking check, and the names of the others."""
    entries = instance.all_logs(run_id, of_type={CHECK, STEP_FAILURE, RUN_FAILURE})
    events = [entry.dagster_event for entry in entries if entry.dagster_event]
    failures = [event for event in events if event.event_type == STEP_FAILURE]
    if not failures:
        ends = [event.message for event in events if event.event_type == RUN_FAILURE]
        return ends[-1] if ends and ends[-1] else "the cause is unknown"
    checks = [event for event in events if event.event_type == CHECK]
    cause = _explain(failures[0], checks)
    others = [event.step_key or "" for event in failures[1:]]
    shown = ", ".join(others[:SHOWN_STEPS])
    more = f" and {len(others) - SHOWN_STEPS} more" if len(others) > SHOWN_STEPS else ""
    return f"{cause} (also failed: {shown}{more})" if others else cause


def find_warnings(instance: dg.DagsterInstance, run_id: str) -> dict[dg.AssetCheckKey, str]:
    """The warnings of a run's checks, by check, with what to do."""
    entries = instance.all_logs(run_id, of_type=CHECK)
    checks = [entry.dagster_event.asset_check_evaluation_data for entry in entries if entry.dagster_event]
    return {check.asset_check_key: _describe(check) for check in checks if not check.passed}


def find_new_warnings(instance: dg.DagsterInstance, run_id: str) -> list[str]:
    """The warnings of a run's checks that differ from those of their previous run."""
    warnings = find_warnings(instance, run_id)
    before = {key: _find_former(instance, key, run_id) for key in warnings}
    return [warning for key, warning in warnings.items() if warning != before[key]]


def explain_error(name: str, message: str) -> str:
    """The message of an exception with what to do; `name` is its class name with the module."""
    if name.endswith("DagsterExecutionInterruptedError"):
        return STOPPED
    said = textwrap.shorten(message, SHOWN_CHARACTERS, placeholder=" …")
    is_ours = name.startswith(OURS)
    if is_ours and not name.endswith(PASSES_ON):
        return said
    remedies = [remedy for pattern, remedy in REMEDIES.items() if re.search(pattern, f"{name} {message}")]
    kind = "" if is_ours else name.rpartition(".")[2]
    return f"{': '.join(filter(None, [kind, said]))}; {(remedies or [NO_REMEDY])[0]}"


def _explain(failure: dg.DagsterEvent, checks: list[dg.DagsterEvent]) -> str:
    error = failure.step_failure_data.error
    while error and error.cause and (error.cls_name or "").startswith("Dagster"):
        error = error.cause
    if error is None:
        return f"{failure.step_key}: the cause is unknown"
    if error.cls_name == "DagsterAssetCheckFailedError":
        return "; ".join(_list_failed(failure.step_key, checks)) or error.message.strip()
    name, _, message = error.message.partition(":")
    return f"{failure.step_key}: {explain_error(name.strip(), message.strip())}"


def _list_failed(step: str | None, checks: list[dg.DagsterEvent]) -> Iterator[str]:
    """What the failed blocking checks of a step found, and what to do."""
    for event in checks:
        check = event.asset_check_evaluation_data
        if event.step_key == step and not check.passed and check.severity == dg.AssetCheckSeverity.ERROR:
            yield _describe(check)


def _describe(check: dg.AssetCheckEvaluation) -> str:
    found = " ".join((check.description or "").split())
    if len(found) > SHOWN_CHARACTERS:
        found = f"{found[: SHOWN_CHARACTERS - SHOWN_END]} … {found[-SHOWN_END:]}"
    return f"{check.asset_key.to_user_string()}: check {check.check_name}: {found}"


def _find_former(instance: dg.DagsterInstance, key: dg.AssetCheckKey, run_id: str) -> str | None:
    """The warning of a check in the previous run; None if it passed or did not run."""
    records = instance.event_log_storage.get_asset_check_execution_history(key, limit=10)
    events = [record.event.dagster_event for record in records if record.event and record.run_id != run_id]
    former = [event.asset_check_evaluation_data for event in events if event and event.event_type == CHECK]
    return _describe(former[0]) if former and not former[0].passed else None
