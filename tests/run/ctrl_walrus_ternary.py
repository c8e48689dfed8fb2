data = [3, 8, 1, 9, 4]
if (n := len(data)) > 3:
    print("long list of", n)
print([y for x in data if (y := x * 2) > 6], y)
stream = iter([5, 6, 0, 7])
while (item := next(stream)) != 0:
    print("item", item)
print(item)
total = 0
print([total := total + v for v in data], total)
if any((hit := v) > 7 for v in data):
    print("hit", hit)
text = "key: value"
if (pos := text.find(":")) != -1 and (val := text[pos + 1 :].strip()):
    print(pos, val)


def f(x):
    return (r := x + 1) * r


print(f(3), (a := 5) + (b := 6), a * b)
print(result if (result := data[0] > 2) else "none")
lines = ["a=1", "bad", "b=2", ""]
i = 0
parsed = {}
while i < len(lines) and (line := lines[i]):
    i += 1
    if "=" not in line:
        continue
    k, v = line.split("=")
    parsed[k] = int(v)
print(parsed, i)
x = 5
y = -x if x > 0 else x
z = (x if x else 1) + (y if y > 0 else 10)
print(y, z, [("neg" if v < 0 else "zero" if v == 0 else "pos") for v in (-1, 0, 1)])
print((lambda q: "even" if q % 2 == 0 else "odd")(7), "a" if [] else "b", ("t", "f")[x > 3])
cache = {}


def slow(k):
    if (r := cache.get(k)) is None:
        r = cache[k] = k * k
        return r, "computed"
    return r, "cached"


print(slow(4), slow(4), slow(5), cache)
print(f"{(w := 10)} {w:>5} {w!r}")
chunks = []
src = "abcdefgh"
while chunk := src[:3]:
    chunks.append(chunk)
    src = src[3:]
print(chunks)
