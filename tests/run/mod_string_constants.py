import string

print(string.ascii_lowercase, string.ascii_uppercase, string.digits, string.hexdigits, string.octdigits)
print(string.punctuation, repr(string.whitespace), len(string.printable), string.ascii_letters == string.ascii_lowercase + string.ascii_uppercase)
print(string.capwords("the quick  brown fox"), string.capwords("a-b-c", "-"))


def password_strength(pw):
    kinds = [string.ascii_lowercase, string.ascii_uppercase, string.digits, string.punctuation]
    score = sum(any(c in kind for c in pw) for kind in kinds)
    return score + (len(pw) >= 8) + (len(pw) >= 12)


for pw in ("abc", "Abc123", "Abc123!?", "correct horse Battery 9 staple!", ""):
    print(repr(pw), password_strength(pw))


def pangram(s):
    return set(string.ascii_lowercase) <= set(s.lower())


print(pangram("The quick brown fox jumps over the lazy dog"), pangram("hello"), sorted(set(string.ascii_lowercase) - set("the quick brown fox"))[:5])


def substitution(key):
    enc = str.maketrans(string.ascii_lowercase, key)
    dec = str.maketrans(key, string.ascii_lowercase)
    return (lambda s: s.translate(enc)), (lambda s: s.translate(dec))


enc, dec = substitution("qwertyuiopasdfghjklzxcvbnm")
secret = enc("attack at dawn, bring 7 ladders")
print(secret, dec(secret))
cleaned = "Hello, World! It's 5 o'clock...".translate(str.maketrans("", "", string.punctuation))
print(cleaned.lower().split())


def to_base62(n):
    alphabet = string.digits + string.ascii_letters
    out = ""
    while True:
        n, r = divmod(n, 62)
        out = alphabet[r] + out
        if not n:
            return out


print([to_base62(n) for n in (0, 61, 62, 12345, 2**64, 10**30)])
freq = {c: 0 for c in string.ascii_lowercase}
for c in "It is a truth universally acknowledged".lower():
    if c in freq:
        freq[c] += 1
print({c: n for c, n in freq.items() if n > 2}, "".join(c for c in string.ascii_lowercase if not freq[c]))
print([string.ascii_uppercase.index(c) for c in "CAB"], string.ascii_lowercase[::5], string.digits[::-1])
