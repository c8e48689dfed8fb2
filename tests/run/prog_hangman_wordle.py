import random

WORDS = "crane slate apple grape mango peach lemon berry melon olive".split()


def score(guess, secret):
    """g = right place, y = elsewhere, . = absent"""
    result = ["."] * len(secret)
    rest = {}
    for i, (a, b) in enumerate(zip(guess, secret)):
        if a == b:
            result[i] = "g"
        else:
            rest[b] = rest.get(b, 0) + 1
    for i, a in enumerate(guess):
        if result[i] == "." and rest.get(a):
            result[i] = "y"
            rest[a] -= 1
    return "".join(result)


def consistent(word, history):
    return all(score(g, word) == s for g, s in history)


def solve(secret, words, rng):
    history = []
    pool = list(words)
    while True:
        guess = rng.choice(pool)
        s = score(guess, secret)
        history.append((guess, s))
        if s == "g" * len(secret):
            return history
        pool = [w for w in pool if consistent(w, history)]


def hangman(secret, letters, lives=6):
    shown = ["_"] * len(secret)
    wrong = set()
    for ch in letters:
        if ch in secret:
            for i, c in enumerate(secret):
                if c == ch:
                    shown[i] = ch
        else:
            wrong.add(ch)
            lives -= 1
        yield "".join(shown), sorted(wrong), lives
        if "_" not in shown or lives == 0:
            break


def mastermind(secret, guess):
    exact = sum(map(lambda a, b: a == b, secret, guess))
    common = sum(min(secret.count(c), guess.count(c)) for c in set(guess))
    return exact, common - exact


rng = random.Random(2023)
for secret in rng.sample(WORDS, 4):
    h = solve(secret, WORDS, rng)
    print(secret, len(h), h)
print(score("allee", "apple"), score("eerie", "crane"), score("apple", "apple"))
for state in hangman("mississippi", "esiprmz"):
    print(*state)
print(mastermind("rgby", "rygb"), mastermind("rrgg", "rgrb"), mastermind("aaaa", "bbbb"))
secret = "".join(rng.choice("abcdef") for _ in range(4))
options = [a + b + c + d for a in "abcdef" for b in "abcdef" for c in "abcdef" for d in "abcdef"]
tries = 0
while True:
    tries += 1
    guess = options[len(options) // 2]
    answer = mastermind(secret, guess)
    print(guess, answer, len(options))
    if answer == (4, 0):
        break
    options = [o for o in options if mastermind(o, guess) == answer]
print(secret, tries)
