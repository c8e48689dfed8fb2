"""The import hook: compiles functions of the modules that it sees loaded."""

import ast
import builtins
import fnmatch
import sys
import types
from importlib.machinery import SourceFileLoader

import pyaot
from pyaot._classes import SPECIAL

# Stands in a module's text where the decorator is put.
MARK = "<pyaot.compile>"
# Decorators that take any callable. Others may look into the function that they are given.
KNOWN = {"abstractmethod", "cache", "cached_property", "classmethod", "lru_cache", "override", "property", "staticmethod", "total_ordering"}
ACCESSORS = {"setter", "getter", "deleter"}
# Where tracebacks look for frames that are to be left out.
IMPORTLIB = "<frozen importlib._bootstrap_external>"

_finder = None


class Finder:
    """Finds modules as the finders behind it do, and has the loaders of those that are meant compile functions."""

    def __init__(self, patterns, strict):
        self.patterns, self.strict = patterns, strict

    def find_spec(self, name, path=None, target=None):
        whole = any(fnmatch.fnmatchcase(name, p) for p in self.patterns)
        if self.patterns and not whole:
            return None
        for finder in sys.meta_path:
            find = None if finder is self else getattr(finder, "find_spec", None)
            spec = find(name, path, target) if find else None
            if spec is not None:
                self.take(spec, name, whole)
                return spec
        return None

    def take(self, spec, name, whole):
        loader = spec.loader
        if isinstance(loader, SourceFileLoader):
            loader.__class__ = loader_class(type(loader), whole, self.strict)
        elif whole and loader is not None:
            pyaot._warn(f"the module {name!r} has no source", str(spec.origin), 1)

    def invalidate_caches(self):
        pass


def loader_class(base, whole, strict):
    """A loader like `base` that compiles a module's functions: all of them, or those that are decorated."""

    class Loader(base):
        if whole:

            def get_code(self, name):
                path = self.get_filename(name)
                return decorated(self.get_data(path), path, strict)

        else:

            def exec_module(self, module):
                super().exec_module(module)
                _compile_annotated(module)

            exec_module.__code__ = exec_module.__code__.replace(co_filename=IMPORTLIB)

    Loader.__name__, Loader.__qualname__, Loader.__module__ = base.__name__, base.__qualname__, base.__module__
    return Loader


def install(patterns, strict):
    global _finder
    uninstall()
    _finder = Finder([patterns] if isinstance(patterns, str) else list(patterns), strict)
    sys.meta_path.insert(0, _finder)


def uninstall():
    global _finder
    if _finder in sys.meta_path:
        sys.meta_path.remove(_finder)
    _finder = None


def decorated(source, path, strict=None):
    """The code of a module, given as text or tree, whose functions, and methods of its classes, are compiled as if they were decorated."""
    tree = source if isinstance(source, ast.AST) else ast.parse(source, path)
    mark_body(tree.body, path)
    code = builtins.compile(tree, path, "exec", dont_inherit=True)

    def decorator(function):
        return pyaot.compile(function, strict=strict)

    return with_decorator(code, decorator)


def mark_body(body, path):
    for node in body:
        if isinstance(node, ast.FunctionDef):
            if is_to_be_compiled(node, path):
                mark = ast.copy_location(ast.Constant(MARK), node)
                mark.end_lineno, mark.end_col_offset = mark.lineno, mark.col_offset
                node.decorator_list.append(mark)
        elif isinstance(node, ast.AsyncFunctionDef):
            pyaot._warn("it is a coroutine", path, node.lineno)
        elif isinstance(node, (ast.ClassDef, ast.If, ast.Try, ast.With, ast.For, ast.While)):
            for part in (node.body, getattr(node, "orelse", []), getattr(node, "finalbody", [])):
                mark_body(part, path)
            for handler in getattr(node, "handlers", []):
                mark_body(handler.body, path)


def is_to_be_compiled(node, path):
    if node.name in SPECIAL or not all(map(is_known, node.decorator_list)):
        return False
    if has_yield(node):
        pyaot._warn("it is a generator", path, node.lineno)
        return False
    return True


def is_known(decorator):
    d = decorator.func if isinstance(decorator, ast.Call) else decorator
    if isinstance(d, ast.Attribute):
        return d.attr in KNOWN | ACCESSORS
    return isinstance(d, ast.Name) and d.id in KNOWN


def has_yield(node):
    """Besides those of functions inside."""
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, (ast.Yield, ast.YieldFrom)):
            return True
        is_scope = isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef))
        if not is_scope and has_yield(inner):
            return True
    return False


def with_decorator(code, decorator):
    """No name of the module's leads to the decorator: it is a constant of the code."""

    def replaced(const):
        if type(const) is types.CodeType:
            return with_decorator(const, decorator)
        return decorator if type(const) is str and const == MARK else const

    return code.replace(co_consts=tuple(map(replaced, code.co_consts)))


def _compile_annotated(module):
    """Compiles the decorated functions whose annotations say what they take; others are compiled when they are called."""
    functions = [f for f in list(vars(module).values()) if type(f) is pyaot.Function]
    for c in list(vars(module).values()):
        if isinstance(c, type) and c.__module__ == module.__name__:
            functions += [f for f in vars(c).values() if type(f) is pyaot.Function]
    functions = [f for f in functions if f.__module__ == module.__name__ and f.__annotations__]
    if functions:
        from pyaot import _compile

        for f in functions:
            _compile.ahead(f)
