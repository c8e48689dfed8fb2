import inspect
def gen(n):
    for i in range(n):
        yield i
class Tree:
    def __iter__(self):
        yield 1
        yield 2
print(inspect.isgenerator(gen(3)), inspect.isgeneratorfunction(gen), inspect.isfunction(gen), inspect.isgenerator(iter(Tree())), inspect.isgeneratorfunction(Tree.__iter__))
print(inspect.isgenerator(x for x in [1]), inspect.isgenerator([1]), inspect.isgeneratorfunction(len))
import types
g = gen(2)
print(isinstance(g, types.GeneratorType), type(g).__name__, inspect.getgeneratorstate(g))
next(g)
print(inspect.getgeneratorstate(g))
list(g)
print(inspect.getgeneratorstate(g))
from collections.abc import Generator
print(isinstance(g, Generator))
from contextlib import contextmanager, closing
@contextmanager
def opened(n):
    yield n
with opened(3) as x:
    print(x)
import itertools, json
print(list(itertools.islice(gen(10), 2, 4)), inspect.iscoroutine(gen(1)), inspect.isawaitable(gen(1)))
with closing(gen(3)) as g:
    print(next(g))
print(inspect.getgeneratorstate(g))
def walk(node, depth=0):
    if inspect.isgenerator(node):
        return [walk(x, depth + 1) for x in node]
    return (depth, node)
print(walk(gen(2)), walk(walk(gen(1)) for _ in range(2)))
