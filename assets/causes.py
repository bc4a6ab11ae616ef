"""Why a run failed, in one sentence: what, where, and what to do."""

import re
import textwrap
from collections.abc import Iterator

import dagster as dg

SHOWN_CHARACTERS = 700
OURS = ("assets.", "pipelines.", "schemas.", "warehouse.", "dagster._core.definitions.events.Failure")
"""What the names of exceptions begin with whose message says already what to do."""

REMEDIES = {
    r"\[Errno 28\]|No space left": "make room on that disk, then run again: what is finished is kept",
    r"\[Errno 30\]|\[Errno 13\]|Read-only|Permission denied": "let the user of the run write there, then run again",
    r"disk I/O error|database or disk is full|unable to open database": "make room for Dagster's history, "
    "`make doctor` says where it lies, then run again",
    r"MemoryError|Out of Memory|Cannot allocate|lack of memory": "give the run more memory, or FANOUT=inline, then run "
    "again: what is finished is kept",
}
NO_REMEDY = "the run's page in the UI has the traceback (make dev): report it if the input is not to blame"

CHECK = dg.DagsterEventType.ASSET_CHECK_EVALUATION
STEP_FAILURE = dg.DagsterEventType.STEP_FAILURE
RUN_FAILURE = dg.DagsterEventType.RUN_FAILURE


def find_cause(instance: dg.DagsterInstance, run_id: str) -> str:
    """Why a run failed: its first step or blocking check that failed, and the names of others."""
    entries = instance.all_logs(run_id, of_type={CHECK, STEP_FAILURE, RUN_FAILURE})
    events = [entry.dagster_event for entry in entries if entry.dagster_event]
    failures = [event for event in events if event.event_type == STEP_FAILURE]
    if not failures:
        ends = [event.message for event in events if event.event_type == RUN_FAILURE]
        return ends[-1] if ends and ends[-1] else "no cause is known"
    checks = [event for event in events if event.event_type == CHECK]
    cause = _explain(failures[0], checks)
    others = [event.step_key or "" for event in failures[1:]]
    return f"{cause} (also failed: {', '.join(others)})" if others else cause


def find_warnings(instance: dg.DagsterInstance, run_id: str) -> dict[dg.AssetCheckKey, str]:
    """What the checks of a run warn of, by check, with what to do."""
    entries = instance.all_logs(run_id, of_type=CHECK)
    checks = [entry.dagster_event.asset_check_evaluation_data for entry in entries if entry.dagster_event]
    return {check.asset_check_key: _describe(check) for check in checks if not check.passed}


def find_new_warnings(instance: dg.DagsterInstance, run_id: str) -> list[str]:
    """What the checks of a run warn of that they did not warn of when they ran before."""
    warnings = find_warnings(instance, run_id)
    before = {key: _find_former(instance, key, run_id) for key in warnings}
    return [warning for key, warning in warnings.items() if warning != before[key]]


def explain_error(name: str, message: str) -> str:
    """The message of an exception with what to do; `name` is that of its class with its module."""
    said = textwrap.shorten(message, SHOWN_CHARACTERS, placeholder=" …")
    remedies = [remedy for pattern, remedy in REMEDIES.items() if re.search(pattern, f"{name} {message}")]
    is_ours = name.startswith(OURS)
    if not remedies and is_ours:
        return said
    kind = "" if is_ours else f"{name.rpartition('.')[2]}: "
    return f"{kind}{said}; {(remedies or [NO_REMEDY])[0]}"


def _explain(failure: dg.DagsterEvent, checks: list[dg.DagsterEvent]) -> str:
    error = failure.step_failure_data.error
    while error and error.cause and (error.cls_name or "").startswith("Dagster"):
        error = error.cause
    if error is None:
        return f"{failure.step_key}: no cause is known"
    if error.cls_name == "DagsterAssetCheckFailedError":
        return "; ".join(_list_failed(failure.step_key, checks)) or error.message.strip()
    name, _, message = error.message.partition(": ")
    return f"{failure.step_key}: {explain_error(name, message.strip())}"


def _list_failed(step: str | None, checks: list[dg.DagsterEvent]) -> Iterator[str]:
    """What the blocking checks of a step found, and what to do."""
    for event in checks:
        check = event.asset_check_evaluation_data
        if event.step_key == step and not check.passed and check.severity == dg.AssetCheckSeverity.ERROR:
            yield _describe(check)


def _describe(check: dg.AssetCheckEvaluation) -> str:
    found = textwrap.shorten(check.description or "", SHOWN_CHARACTERS, placeholder=" …")
    return f"{check.asset_key.to_user_string()}: check {check.check_name}: {found}"


def _find_former(instance: dg.DagsterInstance, key: dg.AssetCheckKey, run_id: str) -> str | None:
    """What a check warned of in the run before this one; None where it passed, or had not run."""
    records = instance.event_log_storage.get_asset_check_execution_history(key, limit=10)
    events = [record.event.dagster_event for record in records if record.event and record.run_id != run_id]
    former = [event.asset_check_evaluation_data for event in events if event and event.event_type == CHECK]
    return _describe(former[0]) if former and not former[0].passed else None
