"""Chooses the engine that makes parts."""

from warehouse.lake.fanout import Fanout, Inline, Pool
from warehouse.settings import fanout_engine


def choose_fanout() -> Fanout:
    """The engine named by the environment variable FANOUT: `inline`, `pool` (the default) or `ray`.

    Raises ValueError for another name, and ImportError if Ray is named but not installed.
    """
    match fanout_engine():
        case "inline":
            return Inline()
        case "pool":
            return Pool()
        case "ray":
            from warehouse.lake.ray_cluster import RayCluster

            return RayCluster()
        case other:
            raise ValueError(f"FANOUT is {other!r}: make it inline, pool or ray")
