"""What a function is made of: its text, the functions and modules that it refers to, and the variables that it reads."""

import builtins
import opcode
import sys
import time
import types

from pyaot import Function, _pyaot, _renamed as renamed
from pyaot._outlive import is_used_up, names_read_later

ONLY_AST = 0x400
IS_GENERATOR, IS_COROUTINE = 0x20, 0x80 | 0x100 | 0x200
HAS_VARARGS, HAS_KWARGS = 4, 8

# Modules that do the same wherever they are compiled: what they keep is nobody else's business.
MODULES = {
    "bisect", "cmath", "collections", "functools", "heapq", "itertools", "math", "operator", "string", "time",
}
# Where CPython says that their functions come from.
HOMES = {"_bisect": "bisect", "_collections": "collections", "_functools": "functools", "_heapq": "heapq", "_operator": "operator"}
# These look at the frame or the module that they are called from.
REFUSED = {"__import__", "breakpoint", "compile", "dir", "eval", "exec", "globals", "locals", "super", "vars"}
# Builtin functions of CPython's own: what they give belongs to it.
# `hash` of a text, and `id` of anything, must be what CPython finds where it runs the same function.
FOREIGN = {"copyright", "credits", "exit", "hash", "help", "id", "input", "license", "open", "quit"}
# Builtins that programs replace for a while.
REPLACED = {"print"}
# Names of their modules that CPython's own stand for: what is kept for the whole process, and classes whose objects (and what is made of
# them) others could tell from CPython's.
OWN = {
    "collections": {"ChainMap", "UserDict", "UserList", "UserString"},
    "numpy": {"asmatrix", "bmat", "geterrcall", "load", "loadtxt", "ma", "matrix", "memmap", "poly1d", "polynomial", "printoptions", "random", "rec",
              "recarray", "record", "save", "savetxt", "set_printoptions", "seterrcall", "testing"},
    "string": {"Formatter", "Template"},
    "time": {"gmtime", "localtime", "strptime", "struct_time"},
}
# Functions of `numpy.random` that draw from NumPy's own generators in compiled code too.
DRAWS = {
    "beta", "binomial", "bytes", "chisquare", "choice", "dirichlet", "exponential", "f", "gamma", "geometric", "gumbel", "hypergeometric", "laplace",
    "logistic", "lognormal", "logseries", "multinomial", "multivariate_normal", "negative_binomial", "noncentral_chisquare", "noncentral_f", "normal",
    "pareto", "permutation", "poisson", "power", "rand", "randint", "randn", "random", "random_sample", "ranf", "rayleigh", "sample", "shuffle",
    "standard_cauchy", "standard_exponential", "standard_gamma", "standard_normal", "standard_t", "triangular", "uniform", "vonmises", "wald",
    "weibull", "zipf",
}
RANDOM = DRAWS | {"default_rng", "seed"}
# Methods of `Generator` and `RandomState` for which compiled code has to know more of them than what they draw from.
MORE_THAN_DRAWS = {"bit_generator", "get_state", "set_state", "spawn", "tomaxint", "random_integers"}
# Types whose values cross as copies.
VALUES = (type(None), bool, int, float, complex, str, bytes, tuple)

OPS = opcode.opmap
EXTENDED_ARG, LOAD_GLOBAL, IMPORT_NAME = OPS["EXTENDED_ARG"], OPS["LOAD_GLOBAL"], OPS["IMPORT_NAME"]
LOAD_BUILD_CLASS, CACHE = OPS["LOAD_BUILD_CLASS"], OPS.get("CACHE", -1)
ATTRIBUTES = {OPS[name] for name in ("LOAD_ATTR", "LOAD_METHOD") if name in OPS}
# Stands among the names of attributes for a method that is taken from a builtin class: `list.append`.
UNBOUND = "list.append"
STORE_GLOBAL, DELETE_GLOBAL = OPS["STORE_GLOBAL"], OPS["DELETE_GLOBAL"]
LOOKED_AT = {LOAD_GLOBAL, IMPORT_NAME, LOAD_BUILD_CLASS, STORE_GLOBAL, DELETE_GLOBAL}
# From 3.11 on the lowest bit of LOAD_GLOBAL says something else.
GLOBAL_SHIFT = 1 if sys.version_info >= (3, 11) else 0


