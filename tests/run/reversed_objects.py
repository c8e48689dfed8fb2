class S(list): pass
class C:
    def __len__(self): return 3
    def __getitem__(self, i): return i * 2
class D:
    def __reversed__(self): return iter("xyz")
for o in (S([1,2]), C(), D(), [7,8], (1,2), "ab", {1:2,3:4}, range(3)):
    print(list(reversed(o)))
    for x in reversed(o): print(x, end=" ")
    print()
class T(tuple): pass
class M(dict): pass
print(list(reversed(T((1,2)))), list(reversed(M(a=1,b=2))), sorted(T((3,1))), list(enumerate(S([5]))), list(zip(S([1]),T([2]))))
print(list(map(str, S([1,2]))), sum(S([1,2])), max(T((1,5))), [*S([1])], dict(M(a=1)), set(S([1])))
a, b = S([1, 2]); print(a + b)
