"""Functions and generators that a function makes and that may outlive its call.

What a function reads from outside is looked at when it is called. Code inside it that runs later would see that, and not what
is there by then.
"""

import sys
import types

INNER = {"Lambda", "GeneratorExp", "FunctionDef", "AsyncFunctionDef"}
# These are through with what they are given when they return.
CONSUMERS = {"all", "any", "dict", "frozenset", "list", "max", "min", "set", "sorted", "sum", "tuple"}
CONSUMING_METHODS = {"extend", "join", "sort"}
# Functions of these modules are, too.
CONSUMING_MODULES = {"collections": ("Counter", "OrderedDict", "deque"), "functools": ("reduce",), "heapq": ("nlargest", "nsmallest"),
                     "math": ("fsum", "prod"), "statistics": ("fmean", "mean", "median")}
LAZY = {"enumerate", "filter", "map", "reversed", "zip"}


def names_read_later(root, f):
    """The names that code inside reads, if some of it may outlive the call."""
    parents, inner = {}, []
    todo = [root]
    while todo:
        node = todo.pop()
        for child in children(node):
            parents[child] = node
            todo.append(child)
            if type(child).__name__ in INNER:
                inner.append(child)
    if not inner:
        return set()
    uses = Uses(parents, f)
    if all(map(uses.is_over, inner)):
        return set()
    return {name for node in inner for name in loaded(node)}


def is_used_up(root, f, name):
    """What the generator function of this name yields is used up wherever `f`, whose text is `root`, calls it."""
    parents, todo = {}, [root]
    while todo:
        node = todo.pop()
        for child in children(node):
            parents[child] = node
            todo.append(child)
    return Uses(parents, f, root).is_only_called(name, True)


def children(node):
    for field in node._fields:
        value = getattr(node, field, None)
        for item in value if type(value) is list else (value,):
            if hasattr(item, "_fields"):
                yield item


def everything(node):
    yield node
    for child in children(node):
        yield from everything(child)


def loaded(node):
    """Names in code that runs later, which decorators and defaults are not."""
    body = getattr(node, "body", node)
    for part in body if type(body) is list else (body,):
        for n in everything(part):
            if type(n).__name__ == "Name":
                yield n.id


class Uses:
    def __init__(self, parents, f, root=None):
        self.parents, self.globals, self.root = parents, f.__globals__, root

    def is_over(self, node):
        """The function or generator that this makes is not used when the call has ended."""
        kind = type(node).__name__
        if kind == "GeneratorExp":
            return self.is_consumed(node)
        if kind == "Lambda":
            target = self.target(node)
            return self.is_consumed(node) if target is None else self.is_only_called(target, False)
        if kind == "FunctionDef" and not node.decorator_list:
            yields = any(type(n).__name__ in ("Yield", "YieldFrom") for n in everything(node))
            return self.is_only_called(node.name, yields)
        return False

    def target(self, node):
        """The name that a lambda is assigned to."""
        parent = self.parents[node]
        if type(parent).__name__ == "Assign" and len(parent.targets) == 1 and type(parent.targets[0]).__name__ == "Name":
            return parent.targets[0].id
        return None

    def is_only_called(self, name, yields):
        for node in self.parents:
            if type(node).__name__ == "Name" and node.id == name and type(node.ctx).__name__ == "Load":
                parent = self.parents[node]
                if type(parent).__name__ == "Call" and parent.func is node:
                    if yields and not self.is_consumed(parent):
                        return False
                elif yields or not self.is_consumed(node):
                    return False
        return True

    def is_consumed(self, node):
        """Whoever gets the value is through with it when it goes on."""
        parent = self.parents[node]
        kind = type(parent).__name__
        if kind in ("For", "comprehension"):
            of = self.parents[parent]
            return parent.iter is node and (type(of).__name__ != "GeneratorExp" or self.is_consumed(of))
        if kind == "YieldFrom":
            # A generator that is compiled is used up itself.
            return self.function_of(parent) is self.root
        if kind == "keyword":
            return parent.arg == "key" and self.consumes(self.parents[parent])
        if kind != "Call":
            return False
        if parent.func is node:
            return True
        if self.is_builtin(parent.func, LAZY):
            return self.is_consumed(parent)
        return self.consumes(parent)

    def function_of(self, node):
        while node is not self.root and type(node).__name__ not in INNER:
            node = self.parents[node]
        return node

    def consumes(self, call):
        f = call.func
        if self.is_builtin(f, CONSUMERS) or type(f).__name__ == "Attribute" and f.attr in CONSUMING_METHODS:
            return True
        value = self.value_of(f)
        return any(name in sys.modules and any(getattr(sys.modules[name], a, self) is value for a in names) for name, names in CONSUMING_MODULES.items())

    def value_of(self, f):
        """What a global name, or an attribute of a module of that name, is: code is made anew when that changes."""
        if type(f).__name__ == "Name":
            return self.globals.get(f.id)
        if type(f).__name__ != "Attribute":
            return None
        module = self.value_of(f.value)
        return getattr(module, f.attr, None) if isinstance(module, types.ModuleType) else None

    def is_builtin(self, f, names):
        return type(f).__name__ == "Name" and f.id in names and f.id not in self.globals
