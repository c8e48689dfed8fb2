import typing, inspect, kern, sys
for f in (kern.f, kern.A.f, kern.A.g, kern.A):
    try:
        print(typing.get_type_hints(f))
    except TypeError as e:
        print("TypeError", e)
    print(f.__annotations__)
    print(inspect.signature(f))
print([n for n in dir(kern.A()) if not n.startswith("__")], {"__dict__", "__module__", "__weakref__"} <= set(dir(kern.A)))
