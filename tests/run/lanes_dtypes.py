"""Loops that run several rounds at once, over elements of all sizes, and what they compute with."""
import math

import numpy as np


def threshold(image, out, level):
    h, w = image.shape
    for i in range(h):
        for j in range(w):
            if image[i, j] > level:
                out[i, j] = 255
            else:
                out[i, j] = 0


def brightness(image):
    total = 0
    for row in range(image.shape[0]):
        for column in range(image.shape[1]):
            total += image[row, column]
    return int(total)


def count_true(flags):
    n = 0
    for i in range(len(flags)):
        if flags[i]:
            n += 1
    return n


def negate(flags, out):
    for i in range(len(flags)):
        out[i] = not flags[i]


def larger(a, b, out):
    for i in range(len(a)):
        out[i] = a[i] > b[i]


def scale32(a, out, k):
    for i in range(len(a)):
        out[i] = a[i] * k + np.float32(0.5)


def widen(a, out):
    for i in range(len(a)):
        out[i] = a[i] * 0.25


def index32(out):
    for i in range(len(out)):
        out[i] = i * 3


def add32(a, b, out):
    for i in range(len(a)):
        out[i] = a[i] + b[i]


def roots(a, out):
    for i in range(len(a)):
        out[i] = math.sqrt(a[i])


def np_roots(a, out):
    for i in range(len(a)):
        out[i] = np.sqrt(a[i])


def whole(a, out):
    for i in range(len(a)):
        out[i] = math.floor(a[i])


def parts(a, out):
    for i in range(len(a)):
        out[i] = a[i] - int(a[i])


def distance(a, b, out):
    for i in range(len(a)):
        out[i] = abs(a[i] - b[i])


def squares(a, out):
    for i in range(len(a)):
        out[i] = a[i] ** 2


def bits(a, out, mask):
    for i in range(len(a)):
        out[i] = (a[i] & mask) ^ (a[i] | 5)


def of_list(values, k):
    return [v * k for v in values]


def list_in_place(values, low):
    for i in range(len(values)):
        if values[i] < low:
            values[i] = low
    return values


def column(a, k):
    for i in range(a.shape[0]):
        a[i, k] = a[i, k] * 2


def main():
    rng = np.random.default_rng(3)
    for h, w in ((1, 1), (3, 7), (4, 8), (5, 29), (2, 64)):
        for dtype in (np.uint8, np.int8, np.int16, np.uint16, np.int32, np.uint32, np.int64):
            image = rng.integers(0, 120, (h, w)).astype(dtype)
            print(dtype.__name__, brightness(image), brightness(image[:, ::-1]))
        image = rng.integers(0, 256, (h, w)).astype(np.uint8)
        out = np.zeros_like(image)
        threshold(image, out, 100)
        print(out.tolist())
        threshold(image, image, 128)
        print(image.tolist())
    for n in (0, 1, 7, 8, 13, 40):
        a, b = rng.normal(size=n) * 10, rng.normal(size=n)
        flags = a > 0
        out = np.zeros(n, dtype=np.bool_)
        print(count_true(flags))
        negate(flags, out)
        print(out.tolist())
        larger(a, b, out)
        print(out.tolist())
        f = a.astype(np.float32)
        f_out = np.zeros(n, dtype=np.float32)
        scale32(f, f_out, np.float32(1.1))
        print(f_out.tolist())
        result = np.zeros(n)
        widen(f, result)
        print(result.tolist())
        ints = np.zeros(n, dtype=np.int32)
        index32(ints)
        more = np.zeros(n, dtype=np.int32)
        add32(ints, ints, more)
        print(ints.tolist(), more.tolist())
        if n > 3:
            ints[3] = 2**31 - 1
            with np.errstate(over="ignore"):
                add32(ints, ints, more)
            print(more.tolist())
        try:
            roots(np.abs(a), result)
            print(result.tolist())
            roots(a, result)
        except ValueError as e:
            print(e, result.tolist())
        with np.errstate(invalid="ignore"):
            np_roots(a, result)
        print(result.tolist())
        for function in (whole, parts, squares):
            function(a, result)
            print(function.__name__, result.tolist())
        distance(a, b, result)
        print(result.tolist())
        words = np.arange(n) * 7919
        w_out = words.copy()
        bits(words, w_out, 255)
        print(w_out.tolist())
        print(of_list(a.tolist(), 2.0), of_list(words.tolist(), 3))
        print(list_in_place(a.tolist(), 0.0), list_in_place(words.tolist(), 100))
        table = np.arange(3.0 * n).reshape(n, 3)
        column(table, 1)
        print(table.tolist())
    try:
        whole(np.array([1.5] * 20 + [float("inf")]), np.zeros(21))
    except OverflowError as e:
        print(e)
    try:
        parts(np.array([1.5] * 20 + [float("nan")]), np.zeros(21))
    except ValueError as e:
        print(e)
    try:
        index32(np.zeros(40, dtype=np.int8))
        index32(np.zeros(100, dtype=np.int8))
    except OverflowError as e:
        print(e)


main()
