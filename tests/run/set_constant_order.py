# Sets written as displays of constants, and loops over them.
print({3, 1, 2}, {100, 5, 33, 1000, 64, 7}, {-1, -5, 8, 16, 24}, {"a": 1}.keys())
for k in {5, 1000, 3, 64, 8, 16}: print(k, end=" ")
print()
for k in {33, 1, 65, 97, 9, 8, 7}: print(k, end=" ")
print()
x = 33
print({x, 1, 65, 97, 9, 8, 7}, {33, 1, 65, 97, 9, 8, 7}, {33, 1, 65, 97, 9, 8, 7} | {5})
print(list({0, 8, 16, 32, 1}), sorted({True, 2, 3.5}), {1, True, 1.0}, {(1, 2), (3, 4), (5, 6)} == {(5, 6), (3, 4), (1, 2)})
def f(v):
    return v in {10, 20, 30}
print(f(10), f(11))
s = {40, 8, 24, 72, 1, 9}
s.add(17)
print(s, s.pop(), s)
