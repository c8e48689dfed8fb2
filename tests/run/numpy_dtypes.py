# dtype objects: what names them, what they say, how they compare.
import numpy as np


def attempt(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


names = ["bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float16", "float32", "float64",
         "complex64", "complex128", "object", "U5", "S3", "<f8", "=i4", "|b1", "?", "b", "B", "h", "H", "i", "I", "l", "L",
         "e", "f", "d", "F", "D", "O", "f4", "i2", "u8", "c16", "int", "float", "complex", "double", "single", "half", "intp", "uint",
         "short", "ubyte", "U", "S", "str", "bytes"]
for name in names:
    d = np.dtype(name)
    print(name, repr(d), d, d.name, d.kind, d.char, d.itemsize, d.num, d.str, d.byteorder, d.alignment, d.isnative, d.hasobject)

for thing in [int, float, bool, complex, str, bytes, object, np.int8, np.float32, np.uint64, np.complex64, np.bool, np.str_, np.dtype("i4"), None]:
    print(thing, repr(np.dtype(thing)))

print(np.dtype("int64") == np.int64, np.dtype("int64") == int, np.dtype("f8") == "float64", np.dtype("f4") == float)
print(np.dtype("i4") != np.dtype("i8"), np.dtype("U3") == np.dtype("<U3"), np.dtype("U3") == "U4", np.dtype("f8") == "nonsense")
print(np.dtype("i4") < np.dtype("i8"), np.dtype("f8") <= np.dtype("i8"), np.dtype("i8") >= np.dtype("u1"))
print({np.dtype("i4"): 1, np.dtype("f8"): 2}[np.dtype("float64")], hash(np.dtype("i4")) == hash(np.dtype(np.int32)))
print(np.dtype("f8").type, np.dtype("i4").type(7), np.dtype("U3").type)
print(np.dtype("f8") is np.dtype(float), np.float64 is np.dtype("f8").type)
for bad in ["foo", 3, "i3", "U-1", 1.5]:
    attempt(lambda: np.dtype(bad))

a = np.zeros(3)
for kind in ["i1", "u2", "f2", "f4", "c8", "?", "U4", "S2", "O"]:
    b = a.astype(kind)
    print(b.dtype, b.itemsize, b.nbytes, repr(b))
print(a.dtype.kind in "iuf", a.dtype == np.float64, a.dtype.name.startswith("float"), f"{a.dtype}")
print([x.dtype for x in (np.array([1]), np.array([1.0]), np.array([True]), np.array([1j]), np.array(["ab"]), np.array([b"abc"]), np.array([None]))])
print([np.array(v).dtype for v in (1, 2**31, 2**63, 2**64, -1, -2**63, 1.5, True, "abc", 1j)])