class Unsupported(Exception):
    """Why CPython has to run a function."""

    # It may be otherwise at the next call.
    is_passing = False
    # So many frames around that of the function must be those of its callers.
    callers = 0

    def __init__(self, reason, file=None, line=None):
        super().__init__(reason)
        self.reason, self.file, self.line = reason, file, line


class Unbound(Unsupported):
    is_passing = True


class Sources:
    """What has come with functions from another process: texts by file, and the files of their code, where its own name for it
    may not be told (cloudpickle 3.1.3 calls all of them `<dynamic-code>`)."""

    def __init__(self, texts, files):
        self.texts, self.files = texts, files

    def settle(self, function):
        """The function's code has the name of its file."""
        file = self.files.get(function.__code__)
        if file is not None and file != function.__code__.co_filename:
            function.__code__ = renamed(function.__code__, file)


class Module:
    """A function's text, under a name of its own, or together with those of other functions of its file."""

    def __init__(self, name, function, sources, is_entry, number=""):
        self.name, self.function = name, function
        self.entry = f"{name}._def{number}"
        is_lambda = function.__code__.co_name == "<lambda>"
        self.lines, self.tree = (lambda_source if is_lambda else source)(function, sources, is_entry)
        has_inner = any(type(c) is types.CodeType for c in function.__code__.co_consts)
        self.read_later = names_read_later(self.node, function) if has_inner else ()
        # Behind the function: a name that nothing else binds, imports, and what binds the names that it reads.
        # (In the block of the `def`: behind that, a name might be a builtin's.)
        self.after = []
        if not is_lambda:
            line = self.lines[function_line(self.lines)]
            self.after.append(line[: len(line) - len(line.lstrip())] + f"_def{number} = {function.__code__.co_name}")

    @property
    def node(self):
        """The tree of the function, which most units do without."""
        if type(self.tree) is tuple:
            self.tree = tree_of(*self.tree)
        return self.tree

    def add_setter(self, name, setter="_set"):
        """What `_set` sets are objects of CPython's, which the compiler knows by that name (`sema`: `build/held`)."""
        given = "value" if name != "value" else "given"
        self.after += [f"def {setter}_{name}({given}):", f"    global {name}", f"    {name} = {given}"]


def function_line(lines):
    return next(i for i, line in enumerate(lines) if line.lstrip().startswith("def "))


class Hidden:
    """A variable that is read at each call and passed along."""

    def __init__(self, module, name, place):
        self.module, self.name, self.place = module, name, place


class Unit:
    def __init__(self):
        self.modules, self.wiring, self.hidden, self.guards, self.absent = [], [], [], [], []
        # Of the hidden variables, those that its functions assign.
        self.written = []
        self.root = ""
        # Functions of the unit that are used as values, and what these are in CPython.
        self.standing = []
        # It calls methods by builtin classes, whose objects of CPython's are no objects of such a class here.
        self.takes_unbound = False
        # Its function returns an iterator of `itertools`.
        self.gives_iterator = False

    def only_draws(self):
        """Generators of random numbers are only drawn from, as far as names tell."""
        return all(MORE_THAN_DRAWS.isdisjoint(m.uses) for m in self.modules)

    def parts(self):
        return self.modules, self.wiring, self.hidden, self.guards, self.absent, self.written, self.standing

    def texts(self):
        together = {}
        for m in self.modules:
            lines, after, _ = together.setdefault(m.name, ([], [], m.function.__code__.co_filename))
            lines += [""] * (len(m.lines) - len(lines))
            for k, line in enumerate(m.lines):
                lines[k] = line or lines[k]
            after += m.after
        return [(name, file, "\n".join(lines + after) + "\n") for name, (lines, after, file) in together.items()]


def collect(function, sources=None):
    """The unit of a function; `sources`: what it has brought from another process."""
    unit = collected(function, sources, False)
    # Functions in modules of their own have variables of their own: what one assigns, another would not see.
    if is_shared(unit):
        unit = collected(function, sources, True)
        if is_shared(unit):
            raise Unsupported(f"it assigns the global variable {unit.written[0].name!r}, and calls functions that use it", *place_of(function))
    return unit


