# bench-args: 950000
"""Count the words of a generated text and list the most frequent."""
import random
import sys

SYLLABLES = ["ka", "ri", "to", "men", "sol", "via", "ne", "lu", "par", "os", "ti", "qua"]


def make_vocabulary(rng, size):
    words = set()
    while len(words) < size:
        n = rng.randint(1, 4)
        words.add("".join(rng.choice(SYLLABLES) for _ in range(n)))
    return sorted(words)


def make_text(rng, vocabulary, length):
    n = len(vocabulary)
    out = []
    for i in range(length):
        # small indices are much more likely, as in real text
        word = vocabulary[int(n * rng.random() ** 3)]
        if i % 11 == 0:
            word = word.capitalize()
        if i % 13 == 12:
            word += ","
        elif i % 17 == 16:
            word += "."
        out.append(word)
    return " ".join(out)


def count_words(text):
    counts = {}
    for word in text.split():
        word = word.strip(".,;:!?").lower()
        if word in counts:
            counts[word] += 1
        else:
            counts[word] = 1
    return counts


def count_lengths(counts):
    lengths = {}
    for word, n in counts.items():
        lengths[len(word)] = lengths.get(len(word), 0) + n
    return lengths


def main():
    length = int(sys.argv[1]) if len(sys.argv) > 1 else 30_000
    rng = random.Random(7)
    vocabulary = make_vocabulary(rng, 4000)
    text = make_text(rng, vocabulary, length)
    counts = {}
    for _ in range(3):
        counts = count_words(text)
    top = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    print("words:", sum(counts.values()), "distinct:", len(counts))
    for word, n in top[:15]:
        print(f"{word:<12} {n:>6}")
    print(sorted(count_lengths(counts).items()))


if __name__ == "__main__":
    main()
