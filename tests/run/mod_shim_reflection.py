"""Functions of standard modules by names that are made at run time."""
import bisect
import heapq
import sys


def by_name(module, *words):
    return getattr(module, "".join(words))


def call_all(module, names, *args):
    for name in names:
        if hasattr(module, name):
            print(name, getattr(module, name)(*args))
        else:
            print(module.__name__, "has no", name)


print(by_name(heapq, "n", "largest")(2, [4, 9, 1, 7]))
call_all(heapq, ["nsmallest", "no_such"], 2, [3, 1, 2])
call_all(bisect, ["bisect", "bisect_left", "insert_nowhere"], [1, 2, 2, 3], 2)
print(sorted(n for n in dir(heapq) if n.startswith("heap")))
print(callable(vars(bisect)["insort"]), "heappush" in vars(heapq))
print(sys.modules["bisect"].bisect_right([1, 2, 3], 2), "heapq" in sys.modules)
heap = []
for op, value in [("push", 3), ("push", 1), ("pop", None), ("push", 2)]:
    function = by_name(heapq, "heap", op)
    print(op, function(heap) if value is None else function(heap, value), heap)
