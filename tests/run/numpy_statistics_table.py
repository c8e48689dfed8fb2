"""Statistics of a small table of measurements, printed as a report."""
import numpy as np

names = ["height", "weight", "age"]
data = np.array([
    [170.2, 65.5, 31],
    [182.9, 80.1, 45],
    [165.0, 58.3, 28],
    [190.4, 95.7, 39],
    [175.5, 72.0, 52],
    [158.8, 50.2, 23],
])
print(data.shape, data.dtype, data.ndim, data.size, data.nbytes)
header = "%-8s" + "%10s" * 6
print(header % ("name", "mean", "std", "min", "max", "median", "ptp"))
for i, name in enumerate(names):
    column = data[:, i]
    print("%-8s%10.3f%10.3f%10.3f%10.3f%10.3f%10.3f" % (
        name, column.mean(), column.std(), column.min(), column.max(), np.median(column), np.ptp(column)))
z = (data - data.mean(axis=0)) / data.std(axis=0)
print(np.round(z, 4))
print(np.abs(z.mean(axis=0)) < 1e-12, z.std(axis=0))
print(np.corrcoef(data, rowvar=False).round(6))
print(np.cov(data.T).round(4))
print(np.percentile(data[:, 0], [0, 25, 50, 75, 100]))
print(np.quantile(data, 0.5, axis=0))
print(np.average(data[:, 1], weights=data[:, 2]))
order = data[:, 2].argsort()
print(data[order])
print(data[data[:, 0] > 170][:, [0, 2]])
counts, edges = np.histogram(data[:, 2], bins=[20, 30, 40, 60])
for low, high, count in zip(edges[:-1], edges[1:], counts):
    print(f"{low}-{high}: {count}")
print(np.where(data[:, 1] > 70, "heavy", "light"))
print(data.var(axis=1, ddof=1))
print(data.argmax(axis=0), data.argmin(axis=0), np.cumsum(data[:, 2]))
