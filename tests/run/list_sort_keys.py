people = [("Ann", 31, 5.5), ("bob", 25, 6.1), ("Cid", 31, 5.9), ("dee", 19, 5.5), ("Eve", 25, 5.2)]

print(sorted(people))
print(sorted(people, key=lambda p: p[1]))
print(sorted(people, key=lambda p: p[1], reverse=True))
print(sorted(people, key=lambda p: (-p[1], p[0].lower())))
print(sorted([p[0] for p in people], key=str.lower))
print(sorted(["bb", "a", "ccc", ""], key=len, reverse=True))

nums = [5, 3, -2, 8, 0, -7]
nums.sort()
print(nums)
nums.sort(reverse=True)
print(nums)
nums.sort(key=abs)
print(nums)
nums.sort(key=lambda v: (v % 2, v))
print(nums)

mixed = [3, 1.5, True, 2**70, -1, 0.0, 2]
mixed.sort()
print(mixed)
words = "the Quick brown Fox jumps Over the lazy dog".split()
words.sort()
print(words)
words.sort(key=lambda w: (len(w), w))
print(words)
print(sorted([[2, 1], [1, 5], [1], []]), sorted([(1, "b"), (1, "a"), (0, "z")]), sorted("banana"), sorted({3: 1, 1: 2}), sorted([False, True, False]))
print(list(reversed(nums)), sorted(range(5, 0, -1)), sorted([]), [1].sort())

try:
    sorted([1, "a"])
except TypeError as e:
    print(e)
try:
    sorted([None, 1])
except TypeError as e:
    print(e)
try:
    [3, 2].sort(len)
except TypeError as e:
    print(e)
try:
    sorted([{}, {}])
except TypeError as e:
    print(e)


class Card:
    ORDER = "23456789TJQKA"

    def __init__(self, text):
        self.rank, self.suit = text

    def __lt__(self, other):
        return Card.ORDER.index(self.rank) < Card.ORDER.index(other.rank)

    def __repr__(self):
        return self.rank + self.suit


hand = [Card(t) for t in "KH 2C TD AS 9H 2D".split()]
print(sorted(hand), sorted(hand, reverse=True), max(hand, key=lambda c: c.suit), min(hand))
calls = []
sorted([3, 1, 2], key=lambda v: calls.append(v) or v)
print(calls)
