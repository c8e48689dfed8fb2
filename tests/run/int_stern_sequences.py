# integer sequences, each with a small loop of its own
def hofstadter(n):
    q = [0, 1, 1]
    for i in range(3, n + 1):
        q.append(q[i - q[i - 1]] + q[i - q[i - 2]])
    return q[1:]

def stern(n):
    s = [0, 1]
    for i in range(2, n):
        s.append(s[i // 2] if i % 2 == 0 else s[i // 2] + s[i // 2 + 1])
    return s

def recaman(n):
    seen = {0}
    out = [0]
    for i in range(1, n):
        a = out[-1] - i
        if a < 0 or a in seen:
            a = out[-1] + i
        seen.add(a)
        out.append(a)
    return out

def bell(n):
    row = [1]
    out = [1]
    for _ in range(n - 1):
        new = [row[-1]]
        for v in row:
            new.append(new[-1] + v)
        row = new
        out.append(row[0])
    return out

def sylvester(n):
    x = 2
    for _ in range(n):
        yield x
        x = x * x - x + 1

def thue_morse(n):
    return "".join(str(bin(i).count("1") % 2) for i in range(n))

def josephus(n):
    return 2 * (n - (1 << (n.bit_length() - 1))) + 1

def bernoulli_numerators(n):
    # B_n with an explicit common denominator
    from math import comb
    num, den = [1], [1]
    for m in range(1, n):
        a, b = 0, 1
        for k in range(m):
            a, b = a * den[k] + comb(m + 1, k) * num[k] * b, b * den[k]
        a, b = -a, b * (m + 1)
        x, y = abs(a), b
        while y:
            x, y = y, x % y
        x = x or 1
        num.append(a // x)
        den.append(b // x)
    return list(zip(num, den))

print(hofstadter(25))
print(stern(32))
print(recaman(30))
print(bell(28))
print(list(sylvester(9)))
print(thue_morse(64))
print([josephus(n) for n in range(1, 20)])
print(bernoulli_numerators(23))
x = 10**18
seq = []
while x != 0:
    x = x * 2 // 3 - 10**15
    seq.append(x)
    if x < 10**16:
        break
print(len(seq), seq[-3:])
a, b, c = 0, 0, 1
trib = []
for _ in range(80):
    trib.append(c)
    a, b, c = b, c, a + b + c
print(trib[-3:], trib[70] > 2**60, sum(trib))
pell = [0, 1]
while pell[-1] < 2**70:
    pell.append(2 * pell[-1] + pell[-2])
print(len(pell), pell[-1])
