nums = [3, 1, 4, 1, 5, 9, 2, 6]
nums.append(5)
nums.extend([3, 5])
nums.extend(range(2))
nums.extend("ab")
print(nums, len(nums))
print(nums.pop(), nums.pop(0), nums.pop(-1), nums)
nums.insert(0, 100)
nums.insert(-1, 200)
nums.insert(99, 300)
nums.insert(-99, 400)
print(nums)
nums.remove(1)
print(nums, nums.index(5), nums.index(5, 5), nums.count(5), nums.count("x"))
nums.reverse()
print(nums)
copy = nums.copy()
copy.clear()
print(copy, len(nums), copy is nums)
nums += [7]
nums *= 2
print(nums)
other = nums
other.append("shared")
print(nums[-1], nums is other, nums == other[:])


def attempt(label, fn):
    try:
        print(label, fn())
    except (IndexError, ValueError, TypeError) as e:
        print(label, type(e).__name__, e)


attempt("pop empty", lambda: [].pop())
attempt("pop range", lambda: [1].pop(5))
attempt("remove", lambda: [1].remove(2))
attempt("index", lambda: [1, 2].index("q"))
attempt("get", lambda: [1, 2][2])
attempt("neg", lambda: [1, 2][-3])
attempt("type", lambda: [1, 2]["a"])
attempt("concat", lambda: [1] + (2,))
attempt("concat2", lambda: [1] + None)
attempt("mul", lambda: [1] * 1.5)
attempt("extend", lambda: [].extend(5))
attempt("float index", lambda: [1, 2][1.0])
attempt("insert", lambda: [].insert("a", 1))
attempt("append", lambda: [].append())
attempt("hash", lambda: hash([]))
try:
    lst = [1]
    lst[3] = 5
except IndexError as e:
    print(e)
try:
    del lst[3]
except IndexError as e:
    print(e)
