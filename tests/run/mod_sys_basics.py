import sys

print(sys.maxsize, sys.byteorder, sys.version_info >= (3, 11), sys.version_info.major, sys.version_info[0] == 3, len(sys.argv), type(sys.argv).__name__)
print(sys.float_info.max, sys.float_info.min, sys.float_info.epsilon, sys.float_info.dig, sys.maxunicode)
n = sys.stdout.write("written without newline")
sys.stdout.write("\n")
print(n)
print("to stderr", file=sys.stderr)
sys.stderr.write("also stderr\n")
print("a", "b", sep="", end="!\n", file=sys.stdout, flush=True)
sys.stdout.flush()
sys.stdout.writelines(["line1\n", "line2\n"])
print(sys.getrecursionlimit() >= 1000, isinstance(sys.path, list), "sys" in sys.modules, sys.platform in ("linux", "darwin", "win32"))


def in_except():
    try:
        1 / 0
    except ZeroDivisionError:
        t, v, tb = sys.exc_info()
        return t.__name__, str(v), tb is not None


print(in_except(), sys.exc_info())
print(sys.maxsize + 1, -sys.maxsize - 2, sys.maxsize == 2**63 - 1, sys.maxsize * sys.maxsize)
print(sys.intern("abc") is sys.intern("abc"), sys.getsizeof(0) > 0, sys.hash_info.modulus == 2**61 - 1)
print()
print(1, None, "x", [1], sep=" | ")
print("no newline", end="")
print(" ... continued")
print(*[], sep=",")
print("tab\tsep", "multi\nline", sep="\n--\n", end="<end>\n")
print("unicode: ñ € 😀 \\ \x41")
try:
    print("x", sep=1)
except TypeError as e:
    print(e)
try:
    print("x", wrong=1)
except TypeError as e:
    print(e)


class Tee:
    def __init__(self):
        self.parts = []

    def write(self, s):
        self.parts.append(s)
        return len(s)

    def flush(self):
        pass


t = Tee()
print("hello", 42, file=t)
print("x", end="", file=t)
print(t.parts)
old = sys.stdout
sys.stdout = t
print("captured")
sys.stdout = old
print(t.parts[-2:], sys.stdout is old)
