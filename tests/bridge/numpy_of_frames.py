# Functions of NumPy that pyaot has, given series and frames: what they give is what pandas makes of it.
import numpy as np
import pandas as pd


class Signal:
    def __init__(self, values):
        self.values = values

    def smooth(self, width):
        return np.convolve(self.values, np.ones(width) / width, mode="valid")

    def sign(self):
        return np.where(self.values > 0, "up", np.where(self.values < 0, "down", "flat"))


def show(what, x):
    print(what, type(x).__module__.partition(".")[0], type(x).__name__, x, sep="\n")


frame = pd.DataFrame({"a": [1.0, 4.0, 9.0], "b": [2.0, 2.0, -2.0]}, index=["x", "y", "z"])
series = frame["a"]
own = np.arange(3.0)
show("log", np.log(series))
show("sum", np.sum(frame, axis=0))
show("mean", np.mean(series))
show("std", np.std(series))
show("cumsum", np.cumsum(series))
show("round", np.round(series / 7, 2))
show("clip", np.clip(frame, 0, 4))
show("where", np.where(frame["b"] > 0, frame["a"], 0.0))
show("select", np.select([series > 5, series > 2], ["big", "mid"], "small"))
show("concatenate", np.concatenate([series, own]))
show("stack", np.column_stack([series, frame["b"], own]))
show("isin", np.isin(series, [4.0]))
show("diff", np.diff(series))
show("native + series", own + series)
show("frame * native", frame * own.reshape(3, 1))
show("series @ native", series @ own)
show("native > series", own * 3 > series)
show("add.reduce", np.add.reduce(frame))
show("accumulate", np.maximum.accumulate(series))
show("polyfit", np.polyfit(own, series, 1).round(6))
show("interp", np.interp([0.5], own, series))
show("dates", np.diff(pd.date_range("2024-01-01", periods=3).values))
signal = Signal(frame["b"])
show("smooth", signal.smooth(2))
show("sign", signal.sign())
frame["c"] = np.sqrt(frame["a"]) + np.abs(frame["b"])
frame["kind"] = np.where(frame["c"] > 3.5, "hi", "lo")
print(frame, frame.groupby("kind")["c"].agg(np.sum))
print(frame[["a", "b"]].apply(lambda row: np.hypot(row["a"], row["b"]), axis=1))
print(frame[["a", "b"]].apply(np.max), np.allclose(frame["a"], [1, 4, 9]), np.shape(frame), np.median(series))
