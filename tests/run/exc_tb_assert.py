def is_sorted(xs):
    return all(a <= b for a, b in zip(xs, xs[1:]))


def binary_search(xs, target):
    assert is_sorted(xs), "list must be sorted"
    lo, hi = 0, len(xs)
    while lo < hi:
        mid = (lo + hi) // 2
        if xs[mid] < target:
            lo = mid + 1
        else:
            hi = mid
    return lo if lo < len(xs) and xs[lo] == target else -1


print(binary_search([1, 3, 5, 7], 5))
print(binary_search([], 5))
print(binary_search(["a", "b"], "c"))
try:
    assert 1 + 1 == 3
except AssertionError as e:
    print("assertion without message:", repr(e))
print(binary_search([3, 1, 2], 2))
