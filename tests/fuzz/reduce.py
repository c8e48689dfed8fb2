"""Makes a program that differs smaller, on its syntax tree, as long as it differs in the same way."""
import ast
import copy

#: A reduced program must not fail like this where the whole one did not: that would be another difference.
NEW_TROUBLE = (b"NameError", b"UnboundLocalError", b"SyntaxError", b"IndentationError")


def reduce_program(source, run_pyaot, run_cpython, progress=lambda text: None):
    """The smallest program found. The two callables run a source text and return its `Outcome`."""
    wanted = kind_of(run_cpython(source), run_pyaot(source))
    excused = run_cpython(source).error.split(b":")[0]

    def differs(tree):
        text = ast.unparse(ast.fix_missing_locations(tree)) + "\n"
        try:
            compile(text, "program.py", "exec")
        except (SyntaxError, ValueError):
            return False
        expected = run_cpython(text)
        trouble = expected.error.split(b":")[0]
        if expected.code is None or (trouble in NEW_TROUBLE and trouble != excused):
            return False
        return kind_of(expected, run_pyaot(text)) == wanted

    tree = ast.parse(source)
    while True:
        size = len(ast.unparse(tree))
        for step in (drop_statements, flatten, shrink_expressions):
            tree = step(tree, differs)
            progress(f"reducing: {len(ast.unparse(tree))} characters")
        if len(ast.unparse(tree)) >= size:
            return ast.unparse(tree) + "\n"


def kind_of(expected, actual):
    """How two outcomes differ; None if they do not."""
    if expected == actual:
        return None
    if actual.code != expected.code:
        return ("end", actual.code)
    return "error" if actual.error != expected.error else "stdout"


def statement_lists(tree):
    """Pairs of node and field of all lists of statements and of except clauses."""
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody", "handlers"):
            if isinstance(getattr(node, field, None), list):
                yield node, field


def attempt(tree, differs, change):
    """The tree with `change` made in it, if it still differs; else None."""
    candidate = copy.deepcopy(tree)
    if change(candidate) is False:
        return None
    return candidate if differs(candidate) else None


def drop_statements(tree, differs):
    """Removes runs of statements, long ones first."""
    index = 0
    while index < len(list(statement_lists(tree))):
        node, field = list(statement_lists(tree))[index]
        length = len(getattr(node, field))
        while length:
            start = 0
            while start < len(getattr(*list(statement_lists(tree))[index])):
                smaller = attempt(tree, differs, lambda t: cut(t, index, start, length))
                if smaller is None:
                    start += length
                else:
                    tree = smaller
            length //= 2
        index += 1
    return tree


def cut(tree, index, start, length):
    node, field = list(statement_lists(tree))[index]
    items = getattr(node, field)
    if not items[start : start + length]:
        return False
    del items[start : start + length]
    if not items and field == "body" and not isinstance(node, ast.Module):
        items.append(ast.Pass())
    if isinstance(node, ast.Try) and not node.handlers and not node.finalbody:
        return False


def flatten(tree, differs):
    """Replaces a compound statement by its body."""
    changed = True
    while changed:
        changed = False
        for index, (node, field) in enumerate(list(statement_lists(tree))):
            for position, statement in enumerate(getattr(node, field)):
                if not isinstance(statement, (ast.If, ast.For, ast.While, ast.Try, ast.With)):
                    continue
                smaller = attempt(tree, differs, lambda t: unwrap(t, index, position))
                if smaller is not None:
                    tree, changed = smaller, True
                    break
            if changed:
                break
    return tree


def unwrap(tree, index, position):
    node, field = list(statement_lists(tree))[index]
    items = getattr(node, field)
    items[position : position + 1] = items[position].body


def expressions(tree):
    """Triples of parent, field and position (or None) of all expressions that are read."""
    for node in ast.walk(tree):
        for field, value in ast.iter_fields(node):
            for position, item in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if isinstance(item, ast.expr) and not isinstance(getattr(item, "ctx", None), (ast.Store, ast.Del)):
                    yield node, field, position


def place(where):
    node, field, position = where
    value = getattr(node, field)
    return value if position is None else value[position]


def replacements(expression):
    """Simpler expressions to try in the place of one."""
    if isinstance(expression, ast.Constant):
        if isinstance(expression.value, str) and len(expression.value) > 1:
            yield ast.Constant(expression.value[:1])
        return
    for child in ast.iter_child_nodes(expression):
        if isinstance(child, ast.expr):
            yield child
        elif isinstance(child, ast.keyword):
            yield child.value
    if not isinstance(expression, ast.Name):
        yield ast.Constant(1)
    if isinstance(expression, (ast.List, ast.Tuple, ast.Call, ast.Set)):
        field = "args" if isinstance(expression, ast.Call) else "elts"
        for at in range(len(getattr(expression, field))):
            shorter = copy.deepcopy(expression)
            del getattr(shorter, field)[at]
            yield shorter


def shrink_expressions(tree, differs):
    index = 0
    while index < len(list(expressions(tree))):
        for replacement in replacements(place(list(expressions(tree))[index])):
            smaller = attempt(tree, differs, lambda t: put(t, index, replacement))
            if smaller is not None:
                tree = smaller
                index -= 1
                break
        index += 1
    return tree


def put(tree, index, replacement):
    node, field, position = list(expressions(tree))[index]
    if position is None:
        setattr(node, field, copy.deepcopy(replacement))
    else:
        getattr(node, field)[position] = copy.deepcopy(replacement)
