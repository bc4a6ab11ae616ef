"""Chooses the engine that makes parts."""

from warehouse.lake.fanout import Fanout, Inline, Pool
from warehouse.lake.machine import count_workers
from warehouse.settings import SettingError, fanout_engine


def choose_fanout() -> Fanout:
    """The engine named by the environment variable FANOUT: `inline`, `pool` (the default) or `ray`.

    The pool is as large as cores and memory allow; where memory has no room for two workers, parts are made inline.
    Raises SettingError for another name and where Ray is named and not installed, and MemoryLimitError where memory has
    no room for a run.
    """
    match fanout_engine():
        case "inline":
            return Inline()
        case "pool":
            workers = count_workers()
            return Pool(workers) if workers else Inline()
        case _:
            try:
                from warehouse.lake.ray_cluster import RayCluster
            except ImportError as error:
                raise SettingError(str(error)) from None
            return RayCluster()
