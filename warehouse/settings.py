"""The project's folder, and the settings from the environment; only this module reads environment variables."""

import math
import os
import sys
from pathlib import Path
from types import TracebackType


class SettingError(RuntimeError):
    """An environment variable that cannot be understood; the message names it and says what to set."""


def _show_error(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A command that meets a wrong setting ends with its sentence: the lines of code that read it help nobody."""
    if isinstance(error, SettingError):
        sys.stderr.write(f"{error}\n")
    else:
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _show_error


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
        raise SettingError(f"{name} is {text!r}: set it to a number of at least 0, such as {default}")
    return number


def _read_switch(name: str) -> bool:
    """Raises SettingError for a word that is neither 1 nor 0: `yes` must not count as off."""
    text = _read_text(name, "0")
    if text not in ("0", "1"):
        raise SettingError(f"{name} is {text!r}: set it to 1 or 0")
    return text == "1"


def _read_folder(name: str, default: Path) -> Path:
    """Raises SettingError for the path of a file."""
    folder = Path(_read_text(name, str(default))).resolve()
    if folder.exists() and not folder.is_dir():
        raise SettingError(
            f"{name} is {folder}, which is no folder: set it to one, or to a path where one can be made"
        )
    return folder


def _read_address(name: str, default: Path) -> str:
    """Raises SettingError for an address on another object storage than S3."""
    address = _read_text(name, str(default))
    if "://" in address and not address.startswith("s3://"):
        raise SettingError(
            f"{name} is {address!r}: set it to a folder, or to an address such as s3://bucket/prefix"
        )
    return address


ROOT = Path(__file__).resolve().parent.parent
"""The folder of the code and of the data it starts from; nothing is ever written below it but to `WAREHOUSE`."""

WAREHOUSE = _read_folder("WAREHOUSE", ROOT / "warehouse")
"""The folder that runs write to: the links readers follow, and `state/` with lake, builds and downloads."""

LAKE = _read_address("LAKE", WAREHOUSE / "state" / "lake")
"""The folder or the address `s3://bucket/prefix` of the lake; unless set, a folder of `WAREHOUSE`."""

POSTINGS = _read_text("POSTINGS", str(ROOT / "data" / "sample"))
"""The folders of posting files, separated by the system's path separator (`:`); the sample by default."""

FETCH = _read_switch("FETCH")
"""Whether a run started by hand first fetches what the source cards name: where FETCH is 1."""

REPLACE = _read_switch("REPLACE")
"""Whether a run may publish over a build that was made from other postings, or had many more: where REPLACE is 1."""

FORCE = _read_switch("FORCE")
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
    """Where parts are made: FANOUT, which is `inline`, `pool` or `ray`; unless set, `pool`.

    Raises SettingError for another name.
    """
    engine = _read_text("FANOUT", "pool")
    if engine not in ("inline", "pool", "ray"):
        raise SettingError(f"FANOUT is {engine!r}: set it to inline, pool or ray")
    return engine


def alert_webhook() -> str:
    """The address that alerts are posted to: ALERT_WEBHOOK; empty unless set. It may hold a token: never print it."""
    return _read_text("ALERT_WEBHOOK", "")


max_download_bytes()  # what is read late is looked at early: nothing begins with a wrong setting
fanout_engine()
