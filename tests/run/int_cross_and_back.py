"""A hot loop whose ints become big and small again, several times."""


def wave(n):
    x = 1
    history = []
    growing = True
    for step in range(n):
        if growing:
            x = x * 3 + 1
            if x > 2**80:
                growing = False
        else:
            x //= 7
            if x < 100:
                growing = True
        if step % 10 == 0:
            history.append(x)
    return x, history


def sum_of_squares_mod(n, m):
    acc = 0
    for i in range(n):
        acc += i * i * i * i
        if acc > 10**20:
            acc %= m
    return acc


def pendulum():
    value = 2**62
    log = []
    for i in range(40):
        if i % 4 < 2:
            value = value + 2**61
        else:
            value = value - 2**62
        log.append(value >= 2**63)
    return value, log


final, hist = wave(500)
print(final)
for h in hist:
    print(h)
print(sum_of_squares_mod(20000, 1000003))
value, log = pendulum()
print(value)
print(log)

a, b = 1, 1
k = 0
while k < 300:
    a, b = b, a + b
    if b > 1 << 100:
        print("reset at", k, a, b)
        a, b = a % 1000, b % 1000
    k += 1
print(a, b)
