"""Swaps links while readers follow them."""

import os
import uuid
from pathlib import Path


def lead_to(link: Path, target: Path) -> None:
    """Points a link to a path (relative to the link's folder) in one step; readers find the old or the new target.

    If the process is killed, a link `.<name>.<random>` may remain next to it.
    """
    way = Path(os.path.relpath(target, link.parent))
    if link.is_symlink() and link.readlink() == way:
        return
    temporary = link.with_name(f".{link.name}.{uuid.uuid4().hex}")
    temporary.symlink_to(way)
    temporary.replace(link)
