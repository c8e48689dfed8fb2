import typing, inspect, kern, sys
for f in (kern.f, kern.A.f, kern.A.g, kern.A):
    try:
        print(typing.get_type_hints(f))
    except TypeError as e:
        print("TypeError", e)
    print(f.__annotations__)
    print(inspect.signature(f))
print(dir(kern.A())[-4:], sorted(set(dir(kern.A)) - set(dir(object))))
