# With CPython: what NumPy has and pyaot does not is the real NumPy's.
import numpy as np

print(np.busday_count("2026-01-01", "2026-02-01"))  # warning: E0205 numpy.busday_count has no native kernel yet
