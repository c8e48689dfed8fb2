ROMAN = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]


def to_roman(n: int) -> str:
    if not 0 < n < 4000:
        raise ValueError(f"{n} is out of range")
    out = ""
    for value, numeral in ROMAN:
        while n >= value:
            out += numeral
            n -= value
    return out


def from_roman(s: str) -> int:
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    total = 0
    for a, b in zip(s, s[1:] + " "):
        v = values[a]
        total += -v if values.get(b, 0) > v else v
    return total


def fmt_time(seconds):
    m, s = divmod(seconds, 60)
    h, m = divmod(m, 60)
    d, h = divmod(h, 24)
    parts = [(d, "day"), (h, "hour"), (m, "minute"), (s, "second")]
    words = [f"{n} {name}{'s' * (n != 1)}" for n, name in parts if n]
    if not words:
        return "now"
    return ", ".join(words[:-1]) + " and " + words[-1] if len(words) > 1 else words[0]


def luhn(number):
    digits = [int(c) for c in str(number)][::-1]
    return sum(d if i % 2 == 0 else sum(divmod(2 * d, 10)) for i, d in enumerate(digits)) % 10 == 0


def look_and_say(n):
    s = "1"
    for _ in range(n - 1):
        out, i = "", 0
        while i < len(s):
            j = i
            while j < len(s) and s[j] == s[i]:
                j += 1
            out += str(j - i) + s[i]
            i = j
        s = out
    return s


for n in (1, 4, 9, 14, 40, 90, 400, 1994, 2024, 3999):
    r = to_roman(n)
    assert from_roman(r) == n
    print(n, r)
for n in (0, 4000, -1):
    try:
        to_roman(n)
    except ValueError as e:
        print(e)
try:
    from_roman("ABC")
except KeyError as e:
    print("bad numeral", e)
print(all(from_roman(to_roman(n)) == n for n in range(1, 1000)))
print([fmt_time(t) for t in (0, 1, 62, 3600, 3662, 90061, 10**7)])
print([luhn(n) for n in (4539578763621486, 79927398713, 79927398710)])
print([look_and_say(n) for n in range(1, 9)], len(look_and_say(20)))
print([n for n in range(1, 500) if n == sum(int(d) ** len(str(n)) for d in str(n))], [n for n in range(2, 500) if n == sum(d for d in range(1, n) if n % d == 0)])
happy = []
for n in range(1, 50):
    seen, m = set(), n
    while m != 1 and m not in seen:
        seen.add(m)
        m = sum(int(d) ** 2 for d in str(m))
    if m == 1:
        happy.append(n)
print(happy)
print([f"{n:>3}{bin(n)[2:]:>9}{oct(n)[2:]:>5}{hex(n)[2:].upper():>4}" for n in (5, 64, 255)])
