import numpy as np
def short(x):
    return f"<{x:.1f}>"
np.set_printoptions(formatter={'float': short})
print(np.array([1.5, 2.25]))
np.set_printoptions(formatter=None)
with np.printoptions(formatter={'int': lambda n: hex(n), 'float_kind': '{:.2f}'.format}):
    print(np.array([1, 255]), np.array([0.5]))
print(np.array2string(np.array([1.0, 2.0]), formatter={'float_kind': lambda x: "%.2f" % x}))
ops = {'a': lambda x: x + 1, 'b': [lambda x: x * 2]}
print(np.apply_along_axis(ops['a'], 0, np.ones((2, 2))), np.vectorize(ops['b'][0])(np.arange(3)))
print(np.piecewise(np.arange(5.0), [np.arange(5) < 2, np.arange(5) >= 2], [lambda v: -v, lambda v: v * 10]))
print(np.fromfunction(lambda i, j: i * 10 + j, (2, 3)))
