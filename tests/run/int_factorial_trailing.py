# factorials, binomials, catalan numbers

def factorial(n):
    if n < 2:
        return 1
    return n * factorial(n - 1)

def choose(n, k):
    num = 1
    for i in range(k):
        num = num * (n - i) // (i + 1)
    return num

def catalan(n):
    return choose(2 * n, n) // (n + 1)

def trailing_zeros(n):
    count = 0
    p = 5
    while p <= n:
        count += n // p
        p *= 5
    return count

for n in range(0, 31):
    f = factorial(n)
    s = str(f)
    print(n, f, len(s), len(s) - len(s.rstrip("0")), trailing_zeros(n))

print(factorial(100))
print(sum(int(d) for d in str(factorial(100))))
print([choose(10, k) for k in range(11)])
print(choose(100, 50))
print([catalan(n) for n in range(40)])

# cross-check with a triangle
row = [1]
for n in range(70):
    row = [1] + [row[i] + row[i + 1] for i in range(len(row) - 1)] + [1]
print(max(row), row[35] == choose(70, 35), len(row), sum(row) == 2**70)
