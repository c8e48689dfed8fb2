def find_first_divisor(n):
    for d in range(2, n):
        if n % d == 0:
            result = d
            break
    else:
        result = None
    return result


for n in range(2, 16):
    d = find_first_divisor(n)
    print(n, "prime" if d is None else f"divisible by {d}")

i = 0
while i < 5:
    i += 1
    if i == 2:
        continue
    print("i", i)
else:
    print("while finished")

while True:
    i -= 1
    if i < 0:
        print("break at", i)
        break
else:
    print("never printed")

for x in []:
    pass
else:
    print("empty loop else")

for outer in range(4):
    for inner in range(4):
        if inner == outer:
            break
        if (inner + outer) % 2:
            continue
        print(outer, inner)
    else:
        print("no break", outer)
        continue
    if outer == 2:
        break
else:
    print("unreached")

n, steps = 27, 0
while n != 1:
    n = 3 * n + 1 if n % 2 else n // 2
    steps += 1
print(steps)

found = None
for a in range(1, 50):
    for b in range(a, 50):
        c2 = a * a + b * b
        c = int(c2**0.5)
        if c * c == c2 and a + b + c == 60:
            found = (a, b, c)
            break
    if found:
        break
print(found)
lst = [1, 2, 3, 4, 5, 6]
for x in lst:
    if x % 2 == 0:
        lst.remove(x)
print(lst)
lst = [1, 2]
for x in lst:
    if len(lst) < 6:
        lst.append(x * 10)
print(lst)
