# Warnings caught, counted, turned into errors, and ignored.
import warnings
import numpy as np


def messages(f):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        r = f()
    return repr(r), [(w.category.__name__, str(w.message)) for w in caught]


print(messages(lambda: np.float64(1) / 0))
print(messages(lambda: np.int8(100) * np.int8(3)))
print(messages(lambda: np.array([1.0, 0.0]) / 0))
print(messages(lambda: divmod(np.float64(5), 0)))
print(messages(lambda: np.float32(1e30) ** 2))
print(messages(lambda: np.sqrt(np.array([-1.0]))))
print(messages(lambda: -np.uint8(1)))

with warnings.catch_warnings():
    warnings.simplefilter("error")
    for f in (lambda: np.float64(0) / 0, lambda: np.log(np.array([0.0])), lambda: np.int64(2**62) * 4):
        try:
            print(f())
        except RuntimeWarning as e:
            print("raised", e)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    print(np.array([1.0]) / 0, np.float64("inf") - np.float64("inf"))

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("default")
    for k in range(3):
        warnings.warn("each place once", UserWarning)
    warnings.warn("another", DeprecationWarning)
    print([str(w.message) for w in caught])

with np.errstate(divide="ignore"), warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    np.float64(1) / 0
    np.float64(0) / 0
    print([str(w.message) for w in caught])

with np.errstate(all="raise"):
    try:
        np.array([1.0]) / 0
    except FloatingPointError as e:
        print(e)

warnings.filterwarnings("error", message="careful")
try:
    warnings.warn("careful there")
except UserWarning as e:
    print("caught", e)
