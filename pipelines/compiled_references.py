"""Lets compiled functions pass tuples of arrays by reference: by value, each call copies the head of every array."""

from numba.core import cgutils, types
from numba.core.imputils import impl_ret_borrowed
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, intrinsic, lower_getattr_generic, models, register_model


class _Reference(types.Type):
    """A pointer to a named tuple that lives as long as the function that made it."""

    def __init__(self, target: types.BaseNamedTuple) -> None:
        self.target = target
        super().__init__(name=f"Reference({target})")


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
    """A reference to a named tuple; its fields read like the tuple's."""

    def store(context, builder, signature, arguments):
        return builder.bitcast(cgutils.alloca_once_value(builder, arguments[0]), cgutils.voidptr_t)

    return _Reference(target)(target), store
