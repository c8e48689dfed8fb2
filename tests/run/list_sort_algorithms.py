def bubble_sort(a):
    a = a[:]
    n = len(a)
    for i in range(n):
        swapped = False
        for j in range(n - 1 - i):
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
                swapped = True
        if not swapped:
            break
    return a


def insertion_sort(a):
    a = list(a)
    for i in range(1, len(a)):
        key = a[i]
        j = i - 1
        while j >= 0 and a[j] > key:
            a[j + 1] = a[j]
            j -= 1
        a[j + 1] = key
    return a


def quick_sort(a):
    if len(a) <= 1:
        return a
    pivot = a[len(a) // 2]
    return quick_sort([x for x in a if x < pivot]) + [x for x in a if x == pivot] + quick_sort([x for x in a if x > pivot])


def merge_sort(a):
    if len(a) < 2:
        return list(a)
    mid = len(a) // 2
    left, right = merge_sort(a[:mid]), merge_sort(a[mid:])
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


def heap_sort(a):
    a = a[:]

    def sift(start, end):
        root = start
        while 2 * root + 1 < end:
            child = 2 * root + 1
            if child + 1 < end and a[child] < a[child + 1]:
                child += 1
            if a[root] >= a[child]:
                return
            a[root], a[child] = a[child], a[root]
            root = child

    for s in range(len(a) // 2 - 1, -1, -1):
        sift(s, len(a))
    for e in range(len(a) - 1, 0, -1):
        a[0], a[e] = a[e], a[0]
        sift(0, e)
    return a


def counting_sort(a):
    lo, hi = min(a), max(a)
    counts = [0] * (hi - lo + 1)
    for x in a:
        counts[x - lo] += 1
    return [v + lo for v, c in enumerate(counts) for _ in range(c)]


seed = 7
data = []
for _ in range(60):
    seed = (seed * 1103515245 + 12345) % 2**31
    data.append(seed % 100 - 50)
expected = sorted(data)
for f in (bubble_sort, insertion_sort, quick_sort, merge_sort, heap_sort, counting_sort):
    print(f.__name__, f(data) == expected)
print(expected)
words = "pear fig apple kiwi date".split()
for f in (bubble_sort, insertion_sort, quick_sort, merge_sort, heap_sort):
    print(f(words), f([2.5, -1, 3]), f([2**65, 2**63, 1]))
