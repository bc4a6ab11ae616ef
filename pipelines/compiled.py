"""Compiles functions to machine code, which later processes load from a cache."""

import hashlib
import pkgutil
from importlib.util import cache_from_source

import numba

_MODULES = {
    "pipelines": [
        "characters",
        "compiled",
        "compiled_aliases",
        "compiled_headings",
        "compiled_lexicon",
        "compiled_mentions",
        "compiled_outline",
        "compiled_phrases",
        "compiled_references",
        "compiled_snippets",
        "compiled_units",
        "compiled_words",
        "mentions",
        "sections",
    ],
    "schemas": ["skills"],
}
_CODE = b"".join(
    pkgutil.get_data(package, f"{module}.py") or b""
    for package, modules in _MODULES.items()
    for module in modules
)

# Numba sees that a function's own file has changed, but not one that it calls: a folder for each state of them all.
numba.config.CACHE_DIR = f"{cache_from_source(__file__)}.{hashlib.sha256(_CODE).hexdigest()[:12]}"

_INTERNAL = {"error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True}

entry = numba.njit(nogil=True, error_model="numpy", cache=True)
"""For a function that Python calls; what it calls is stored in the cache with it."""

compiled_arrays = numba.njit(**_INTERNAL)
"""For one that only compiled functions call, and that makes arrays."""

compiled = numba.njit(**_INTERNAL, _nrt=False)
"""For one that only compiled functions call, and that makes none: nothing counts references in it."""

inlined = numba.njit(**_INTERNAL, _nrt=False, forceinline=True)
"""The same, for a small one that is called often."""