def is_shared(unit):
    """One function assigns a variable that another, in another module, has too."""
    pairs = ((w.place, h.place) for w in unit.written for h in unit.hidden if w.name == h.name and w is not h)
    return any(type(p) is tuple and p[0] is dict_ for (dict_, _), p in pairs)


def collected(function, sources, together):
    """`together`: functions of one file are in one module."""
    unit = Unit()
    modules = {}

    def module_of(f):
        if sources:
            sources.settle(f)
        key = (f.__code__, id(f.__globals__), tuple(map(id, f.__closure__ or ())))
        if key not in modules:
            name, number = f"_f{len(modules)}", ""
            if together and is_global(f):
                same = (m for m in unit.modules if is_global(m.function) and m.function.__globals__ is f.__globals__)
                number, name = len(modules) or "", next((m.name for m in same if m.function.__code__.co_filename == f.__code__.co_filename), name)
            m = modules[key] = Module(name, f, sources, not modules, number)
            unit.modules.append(m)
            names(m)
        elif modules[key] is unit.modules[0]:
            if modules[key].asks_callers:
                raise ask_callers(modules[key].asks_callers, f)
            # Not only the entry calls it, which passes all arguments.
            for value in (*(f.__defaults__ or ()), *(f.__kwdefaults__ or {}).values()):
                literal(value, f)
        return modules[key]

    def names(m):
        f = m.function
        read, written, attributes, m.passed = set(), set(), set(), set()
        scan(f.__code__, read, written, attributes, m.passed, f)
        unit.takes_unbound = unit.takes_unbound or UNBOUND in attributes
        m.matches_classes = matches_classes(f.__code__)
        if "type" in read and "type" not in f.__globals__ and makes_classes(m.node):
            raise Unsupported("it makes a class", *place_of(f))
        if "errstate" in attributes and has_own_errors(m.node):
            raise Unsupported("it has errstate() do what only NumPy does", *place_of(f))
        m.uses = attributes
        m.asks_callers, is_inner = 0, False
        if "warn" in attributes or names_stacklevel(f.__code__):
            from pyaot import _raised

            m.asks_callers, is_inner = _raised.callers_asked(m.node)
        if is_inner or m.asks_callers and m is not unit.modules[0]:
            raise ask_callers(m.asks_callers, f)
        dict_, outer = f.__globals__, builtins.__dict__
        for name in sorted(read | written):
            if name in written:
                assigned(m, name, dict_)
            elif name in dict_:
                bind(m, name, (dict_, name), dict_[name])
            elif name not in outer:
                raise Unbound(f"the name {name!r} is not defined", *place_of(f))
            elif name in REFUSED:
                raise Unsupported(f"it uses {name}()", *place_of(f))
            else:
                unit.absent.append((dict_, name))
                if name in FOREIGN or not is_original(name, outer[name]):
                    hide(m, name, (outer, name))
                elif name in REPLACED:
                    unit.guards.append(((outer, name), outer[name], None))
                elif name == f.__code__.co_name:
                    # A method of that name, which has the name here.
                    m.after.append(f"from builtins import {name}")
        for name, cell in zip(f.__code__.co_freevars, f.__closure__ or ()):
            try:
                value = cell.cell_contents
            except ValueError:
                raise Unbound(f"the variable {name!r} is not bound yet", *place_of(f)) from None
            bind(m, name, cell, value)

    def assigned(m, name, dict_):
        if name not in dict_:
            raise Unbound(f"it assigns the global variable {name!r}, which is not bound yet", *place_of(m.function))
        value = dict_[name]
        if name in m.read_later or isinstance(value, (type, types.ModuleType, Function)) or callable(value):
            raise Unsupported(f"it assigns the global variable {name!r}", *place_of(m.function))
        hide(m, name, (dict_, name), value)
        hidden = next(h for h in unit.hidden if (h.module, h.name) == (m.name, name))
        if hidden not in unit.written:
            unit.written.append(hidden)

    def hide(m, name, place, value=None):
        if isinstance(value, type):
            if m.matches_classes:
                raise Unsupported(f"it may match patterns of the class {name!r}", *place_of(m.function))
            if issubclass(value, BaseException) and has_own_init(value) and not is_only_raised(m, name, [value]):
                raise Unsupported(f"the exception class {name!r} has methods of its own", *place_of(m.function))
        if not any((h.module, h.name) == (m.name, name) for h in unit.hidden):
            unit.hidden.append(Hidden(m.name, name, place))
            m.add_setter(name)

    def bind(m, name, place, value):
        if name in m.read_later:
            raise Unsupported(f"it makes a function or generator that reads {name!r} and may outlive the call", *place_of(m.function))
        if type(value) in VALUES:
            own = [v for v in value if isinstance(v, type) and issubclass(v, BaseException) and has_own_init(v)] if type(value) is tuple else ()
            if own and not is_only_raised(m, name, own):
                raise Unsupported(f"{name!r} has exception classes with methods of their own", *place_of(m.function))
            return hide(m, name, place)
        if isinstance(value, types.ModuleType):
            known = is_native(value.__name__) and sys.modules.get(value.__name__) is value
            if is_numpy_random(value) and draws(m, lambda n: is_name(n, name)):
                m.after.append(f"import numpy.random as {name}")
                unit.guards.append((place, value, None))
                return None
            uses = m.uses
            if "random" in uses and value.__name__ == "numpy" and draws(m, lambda n: is_attribute(n, "random") and is_name(n.value, name)):
                uses = uses - {"random"}
            if not known or not own_names(value.__name__).isdisjoint(uses):
                return hide(m, name, place)
            m.after.append(f"import {value.__name__} as {name}")
            unit.guards.append((place, value, None))
            return None
        inner = value.__wrapped__ if type(value) is Function else value
        if type(inner) is types.FunctionType and not is_native(home_of(inner)):
            is_more_than_called = name in m.passed or name in m.function.__code__.co_freevars
            # Its attributes are CPython's (`f.cache = {}`), and so is such a generator.
            if is_more_than_called and has_attributes(m.node, name) or inner.__code__.co_flags & IS_GENERATOR and not is_used_up(m.node, m.function, name):
                return hide(m, name, place)
            kept = modules.copy(), [len(part) for part in unit.parts()]
            try:
                other = module_of(inner)
            except Unsupported as e:
                if e.callers > 1 and m is not unit.modules[0]:
                    raise ask_callers(e.callers - 1, m.function) from None
                # CPython calls it.
                modules.clear()
                modules.update(kept[0])
                for part, n in zip(unit.parts(), kept[1]):
                    del part[n:]
                return hide(m, name, place)
            unit.guards.append((place, value, (inner, inner.__code__)))
            if is_more_than_called and is_passed(m.node, name) and not any(entry == other.entry for entry, _ in unit.standing):
                unit.standing.append((other.entry, value))
            if other.name != m.name or name != inner.__code__.co_name:
                m.add_setter(name, "_put")
                unit.wiring.append(f"{m.name}._put_{name}({other.entry})")
            return None
        known = text_for(value)
        if known is None:
            return hide(m, name, place, value)
        unit.guards.append((place, value, None))
        m.after.append(known.format(name))
        return None

    if function.__code__.co_flags & IS_GENERATOR:
        raise Unsupported("it is a generator", *place_of(function))
    root = module_of(function)
    unit.root, unit.gives_iterator = root.entry, gives_iterator(root)
    return unit


