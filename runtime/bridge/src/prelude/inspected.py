"""What `inspect`, and whoever else looks into functions and classes, finds in those of the program."""

import builtins
import types


def generator_code(qualname):
    """Code as that of a generator function of that name, as far as flags and names go."""
    def made():
        yield

    return made.__code__.replace(co_name=qualname.rpartition(".")[2], co_qualname=qualname)


def annotations(module, text, instead=None):
    """The annotations of a function or class of the program's module; what the text is, the compiler says (build/annotations.rs).
    `instead`: what cannot be evaluated stays a text."""
    records = text.split("\0")[:-1]
    is_text = records[0] == "'"
    imports, found = {}, {}
    for r in records[is_text:]:
        name, _, rest = r.partition("=")
        if r.startswith(">"):
            source, _, attribute = rest.partition(":")
            if is_library(source) or not hasattr(module, name[1:]):
                import importlib
                made = importlib.import_module(source)
                imports[name[1:]] = getattr(made, attribute) if attribute else made
        elif is_text:
            import ast
            found[name] = ast.unparse(ast.parse(f"({rest}\n)", mode="eval"))
        else:
            try:
                found[name] = eval(f"({rest}\n)", {"__builtins__": builtins}, OfModule(module, imports))
            except NameError:
                if instead is None:
                    raise
                # A name of the function around it, say.
                found[name] = rest
    return found


def signature(names, positional_only, positional, keyword_only, flags, defaults, keyword_defaults, annotations):
    import inspect
    Parameter = inspect.Parameter
    empty = Parameter.empty
    defaults, keyword_defaults, annotations = defaults or (), keyword_defaults or {}, annotations or {}
    found = []

    def add(name, kind, default=empty):
        found.append(Parameter(name, kind, default=default, annotation=annotations.get(name, empty)))

    rest = list(names[positional + keyword_only:])
    for k, name in enumerate(names[:positional]):
        at = k - positional + len(defaults)
        add(name, Parameter.POSITIONAL_ONLY if k < positional_only else Parameter.POSITIONAL_OR_KEYWORD, defaults[at] if at >= 0 else empty)
    if flags & inspect.CO_VARARGS:
        add(rest.pop(0), Parameter.VAR_POSITIONAL)
    for name in names[positional:positional + keyword_only]:
        add(name, Parameter.KEYWORD_ONLY, keyword_defaults.get(name, empty))
    if flags & inspect.CO_VARKEYWORDS:
        add(rest.pop(0), Parameter.VAR_KEYWORD)
    return inspect.Signature(found, return_annotation=annotations.get("return", empty))


def signature_of_class(cls):
    import inspect
    init = getattr(_programs[cls], "__init__", None)
    if not isinstance(init, types.FunctionType):
        return inspect.Signature()
    found = inspect.signature(init)
    given = list(found.parameters.values())[1:]
    if init.__code__.co_filename == "<string>" and hasattr(cls, "__dataclass_fields__"):
        # What has been written for a dataclass has no annotations.
        said = {k: v for c in reversed(cls.__mro__) for k, v in _annotations_of(c).items()}
        given = [p.replace(annotation=said[p.name]) if p.name in said else p for p in given]
        return found.replace(parameters=given, return_annotation=None)
    return found.replace(parameters=given)


def _annotations_of(cls):
    """Those of the class itself: where they could not be evaluated when its mirror was made, they may be now."""
    found = cls.__dict__.get("__annotations__")
    return getattr(_programs[cls], "__annotations__", {}) if found is None and cls in _programs else found or {}


# By file: the codes in it, by name and first line.
_codes = {}


def _codes_of(file):
    """What CPython would make of the file, if it is there."""
    found = _codes.get(file)
    if found is None:
        import linecache
        found = _codes[file] = {}
        try:
            waiting = [compile("".join(linecache.getlines(file)), file, "exec", dont_inherit=True)]
        except (SyntaxError, ValueError):
            return found
        while waiting:
            for const in waiting.pop().co_consts:
                if isinstance(const, types.CodeType):
                    waiting.append(const)
                    found.setdefault((const.co_name, const.co_firstlineno), []).append(const)
    return found


def code(file, name, line, names, args, positional_only, keyword_only, flags):
    """The code of a function; where its text is not there, one that only says what is known without."""
    for found in _codes_of(file).get((name, line), ()):
        if found.co_varnames[:len(names)] == names and (found.co_argcount, found.co_kwonlyargcount) == (args, keyword_only):
            return found

    def made():
        raise NotImplementedError("CPython has no code of this function, which is compiled")

    return made.__code__.replace(
        co_filename=file, co_name=name, co_firstlineno=line, co_varnames=names, co_nlocals=len(names),
        co_argcount=args, co_posonlyargcount=positional_only, co_kwonlyargcount=keyword_only, co_flags=flags)
