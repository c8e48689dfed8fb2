"""From a function to the texts that are compiled for it.

A function becomes a small program (a unit): one module for each function that it needs, at its own lines and columns, and a main
text with an entry that says what the arguments are.
"""

import pyaot
from pyaot import CompileError, _pyaot
from pyaot._source import Unsupported, collect

# A function whose surroundings keep changing is left to CPython.
MOST_PLANS = 8
MOST_SPECIALISATIONS = 32


def miss(function, objects, n_args):
    """Makes a plan (no objects), or a specialisation for these arguments; False: CPython runs the call."""
    info = function.__dict__["__pyaot__"]
    try:
        if objects is None:
            plan(function, info)
        else:
            specialise(function, info, objects, n_args)
        return True
    except Unsupported as e:
        code = function.__wrapped__.__code__
        report(info, e.reason, e.file or code.co_filename, e.line or code.co_firstlineno)
        return False


def plan(function, info):
    if "given_up" in info:
        raise info["given_up"]
    info["plans"] = info.get("plans", 0) + 1
    try:
        if info["plans"] > MOST_PLANS:
            raise Unsupported("what it refers to by its global names keeps changing")
        unit = collect(function.__wrapped__, info.get("sources"))
    except Unsupported as e:
        if not e.is_passing:
            info["given_up"] = e
        raise
    info["unit"], info["made"], info["failed"] = unit, [], {}
    code = function.__wrapped__.__code__
    n_args, n_kwonly, flags = code.co_argcount, code.co_kwonlyargcount, code.co_flags
    names = list(code.co_varnames[: n_args + n_kwonly])
    counts = (code.co_posonlyargcount, n_args, bool(flags & 4), bool(flags & 8))
    _pyaot.set_plan(function, names, counts, [h.place for h in unit.hidden], unit.guards, unit.absent)


def specialise(function, info, objects, n_args):
    unit = info["unit"]
    texts, closed = _pyaot.describe(objects)
    if unit.takes_unbound and not closed:
        raise Unsupported("it takes methods from builtin classes")
    main = main_text(function.__wrapped__.__code__, unit, texts, n_args)
    if main in info["failed"]:
        raise info["failed"][main]
    if len(info["made"]) >= MOST_SPECIALISATIONS:
        raise Unsupported("it is called with too many combinations of argument types")
    wrong = _pyaot.add(function, objects, main, unit.texts())
    if wrong is not None:
        info["failed"][main] = Unsupported(wrong)
        raise info["failed"][main]
    info["made"].append(main)


# What an annotation says a parameter takes: an object to compile the function for.
SAMPLES = {int: 0, float: 0.0, bool: True, complex: 0j, str: "", bytes: b"", list[int]: [0], list[float]: [0.0], list[str]: [""]}
NAMED = {t.__name__ if isinstance(t, type) else str(t): t for t in SAMPLES}


def ahead(function):
    """Compiles a function before it is called, if its annotations say for what."""
    info, code = function.__dict__["__pyaot__"], function.__wrapped__.__code__
    try:
        types = [function.__annotations__[name] for name in code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]]
        samples = [SAMPLES[NAMED[t] if isinstance(t, str) else t] for t in types]
    except (KeyError, NameError, TypeError):
        return
    if code.co_flags & 12:
        return
    try:
        plan(function, info)
        hidden = [p[0][p[1]] if type(p) is tuple else p.cell_contents for p in (h.place for h in info["unit"].hidden)]
        specialise(function, info, (*samples, *hidden), len(samples))
    except Unsupported as e:
        if not e.is_passing:
            report(info, e.reason, e.file or code.co_filename, e.line or code.co_firstlineno)


def main_text(code, unit, values, n_args):
    names = [f"a{i}" for i in range(len(values))]
    n_pos, n_named = code.co_argcount, code.co_argcount + code.co_kwonlyargcount
    passed = values[:n_pos]
    rest = values[n_named:n_args]
    if code.co_flags & 4:
        passed.append("*" + rest.pop(0))
    passed += [f"{code.co_varnames[i]}={values[i]}" for i in range(n_pos, n_named)]
    passed += ["**" + v for v in rest]
    lines = ["import _host"]
    if any("_numpy_scalar." in v for v in values):
        lines.append("import _numpy_scalar")
    lines += [f"import {m.name}" for m in unit.modules]
    lines += unit.wiring
    lines.append(f"def __call__({', '.join(names)}):")
    for hidden, value in zip(unit.hidden, values[n_args:]):
        lines.append(f"    {hidden.module}._set_{hidden.name}({value})")
    lines.append(f"    return {unit.root}({', '.join(passed)})")
    lines.append("_host.export(__call__)")
    return "\n".join(lines) + "\n"


def report(info, reason, file, line):
    """Says once for each reason that CPython runs the function."""
    if info["strict"]:
        raise CompileError(f"{file}:{line}: {reason}")
    said = info.setdefault("said", set())
    if reason in said:
        return
    said.add(reason)
    pyaot._warn(reason, file, line)


def inspect(function, level):
    info = function.__dict__["__pyaot__"]
    if not info.get("made"):
        raise ValueError(f"{function.__qualname__} has not been compiled: call it first")
    return _pyaot.emit(level, info["made"][-1], info["unit"].texts())