def is_original(name, value):
    """The builtin of that name is CPython's own."""
    if isinstance(value, type):
        return value.__module__ == "builtins"
    return not callable(value) or (getattr(value, "__module__", None), getattr(value, "__name__", None)) == ("builtins", name)


def is_name(node, name):
    return type(node).__name__ == "Name" and node.id == name


def is_attribute(node, name):
    return type(node).__name__ == "Attribute" and node.attr == name


def is_numpy_random(module):
    return module.__name__ == "numpy.random" and sys.modules.get("numpy.random") is module


def draws(m, is_module):
    """Of `numpy.random`, where it stands in a function, nothing but functions that draw are looked up; all other attributes of that name are called."""
    nodes = list(walk(m.node))
    looked_into = [n for n in nodes if type(n).__name__ == "Attribute" and is_module(n.value)]
    modules = {id(n.value) for n in looked_into}
    if not all(n.attr in RANDOM for n in looked_into) or not MORE_THAN_DRAWS.isdisjoint(m.uses):
        return False
    if any(is_module(n) and id(n) not in modules for n in nodes):
        return False
    called = {id(n.func) for n in nodes if type(n).__name__ == "Call"}
    others = (n for n in nodes if is_attribute(n, "random") and not is_module(n))
    return all(id(n) in called for n in others) and _pyaot.draws_globally()


