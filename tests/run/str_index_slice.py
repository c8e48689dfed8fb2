s = "abcdefghij"
print(s[0], s[-1], s[3:6], s[:3], s[7:], s[:], s[::2], s[1::3], s[::-1], s[8:2:-2], s[-3:], s[:-3])
print(repr(s[5:2]), repr(s[100:]), s[-100:2], s[2:100], repr(s[3:3]), s[::100], s[None:None:None])
u = "añ€😀z"
print(len(u), [ord(c) for c in u], u[3], u[::-1], u[1:4], u[-2])
for i in range(len(u)):
    print(i, u[i], len(u[i].encode("utf-8")))
for idx in (10, -11):
    try:
        print(s[idx])
    except IndexError as e:
        print(e)
try:
    s[0] = "x"
except TypeError as e:
    print(e)
try:
    s["1"]
except TypeError as e:
    print(e)
try:
    s[1.0]
except TypeError as e:
    print(e)
try:
    s[::0]
except ValueError as e:
    print(e)
sl = slice(2, 8, 3)
print(s[sl], sl.start, sl.stop, sl.step, sl, sl.indices(5), slice(None, -1).indices(10), slice(None, None, -1).indices(4))
rotations = [s[k:] + s[:k] for k in range(0, 10, 3)]
print(rotations)
print("abc" * 3, 2 * "xy", "a" * 0, "b" * -1, "é" + "e", "ab" "cd")
print("abc" < "abd", "abc" < "ab", "Z" < "a", "" < "a", "10" < "9", "é" > "z", "a" == "a", "a" != "b", max("hello"), min("hello"))
print(sorted("hello world"), list("hi"), tuple("ab"), len(set("mississippi")))
for a, b in zip("abc", "xyz"):
    print(a + b, end=" ")
print()
