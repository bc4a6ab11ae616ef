"""The terminal output of a run: one plain line per message, `time level step message`."""

import logging
import sys

import dagster as dg

NOT_EXECUTED = "Dependencies for step "
"""Prefix of Dagster's messages about steps after a failed one; the cause is stated once, at the end."""


@dg.logger(
    config_schema={"log_level": dg.Field(str, default_value="INFO")},
    description="Messages of the run as `time level step message`; Dagster's own events are in its UI.",
)
def plain_console(context: dg.InitLoggerContext) -> logging.Logger:
    """The logger `console`, which writes to standard output."""
    console = logging.Logger("console", level=context.logger_config["log_level"])
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(message)s"))
    handler.addFilter(_make_plain)
    console.addHandler(handler)
    return console


def make_line(level: str, step: str, message: str) -> str:
    """A line with time, level, step and message."""
    record = logging.makeLogRecord({"levelname": level, "msg": message, "step": step})
    return logging.Formatter("%(asctime)s %(levelname)s %(step)s %(message)s", "%H:%M:%S").format(record)


def _make_plain(record: logging.LogRecord) -> bool:
    """Whether a record is shown; reduces its message to the plain line."""
    said = record.dagster_meta  # type: ignore[attr-defined]
    record.msg = make_line(record.levelname, said["step_key"] or "run", said["orig_message"])
    return said["dagster_event"] is None and not said["orig_message"].startswith(NOT_EXECUTED)