def gives_iterator(m):
    """The function returns an iterator of `itertools` where it stands."""
    f = m.function
    known = {n for n in f.__code__.co_names if (v := f.__globals__.get(n)) is not None and (v is sys.modules.get("itertools") or home_of(v) == "itertools")}

    def is_known(n):
        while type(n).__name__ in ("Attribute", "Call"):
            n = n.value if type(n).__name__ == "Attribute" else n.func
        return type(n).__name__ == "Name" and n.id in known

    # Few functions need a tree.
    return bool(known) and any(type(n).__name__ == "Return" and type(n.value).__name__ == "Call" and is_known(n.value) for n in walk(m.node))


def has_own_errors(node):
    """`errstate` gets what only NumPy itself follows."""
    calls = (n for n in walk(node) if type(n).__name__ == "Call" and is_attribute(n.func, "errstate"))
    return any(k.arg in ("call", "under") and getattr(k.value, "value", "") != "ignore" for c in calls for k in c.keywords)


def ask_callers(n, f):
    e = Unsupported("it gives warnings in its callers' lines", *place_of(f))
    e.callers = n
    return e


def names_stacklevel(code):
    return any("stacklevel" in c if type(c) is tuple else type(c) is types.CodeType and names_stacklevel(c) for c in code.co_consts)


def has_attributes(node, name):
    """The node has attributes of what has that name."""
    return any(type(n).__name__ == "Attribute" and type(n.value).__name__ == "Name" and n.value.id == name for n in walk(node))


def is_passed(node, name):
    """The name stands where it is not only called."""
    called = {id(n.func) for n in walk(node) if type(n).__name__ == "Call"}
    return any(type(n).__name__ == "Name" and n.id == name and id(n) not in called for n in walk(node))


def is_global(f):
    """It is what its module has under its name."""
    value = f.__globals__.get(f.__code__.co_name)
    return f is (value.__wrapped__ if type(value) is Function else value) and not f.__closure__


def place_of(f):
    return f.__code__.co_filename, f.__code__.co_firstlineno


def makes_classes(node):
    """`type(name, bases, attributes)`: the class, and its bases, are CPython's."""
    calls = (n for n in walk(node) if type(n).__name__ == "Call" and getattr(n.func, "id", "") == "type")
    return any(len(n.args) == 3 or n.keywords or any(type(a).__name__ == "Starred" for a in n.args) for n in calls)


def matches_classes(code):
    inner = (c for c in code.co_consts if type(c) is types.CodeType)
    return OPS["MATCH_CLASS"] in code.co_code[::2] or any(map(matches_classes, inner))


def has_own_init(error):
    """What compiled code, which has a class of its own for it, would not do."""
    own = [c for c in error.__mro__ if getattr(builtins, c.__name__, None) is not c]
    plain = {"__annotations__", "__dict__", "__doc__", "__firstlineno__", "__module__", "__qualname__", "__static_attributes__", "__weakref__"}
    return any(not plain.issuperset(c.__dict__) for c in own)


def is_only_raised(m, name, classes):
    from pyaot import _raised

    return _raised.is_only_raised(m.node, name, classes)


def is_native(module):
    return module in MODULES or module == "numpy" or module.startswith("numpy.") and not module.startswith("numpy.random")


def own_names(module):
    return OWN.get(module.partition(".")[0], set())


def home_of(value):
    """The module that has an object, as far as objects say."""
    home = getattr(value, "__module__", None) or getattr(type(value), "__module__", None)
    return HOMES.get(home, home) if type(home) is str else ""


def text_for(value):
    """A statement that binds a name to an object of builtins or of a module that pyaot has."""
    name = getattr(value, "__name__", None)
    if type(name) is not str or not name.isidentifier():
        return None
    if getattr(builtins, name, None) is value:
        return None if name in REFUSED | FOREIGN else "{0} = " + name
    if name in RANDOM and "numpy.random" in sys.modules and getattr(sys.modules["numpy.random"], name, None) is value and _pyaot.draws_globally():
        return f"from numpy.random import {name} as {{0}}"
    home = home_of(value)
    if is_native(home) and name not in own_names(home) and getattr(sys.modules.get(home), name, None) is value:
        return f"from {home} import {name} as {{0}}"
    return None


