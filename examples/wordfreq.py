"""The most frequent words of a text on standard input.  Usage: wordfreq.py [count] < text"""
import sys


def words_of(line):
    word = ""
    for ch in line.lower():
        if ch.isalpha() or ch == "'":
            word += ch
        elif word:
            yield word
            word = ""
    if word:
        yield word


def main():
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    counts = {}
    for line in sys.stdin:
        for word in words_of(line):
            counts[word] = counts.get(word, 0) + 1

    if not counts:
        print("no words", file=sys.stderr)
        sys.exit(1)

    total = sum(counts.values())
    ranking = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    longest = max(len(word) for word, _ in ranking[:wanted])
    print(f"{total} words, {len(counts)} different")
    for word, n in ranking[:wanted]:
        print(f"{word:<{longest}}  {n:>6}  {n / total:6.1%}")


if __name__ == "__main__":
    main()
