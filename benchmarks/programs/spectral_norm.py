# bench-args: 440
"""Largest singular value of the matrix 1/((i+j)(i+j+1)/2+i+1), by power iteration."""
import sys
from math import sqrt


def eval_a(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def multiply_av(v):
    n = len(v)
    result = []
    for i in range(n):
        total = 0.0
        for j in range(n):
            total += eval_a(i, j) * v[j]
        result.append(total)
    return result


def multiply_atv(v):
    n = len(v)
    result = []
    for i in range(n):
        total = 0.0
        for j in range(n):
            total += eval_a(j, i) * v[j]
        result.append(total)
    return result


def multiply_at_av(v):
    return multiply_atv(multiply_av(v))


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 80
    u = [1.0] * n
    v = u
    for _ in range(10):
        v = multiply_at_av(u)
        u = multiply_at_av(v)
    vbv = vv = 0.0
    for ue, ve in zip(u, v):
        vbv += ue * ve
        vv += ve * ve
    print(f"{sqrt(vbv / vv):.9f}")


if __name__ == "__main__":
    main()
