"""The project's folder, and the settings from the environment; only this module reads environment variables."""

import math
import os
import re
from pathlib import Path


class SettingError(SystemExit):
    """An environment variable that cannot be understood; the message names it and says what to set.

    It ends the program that reads the settings: with that message alone, and not with the lines of code that read it.
    """


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
    """Raises SettingError for the path of a file, or for one below a file."""
    folder = Path(_read_text(name, str(default))).resolve()
    _refuse_file(name, folder)
    return folder


def _refuse_file(name: str, folder: Path) -> None:
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if not there.is_dir():
        raise SettingError(
            f"{name} is {folder}, but {there} is not a folder: set it to a folder, or to a new path"
        )


def _read_address(name: str, default: Path) -> str:
    """Raises SettingError for a file, and for an address that is not one of a bucket of S3."""
    address = _read_text(name, str(default))
    if "://" not in address:
        _refuse_file(name, Path(address).resolve())
    elif not re.match("s3://[^/]", address):
        raise SettingError(
            f"{name} is {address!r}: set it to a folder, or to an address such as s3://bucket/prefix"
        )
    return address


def _read_folders(name: str, default: Path) -> str:
    """Raises SettingError for separators without a folder."""
    folders = _read_text(name, str(default))
    if not any(folders.split(os.pathsep)):
        raise SettingError(f"{name} is {folders!r}, which names no folder: set it to the folders of postings")
    return folders


ROOT = Path(__file__).resolve().parent.parent
"""The folder of the code and of the data it starts from; nothing is ever written below it but to `WAREHOUSE`."""

WAREHOUSE = _read_folder("WAREHOUSE", ROOT / "warehouse")
"""The folder that runs write to: the links readers follow, and `state/` with lake, builds and downloads."""

LAKE = _read_address("LAKE", WAREHOUSE / "state" / "lake")
"""The folder or the address `s3://bucket/prefix` of the lake; unless set, a folder of `WAREHOUSE`."""

POSTINGS = _read_folders("POSTINGS", ROOT / "data" / "sample")
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


def history_folder() -> Path:
    """The folder of Dagster's settings and history: DAGSTER_HOME.

    Raises SettingError unless it is the full path of one.
    """
    folder = _read_text("DAGSTER_HOME", "")
    if not Path(folder).is_absolute() or not Path(folder).is_dir():
        raise SettingError(
            f"DAGSTER_HOME is {folder!r}: set it to the full path of a folder that exists, or run the command by make"
        )
    return Path(folder)


def alert_webhook() -> str:
    """The address that alerts are posted to: ALERT_WEBHOOK; empty unless set. It may hold a token: never print it."""
    return _read_text("ALERT_WEBHOOK", "")


max_download_bytes()  # what is read late is looked at early: nothing begins with a wrong setting
fanout_engine()
