"""The project's folder, and the settings from the environment; only this module reads environment variables."""

import math
import os
from pathlib import Path


class SettingError(RuntimeError):
    """An environment variable that cannot be understood; the message names it and says what to set."""


def _read_text(name: str, default: str) -> str:
    return os.environ.get(name) or default


def _read_number(name: str, default: float) -> float:
    """Raises SettingError unless it is a finite number of at least 0."""
    text = _read_text(name, str(default))
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number < math.inf:
        raise SettingError(f"{name} is {text!r}: set it to a number, such as {default}")
    return number


ROOT = Path(__file__).resolve().parent.parent
"""The folder of the code and of the data it starts from; nothing is ever written below it but to `WAREHOUSE`."""

WAREHOUSE = Path(_read_text("WAREHOUSE", str(ROOT / "warehouse"))).resolve()
"""The folder that runs write to: the links readers follow, and `state/` with lake, builds and downloads."""

LAKE = _read_text("LAKE", str(WAREHOUSE / "state" / "lake"))
"""The folder or the address `s3://bucket/prefix` of the lake; unless set, a folder of `WAREHOUSE`."""

POSTINGS = _read_text("POSTINGS", str(ROOT / "data" / "sample"))
"""The folders of posting files, separated by the system's path separator (`:`); the sample by default."""

FETCH = _read_text("FETCH", "") == "1"
"""Whether a run started by hand first fetches what the source cards name: where FETCH is 1."""

REPLACE = _read_text("REPLACE", "") == "1"
"""Whether a run may publish over a build that was made from other postings, or had many more: where REPLACE is 1."""

FORCE = _read_text("FORCE", "") == "1"
"""Whether a run makes every part again, also those that are there already: where FORCE is 1."""

SECONDS_UNTIL_STABLE = _read_number("SECONDS_UNTIL_STABLE", 60)
"""Files that have looked the same for so long are taken to be complete."""

FILE_BYTES_LIMIT = int(_read_number("FILE_BYTES_LIMIT", 4_000_000_000))
"""A larger file on disk is refused, because it is read into memory."""

UNPACKED_BYTES_LIMIT = int(_read_number("UNPACKED_BYTES_LIMIT", 1_000_000_000))
"""A compressed file with more content is refused, because it is also read into memory."""

UNPACKED_RATIO_LIMIT = int(_read_number("UNPACKED_RATIO_LIMIT", 250))
"""A compressed file with more than this many times its own size is refused; CSVs of postings shrink to a third or a
tenth."""


def max_download_bytes() -> int:
    """The largest file that is fetched: MAX_DOWNLOAD_MB, in millions of bytes; unless set, 1000."""
    return int(_read_number("MAX_DOWNLOAD_MB", 1000) * 1e6)


def fanout_engine() -> str:
    """Where parts are made: FANOUT, which is `inline`, `pool` or `ray`; unless set, `pool`."""
    return _read_text("FANOUT", "pool")


def alert_webhook() -> str:
    """The address that alerts are posted to: ALERT_WEBHOOK; empty unless set. It may hold a token: never print it."""
    return _read_text("ALERT_WEBHOOK", "")
