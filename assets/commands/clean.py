"""Removes what runs can make again: lake, builds, links and Dagster's history. Downloads stay."""

import shutil
import sys
from pathlib import Path

from warehouse.builds.database import DATABASE
from warehouse.lake.locks import LockError, WriteLock
from warehouse.lake.storage import open_storage
from warehouse.settings import LAKE, WAREHOUSE, history_folder


def main(is_agreed: bool, home: Path) -> str | None:
    """Removes it after confirmation; returns why not, None if it is done. Raises LockError during a run."""
    state = [path for path in (WAREHOUSE / "state").glob("*") if path.name != "downloads"]
    written = [DATABASE, WAREHOUSE / "published", *state, home / "storage", home / "history"]
    found = [path for path in written if path.exists() or path.is_symlink()]
    if not found:
        print("there is nothing to remove")
        return None
    lock = WriteLock(open_storage(LAKE).local.root)
    lock.acquire("make clean")
    try:
        print("this removes, also for current readers:", *found, sep="\n  ")
        if not is_agreed and not _ask():
            return "nothing was removed: answer yes, or run `make clean YES=1`"
        for path in found:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    finally:
        lock.release()
    return None


def _ask() -> bool:
    try:
        return input("Remove them? yes or no: ").strip().lower() in ("y", "yes")
    except EOFError:  # not interactive
        return False


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:] == ["yes"], history_folder()))
    except LockError as error:
        sys.exit(str(error))