def scan(code, read, written, attributes, passed, f):
    """Adds the global names that code reads, those that it assigns, all other names, and those that are not only called, as far as code tells."""
    attributes.update(code.co_names)
    raw = code.co_code
    ops = raw[::2]
    for at, op in enumerate(ops):
        if op not in LOOKED_AT:
            continue
        arg, before = raw[2 * at + 1], at - 1
        while before >= 0 and ops[before] == EXTENDED_ARG:
            arg |= raw[2 * before + 1] << 8 * (at - before)
            before -= 1
        if op == LOAD_GLOBAL:
            name = code.co_names[arg >> GLOBAL_SHIFT]
            read.add(name)
            if not (GLOBAL_SHIFT and arg & 1):
                passed.add(name)
            if isinstance(getattr(builtins, name, None), type) and next((o for o in ops[at + 1 :] if o != CACHE and o != EXTENDED_ARG), op) in ATTRIBUTES:
                attributes.add(UNBOUND)
        elif op == LOAD_BUILD_CLASS:
            raise Unsupported("it defines a class", *place_of(f))
        elif op == STORE_GLOBAL:
            written.add(code.co_names[arg])
        elif op == DELETE_GLOBAL:
            raise Unsupported(f"it deletes the global variable {code.co_names[arg]!r}", *place_of(f))
        elif op == IMPORT_NAME and not is_native(code.co_names[arg]):
            raise Unsupported(f"it imports {code.co_names[arg]!r}", *place_of(f))
    for const in code.co_consts:
        if type(const) is types.CodeType:
            scan(const, read, written, attributes, passed, f)


def source(f, sources, is_entry):
    """The lines of a text that has the function, without decorators, defaults and annotations, where it is in its file; its tree, or
    what `tree_of` takes for it."""
    code = f.__code__
    if code.co_flags & IS_COROUTINE:
        raise Unsupported("it is a coroutine", *place_of(f))
    if code.co_name in REFUSED | FOREIGN:
        raise Unsupported("its name is that of a builtin function", *place_of(f))
    lines = lines_of(code.co_filename, f.__globals__, sources)
    first = code.co_firstlineno
    if not lines or first > len(lines):
        raise Unsupported("its source is not available", *place_of(f))
    last = _pyaot.last_line(code) or first
    quick = outlined(lines, first, last, f, is_entry)
    if quick:
        return quick
    node, end, indent = parse(lines, first, last, code)
    given = [a.arg for a in node.args.posonlyargs + node.args.args]
    if not is_of(code, node.name, given):
        raise Unsupported("its source has changed since it was loaded", *place_of(f))
    refuse_private_names(node, f)
    body = node.body[0]
    start = min([body.lineno] + [d.lineno for d in getattr(body, "decorator_list", ())])
    out = placed(lines, start, end, node.lineno, indent)
    head, tail = " " * indent + f"def {node.name}({parameters(f, is_entry)}", "):"
    if body.lineno > node.lineno and not before(lines[start - 1], body).strip():
        out[node.lineno - 1] = head + tail
        return out, node
    # The body begins in the header's last line.
    rest = lines[start - 1].encode()[body.col_offset :].decode().rstrip("\r\n")
    if start > node.lineno:
        out[node.lineno - 1], head = head, ""
    width = len(before(lines[start - 1], body))
    if len(head + tail) > width:
        raise Unsupported("its body stands in the line of its `def`", *place_of(f))
    out[start - 1] = (head + tail).ljust(width) + rest
    return out, node


def outlined(lines, first, last, f, is_entry):
    """The same, without a tree: most functions are a header, and a block below it that the tokens show."""
    code, indent = f.__code__, indent_of(lines[first - 1])
    end = block_end(lines, last, indent)
    block = "".join(lines[first - 1 : end])
    found = _pyaot.outline("if 1:\n" + block if indent else block)
    if found is None:
        return None
    name, given, line, start, has_private_names = found
    if not is_of(code, name, given) or has_private_names:
        return None
    before_text = first - 1 - bool(indent)
    line, start = line + before_text, start + before_text
    out = placed(lines, start, end, line, indent)
    out[line - 1] = " " * indent + f"def {name}({parameters(f, is_entry)}):"
    return out, (block, first, indent, code.co_filename)


