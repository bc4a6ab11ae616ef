"""Compiles functions to machine code, which later processes load from a cache."""

import hashlib
import pkgutil
from collections.abc import Callable
from importlib.util import cache_from_source
from typing import Any

import numba
from filelock import FileLock
from numba.core import cgutils, types
from numba.core.imputils import impl_ret_borrowed
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, intrinsic, lower_getattr_generic, models, register_model

_MODULES = {
    "pipelines.skills": [
        "characters",
        "compiled",
        "compiled_aliases",
        "compiled_context",
        "compiled_headings",
        "compiled_lexicon",
        "compiled_mentions",
        "compiled_outline",
        "compiled_words",
        "mentions",
    ],
    "pipelines.text": ["phrases", "sections"],
    "schemas": ["skills"],
}
_CODE = b"".join(
    pkgutil.get_data(package, f"{module}.py") or b""
    for package, modules in _MODULES.items()
    for module in modules
)

# Numba sees that a function's own file has changed, but not one that it calls: a folder for each state of them all.
numba.config.CACHE_DIR = f"{cache_from_source(__file__)}.{hashlib.sha256(_CODE).hexdigest()[:12]}"

entry = numba.njit(nogil=True, error_model="numpy", cache=True)
"""For a function that Python calls; what it calls is stored in the cache with it."""


def _inner(**options: Any) -> Callable[[Callable], Callable]:
    """Decorates a function that only compiled functions call: made once, not again for each constant it is given."""

    def decorate(function: Callable) -> Callable:
        dispatcher = numba.njit(
            error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True, **options
        )(function)
        get_call_template = dispatcher.get_call_template
        dispatcher.get_call_template = lambda args, kws: get_call_template(
            tuple(map(types.unliteral, args)), kws
        )
        return dispatcher

    return decorate


compiled_arrays = _inner()
"""For one that only compiled functions call, and that makes arrays."""

compiled = _inner(_nrt=False)
"""For one that only compiled functions call, and that makes none: nothing counts references in it."""

inlined = _inner(_nrt=False, forceinline=True)
"""The same, for a small one that is called often."""


def call(function: Callable, *arguments: Any) -> Any:
    """Calls an entry; at its first call one process alone makes the machine code, the others wait and load it."""
    if not function.signatures:
        with FileLock(f"{numba.config.CACHE_DIR}.lock"):
            function.compile(tuple(map(numba.typeof, arguments)))
    return function(*arguments)


class _Reference(types.Type):
    """A pointer to a named tuple that lives as long as the function that made it."""

    def __init__(self, target: types.BaseNamedTuple) -> None:
        self.target = target
        super().__init__(name=f"{target.instance_class.__name__}*")


@register_model(_Reference)
class _ReferenceModel(models.PrimitiveModel):
    def __init__(self, manager, reference):
        super().__init__(manager, reference, cgutils.voidptr_t)


@infer_getattr
class _ReferenceFields(AttributeTemplate):
    key = _Reference

    def generic_resolve(self, reference, field):
        return reference.target.types[reference.target.fields.index(field)]


@lower_getattr_generic(_Reference)
def _load_field(context, builder, reference, pointer, field):
    index = reference.target.fields.index(field)
    target = builder.bitcast(pointer, context.get_value_type(reference.target).as_pointer())
    value = builder.load(cgutils.gep_inbounds(builder, target, 0, index))
    return impl_ret_borrowed(context, builder, reference.target.types[index], value)


@intrinsic
def by_reference(typing_context, target):
    """A named tuple of arrays as a pointer, with the same fields: each call would copy the head of every array."""

    def store(context, builder, signature, arguments):
        return builder.bitcast(cgutils.alloca_once_value(builder, arguments[0]), cgutils.voidptr_t)

    return _Reference(target)(target), store
