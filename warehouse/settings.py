"""Settings that the environment gives as numbers."""

import math
import os


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
