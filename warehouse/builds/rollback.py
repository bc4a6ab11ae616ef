"""Publishes an earlier build again: `make rollback`."""

import sys

from warehouse.builds.database import DATABASE
from warehouse.builds.folders import BuildError, Builds
from warehouse.lake.locks import LockError, WriteLock
from warehouse.lake.storage import open_storage
from warehouse.settings import LAKE


def rollback(builds: Builds, lock: WriteLock, name: str | None = None) -> str:
    """Publishes the previous build, or the kept build with that name; returns the message for the user.

    Raises BuildError if there is no such build, LockError if a run is writing.
    """
    lock.acquire("make rollback")
    try:
        published = builds.rollback(name)
    finally:
        lock.release()
    lines = [f"published {published}"]
    for build in [*builds.kept, *builds.withdrawn]:
        state = "published" if build == published else "rolled back" if build > published else "before"
        lines.append(f"  {build.name}  {state}")
    lines.append(
        "It stays published until a run has something new to publish. To publish another of these: BUILD=<name>."
    )
    return "\n".join(lines)


if __name__ == "__main__":
    try:
        lock = WriteLock(open_storage(LAKE).local.root)
        print(rollback(Builds(DATABASE.parent), lock, sys.argv[1] if sys.argv[1:] else None))
    except (BuildError, LockError) as error:
        sys.exit(str(error))
