# Reductions that leave NaNs out, as data with gaps needs them.
import numpy as np

readings = np.array([
    [21.5, np.nan, 22.25, 20.0],
    [19.0, 18.5, np.nan, np.nan],
    [np.nan, 23.75, 24.0, 22.5],
])
print("sum", np.nansum(readings), np.nansum(readings, axis=0), np.nansum(readings, axis=1, keepdims=True))
print("mean", np.nanmean(readings), np.nanmean(readings, axis=0))
print("std", np.nanstd(readings), np.nanstd(readings, axis=1), np.nanvar(readings, axis=0, ddof=1))
print("min", np.nanmin(readings), np.nanmin(readings, axis=1))
print("max", np.nanmax(readings), np.nanmax(readings, axis=0))
print("argmax", np.nanargmax(readings), np.nanargmax(readings, axis=1))
print("argmin", np.nanargmin(readings), np.nanargmin(readings, axis=0))
print("cumsum", np.nancumsum(readings[0]), np.nancumsum(readings, axis=0))
print("prod", np.nanprod(readings, axis=1), np.nancumprod(np.array([1.5, np.nan, 2.0])))

# Without NaNs they are the plain functions; ints have none.
whole = np.arange(1, 7).reshape(2, 3)
print(np.nansum(whole), np.nanmean(whole, axis=0), np.nanstd(whole), np.nanmax(whole, axis=1), np.nanargmin(whole))
print(np.nansum(np.array([], dtype=float)), np.nansum(np.float32([1.5, np.nan])), type(np.nansum(whole)))

# What plain reductions make of NaNs.
print(readings.sum(), readings.max(), np.min(readings, axis=1), np.argmax(readings), np.fmax.reduce(readings, axis=1))
print(np.isnan(readings).sum(), np.count_nonzero(np.isnan(readings), axis=0))

try:
    np.nanargmax(np.array([[np.nan, np.nan], [1.0, 2.0]]), axis=1)
except ValueError as e:
    print("ValueError:", e)

filled = np.where(np.isnan(readings), np.nanmean(readings, axis=0), readings)
print(filled)
centred = readings - np.nanmean(readings, axis=1, keepdims=True)
print(np.round(centred, 3))
