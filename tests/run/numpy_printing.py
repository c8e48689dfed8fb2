# repr and str of arrays: widths, digits, exponents, line breaks, dots, options.
import numpy as np

arrays = [
    np.arange(3), np.arange(1001), np.arange(6.0).reshape(2, 3), np.array(5), np.array(5.5), np.zeros((0,)), np.zeros((2, 0)), np.zeros((0, 3), int),
    np.array([True, False]), np.array(True), np.array([1, 2], dtype=np.int8), np.array(["a", "bcd"]), np.array([b"a"]), np.array([1, None, "x", [1, 2]], dtype=object),
    np.array([1 + 2j, 3.25 - 1j]), np.array([1e10, 1]), np.array([1e-5, 1]), np.array([np.nan, np.inf, -np.inf, 1]), np.array([1.123456789123, 2]),
    np.arange(30).astype(np.int32), np.arange(100) * 1.1, np.array([1.5, 2.5], dtype=np.float32), np.arange(27).reshape(3, 3, 3), np.array("abc"), np.zeros((1, 0, 2), np.int8),
    np.arange(2000.0).reshape(20, 100), np.array(["abcdefghijklmnopqrstuvwxyz"] * 5), np.arange(1001, dtype=np.int16), np.array([], dtype=object), np.array(1 + 2j), np.array(None),
    np.arange(10000000, 10000016, dtype=np.float32), np.arange(5).astype("f2") / 3, np.array([0.1, 0.2, 0.3]), np.array([1e300, 1e-300]), np.array([123456789.123, 0.001]),
    np.array([0.0, -0.0]), np.array([99999999.0, 1]), np.array([0.0001, 1]), np.array([0.00009, 1]), np.array([1, 1000.5]), np.array([1 / 3], dtype="f4"), np.array([np.nan, np.nan]),
    np.array([[np.nan, 1], [2, -np.inf]]), np.array([1e-10, 1, np.nan]), np.array([1j, np.nan + 1j, complex(np.inf, -1)]), np.array([1.5 + 2j, 1e10j]), np.array([0.1 + 0.2j], dtype="c8"),
    np.array([2**63 - 1, -(2**63)]), np.array([2**64 - 1], dtype="u8"), np.array([["a", "bb"], ["ccc", "d"]]), np.array(["it's", 'q"x', "new\nline", "\u00e9"]),
    np.array([{1: 2}, (1, 2), "s", 3.0], dtype=object), np.array([[1.5, None], ["a", 2]], dtype=object), np.arange(10000).reshape(100, 100), np.arange(1200).reshape(2, 3, 200),
    np.arange(4096).reshape(8, 8, 8, 8), np.linspace(-1000, 1000, 9), np.array([1e16, 1]), np.array([0.5, 0.25, 0.125, 1 / 3]), np.array([5e-324]), np.array([1.7976931348623157e308]),
    np.array([0.99999999999]), np.array([9.999999995]), np.array([1.000000005]), np.array([100.000000005, 1]), np.array([65504, 1e-7, 0.1], dtype="f2"), np.array([True] * 40),
    np.array([b"abc\x00d", b"\xff"]), np.zeros((3, 0, 2)), np.array([[[]]], dtype=int), np.array([""] * 3), np.array([-1.5, 2.25, 1000]), np.array([[1.5, -200], [3e-3, 4]]),
]
for a in arrays:
    print(repr(a))
    print(a)
np.set_printoptions(precision=3)
print(np.array([1.123456, 2.1]), repr(np.array([1e-5, 1])))
np.set_printoptions(suppress=True)
print(np.array([1e-5, 1]), np.array([1e10, 0.5]), np.array([1e-10]))
np.set_printoptions(threshold=5, edgeitems=2)
print(np.arange(10), np.arange(36).reshape(6, 6))
np.set_printoptions(linewidth=40)
print(np.arange(5) * 1000, np.arange(36.0).reshape(6, 6))
np.set_printoptions(threshold=1000, edgeitems=3, linewidth=75, suppress=False, precision=8)
with np.printoptions(precision=2):
    print(np.array([1.2345]))
print(np.array([1.2345]))
for mode in ["fixed", "unique", "maxprec", "maxprec_equal"]:
    with np.printoptions(floatmode=mode, precision=4):
        print(mode, np.array([1.2345, 2]), np.array([1e-9, 1]), np.array([1 + 1j]), np.array([1.23456789012345, 2]))
for sign in "+- ":
    with np.printoptions(sign=sign):
        print(np.array([1.5, 2]), np.array([1, 2]), np.array([1 + 2j]), np.array([np.nan, np.inf]), np.array([-1.5, 2]), np.array([1, -2]))
with np.printoptions(nanstr="NAN!", infstr="INFINITE"):
    print(np.array([1.5, np.nan]), np.array([np.inf, -np.inf, 1]))
print(np.array2string(np.arange(5), separator=", "), np.array2string(np.array([1.23456, 2]), precision=2), np.array2string(np.arange(40), max_line_width=30, prefix="xxx"))
print(np.array_repr(np.array([1.23456789]), precision=3), np.array_str(np.array([1.23456789]), precision=3), np.get_printoptions())
for options in [{"threshold": "x"}, {"floatmode": "x"}, {"sign": "x"}, {"precision": 1.5}]:
    try:
        np.set_printoptions(**options)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print([np.array([1, 2]), np.array([3.5])], (np.arange(3),), {"a": np.zeros(2)}, f"{np.arange(3)} {np.array(1.5):.3f}", "%s" % np.arange(3), str(np.eye(2)))
