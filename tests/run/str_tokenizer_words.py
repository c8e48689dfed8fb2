TEXT = """
It was the best of times, it was the worst of times,
it was the age of wisdom, it was the age of foolishness...
"Never", said the raven -- and the raven's words were few.
"""


def words_of(text):
    word = ""
    for ch in text:
        if ch.isalpha() or (ch == "'" and word):
            word += ch.lower()
        elif word:
            yield word
            word = ""
    if word:
        yield word


counts = {}
for w in words_of(TEXT):
    counts[w] = counts.get(w, 0) + 1

ranking = sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))
for w, c in ranking[:8]:
    print(f"{w:<10}{c:>3} {'#' * c}")
print(len(counts), sum(counts.values()))

lengths = {}
for w in counts:
    lengths.setdefault(len(w), []).append(w)
for k in sorted(lengths):
    print(k, sorted(lengths[k]))

sentences = [s.strip() for s in TEXT.replace("\n", " ").split(",") if s.strip()]
for i, s in enumerate(sentences):
    print(i, len(s.split()), s[:25] + ("..." if len(s) > 25 else ""))

vowels = sum(TEXT.lower().count(v) for v in "aeiou")
print(vowels, len(TEXT), TEXT.count("\n"), TEXT.strip()[0], TEXT.strip()[-1])
pig = []
for w in "the quick brown apple string".split():
    i = 0
    while i < len(w) and w[i] not in "aeiou":
        i += 1
    pig.append(w[i:] + w[:i] + "ay")
print(" ".join(pig))
print("".join(w[0] for w in "portable network graphics".split()).upper(), "-".join(TEXT.split()[:3]))
title = "the lord of the rings"
print(" ".join(w if w in ("of", "the") and i else w.capitalize() for i, w in enumerate(title.split())))
