"""Sorting in place, recursively."""
import numpy as np


def sort(a, low, high):
    while low < high:
        pivot = a[(low + high) // 2]
        i = low
        j = high
        while i <= j:
            while a[i] < pivot:
                i += 1
            while a[j] > pivot:
                j -= 1
            if i <= j:
                a[i], a[j] = a[j], a[i]
                i += 1
                j -= 1
        if j - low < high - i:
            sort(a, low, j)
            low = i
        else:
            sort(a, i, high)
            high = j


def run(values):
    a = values.copy()
    sort(a, 0, len(a) - 1)
    return a[::1000].copy()


def setup():
    return (np.random.default_rng(11).random(60_000),)
