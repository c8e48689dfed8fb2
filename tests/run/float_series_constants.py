from math import exp, factorial, pi, sqrt


def leibniz(n):
    return 4 * sum((-1) ** k / (2 * k + 1) for k in range(n))


def nilakantha(n):
    x = 3.0
    sign = 1
    for k in range(2, 2 * n + 2, 2):
        x += sign * 4 / (k * (k + 1) * (k + 2))
        sign = -sign
    return x


def agm_pi(rounds):
    a, b, t, p = 1.0, 1 / sqrt(2), 0.25, 1.0
    for _ in range(rounds):
        an = (a + b) / 2
        b = sqrt(a * b)
        t -= p * (a - an) ** 2
        a, p = an, 2 * p
    return (a + b) ** 2 / (4 * t)


def my_sin(x):
    x = x % (2 * pi)
    term = total = x
    n = 1
    while abs(term) > 1e-17:
        term *= -x * x / ((2 * n) * (2 * n + 1))
        total += term
        n += 1
    return total


def newton_sqrt(a, rounds=30):
    x = a
    for _ in range(rounds):
        x = (x + a / x) / 2
    return x


def kahan(xs):
    s = c = 0.0
    for x in xs:
        y = x - c
        t = s + y
        c = (t - s) - y
        s = t
    return s


def simpson(f, a, b, n):
    h = (b - a) / n
    s = f(a) + f(b)
    for i in range(1, n):
        s += f(a + i * h) * (4 if i % 2 else 2)
    return s * h / 3


def continued_fraction(x, n):
    out = []
    for _ in range(n):
        i = int(x)
        out.append(i)
        if x == i:
            break
        x = 1 / (x - i)
    return out


print(leibniz(1000), nilakantha(1000), agm_pi(4), pi)
print(sum(1 / factorial(k) for k in range(20)), exp(1), (1 + 1 / 10**6) ** 10**6)
print([my_sin(x) for x in (0, 0.5, 1, 3, 10, -1)])
print([newton_sqrt(x) for x in (2.0, 3, 1e10, 0.01)], sum([0.1] * 1000), kahan([0.1] * 1000))
print(simpson(lambda x: x**4, 0, 1, 100), simpson(exp, 0, 1, 20), continued_fraction(pi, 8), continued_fraction(2.5, 9), continued_fraction(sqrt(2), 10))
x = 1.0
eps = 0
while 1.0 + x / 2 > 1.0:
    x /= 2
    eps += 1
print(x, eps, 1e16 + 1 - 1e16, 0.1 * 3, 0.1 + 0.2 - 0.3, 1 - 0.9, 4.35 * 100, 1.1 * 1.1, 3 * 1.1)
temps = [-40, -17.5, 0, 21.3, 36.6, 100]
for c in temps:
    f = c * 9 / 5 + 32
    print(f"{c:7.2f}C {f:8.3f}F {c + 273.15:7.2f}K {(f - 32) * 5 / 9 == c}")
principal, rate = 10000.0, 0.0525
for year in range(1, 31):
    principal += principal * rate / 12 * 12
    if year % 10 == 0:
        print(year, principal, f"{principal:,.2f}", round(principal, 2), int(principal))
p, r, n = 250000, 0.04 / 12, 360
pay = p * r * (1 + r) ** n / ((1 + r) ** n - 1)
print(pay, pay * n - p, f"{pay:.2f}")
print(2**0.5 * 2**0.5 == 2, 10 / 3 * 3 == 10, 0.5 + 0.25 + 0.125, 1e308 + 1e308, 1e-320 / 10, -1e-330, 5e-324 * 0.5, 2.0**-1074)
