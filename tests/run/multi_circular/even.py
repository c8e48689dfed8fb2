print("loading even")
import odd

calls = 0


def is_even(n):
    global calls
    calls += 1
    return True if n == 0 else odd.is_odd(n - 1)


print("even loaded")
