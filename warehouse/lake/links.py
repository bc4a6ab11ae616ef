"""Links that readers follow while they are swapped."""

import os
import uuid
from pathlib import Path


def lead_to(link: Path, target: Path) -> None:
    """Makes a link lead to a path, relative to the link's folder, in one step: a reader finds the former or this one.

    Where that is cut short, a link `.<name>.<random>` may stay beside it.
    """
    way = Path(os.path.relpath(target, link.parent))
    if link.is_symlink() and link.readlink() == way:
        return
    temporary = link.with_name(f".{link.name}.{uuid.uuid4().hex}")
    temporary.symlink_to(way)
    temporary.replace(link)