def placed(lines, start, end, header, indent):
    """The lines from `start` on, where they are in their file, with room for the header; around what is indented, a block."""
    out = [""] * (start - 1) + [line.rstrip("\r\n") for line in lines[start - 1 : end]]
    if indent:
        out[header - 2] = "if 1:"
    return out


def is_of(code, name, given):
    return name == code.co_name and given == list(code.co_varnames[: code.co_argcount])


def refuse_private_names(node, f):
    for inner in walk(node):
        for field in ("id", "attr", "name", "arg"):
            name = getattr(inner, field, None)
            if type(name) is str and name.startswith("__") and not name.endswith("__") and ("." in f.__qualname__ or is_mangled(name, f.__code__)):
                raise Unsupported(f"the name {name!r} is private to its class", *place_of(f))


def is_mangled(name, code):
    """The code has the name as one of a class's, whatever the function is called now (`functools.wraps`)."""
    known = code.co_names + code.co_varnames + code.co_freevars + code.co_cellvars
    return any(n.startswith("_") and n.endswith(name) and n != name for n in known) or any(is_mangled(name, c) for c in code.co_consts if type(c) is type(code))


def lambda_source(f, sources, is_entry):
    """The lines of a text that has a lambda, as `_def`, its body where it is in its file."""
    code = f.__code__
    if code.co_flags & (IS_COROUTINE | IS_GENERATOR):
        raise Unsupported("it is a generator", *place_of(f))
    lines = lines_of(code.co_filename, f.__globals__, sources)
    found = [node for node in lambdas(code.co_filename, lines) if node.lineno == code.co_firstlineno and is_lambda_of(node, code)]
    # Of those that are inside each other, the innermost.
    if not found or len(found) > 1 and not hasattr(code, "co_positions") or found[-1].body.lineno < 2:
        raise Unsupported("the lambda is not to be found in its source", *place_of(f))
    node = found[-1]
    refuse_private_names(node, f)
    body = node.body
    out = [""] * (body.lineno - 2) + [f"_def = (lambda {parameters(f, is_entry)}: ("]
    # From the body's first character to its last; what is in front of it are blanks.
    text = [line.rstrip("\r\n") for line in lines[body.lineno - 1 : body.end_lineno]]
    text[-1] = text[-1].encode()[: body.end_col_offset].decode() + "))"
    width = len(before(lines[body.lineno - 1], body))
    text[0] = " " * width + text[0][width:]
    return out + text, node


# The lambdas of the file that was looked into last.
last_lambdas = ("", None, ())


def lambdas(file, lines):
    global last_lambdas
    text = "".join(lines)
    if last_lambdas[:2] != (file, text):
        tree = parsed(text, file)
        if tree is None:
            return ()
        last_lambdas = file, text, [node for node in walk(tree) if type(node).__name__ == "Lambda"]
    return last_lambdas[2]


def is_lambda_of(node, code):
    """The code may be that of this lambda: its parameters are, and the places that CPython 3.11 and newer know."""
    args = node.args
    names = [a.arg for a in args.posonlyargs + args.args + args.kwonlyargs]
    if names != list(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]):
        return False
    body = node.body
    first, last = (body.lineno, body.col_offset), (body.end_lineno, body.end_col_offset)
    places = list(getattr(code, "co_positions", tuple)())
    return not places or any(line and column and first <= (line, column) <= last for line, _, column, _ in places)


def before(line, node):
    """What is in front of a node in its line."""
    return line.encode()[: node.col_offset].decode()


def lines_of(file, scope, sources=None):
    """The lines of a file, or of what linecache has under its name (notebooks)."""
    if sources and file in sources.texts:
        return sources.texts[file].splitlines(True)
    if "linecache" not in sys.modules:
        # Importing it takes longer than compiling a function.
        lines = _pyaot.lines(file)
        if lines is not None:
            return lines
    import linecache

    return linecache.getlines(file, scope)


