# NumPy's generators draw the same numbers, whichever side draws from them.
import numpy as np
import pandas as pd
import scipy.sparse as sp
import scipy.stats as st

rng = np.random.default_rng(5)
print(st.norm.rvs(size=3, random_state=rng).round(6))
print(rng.random(2).round(6))
print(st.poisson.rvs(3, size=3, random_state=rng), rng.integers(0, 10, 5))
print(sp.random(3, 3, density=0.5, random_state=rng).toarray().round(6))
print(rng.normal(size=2).round(6))
old = np.random.RandomState(3)
print(st.uniform.rvs(size=3, random_state=old).round(6), old.rand(2).round(6))
np.random.seed(4)
print(st.uniform.rvs(size=2).round(6), np.random.rand(2).round(6))
frame = pd.DataFrame({"a": range(10)})
print(frame.sample(3).index.tolist(), np.random.randint(0, 100, 3))
print(frame.sample(3, random_state=rng).index.tolist(), rng.integers(100))
