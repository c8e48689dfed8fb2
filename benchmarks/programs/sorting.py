# bench-args: 95000
"""Quicksort, merge sort, heapsort and shell sort by hand, checked against sorted()."""
import random
import sys


def quicksort(a, lo, hi):
    while lo < hi:
        pivot = a[(lo + hi) // 2]
        i, j = lo, hi
        while i <= j:
            while a[i] < pivot:
                i += 1
            while a[j] > pivot:
                j -= 1
            if i <= j:
                a[i], a[j] = a[j], a[i]
                i += 1
                j -= 1
        if j - lo < hi - i:
            quicksort(a, lo, j)
            lo = i
        else:
            quicksort(a, i, hi)
            hi = j


def merge_sort(a):
    if len(a) <= 1:
        return a
    mid = len(a) // 2
    left = merge_sort(a[:mid])
    right = merge_sort(a[mid:])
    out = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            out.append(left[i])
            i += 1
        else:
            out.append(right[j])
            j += 1
    out.extend(left[i:])
    out.extend(right[j:])
    return out


def sift_down(a, root, end):
    while 2 * root + 1 < end:
        child = 2 * root + 1
        if child + 1 < end and a[child] < a[child + 1]:
            child += 1
        if a[root] >= a[child]:
            return
        a[root], a[child] = a[child], a[root]
        root = child


def heapsort(a):
    n = len(a)
    for root in range(n // 2 - 1, -1, -1):
        sift_down(a, root, n)
    for end in range(n - 1, 0, -1):
        a[0], a[end] = a[end], a[0]
        sift_down(a, 0, end)


def shell_sort(a):
    gap = len(a) // 2
    while gap > 0:
        for i in range(gap, len(a)):
            x = a[i]
            j = i
            while j >= gap and a[j - gap] > x:
                a[j] = a[j - gap]
                j -= gap
            a[j] = x
        gap //= 2


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 6_000
    random.seed(3)
    numbers = [random.randrange(1_000_000) for _ in range(n)]
    expected = sorted(numbers)

    a = numbers[:]
    quicksort(a, 0, len(a) - 1)
    print("quicksort", a == expected, a[:4])

    print("merge sort", merge_sort(numbers) == expected)

    a = numbers[:]
    heapsort(a)
    print("heapsort", a == expected, a[-4:])

    a = numbers[:]
    shell_sort(a)
    print("shell sort", a == expected)

    floats = [random.random() * 2 - 1 for _ in range(n * 2 // 3)]
    print("floats", merge_sort(floats) == sorted(floats), f"{min(floats):.6f}")

    words = [str(n)[::-1] for n in numbers[:n // 3]]
    print("words", merge_sort(words) == sorted(words), sorted(words)[:4])

    people = [(n % 90, str(n)) for n in numbers[:n // 3]]
    people.sort(key=lambda p: (p[0], -len(p[1]), p[1]), reverse=True)
    print("people", people[:3], people[-2:])


if __name__ == "__main__":
    main()