def has_code(file, f):
    """The file, as it is now, has the function's code."""
    try:
        todo = [builtins.compile("".join(lines_of(file, f.__globals__)), file, "exec", 0, True)]
    except SyntaxError:
        return False
    while todo:
        code = todo.pop()
        if is_same(code, f.__code__):
            return True
        todo += [c for c in code.co_consts if type(c) is types.CodeType]
    return False


def is_same(a, b):
    if type(a) is not types.CodeType or type(b) is not types.CodeType:
        return type(a) is type(b) and a == b
    names = ("co_name", "co_firstlineno", "co_code", "co_names", "co_varnames", "co_freevars")
    alike = all(getattr(a, n) == getattr(b, n) for n in names) and len(a.co_consts) == len(b.co_consts)
    return alike and all(map(is_same, a.co_consts, b.co_consts))


def parse(lines, first, last, code):
    """The `def`, with lines as in the file; its last line, and its indentation."""
    indent, end = indent_of(lines[first - 1]), last
    while True:
        # Unless the next line is inside brackets or a string.
        end = block_end(lines, end, indent)
        node = tree_of("".join(lines[first - 1 : end]), first, indent, code.co_filename)
        if node:
            return node, end, indent
        if end >= len(lines):
            raise Unsupported("its source cannot be read", code.co_filename, first)
        end += 1


def tree_of(block, first, indent, file):
    """The tree of a function from these lines; None: they are no function."""
    text = "\n" * (first - 2) + "if 1:\n" + block if indent else "\n" * (first - 1) + block
    tree = parsed(text, file)
    if tree is None:
        return None
    node = tree.body[0].body[0] if indent else tree.body[0]
    return node if hasattr(node, "args") and hasattr(node, "body") else None


def parsed(text, file):
    """The tree of a text; None: it has none."""
    while True:
        try:
            return builtins.compile(text, file, "exec", ONLY_AST, True)
        except SyntaxError:
            return None
        except SystemError:
            # CPython 3.11 counts how deep it is for all threads together, and finds that another one has made a tree meanwhile.
            time.sleep(0.001)


def indent_of(line):
    return len(line) - len(line.lstrip(" "))


def block_end(lines, end, indent):
    """A block ends where the next line is indented less."""
    while end < len(lines) and not ends(lines[end], indent):
        end += 1
    return end


def ends(line, indent):
    stripped = line.strip()
    return bool(stripped) and not stripped.startswith("#") and indent_of(line) <= indent


def walk(node):
    yield node
    for field in node._fields:
        value = getattr(node, field, None)
        for item in value if type(value) is list else (value,):
            if hasattr(item, "_fields"):
                yield from walk(item)


def parameters(f, is_entry):
    """Names and defaults. Calls of a unit's entry have all arguments, so that it makes no difference what the defaults are."""
    code, defaults, known = f.__code__, list(f.__defaults__ or ()), f.__kwdefaults__ or {}
    n_args, n_named = code.co_argcount, code.co_argcount + code.co_kwonlyargcount
    names, rest = code.co_varnames, iter(code.co_varnames[n_named:])
    text = (lambda d, f: "None") if is_entry and not all(map(is_literal, (*defaults, *known.values()))) else literal
    given = [None] * (n_args - len(defaults)) + [text(d, f) for d in defaults]
    out = [name + (f"={d}" if d else "") for name, d in zip(names, given)]
    if code.co_posonlyargcount:
        out.insert(code.co_posonlyargcount, "/")
    if code.co_flags & HAS_VARARGS:
        out.append("*" + next(rest))
    elif code.co_kwonlyargcount:
        out.append("*")
    for name in names[n_args:n_named]:
        out.append(name + (f"={text(known[name], f)}" if name in known else ""))
    if code.co_flags & HAS_KWARGS:
        out.append("**" + next(rest))
    return ",".join(out)


def is_literal(value):
    return all(map(is_literal, value)) if type(value) is tuple else type(value) in VALUES


def literal(value, f):
    """The text of a default value."""
    if type(value) is tuple:
        return "(" + "".join(literal(v, f) + "," for v in value) + ")"
    if type(value) is float and not value - value == 0:
        return f"float('{value!r}')"
    if type(value) in VALUES:
        return repr(value)
    raise Unsupported(f"a default value of type {type(value).__name__!r} is not available to compiled functions yet", *place_of(f))
