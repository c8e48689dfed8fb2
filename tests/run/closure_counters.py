def make_counter(start=0, step=1):
    value = start

    def increment():
        nonlocal value
        value += step
        return value

    def reset():
        nonlocal value
        value = start

    def get():
        return value

    return increment, reset, get


inc, reset, get = make_counter()
inc2, _, get2 = make_counter(100, -5)
print(inc(), inc(), inc(), get())
print(inc2(), inc2(), get2(), get())
reset()
print(get(), inc())


def account(balance):
    history = []

    def deposit(x):
        nonlocal balance
        balance += x
        history.append(("deposit", x, balance))
        return balance

    def withdraw(x):
        nonlocal balance
        if x > balance:
            return "Insufficient funds"
        balance -= x
        history.append(("withdraw", x, balance))
        return balance

    return {"deposit": deposit, "withdraw": withdraw, "history": lambda: history[:]}


acc = account(50)
print(acc["deposit"](25), acc["withdraw"](100), acc["withdraw"](70.5))
print(acc["history"]())


def averager():
    total, n = 0, 0

    def avg(x):
        nonlocal total, n
        total += x
        n += 1
        return total / n

    return avg


a = averager()
print(a(10), a(11), a(12.5))


def outer():
    x = "outer"

    def middle():
        x = "middle"

        def inner():
            nonlocal x
            x = "inner"
            return x

        r = inner()
        return r, x

    return middle(), x


print(outer())


def big_counter():
    n = 2**63 - 2

    def step():
        nonlocal n
        n += 1
        return n

    return step


s = big_counter()
print([s() for _ in range(4)])
counters = [make_counter(i * 10) for i in range(3)]
for c, _, _ in counters:
    c()
counters[1][0]()
print([g() for _, _, g in counters])


def loop_capture():
    fs = []
    for i in range(3):
        def f():
            return i
        fs.append(f)
    i = 100
    return [f() for f in fs]


print(loop_capture())


def delayed():
    def use():
        return later
    try:
        use()
    except NameError as e:
        print(e)
    later = "now set"
    return use()


print(delayed())
