# A log of sensors with gaps: parsing text, filling, resampling, outliers, calibration, and a table of groups.
import numpy as np

rng = np.random.RandomState(8)
lines = ["time,sensor,value"]
for k in range(60):
    value = 20 + 5 * np.sin(k / 6) + rng.normal(0, 0.5) + (30 if k in (17, 41) else 0)
    lines.append(f"{k * 10},{k % 3},{value:.3f}" if k % 11 else f"{k * 10},{k % 3},")
text = "\n".join(lines)

rows = [line.split(",") for line in text.splitlines()[1:]]
time = np.array([int(r[0]) for r in rows])
sensor = np.array([r[1] for r in rows], dtype=int)
value = np.array([float(r[2]) if r[2] else np.nan for r in rows])
print(time[:5], sensor.dtype, np.isnan(value).sum(), np.round(np.nanmean(value), 4))

good = ~np.isnan(value)
filled = value.copy()
filled[~good] = np.interp(time[~good], time[good], value[good])
middle = np.median(filled)
spread = 1.4826 * np.median(np.abs(filled - middle))
outlier = np.abs(filled - middle) > 4 * spread
print("outliers", np.flatnonzero(outlier), time[outlier], np.round(filled[outlier], 2))
filled[outlier] = np.interp(time[outlier], time[~outlier], filled[~outlier])

print(f"{'sensor':>6} {'count':>5} {'mean':>8} {'std':>8} {'min':>8} {'max':>8}")
for s in np.unique(sensor):
    v = filled[sensor == s]
    print(f"{s:6d} {v.size:5d} {v.mean():8.3f} {v.std(ddof=1):8.3f} {v.min():8.3f} {v.max():8.3f}")

minute = time // 60
sums = np.bincount(minute, weights=filled)
counts = np.bincount(minute)
print(np.round(sums / counts, 3), counts)
smooth = np.convolve(filled, np.ones(5) / 5, mode="valid")
print(smooth.shape, np.round(smooth[::9], 4))
slope, offset = np.polyfit(time[:18], filled[:18], 1)
print(round(float(slope), 5), round(float(offset), 4), np.round(np.polyval([slope, offset], [0, 100]), 4))
crossings = np.flatnonzero(np.diff(np.sign(filled - filled.mean())) != 0)
print("crossings", crossings, "rising", np.flatnonzero(np.diff((filled > 22).astype(int)) == 1))
edges = np.array([15, 18, 20, 22, 25])
groups = np.digitize(filled, edges)
for g, n in zip(*np.unique(groups, return_counts=True)):
    print(g, n, "#" * int(n))
out = []
for t, s, v in zip(time[:4], sensor, filled):
    out.append("%5d %d %8.4f\n" % (t, s, v))
print("".join(out), end="")
lag = np.array([np.corrcoef(filled[: 60 - k], filled[k:])[0, 1] for k in range(1, 6)])
print(np.round(lag, 4), np.ptp(filled).round(3), filled.argmax(), np.searchsorted(time, [95, 100, 700]))
