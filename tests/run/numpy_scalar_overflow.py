# Ints of a fixed size wrap, floats become infinite, and what does not fit at all is an error.
import numpy as np


def attempt(text, f):
    try:
        print(text, repr(f()))
    except Exception as e:
        print(text, type(e).__name__, e)


attempt("int8 sum", lambda: np.int8(100) + np.int8(100))
attempt("uint8 difference", lambda: np.uint8(3) - np.uint8(5))
attempt("int64 product", lambda: np.int64(2**62) * np.int64(4))
attempt("negated", lambda: -np.int8(-128))
attempt("power", lambda: np.int64(3) ** 50)
attempt("negative power", lambda: np.int64(2) ** -1)
attempt("too large", lambda: np.int8(300))
attempt("negative", lambda: np.uint8(-1))
attempt("weak", lambda: np.int8(1) + 300)
attempt("very large", lambda: np.int64(2**63))
attempt("comparison", lambda: np.uint8(5) < 300)
attempt("zero", lambda: np.int64(1) // np.int64(0))
attempt("rest by zero", lambda: np.int64(1) % 0)
attempt("float by zero", lambda: np.float64(1) / 0)
attempt("zero by zero", lambda: np.float64(0) / 0)
attempt("float32", lambda: np.float32(3e38) * 10)
attempt("float16", lambda: np.float16(60000) + np.float16(60000))
attempt("nan as int", lambda: int(np.float64("nan")))
attempt("text", lambda: np.int32("12"))
attempt("bad text", lambda: np.int32("1x"))
attempt("none", lambda: np.int32(None))
attempt("bits of floats", lambda: np.float64(1) & 1)
attempt("bool difference", lambda: np.bool(1) - np.bool(1))
attempt("index", lambda: [1, 2, 3][np.float64(1)])
attempt("call", lambda: np.int64(3)())

with np.errstate(all="ignore"):
    print(np.float64(1) / 0)
with np.errstate(divide="raise", over="raise"):
    attempt("raised", lambda: np.float64(1) / 0)
    attempt("raised", lambda: np.int8(127) + np.int8(1))
print(np.geterr())

# Fibonacci until the numbers pass 64 bits.
x, y = np.int64(0), np.int64(1)
for _ in range(95):
    x, y = y, x + y
print(x, y)
