import numpy as np, pickle, copy, inspect
import kern
from kern import *
a, b = Vec(3.0, 4.0), Vec(1, 2)
print(a + b, a - b, a * 2, 2 * a, a * b, -a, abs(a), a == Vec(3, 4), a < b, a >= b, sorted([a, b]), max(a, b))
print(list(a), tuple(b), a[0], a[-1], len(a), f"{a:.2f}", f"{b}", bool(Vec()), a @ b, complex(a), float(a), int(a), round(Vec(1.234, 5.678), 1), a(2))
x, y = a; print(x, y); a += b; print(a, hash(Vec(1, 2)) == hash((1, 2)), {Vec(1, 2): "v"}[Vec(1, 2)])
try: a + 3
except TypeError as e: print(e)
try: a.z = 1
except AttributeError as e: print(e)
try: a[5]
except IndexError as e: print(e)
m = Matrix([[1, 2], [3, 4]]); print(m.shape, m.trace, m[0, 1], m[:, 0], (m @ m).a)
m.trace = 10; print(m.a); m[0] = 7; print(np.asarray(m)); del m.trace; print(m.a.sum())
p = Poly(1, -2, 3); print(p(2), p(0.5), str(p), (p ** 2)(1), p == Poly(1, -2, 3), p(np.arange(3)))
print(fib(90), fib.cache_info().misses, norm(3, 4), norm(1, 2, 3, p=1), norm.calls, norm.__name__, norm.__wrapped__(1.0))
z = np.arange(6.0); print(smooth(z), smooth(z, k=5), smooth(z[::2]), z)
print(stats([1, 2, 3, 4]), stats.__doc__)
g = primes(30); print(list(g)); g = primes(100); print(next(g), next(g), g.send(10), next(g), g.close())
def ret():
    r = yield from primes(10); print("returned", r)
list(ret())
print(pickle.loads(pickle.dumps(b)), copy.deepcopy(b), pickle.loads(pickle.dumps(p)) == p)
print(kern.EPS, kern.ORIGIN, kern.__all__, inspect.signature(norm), inspect.isgeneratorfunction(primes), inspect.isclass(Vec))
kern.EPS = 5; print(Vec(1, 1) == Vec(2, 2)); kern.EPS = 1e-9
class V3(Vec):
    __slots__ = ("z",)
    def __init__(self, x, y, z): super().__init__(x, y); self.z = z
    def __iter__(self): yield from super().__iter__(); yield self.z
v = V3(1, 2, 3); print(list(v), v + b, abs(v), v, isinstance(v, Vec), v * 2)
print(sum([Vec(1, 1), Vec(2, 2)], Vec()), list(map(abs, [a, b])), sorted([a, b], key=lambda q: -abs(q)))
print(np.array([1, 2]) * 2.0, list(zip(a, b)), dict(enumerate(b)), any(a), all(Vec(0, 1)))
try: stats([])
except ZeroDivisionError as e:
    import traceback; print(traceback.format_exc().splitlines()[-2].strip(), e)
try: norm("a")
except TypeError as e: print(e)
try: Matrix([[1, 2], [3]])
except ValueError as e: print(str(e)[:50])
