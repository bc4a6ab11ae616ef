"""Where the project lies, and what the environment says about how it runs."""

import math
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The folder of the code and of the data it starts from; nothing is ever written below it but to `WAREHOUSE`."""

WAREHOUSE = Path(os.environ.get("WAREHOUSE") or ROOT / "warehouse").resolve()
"""The folder that runs write to: the links readers follow, and `state/` with lake, builds and downloads."""


def read_number(name: str, default: float) -> float:
    """The number in an environment variable; the default where it is not set or empty.

    Raises ValueError, naming the variable and what to do, for what is no finite number of at least 0.
    """
    text = os.environ.get(name) or str(default)
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number < math.inf:
        raise ValueError(f"{name} is {text!r}: set it to a number, such as {default}")
    return number
