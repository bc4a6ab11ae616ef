"""The engine that makes parts, as the settings name it."""

from warehouse.lake.fanout import Fanout, Inline, Pool
from warehouse.settings import fanout_engine


def choose_fanout() -> Fanout:
    """The engine that the environment variable FANOUT names: `inline`, `pool` (where it is not set) or `ray`.

    Raises ValueError for another name, and ImportError where Ray is named and not installed.
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
