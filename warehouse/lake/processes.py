"""What a process of a run does before it loads any library. Nothing here may load one itself."""

import atexit
import os
import sys
import threading
from importlib.abc import MetaPathFinder
from multiprocessing import connection, parent_process

from warehouse.lake.machine import save_memory

LEFT_OUT = ("pandas", "hypothesis")
"""What Pandera loads where it is installed, though only our tests and their tools need it: a quarter of a second of CPU
and 50 MB, and with the first check as long as the checks of 20 tables."""


class _LeftOut(MetaPathFinder):
    """Finds no library of LEFT_OUT, as if it were not installed."""

    def find_spec(self, fullname: str, *_: object) -> None:
        if fullname in LEFT_OUT:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)


def leave_out_libraries() -> None:
    """Keeps Pandera from loading what only tests need: call this before Pandera is loaded, and in no test."""
    sys.meta_path.insert(0, _LeftOut())


def begin_worker() -> None:
    """Tunes memory as in the parent, and ends the worker with it: workers of a killed parent would wait forever.

    A worker ends without freeing its gazetteers and lexicon object by object, which takes a second.
    """
    save_memory()
    leave_out_libraries()
    atexit.register(os._exit, 0)
    threading.Thread(target=_wait_for_parent_to_end, daemon=True).start()


def _wait_for_parent_to_end() -> None:
    if parent := parent_process():
        connection.wait([parent.sentinel])
    os._exit(1)
