from typing import List, Optional, Tuple


def two_sum(nums: List[int], target: int) -> Optional[Tuple[int, int]]:
    seen = {}
    for i, n in enumerate(nums):
        if target - n in seen:
            return seen[target - n], i
        seen[n] = i
    return None


def max_subarray(nums: List[int]) -> int:
    best = cur = nums[0]
    for x in nums[1:]:
        cur = max(x, cur + x)
        best = max(best, cur)
    return best


def trap(heights: List[int]) -> int:
    lo, hi = 0, len(heights) - 1
    left = right = water = 0
    while lo < hi:
        if heights[lo] < heights[hi]:
            left = max(left, heights[lo])
            water += left - heights[lo]
            lo += 1
        else:
            right = max(right, heights[hi])
            water += right - heights[hi]
            hi -= 1
    return water


def merge_intervals(iv: List[List[int]]) -> List[List[int]]:
    out: List[List[int]] = []
    for s, e in sorted(iv):
        if out and s <= out[-1][1]:
            out[-1][1] = max(out[-1][1], e)
        else:
            out.append([s, e])
    return out


def product_except_self(nums: List[int]) -> List[int]:
    res = [1] * len(nums)
    pre = 1
    for i in range(len(nums)):
        res[i] = pre
        pre *= nums[i]
    suf = 1
    for i in range(len(nums) - 1, -1, -1):
        res[i] *= suf
        suf *= nums[i]
    return res


def dutch_flag(a: List[int]) -> None:
    lo = mid = 0
    hi = len(a) - 1
    while mid <= hi:
        if a[mid] == 0:
            a[lo], a[mid] = a[mid], a[lo]
            lo += 1
            mid += 1
        elif a[mid] == 1:
            mid += 1
        else:
            a[mid], a[hi] = a[hi], a[mid]
            hi -= 1


print(two_sum([2, 7, 11, 15], 9), two_sum([1, 2], 9))
print(max_subarray([-2, 1, -3, 4, -1, 2, 1, -5, 4]), max_subarray([-3, -1]))
print(trap([0, 1, 0, 2, 1, 0, 1, 3, 2, 1, 2, 1]))
print(merge_intervals([[8, 10], [1, 3], [2, 6], [15, 18], [17, 20]]))
print(product_except_self([1, 2, 3, 4]), product_except_self([10**6] * 12)[0])
flags = [2, 0, 2, 1, 1, 0, 0, 2]
dutch_flag(flags)
print(flags)
