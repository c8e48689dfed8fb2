# bench-args: 2200
"""Edit distance with two rows, over words and over long generated strings."""
import sys


def levenshtein(a, b):
    if len(a) < len(b):
        a, b = b, a
    previous = list(range(len(b) + 1))
    for i, ca in enumerate(a, 1):
        current = [i]
        for j, cb in enumerate(b, 1):
            insert = current[j - 1] + 1
            delete = previous[j] + 1
            replace = previous[j - 1] + (ca != cb)
            current.append(min(insert, delete, replace))
        previous = current
    return previous[-1]


def make_dna(length, seed):
    letters = []
    state = seed
    for _ in range(length):
        state = (state * 1103515245 + 12345) % 2147483648
        letters.append("ACGT"[state // 65536 % 4])
    return "".join(letters)


WORDS = ["kitten", "sitting", "saturday", "sunday", "flaw", "lawn", "intention", "execution"]

for left in WORDS:
    print(left.ljust(10), [levenshtein(left, right) for right in WORDS])

longest = int(sys.argv[1]) if len(sys.argv) > 1 else 300
for size in (longest // 15, longest // 4, longest):
    x = make_dna(size, 42)
    y = make_dna(size + 50, 4242)
    print(size, levenshtein(x, y))
