"""Functions of the program that CPython makes, and code that it evaluates. Their global variables are those of the program's module."""

import builtins
import sys


class _Globals(OfModule):
    """The variables of a module of the program, for code of CPython's. (`OfModule` is the prelude's.)"""

    def __init__(self, module):
        super().__init__(module, {"__builtins__": builtins, "__name__": module.__name__, "__pyaot_module__": module})
        for run in (eval, exec):
            super().__setitem__(run.__name__, _evaluator(self, run, None))

    def __setitem__(self, name, value):
        setattr(self._module, name, value)

    def __delitem__(self, name):
        delattr(self._module, name)

    def copy(self):
        module = self._module
        return {**{n: getattr(module, n) for n in dir(module) if hasattr(module, n)}, **dict(self)}


class _Scope(dict):
    """Local variables, and behind them the module's: code that is no function's looks for all of its names here."""

    def __init__(self, variables, space):
        super().__init__(variables)
        self._space = space

    def __missing__(self, name):
        return self._space[name]


def _evaluator(space, run, names):
    def evaluate(source, globals=None, locals=None, /):
        if globals is None:
            if locals is None and names is not None:
                return run(source, space, names)
            if locals is None:
                locals = sys._getframe(1).f_locals
            scope = _Scope(locals, space)
            result = run(source, space, scope)
            locals.update(scope)
            return result
        return run(source, globals, locals)

    evaluate.__name__ = evaluate.__qualname__ = run.__name__
    return evaluate


# By the program's module.
_spaces = {}


def _space(module, file=None):
    if module not in _spaces:
        _spaces[module] = _Globals(module)
    space = _spaces[module]
    if file and module.__name__ != "__main__":
        # What relative imports start from, which look for it in the dict itself.
        package = module.__name__ if file.endswith("__init__.py") else module.__name__.rpartition(".")[0]
        dict.__setitem__(space, "__package__", package)
    return space


def evaluator(module, name):
    space = _space(module)
    return _evaluator(space, getattr(builtins, name), _Names(space))


def function(module, file, qual, name, text, line, has_texts):
    """The function of that text, with its indentation, from that line of the file. `qual`: the class that it is in."""
    import __future__
    space = _space(module, file)
    # A class around it, for names that are private to it, and for `super()`.
    outer = f"class {qual.rpartition('.')[2]}(metaclass=__pyaot_body__):" if qual else "if 1:" if text[:1].isspace() else ""
    source = "\n" * (line - 2) + outer + "\n" + text if line > 1 else text
    flags = __future__.annotations.compiler_flag if has_texts else 0
    if "global" in text:
        source = _with_globals(source, file)
    def body(name, bases, attributes):
        return attributes

    body.__prepare__ = lambda name, bases: _Scope({}, space)
    found = _Scope({"__pyaot_body__": body}, space)
    exec(compile(source, file, "exec", flags, dont_inherit=True), space, found)
    made = found.popitem()[1]
    if qual:
        made = made[_private(name, qual)]
    made.__qualname__, made.__module__ = f"{qual}.{name}" if qual else name, module.__name__
    return made


class _Names(dict):
    """The names of code at the top of a module: its variables."""

    def __init__(self, space):
        self._space = space

    def __missing__(self, name):
        return self._space[name]

    def __setitem__(self, name, value):
        self._space[name] = value

    def __delitem__(self, name):
        del self._space[name]

    def copy(self):
        return self._space.copy()


def statement(module, file, text, line):
    """Runs a statement of the module's own code, with its indentation, from that line of the file."""
    space = _space(module, file)
    outer = "if 1:" if text[:1].isspace() else ""
    source = "\n" * (line - 2) + outer + "\n" + text if line > 1 else text
    code = compile(source, file, "exec", dont_inherit=True)
    # As for the program's own code, `eval` and `exec` see these names.
    names = _Names(space)
    for run in (eval, exec):
        dict.__setitem__(names, run.__name__, _evaluator(space, run, names))
    exec(code, space, names)


def _private(name, qual):
    cls = qual.rpartition(".")[2].lstrip("_")
    return f"_{cls}{name}" if cls and name.startswith("__") and not name.endswith("__") else name


def _with_globals(source, file):
    """The tree of a text, in which variables that are declared global are attributes of the module: stores do not ask `_Globals`."""
    import ast

    class Declared(ast.NodeTransformer):
        names = frozenset()

        def visit_function(self, node):
            before = self.names
            inside = [n for s in node.body for n in _own_nodes(s)]
            declared = {name for n in inside if isinstance(n, ast.Global) for name in n.names}
            bound = {n.id for n in inside if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)} | {a.arg for a in ast.walk(node.args) if isinstance(a, ast.arg)}
            self.names = (before - bound) | declared
            self.generic_visit(node)
            self.names = before
            return node

        visit_FunctionDef = visit_AsyncFunctionDef = visit_function

        def visit_Global(self, node):
            return ast.copy_location(ast.Pass(), node)

        def visit_Name(self, node):
            if node.id not in self.names:
                return node
            module = ast.copy_location(ast.Name("__pyaot_module__", ast.Load()), node)
            return ast.copy_location(ast.Attribute(module, node.id, node.ctx), node)

    def _own_nodes(node):
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            for child in ast.iter_child_nodes(node):
                yield from _own_nodes(child)

    return Declared().visit(ast.parse(source, file))


def forget():
    for space in _spaces.values():
        space.clear()
    _spaces.clear()
