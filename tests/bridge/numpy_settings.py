# What is set for NumPy holds for the real one too.
import numpy as np
import pandas as pd
days = pd.date_range("2020-01-01", periods=2000).values
s = pd.Series([1.123456789, 2.0])
np.set_printoptions(precision=3, threshold=5, edgeitems=2)
print(days)
print(s.to_numpy(), np.asarray(s))
m = np.ma.masked_array([1.123456789, 2, 3], [0, 1, 0])
print(m)
with np.errstate(divide="raise", invalid="raise"):
    try:
        print(np.ma.getdata(m) / 0)
    except FloatingPointError as e:
        print("raised", e)
    c = np.longdouble(1)
    try:
        print(c / 0)
    except FloatingPointError as e:
        print("raised", e)
with np.errstate(all="ignore"):
    print(np.longdouble(1) / np.longdouble(0))
with np.printoptions(precision=1):
    print(m, np.array([1.26]))
print(m)
