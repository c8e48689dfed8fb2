# bench-args: 35
"""Recursive Fibonacci: nothing but calls, compares and additions."""
import sys


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 25
    print(f"fib({n}) = {fib(n)}")


if __name__ == "__main__":
    main()
