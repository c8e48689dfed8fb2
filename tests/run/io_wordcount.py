import sys


def count_words(stream):
    words = {}
    lines = chars = 0
    for line in stream:
        lines += 1
        chars += len(line)
        for word in line.lower().split():
            word = word.strip(".,;:!?\"'()")
            if word:
                words[word] = words.get(word, 0) + 1
    return lines, chars, words


def main():
    lines, chars, words = count_words(sys.stdin)
    print(lines, sum(words.values()), chars)
    for word, n in sorted(words.items(), key=lambda item: (-item[1], item[0]))[:10]:
        print(f"{n:5d}  {word}")
    longest = max(words, key=lambda w: (len(w), w))
    print("longest:", longest)
    print("once:", sorted(w for w, n in words.items() if n == 1)[:6])
    sys.stdout.write("%d distinct\n" % len(words))
    return 0 if words else 1


if __name__ == "__main__":
    sys.exit(main())
