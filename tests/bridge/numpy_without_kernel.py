# What NumPy has and pyaot does not: the real NumPy's, over the program's own arrays.
import numpy as np
from numpy import busday_count, ma

a = np.array([1.0, 2.0, -999.0, 4.0])
m = ma.masked_values(a, -999.0)
print(m, m.mean(), m.filled(0.0))
print(busday_count("2026-01-01", "2026-02-01"), np.busday_count("2026-03-01", "2026-03-31"))
days = np.datetime64("2026-01-30") + np.arange(3)
print(days)
r = np.rec.array([(1, 2.5), (3, 4.5)], dtype=[("n", "i4"), ("x", "f8")])
print(r.n, r.x.sum())
x = np.zeros(3)
np.nditer
view = np.matrix([[1, 2], [3, 4]])
print(view * view, view.T)
try:
    np.no_such_name
except AttributeError as e:
    print(e)
try:
    from numpy import no_such_thing
except ImportError as e:
    print("import:", str(e).split("(")[0])
