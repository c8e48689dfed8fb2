"""What the bridge asks of the real NumPy."""

import numpy


def numpy_function(name):
    """The function of NumPy's of this name: by its whole path, or out of one of the modules that have most; or a method of arrays, as
    a function."""
    if name.startswith("."):
        return lambda array, *args, **keywords: getattr(array, name[1:])(*args, **keywords)
    top, *path = name.split(".")
    for found in (numpy,) if top == "numpy" and path else (numpy, numpy.linalg, numpy.fft):
        for part in path or [top]:
            found = getattr(found, part, None)
        if found is not None:
            return found


def error_modes():
    return tuple(numpy.geterr().values())


def set_error_modes(*modes):
    numpy.seterr(**dict(zip(("divide", "over", "under", "invalid"), modes)))


def handle_error(what, flags, name, logs):
    handler = numpy.geterrcall()
    if handler is None:
        where = f"log specified for {what} (in {name})" if logs else f"python callback specified for {what} (in  {name})"
        raise NameError(f"{where} but no {'object with write method' if logs else 'function'} found.")
    if logs:
        handler.write(f"Warning: {what} encountered in {name}\n")
    else:
        handler(what, flags)


def share_settings(modes, options):
    set_error_modes(*modes)
    names = ("precision", "threshold", "edgeitems", "linewidth", "suppress", "nanstr", "infstr", "formatter", "sign", "floatmode")
    numpy.set_printoptions(**dict(zip(names, options)))
