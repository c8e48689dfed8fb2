# Medians, percentiles, averages, covariance.
import numpy as np

a = np.array([[10, 7, 4], [3, 2, 1]])
print(np.median(a), np.median(a, axis=0), np.median(a, axis=1), np.median(a, axis=1, keepdims=True))
print(np.percentile(a, 50), np.percentile(a, 50, axis=0), np.percentile(a, [25, 75], axis=1))
print(np.quantile(a, 0.1), np.quantile([1.5, 2.5, 7.25], [0, 0.5, 0.9, 1]))
for method in ("lower", "higher", "nearest", "midpoint", "hazen", "weibull", "median_unbiased"):
    print(method, np.quantile([3, 1, 4, 1, 5, 9, 2, 6], 0.35, method=method))
print(np.median([1.0, np.nan]), np.nanmedian([1.0, np.nan, 5.0]), np.nanpercentile([1, np.nan, 3, 9], 50))
print(np.average([1, 2, 3, 4]), np.average([1, 2, 3], weights=[3, 1, 0]), np.average(a, axis=0, weights=[1, 3]))
print(np.average(a, axis=1, returned=True))

x = np.array([2.1, 2.5, 3.6, 4.0])
y = np.array([8, 10, 12, 14])
print(np.cov(x, y), np.corrcoef(x, y), np.cov(x), np.cov(np.stack((x, y)), bias=True))
print(np.ptp(a), a.std(), a.var(ddof=1))
for bad in (lambda: np.percentile(a, 101), lambda: np.average([1, 2], weights=[0, 0])):
    try:
        bad()
    except (ValueError, ZeroDivisionError) as e:
        print(type(e).__name__, e)
