"""What the report says of objects of CPython's."""

import sys
import types

_FUNCTIONS = (
    types.FunctionType, types.BuiltinFunctionType, types.MethodType,
    types.MethodDescriptorType, types.WrapperDescriptorType, types.ClassMethodDescriptorType,
)


def described(o, attribute):
    """What the report calls an object, or its attribute, and why CPython was asked for it."""
    kind = type(o)
    if kind is types.ModuleType:
        name = module = o.__name__
    elif issubclass(kind, type) or kind in _FUNCTIONS or kind.__module__ == "numpy" and hasattr(o, "__qualname__"):
        module = o.__module__ or getattr(getattr(o, "__objclass__", None), "__module__", None) or "builtins"
        name = o.__qualname__ if module == "builtins" else f"{module}.{o.__qualname__}"
    else:
        module, name = kind.__module__, kind.__name__
    top = module.partition(".")[0]
    if kind.__module__ == "numpy" and kind.__name__ in ("ndarray", "dtype"):
        dtype = o.dtype if kind.__name__ == "ndarray" else o
        why = f"arrays of {dtype} have no native form"
    elif kind is types.ModuleType and (name.partition(".")[0] == "numpy" or name in sys.stdlib_module_names) and attribute:
        why = f"{name}.{attribute} has no native form"
    else:
        why = f"{'an object of CPython' if top == 'builtins' else top} has no native form"
    return f"{name}.{attribute}" if attribute else name, why
