nums = [0, 1, -1, 2**31, -(2**31), 2**53, 2**53 + 1, 2**62, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 2**64, 10**30]
floats = [0.0, -0.0, 1.0, -1.5, 2.0**53, 2.0**63, -(2.0**63), 1e30, float("inf"), float("-inf")]

for a in nums:
    row = ""
    for b in nums:
        row += "<" if a < b else ">" if a > b else "="
    print(row, a)
for a in nums:
    row = ""
    for b in floats:
        lt, gt, eq = a < b, a > b, a == b
        assert (lt, gt, eq) == (b > a, b < a, b == a)
        assert (a <= b) == (lt or eq) and (a >= b) == (gt or eq) and (a != b) != eq
        row += "<" if lt else ">" if gt else "="
    print(row, a)

print(sorted(nums + floats[2:9]))
print(max(nums), min(nums), max(nums + floats), min(nums + floats))
print(len(set(nums + floats)), [n for n in nums if n in floats], [f for f in floats if f in nums])
print({n: n % 7 for n in nums})
print([hash(n) == hash(float(n)) for n in (0, 1, -1, 2**31, 2**53, 2**62, 2**63, 2**64)])
print([n.bit_length() for n in nums], [bool(n) for n in nums[:3]], [-n for n in nums[-5:]], [abs(n) for n in nums[-4:-1]], [~n for n in nums[7:12]])


def between(x, lo, hi):
    return lo <= x < hi


print([between(n, -(2**63), 2**63) for n in nums], [between(n, 0, 2.0**63) for n in nums])
i = 2**63 - 3
while i < 2**63 + 3:
    print(i - 2**63, i > 2**63 - 1, i == 2**63, i & 3, i % 10, i // 10**18)
    i += 1
j = -(2**63) + 2
while j >= -(2**63) - 2:
    print(j + 2**63, j < -(2**63), j >> 62, j & 1, j % 10)
    j -= 1
print(2**63 == 9223372036854775808.0, 2**63 + 1 == 9223372036854775808.0, 2**63 < 9223372036854777000.0, 9223372036854775807 < 9223372036854775808.0, 10**16 + 1 > 1e16)
print(1 is True, True == 1, True + 2**63, -True, 2**63 * False, True << 70, [2**64, 1][True], sum([True] * 3 + [2**63]))
